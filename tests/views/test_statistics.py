"""The statistics: tables with bars that lead to the listing, in three languages, for any filter."""

from typing import Any

import pytest
from django.test import Client

from catalog.models import Claim
from tests.factories import (
    make_expedition,
    make_find,
    make_place,
    make_remains,
    make_source,
    nationality,
)
from tests.views.reading import inline, page, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> None:
    island = make_place("Shumshu", name_ja="占守島")
    season = make_expedition("SHU-2015", area=island)
    for category in ("helmet", "helmet", "tank"):
        make_find(published=True, place=island, expedition=season, category=category)
    make_find(category="aircraft", title_en="Nobody may know of it")
    make_remains(
        published=True,
        place=island,
        expedition=season,
        individuals=13,
        nationality=nationality("ussr"),
    )
    Claim.objects.create(
        expedition=season,
        what="individuals",
        number=26,
        source=make_source("A report", language="ru"),
        text_en="remains of 26 soldiers",
    )


def rows(document: object, identifier: str) -> list[list[str]]:
    return [
        [words(cell) for cell in row.xpath("th|td[contains(@class, 'number')]")]
        for row in document.xpath(f"//table[@id='{identifier}']/tbody/tr")
    ]


@pytest.mark.slow
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
@pytest.mark.parametrize(
    "query", ["", "?category=helmet", "?category=remains", "?q=zzz", "?place=x"]
)
def test_page_is_whole(visitor: Client, prefix: str, query: str) -> None:
    document = page(visitor, f"{prefix}/statistics/{query}")

    assert len(document.xpath("//h1")) == 1
    assert inline(document) == []
    identifiers = document.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for svg in document.xpath("//main//*[name()='svg']"):
        assert svg.xpath("ancestor::a/@href")
        assert svg.xpath("ancestor::table")


@pytest.mark.usefixtures("catalogue")
def test_charts_are_tables_with_links(visitor: Client) -> None:
    document = page(visitor, "/statistics/")

    assert rows(document, "finds-category") == [["Helmets", "2"], ["Tanks", "1"]]
    assert rows(document, "people-nationality") == [["USSR", "13"]]
    assert "/finds/?category=remains&nationality=ussr" in document.xpath("//main//a/@href")
    assert "Nobody may know" not in words(document)
    assert not list(document.iter("img"))


@pytest.mark.usefixtures("catalogue")
def test_every_figure_adds_up_to_what_is_found(visitor: Client) -> None:
    document = page(visitor, "/statistics/")

    figures = document.xpath("//table[contains(@class, 'bars') and tfoot]")
    added = {
        # What stands below another value is counted in that one.
        table.xpath("string(ancestor-or-self::*[@id][1]/@id)"): (
            sum(
                map(
                    _number,
                    table.xpath(
                        "tbody/tr[not(contains(@class, 'depth-')) or contains(@class, 'depth-0')]"
                    ),
                )
            ),
            _number(table.xpath("tfoot/tr")[0]),
        )
        for table in figures
    }

    assert len(added) >= 8
    for name, both in added.items():
        assert both == ((13, 13) if name.startswith("people") else (3, 3)), name


def _number(row: Any) -> int:
    return int(words(row.xpath("*[contains(@class, 'bars-number')]")[-1]))


@pytest.mark.usefixtures("catalogue")
def test_claims_are_beside_their_source_and_what_is_counted(visitor: Client) -> None:
    document = page(visitor, "/statistics/")

    (claim,) = document.xpath("//table[contains(@class, 'claims')]/tbody/tr")

    assert "remains of 26 soldiers" in words(claim)
    assert "A report" in words(claim)
    numbers = claim.xpath("td[contains(@class, 'bars-number')]")
    assert [words(one) for one in numbers] == ["26", "13"]


@pytest.mark.usefixtures("catalogue")
def test_a_filter_carries_into_every_bar(visitor: Client) -> None:
    document = page(visitor, "/statistics/?category=helmet&view=list&sort=number")

    links = document.xpath("//table//a/@href")

    assert links
    assert all("category=helmet" in link and "view" not in link for link in links)
    assert "Statistics of these finds" in words(document.xpath("//h1")[0])
    assert not document.xpath("//table[contains(@class, 'claims')]")


@pytest.mark.usefixtures("catalogue")
def test_people_and_finds_share_no_figure(visitor: Client) -> None:
    document = page(visitor, "/ja/statistics/")

    told = words(document)

    assert "柱" in told
    assert rows(document, "finds-place") == [["占守島", "3"]]
    assert rows(document, "people-place") == [["占守島", "13"]]
