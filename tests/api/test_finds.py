"""The listing and the finds as programs read them: the same answers as on the pages."""

from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.search.page import page
from catalog.vocab import Category
from tests.api.reading import read
from tests.factories import (
    LATITUDE,
    LONGITUDE,
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    nationality,
    seeded,
)
from tests.views.reading import numbers, page as page_of

pytestmark = pytest.mark.django_db


def find(number: str = "", **fields: object) -> object:
    named = {"catalogue_number": number} if number else {}
    return make_find(published=True, **named, **fields)


@pytest.fixture
def some() -> None:
    shared = {"place": make_place("Shumshu"), "expedition": make_expedition("SEASON")}
    for one in range(26):
        category = Category.TANK if one % 3 else Category.HELMET
        find(f"A-{one}", category=category, found_on=f"{1990 + one % 5}", **shared)
    make_remains(published=True, catalogue_number="B-1", **shared)
    make_find(catalogue_number="DRAFT-1", **shared)


@pytest.mark.usefixtures("some")
def test_it_answers_as_the_listing_does(visitor: Client) -> None:
    for query in (
        "",
        "page=2&sort=number",
        "category=tank&category=helmet&sort=oldest&per=48",
        "expedition=SEASON&from=1992&place=shumshu",
        "q=a-1",
        "category=spoon&page=x&bbox=1",
        "category=aircraft",
    ):
        answer = read(visitor, f"/api/v1/finds/?{query}")
        shown = page_of(visitor, f"/finds/?{query}")

        assert [one["number"] for one in answer["results"]] == numbers(shown), query
        expected = page(QueryDict(query))
        for name in ("total", "pages", "per", "sort", "notes"):
            assert answer[name] == getattr(expected, name), (query, name)
        assert answer["objects"] == expected.tally.objects


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_pages_follow_one_another(visitor: Client, prefix: str) -> None:
    first = read(
        visitor, f"{prefix}/api/v1/finds/?category=tank&per=24&place=shumshu&category=helmet"
    )
    second = read(visitor, first["next"])

    assert urlsplit(first["next"]).path == f"{prefix}/api/v1/finds/"
    assert (first["page"], second["page"], first["pages"]) == (1, 2, 2)
    assert (first["previous"], second["next"]) == (None, None)
    assert read(visitor, second["previous"]) == first
    together = [one["number"] for one in first["results"] + second["results"]]
    assert len(set(together)) == first["total"] == 26


def test_facets_say_value_word_count_and_choice(visitor: Client) -> None:
    find(category=Category.TANK, nationality=nationality("japan"))
    find(
        category=Category.HELMET,
        nationality=nationality("ussr"),
        object_type=seeded("ssh-40-helmet"),
    )

    facets = read(visitor, "/ja/api/v1/finds/?category=tank")["facets"]
    chosen = {one["value"]: one for one in facets["category"]}
    (root,) = (
        one for one in read(visitor, "/api/v1/finds/")["facets"]["type"] if one["value"] == "helmet"
    )

    assert chosen["tank"] == {"value": "tank", "label": "戦車", "count": 1, "selected": True}
    assert chosen["helmet"]["count"] == 1
    assert [(one["value"], one["count"]) for one in facets["nationality"] if one["count"]] == [
        ("japan", 1)
    ]
    assert set(facets) == {
        "category", "nationality", "type", "place", "expedition", "restoration", "condition",
        "custody", "hazard", "photo",
    }  # fmt: skip
    assert root["count"] == 1
    assert root["children"][0]["children"][0]["value"] == "ssh-40-helmet"


def test_people_are_counted_apart(visitor: Client) -> None:
    find()
    make_remains(published=True, individuals=3, nationality=nationality("ussr"))

    answer = read(visitor, "/api/v1/finds/")

    assert (answer["total"], answer["objects"]) == (2, 1)
    (side,) = answer["people"]
    assert side["labels"]["ru"] == "СССР"
    assert (side["records"], side["individuals"]) == (1, 3)


def test_a_card_has_every_title_and_pictures_with_their_credit(visitor: Client) -> None:
    shown = find("A-1", title_en="Helmet", title_ru="Каска", title_ja="鉄帽")
    make_photo(shown, published=True, credit_line="Photo: Ann Example", via_name="The Paper")
    make_photo(shown, credit_line="Photo: Hidden Person")

    (card,) = read(visitor, "/ru/api/v1/finds/")["results"]
    (photo,) = card["photos"]

    assert card["title"] == "Каска"
    assert card["titles"] == {"en": "Helmet", "ru": "Каска", "ja": "鉄帽"}
    assert card["url"] == "http://testserver/ru/finds/A-1/"
    assert (photo["credit"], photo["via"]) == (
        "Photo: Ann Example",
        {"name": "The Paper", "url": None},
    )
    assert photo["license"]["uri"].startswith("http")
    assert photo["sizes"][0]["url"].startswith("http://testserver/media/photos/")
    assert visitor.get(photo["sizes"][0]["url"]).status_code == 200


def test_a_find_is_a_card_and_more(visitor: Client) -> None:
    make_photo(find("A-1", latitude=LATITUDE, longitude=LONGITUDE), published=True)

    (card,) = read(visitor, "/api/v1/finds/")["results"]
    whole = read(visitor, "/api/v1/finds/A-1/")

    assert card.items() <= whole.items()
    assert whole["location"]["precision"]["value"]
    for secret in (LATITUDE[:7], LONGITUDE[:8]):
        assert secret not in visitor.get("/api/v1/finds/A-1/").content.decode()


def test_former_numbers_lead_on_and_withdrawn_finds_say_why(visitor: Client) -> None:
    renumbered = find("OLD-1")
    renumbered.catalogue_number = "NEW-1"
    renumbered.save()
    make_find(
        catalogue_number="GONE-1", publication_status="withdrawn", withdrawn_reason="duplicate"
    )
    make_find(catalogue_number="DRAFT-1")

    for prefix in ("", "/ru"):
        response = visitor.get(f"{prefix}/api/v1/finds/OLD-1/")
        assert response.status_code == 301
        assert response["Location"] == f"{prefix}/api/v1/finds/NEW-1/"
    gone = read(visitor, "/api/v1/finds/GONE-1/", status=410)
    assert gone["number"] == "GONE-1"
    assert gone["reason"] in gone["error"]
    assert read(visitor, "/api/v1/finds/DRAFT-1/", status=404) == read(
        visitor, "/api/v1/finds/NOTHING-1/", status=404
    )


def test_a_page_too_far_is_404_with_a_sentence(visitor: Client) -> None:
    answer = read(visitor, "/api/v1/finds/?page=9", status=404)

    assert answer == {"error": "There is no page 9; the last one is 1."}


@pytest.mark.parametrize("address", ["/api/v1/finds/", "/api/v1/finds/A-1/", "/api/v1/map/"])
def test_it_is_only_read_from(visitor: Client, address: str) -> None:
    find("A-1")
    allowed = "GET, HEAD, OPTIONS"

    assert (visitor.options(address).status_code, visitor.options(address)["Allow"]) == (
        204,
        allowed,
    )
    assert visitor.head(address).content == b""
    assert visitor.head(address)["Access-Control-Allow-Origin"] == "*"
    strict = Client(enforce_csrf_checks=True)
    for ask in (strict.post, strict.put, strict.patch, strict.delete):
        response = ask(address)
        assert (response.status_code, response["Allow"]) == (405, allowed)
        assert response.json() == {"error": "This address can only be read."}


@pytest.mark.parametrize("address", ["/api/v1/finds/", "/api/v1/map/"])
def test_more_finds_cost_no_more_queries(visitor: Client, address: str) -> None:
    def full() -> None:
        shown = find(
            nationality=nationality("japan"), place=make_place(), expedition=make_expedition()
        )
        make_photo(shown, published=True)

    full()
    with CaptureQueriesContext(connection) as before:
        visitor.get(address)
    for _ in range(5):
        full()

    with CaptureQueriesContext(connection) as after:
        visitor.get(address)

    assert len(after) == len(before)


@pytest.mark.parametrize("address", ["/api/v1/finds/", "/api/v1/map/"])
@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        f"q={'x' * 10_000}",
        "q=%ff%fe&category=%ed%a0%80",
        "page=%00&limit=%00&zoom=-1",
        "bbox=%00",
        "bbox=nan,nan,nan,nan",
        "bbox=1e999,0,1,1",
        "limit=999999999999999999999",
        "&".join(["category=tank"] * 200),
    ],
)
def test_junk_never_breaks_it(visitor: Client, address: str, query: str) -> None:
    assert visitor.get(f"{address}?{query}").status_code == 200
