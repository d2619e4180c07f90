"""The timeline: how many finds fall into each month, year or decade, by their published dates.

A bar counts what the listing gives for its span: a find whose date is "2014 or 2015" stands in both
years.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from catalog.search.answers import Answer
from catalog.search.columns import NO_DAY, Array
from catalog.search.query import Query

FULL = 1000
MONTH, YEAR, DECADE = 1, 12, 120
# So many bars are still wide enough to be pointed at.
_MOST_MONTHS, _MOST_YEARS = 24, 60
_EPOCH = date(1970, 1, 1).toordinal()
_FIRST_MONTH = 1970 * 12


@dataclass(frozen=True, slots=True)
class Bin:
    """A span of time as the listing asks for it (`start`, `end` are EDTF), and what falls in it."""

    start: str
    end: str
    objects: int
    individuals: int
    height: int
    query: Query

    @property
    def edtf(self) -> str:
        """The span as one date."""
        return self.start if self.start == self.end else f"{self.start}/{self.end}"

    @property
    def begins_on(self) -> date:
        """Its first day."""
        return date.fromisoformat(
            f"{self.start}-01" if "-" in self.start else f"{self.start}-01-01"
        )

    @property
    def top(self) -> int:
        """Where its bar begins, seen from above."""
        return FULL - self.height


@dataclass(frozen=True, slots=True)
class Timeline:
    """The bars from the first date to the last, empty ones among them."""

    bins: tuple[Bin, ...]
    undated: int
    # Whether the bars are of people, because there is nothing else.
    counts_people: bool
    is_blurred: bool

    @property
    def is_monthly(self) -> bool:
        """Whether a bar is a month."""
        return "-" in self.bins[0].start

    @property
    def has_people(self) -> bool:
        """Whether people are among what is counted."""
        return any(one.individuals for one in self.bins)


def timeline(answer: Answer, query: Query) -> Timeline | None:
    """The timeline of an answer; None where nothing in it has a date."""
    first, last = (answer.values(name) for name in ("found_from", "found_to"))
    is_dated = (first != NO_DAY) | (last != NO_DAY)
    if not is_dated.any():
        return None
    months = _months(first[is_dated], last[is_dated], answer.asked.wishes)
    size = _size(int(months[0].min()), int(months[1].max()))
    starts, ends = (bounds // size for bounds in months)
    is_people = answer.are_people()[is_dated]
    objects = _covered(starts, ends, (~is_people).astype("i8"))
    individuals = _covered(starts, ends, answer.values("individuals")[is_dated] * is_people)
    counts_people = not objects.any()
    highest = max(int((individuals if counts_people else objects).max()), 1)
    shown = individuals if counts_people else objects
    return Timeline(
        bins=tuple(
            _bin(
                int(starts.min()) + place,
                size,
                query,
                numbers=(int(objects[place]), int(individuals[place])),
                height=round(int(shown[place]) * FULL / highest),
            )
            for place in range(len(objects))
        ),
        undated=int(np.count_nonzero(~is_dated)),
        counts_people=counts_people,
        is_blurred=bool((starts != ends).any()),
    )


def _months(first: Array, last: Array, wishes: Mapping[str, Any]) -> tuple[Array, Array]:
    """The first and last month of each find, counted from year 0, within the span asked for."""
    lowest = min(int(values[values != NO_DAY].min(initial=2**31 - 1)) for values in (first, last))
    highest = max(int(values.max()) for values in (first, last))
    if "from" in wishes:
        lowest = max(lowest, wishes["from"].earliest.toordinal())
    if "to" in wishes:
        highest = min(highest, wishes["to"].latest.toordinal())
    # An open beginning or end reaches as far as the others do.
    start = np.clip(np.where(first == NO_DAY, lowest, first), lowest, highest)
    end = np.clip(np.where(last == NO_DAY, highest, last), lowest, highest)
    return _month(start), _month(end)


def _month(days: Array) -> Array:
    return (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]").astype(
        "i8"
    ) + _FIRST_MONTH


def _size(first: int, last: int) -> int:
    if last - first < _MOST_MONTHS:
        return MONTH
    return YEAR if last // YEAR - first // YEAR < _MOST_YEARS else DECADE


def _covered(starts: Array, ends: Array, weights: Array) -> Array:
    """How much of the weights lies over each bin."""
    origin, width = int(starts.min()), int(ends.max() - starts.min()) + 1
    begun = np.bincount(starts - origin, weights=weights, minlength=width + 1)
    ended = np.bincount(ends - origin + 1, weights=weights, minlength=width + 1)
    return np.cumsum(begun - ended)[:width].astype("i8")


def _bin(place: int, size: int, query: Query, *, numbers: tuple[int, int], height: int) -> Bin:
    year, month = divmod(place * size, YEAR)
    start = f"{year:04d}-{month + 1:02d}" if size == MONTH else f"{year:04d}"
    end = f"{year + 9:04d}" if size == DECADE else start
    return Bin(start, end, *numbers, height, query.with_("from", start).with_("to", end))
