"""The histogram: how many finds fall into each stretch of years, to choose a date by.

It is counted like a facet, without its own choice: a bar tells how many the listing gives once its
stretch is chosen. A find whose date is "2014 or 2015" stands in both years.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from catalog.search.answers import Answer
from catalog.search.columns import NO_DAY, Array
from catalog.search.query import Query
from catalog.search.selection import Selection, key

FULL = 1000
_DATES = ("from", "to")
_STEPS = (1, 10, 100, 1000)
# So many stand beside each other in the filters, each wide enough for a finger.
_MOST = 11
_EPOCH_YEAR, _EPOCH = 1970, 719163
# So many pairs of years are counted in a table; a thousand years have a million.
_FEW_PAIRS = 1_000_000

# Finds by the years of their first and last day.
Years = Mapping[tuple[int, int], int]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some years, how many finds fall into them, and the query that chooses or drops them."""

    first: int
    last: int
    count: int
    height: int
    query: Query
    is_chosen: bool

    @property
    def words(self) -> str:
        """The years as they are written."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def top(self) -> int:
        """Where its bar begins, seen from above."""
        return FULL - self.height


def histogram(answer: Answer, query: Query) -> list[list[Stretch]]:
    """All of the years in stretches; below a stretch that is chosen, those in it."""
    wishes = {name: value for name, value in answer.asked.narrowing.items() if name not in _DATES}
    asked = tuple((name, key(value)) for name, value in wishes.items())
    counted = partial(_years, answer.state, wishes)
    if asked:
        years = answer.state.remembered(("years", asked), counted)
    else:
        years = answer.state.whole("years", ("found_from", "found_to"), counted)
    if not years:
        return []
    chosen = _chosen(answer.asked.wishes)
    whole = min(first for first, _last in years), max(last for _first, last in years)
    rows = [list(_stretches(years, whole, chosen, query))]
    if any((one.first, one.last) == chosen and one.first != one.last for one in rows[0]):
        within = max(chosen[0], whole[0]), min(chosen[1], whole[1])
        rows.append(list(_stretches(years, within, chosen, query)))
    return [row for row in rows if len(row) > 1]


def _chosen(wishes: Mapping[str, Any]) -> tuple[int, int] | None:
    """The first and last year asked for; None while all are."""
    if not wishes.keys() & set(_DATES):
        return None
    first = wishes["from"].earliest.year if "from" in wishes else 0
    return first, wishes["to"].latest.year if "to" in wishes else 9999


def _stretches(
    years: Years, within: tuple[int, int], chosen: tuple[int, int] | None, query: Query
) -> Iterator[Stretch]:
    step = next(one for one in _STEPS if within[1] // one - within[0] // one < _MOST)
    counts = dict.fromkeys(range(within[0] // step, within[1] // step + 1), 0)
    for (first, last), number in years.items():
        for place in range(max(first, within[0]) // step, min(last, within[1]) // step + 1):
            counts[place] += number
    highest = max(counts.values())
    for place, count in counts.items():
        first, last = place * step, place * step + step - 1
        is_all = chosen == (first, last)
        yield Stretch(
            first,
            last,
            count,
            round(count * FULL / highest) if highest else 0,
            _dropped(query) if is_all else _with_years(query, first, last),
            chosen is not None and chosen[0] <= last and first <= chosen[1],
        )


def _dropped(query: Query) -> Query:
    return query.without("from").without("to")


def _with_years(query: Query, first: int, last: int) -> Query:
    return query.with_("from", f"{first:04d}").with_("to", f"{last:04d}")


def _years(state: Selection, wishes: Mapping[str, Any]) -> Years:
    mask = state.mask(wishes)
    first, last = (
        state.columns[name] if mask is None else state.columns[name][mask]
        for name in ("found_from", "found_to")
    )
    is_dated = (first != NO_DAY) | (last != NO_DAY)
    first, last = first[is_dated], last[is_dated]
    if not len(first):
        return {}
    # An open beginning or end reaches as far as the others do.
    lowest = min(int(days[days != NO_DAY].min(initial=2**31 - 1)) for days in (first, last))
    highest = max(int(first.max()), int(last.max()))
    year = _year(np.arange(lowest, highest + 1))
    starts = year[np.where(first == NO_DAY, lowest, first) - lowest]
    ends = year[np.where(last == NO_DAY, highest, last) - lowest]
    earliest = int(year[0])
    width = int(year[-1]) - earliest + 1
    numbers = _counted((starts - earliest) * width + ends - earliest, width * width)
    return {(earliest + pair // width, earliest + pair % width): number for pair, number in numbers}


def _counted(pairs: Array, most: int) -> Iterator[tuple[int, int]]:
    """Each number there is with how often; numbers below `most`."""
    if most > _FEW_PAIRS:
        found, numbers = np.unique(pairs, return_counts=True)
    else:
        # Counting takes a tenth of the time of sorting.
        numbers = np.bincount(pairs)
        found = np.flatnonzero(numbers)
        numbers = numbers[found]
    return zip(found.tolist(), numbers.tolist(), strict=True)


def _year(days: Array) -> Array:
    """The years of days counted from the first of year 1."""
    dates = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[Y]")
    return (dates.astype("i8") + _EPOCH_YEAR).astype("i4")
