"""Answers: what one query string asks, counted in memory; the words of it come from `FindFilter`.

Rows are asked of memory once and shared by the page, the counts of every facet and the tally.
"""

from collections.abc import Mapping
from typing import Any

from catalog.models import Term
from catalog.models.words import all_words
from catalog.querysets import People, Tally
from catalog.search import memory
from catalog.search.columns import Array
from catalog.search.filters import FindFilter


class Answer:
    """The answer to one question, as of the last commit."""

    def __init__(self, asked: FindFilter) -> None:
        self.asked = asked
        self._selection = memory.fresh()
        self._rows: dict[str, Array | None] = {}

    def rows(self, left_out: str = "") -> Array | None:
        """The places in memory of what meets every wish but one; None means all."""
        key = left_out if left_out in self.asked.wishes else ""
        if key not in self._rows:
            mask = self._selection.mask(self.asked.wishes, key)
            self._rows[key] = self._selection.rows(mask)
        return self._rows[key]

    def count(self, left_out: str = "") -> int:
        """How many meet every wish but one."""
        rows = self.rows(left_out)
        return len(self._selection) if rows is None else len(rows)

    def ids(self, start: int, stop: int) -> list[int]:
        """The ids of a page in the default order."""
        return self._selection.ids(self.rows(), start, stop)

    def counts(self, column: str, left_out: str, *, of_objects: bool) -> Mapping[Any, int]:
        """`{value: number}` of a column among what meets every wish but one."""
        return self._selection.counts(column, self.rows(left_out), of_objects=of_objects)

    def values(self, column: str, left_out: str = "") -> Array:
        """A column of what meets every wish but one, in the default order."""
        values, rows = self._selection.columns[column], self.rows(left_out)
        return values if rows is None else values[rows]

    def tally(self) -> Tally:
        """Objects, and people apart from them by side; a query for the words of the sides."""
        sides = self._selection.people(self.rows())
        words = Term.objects.in_bulk([side for side, *_numbers in sides if side])
        people = tuple(
            People(
                all_words(words[side], "label") if side in words else {},
                records,
                individuals,
                at_least=bool(vague),
            )
            for side, records, individuals, vague in sides
        )
        return Tally(self.count() - sum(side.records for side in people), people)
