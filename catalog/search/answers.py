"""Answers: what one query string asks, counted in memory; the words of it come from `FindFilter`.

Rows are asked of memory once and shared by the page, the counts of every facet and the tally.
"""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from django.http import QueryDict

from catalog.lib.tally import People, Tally
from catalog.models import Find
from catalog.search import fulltext, memory
from catalog.search.columns import Array
from catalog.search.filters import FindFilter
from catalog.search.ordering import DEFAULT, RELEVANCE
from catalog.search.selection import Selection, key
from catalog.search.thesaurus import Thesaurus


class Answer:
    """The answer to one question, as of one state of the catalogue."""

    def __init__(self, asked: FindFilter, selection: Selection) -> None:
        self.asked = asked
        self._selection = selection
        self._masks: dict[str, Array | None] = {}
        self._rows: dict[str, Array | None] = {}

    @property
    def state(self) -> Selection:
        """The state of the catalogue it is true of: another one after every change."""
        return self._selection

    @property
    def thesaurus(self) -> Thesaurus:
        """The words of that state."""
        return self._selection.thesaurus

    def mask(self, left_out: str = "") -> Array | None:
        """Whether each find meets every wish but one; None means all do."""
        if left_out not in self._masks:
            self._masks[left_out] = self._selection.mask(self.asked.wishes, left_out)
        return self._masks[left_out]

    def rows(self, left_out: str = "") -> Array | None:
        """The places in memory of what meets every wish but one; None means all."""
        left_out = left_out if left_out in self.asked.wishes else ""
        if left_out not in self._rows:
            mask = self.mask(left_out)
            self._rows[left_out] = None if mask is None else np.flatnonzero(mask)
        return self._rows[left_out]

    def count(self, left_out: str = "") -> int:
        """How many meet every wish but one."""
        mask = self.mask(left_out if left_out in self.asked.wishes else "")
        return len(self._selection) if mask is None else int(np.count_nonzero(mask))

    @property
    def sort(self) -> str:
        """The order that holds: relevance where words are looked for, while few have them."""
        typed = self.asked.wishes.get("q", "")
        sort = self.asked.wishes.get("sort", RELEVANCE if typed else DEFAULT)
        if sort == RELEVANCE and not (typed and 0 < self._hits() <= fulltext.FEW_HITS):
            return DEFAULT
        return sort

    def _hits(self) -> int:
        return int(np.count_nonzero(self._selection.one("q", self.asked.wishes["q"])))

    def ids(self, start: int = 0, stop: int | None = None) -> list[int]:
        """The ids of a page, in the order that holds."""
        sort, stop = self.sort, len(self._selection) if stop is None else stop
        if sort != RELEVANCE:
            return self._selection.ids(self.mask(), sort, start, stop)
        # Few are found, in the default order; those with the words in the title go first.
        first = fulltext.in_title(self.asked.wishes["q"])
        found = self._selection.ids(self.mask(), DEFAULT, 0, len(self._selection))
        return sorted(found, key=lambda pk: pk not in first)[start:stop]

    def place_of(self, pk: int) -> int | None:
        """Where a find stands in the order that holds, from 0; None where it is not found."""
        if self.sort != RELEVANCE:
            return self._selection.place_of(pk, self.mask(), self.sort)
        ids = self.ids()
        return ids.index(pk) if pk in ids else None

    def counts(
        self, column: str, left_out: str = "", *, of_objects: bool = False
    ) -> Mapping[Any, int]:
        """`{value: number}` of a column among what meets every wish but one."""
        return self._selection.counts(
            column, self._asked(left_out), lambda: self.rows(left_out), of_objects=of_objects
        )

    def _asked(self, left_out: str) -> tuple[Any, ...]:
        narrowing = self.asked.narrowing.items()
        return tuple((name, key(value)) for name, value in narrowing if name != left_out)

    def remembered(self, name: Any, made: Callable[[], Any], left_out: str = "") -> Any:
        """What follows from this question but one wish and this name alone, once for a state."""
        return self._selection.remembered((name, self._asked(left_out)), made)

    def values(self, column: str, left_out: str = "") -> Array:
        """A column of what meets every wish but one, in the default order."""
        values, rows = self._selection.columns[column], self.rows(left_out)
        return values if rows is None else values[rows]

    def individuals(self, column: str) -> Mapping[Any, int]:
        """`{value: number of people}` of a column among the remains that meet every wish."""
        return self._selection.individuals(column, self.mask())

    def are_people(self) -> Array:
        """Whether each of what `values` holds is of people."""
        return self._selection.are_people(self.rows())

    def tally(self) -> Tally:
        """Objects, and people apart from them by side."""
        known = self.thesaurus.nationalities.by_pk
        people = tuple(
            People(
                known[side].words if side in known else {},
                records,
                individuals,
                at_least=bool(vague),
            )
            for side, records, individuals, vague in self._selection.people(self.mask())
        )
        return Tally(self.count() - sum(side.records for side in people), people)


def answered(params: QueryDict, parser: type[FindFilter] = FindFilter) -> Answer:
    """The answer to a query string, as of the last commit."""
    selection = memory.fresh()
    finds = Find.objects.public()
    return Answer(parser(params, finds, selection.thesaurus), selection)
