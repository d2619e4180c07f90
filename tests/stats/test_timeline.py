"""The timeline counts what the listing finds for its span, months, years or decades wide."""

import pytest
from django.http import QueryDict

from catalog import stats
from catalog.search.answers import answered
from catalog.search.page import page
from tests.factories import make_find, make_remains

pytestmark = pytest.mark.django_db


def timeline(query: str = "") -> stats.Timeline | None:
    params = QueryDict(query)
    return stats.timeline(answered(params), page(params).query)


def found(*dates: str) -> None:
    for when in dates:
        make_find(published=True, found_on=when)


def numbers(drawn: stats.Timeline) -> dict[str, int]:
    return {one.start: one.objects for one in drawn.bins if one.objects}


def test_nothing_dated_draws_nothing() -> None:
    assert timeline() is None


def test_a_short_time_is_drawn_by_months() -> None:
    found("2015-06-30", "2015-08-18", "2015-08", "2015-06/2015-07")

    drawn = timeline()

    assert numbers(drawn) == {"2015-06": 2, "2015-07": 1, "2015-08": 2}
    assert [one.height for one in drawn.bins] == [1000, 500, 1000]
    assert drawn.is_monthly
    assert drawn.is_blurred


def test_a_longer_time_is_drawn_by_years_and_a_long_one_by_decades() -> None:
    found("2001", "2015-08")
    assert numbers(timeline()) == {"2001": 1, "2015": 1}

    found("1946-05")
    drawn = timeline()
    assert numbers(drawn) == {"1940": 1, "2000": 1, "2010": 1}
    assert next((one.start, one.end) for one in drawn.bins) == ("1940", "1949")


@pytest.mark.parametrize(
    "dates",
    [
        ("2015-06-30", "2015-08", "2015", "2015-06/2015-07"),
        ("2009", "2011/..", "../2010", "2013-04-05", "2010/2012"),
        ("1921", "1998-02-03", "1948/1951"),
    ],
)
def test_every_bar_is_what_its_link_finds(dates: tuple[str, ...]) -> None:
    found(*dates)

    drawn = timeline()

    for one in drawn.bins:
        listing = page(QueryDict(str(one.query)[1:]))
        assert (listing.tally.objects, listing.notes) == (one.objects, []), one.start


def test_a_chosen_span_is_drawn_finer() -> None:
    found("2001", "2015-03", "2015-08-18", "2014/2016")

    drawn = timeline("from=2015&to=2015")

    assert [drawn.bins[0].start, drawn.bins[-1].start] == ["2015-01", "2015-12"]
    assert {one.start: one.objects for one in drawn.bins}["2015-08"] == 2


def test_people_are_drawn_only_where_there_is_nothing_else() -> None:
    make_remains(published=True, found_on="2015-08", individuals=5)
    alone = timeline()
    assert alone.counts_people
    assert [(one.objects, one.individuals, one.height) for one in alone.bins] == [(0, 5, 1000)]

    found("2015-08", "")
    beside = timeline()

    assert not beside.counts_people
    assert [(one.objects, one.individuals) for one in beside.bins] == [(1, 5)]
    assert beside.undated == 1
