"""The histogram: what each bar tells is what the listing gives for its years."""

import pytest
from django.http import QueryDict

from catalog.vocab import Category
from tests.factories import make_find
from tests.search.asking import ask

pytestmark = pytest.mark.django_db


def find(found_on: str, **fields: object) -> None:
    make_find(published=True, found_on=found_on, **fields)


def told(query: str = "") -> list[list[tuple[str, int]]]:
    return [[(one.words, one.count) for one in row] for row in ask(query).years]


def test_bars_are_counted_without_their_own_choice() -> None:
    for day in ("2013-08-12", "2014", "2014-08", "2016"):
        find(day, category=Category.TANK)
    find("2015", category=Category.HELMET)
    find("", category=Category.TANK)

    bars = [[("2013", 1), ("2014", 2), ("2015", 0), ("2016", 1)]]

    assert told("category=tank") == bars
    assert told("category=tank&from=2014&to=2014") == bars
    assert told("category=helmet") == []


@pytest.mark.parametrize("query", ["", "category=tank", "from=1945&to=1949", "to=1990"])
def test_each_bar_tells_what_the_listing_gives(query: str) -> None:
    for day in ("1945", "1949/1951", "../1946", "1990-05/..", "2001", "2014-02-03", "1938~"):
        find(day, category=Category.TANK)
        find(day, category=Category.HELMET)

    for row in ask(query).years:
        for one in row:
            if not one.is_chosen:
                assert ask(str(one.query)[1:]).total == one.count


def test_years_stand_below_the_decade_that_is_chosen() -> None:
    for year in (1945, 1949, 1962, 2015):
        find(str(year))

    rows = ask("from=1940&to=1949").years

    assert [one.words for one in rows[0]][:2] == ["1940–1949", "1950–1959"]
    assert [one.words for one in rows[0] if one.is_chosen] == ["1940–1949"]
    assert [(one.first, one.count) for one in rows[1] if one.count] == [(1945, 1), (1949, 1)]
    assert str(rows[0][0].query) == "?"
    assert QueryDict(str(rows[1][0].query)[1:]).dict() == {"from": "1945", "to": "1945"}
