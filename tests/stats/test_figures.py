"""Every bar holds what its link finds; people and objects never stand in one number."""

import pytest
from django.http import QueryDict

from catalog import stats
from catalog.models import Claim
from catalog.search.answers import Answer, answered
from catalog.search.page import page
from catalog.search.query import Query
from tests.factories import (
    make_event,
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    make_source,
    nationality,
)

pytestmark = pytest.mark.django_db


def answer(query: str = "") -> tuple[Answer, Query]:
    params = QueryDict(query)
    return answered(params), page(params).query


def numbers(figures: list[stats.Figure], name: str) -> dict[str, int]:
    (figure,) = (one for one in figures if one.name == name)
    return {bar.value: bar.number for bar in figure.bars}


@pytest.fixture
def shore() -> None:
    """Seven objects on two islands, and remains of eight people."""
    kurils = make_place("Kurils", kind="archipelago")
    shumshu = make_place("Shumshu", parent=kurils, kind="island")
    hill = make_place("Hill", parent=shumshu)
    other = make_place("Paramushir", parent=kurils, kind="island")
    early = make_expedition("SEASON-14", dates="2014")
    late = make_expedition("SEASON-15", dates="2015")
    japan, ussr = nationality("japan"), nationality("ussr")
    for place in (shumshu, hill, hill, other):
        helmet = make_find(
            published=True, category="helmet", place=place, expedition=early, nationality=japan
        )
    make_photo(helmet, published=True)
    for place in (hill, None, other):
        make_find(
            published=True,
            category="weapon",
            place=place or hill,
            expedition=late,
            nationality=None,
        )
    make_find(category="tank", place=hill)
    for side, individuals in ((japan, 3), (japan, 1), (ussr, 4)):
        make_remains(
            published=True, place=hill, expedition=late, nationality=side, individuals=individuals
        )


@pytest.mark.usefixtures("shore")
def test_objects_are_counted_and_people_summed() -> None:
    asked, query = answer()

    objects, people = stats.objects(asked, query), stats.people(asked, query)

    assert numbers(objects, "category") == {"helmet": 4, "weapon": 3}
    assert numbers(objects, "nationality") == {"japan": 4, "unknown": 3}
    assert numbers(people, "nationality") == {"japan": 4, "ussr": 4}
    assert numbers(people, "expedition") == {"SEASON-15": 8}
    assert numbers(objects, "photo") == {"yes": 1, "no": 6}
    assert [bar.value for bar in objects[3].bars] == ["SEASON-14", "SEASON-15"]


@pytest.mark.usefixtures("shore")
@pytest.mark.parametrize("query", ["", "category=helmet&category=remains", "place=hill"])
def test_every_bar_is_what_its_link_finds(query: str) -> None:
    asked, carried = answer(query)

    for figure in stats.objects(asked, carried):
        assert figure.total == asked.tally().objects, figure.name
        assert sum(bar.number for bar in figure.bars if not bar.depth) == figure.total
        for bar in figure.bars:
            found = page(QueryDict(str(bar.query)[1:]))
            assert (found.tally.objects, found.notes) == (bar.number, []), (figure.name, bar.value)
    for figure in stats.people(asked, carried):
        assert figure.total == asked.tally().individuals, figure.name
        for bar in figure.bars:
            found = page(QueryDict(str(bar.query)[1:]))
            assert (found.tally.individuals, found.tally.objects) == (bar.number, 0)


@pytest.mark.usefixtures("shore")
def test_places_stand_in_one_another_without_the_shell_that_says_nothing() -> None:
    figures = stats.objects(*answer())

    (places,) = (figure for figure in figures if figure.name == "place")

    assert [(bar.value, bar.number, bar.depth) for bar in places.bars] == [
        ("shumshu", 5, 0),
        ("hill", 4, 1),
        ("paramushir", 2, 0),
    ]


def test_longest_bar_is_full_and_none_is_lost() -> None:
    for _number in range(3):
        make_find(published=True, category="helmet")
    tank = make_find(published=True, category="tank")
    make_event(tank, "restoration", "awaiting")

    (kinds, *_others) = stats.objects(*answer())

    assert {bar.value: bar.length for bar in kinds.bars} == {"helmet": 1000, "tank": 333}


def test_claims_stand_beside_what_is_counted_of_their_kind_and_side() -> None:
    season = make_expedition("SEASON")
    make_remains(published=True, expedition=season, individuals=3, nationality=nationality("ussr"))
    make_remains(published=True, expedition=season, individuals=2, nationality=nationality("japan"))
    make_remains(published=True, individuals=9, nationality=nationality("ussr"))
    make_find(published=True, expedition=season, category="tank")
    common = {"expedition": season, "source": make_source("A report")}
    Claim.objects.create(
        what="individuals", number=4, nationality=nationality("ussr"), text_en="four", **common
    )
    Claim.objects.create(what="tanks", number=60, text_en="sixty", **common)
    Claim.objects.create(what="personnel", number=8500, text_en="a garrison", **common)

    rows = stats.claim_rows()

    assert {row.claim.number: row.counted for row in rows} == {4: 3, 60: 1, 8500: None}
    assert stats.claim_rows(["ELSEWHERE"]) == []
