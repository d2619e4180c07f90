"""Profiles: the closed values of a find together, one number for each combination there is.

A million finds share a few thousand combinations. So one count over the finds answers every facet
of a closed list; what is left to do is done over the combinations.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np

from catalog.querysets import PEOPLE
from catalog.vocab import Category, Condition, CustodyStatus, HazardStatus, RestorationStatus

Array = np.ndarray

# A word stands as its place in the list from 1; 0 is none, or a word only raw SQL can write.
CLOSED: Mapping[str, Sequence[str]] = {
    "category": Category.values,
    "condition": Condition.values,
    "restoration_status": RestorationStatus.values,
    "custody_status": CustodyStatus.values,
    "hazard_status": HazardStatus.values,
}
NAMES = (*CLOSED, "nationality", "has_photo")
_SIZE = 32


@cache
def packed_sql(table: str) -> str:
    """The closed values and the nationality of a row of finds as one whole number, in SQL."""
    told = f"coalesce({table}.nationality_id, 0)"
    for name, words in reversed(CLOSED.items()):
        cases = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words, 1))
        told = f"({told} * {_SIZE} + CASE {table}.{name} {cases} ELSE 0 END)"
    return told


def _unpacked(number: int) -> tuple[Any, ...]:
    values = []
    for words in CLOSED.values():
        number, place = divmod(number, _SIZE)
        values.append(words[place - 1] if place else "")
    return (*values, number or None)


@dataclass(frozen=True, slots=True)
class Table:
    """The values of one column by profile: `values[places[profile]]`."""

    values: Sequence[Any]
    places: Array

    def counts(self, numbers: Array) -> dict[Any, int]:
        """`{value: number}`, those of no find left out; `numbers` are of finds by profile."""
        sums = np.bincount(self.places[: len(numbers)], weights=numbers)
        return {self.values[place]: int(sums[place]) for place in np.flatnonzero(sums).tolist()}

    def where(self, holds: Callable[[Any], bool]) -> Array:
        """Whether the value of each profile is such a one."""
        return np.array([holds(value) for value in self.values], dtype=bool)[self.places]


class Profiles:
    """A number for each combination, even without a public photograph, odd with one.

    It only grows: a number once given keeps its meaning for every reader.
    """

    def __init__(self) -> None:
        self._numbers: dict[int, int] = {}
        self._tables: tuple[int, Mapping[str, Table]] = (-1, {})

    def __len__(self) -> int:
        return 2 * len(self._numbers)

    def numbers(self, packed: Iterable[int]) -> list[int]:
        """The numbers of rows of finds, as if none had a photograph."""
        known = self._numbers
        return [2 * known.setdefault(one, len(known)) for one in packed]

    def tables(self) -> Mapping[str, Table]:
        """The values of all columns by profile, as of this moment."""
        size, tables = self._tables
        if size != len(self):
            packed = list(self._numbers)
            tables = _tables(packed)
            self._tables = (2 * len(packed), tables)
        return tables


def _tables(known: Iterable[int]) -> Mapping[str, Table]:
    rows = [(*_unpacked(packed), has_photo) for packed in known for has_photo in (False, True)]
    columns = zip(*rows, strict=True) if rows else [()] * len(NAMES)
    return {name: _table(cells) for name, cells in zip(NAMES, columns, strict=True)}


def _table(cells: Sequence[Any]) -> Table:
    values = list(dict.fromkeys(cells))
    places = {value: place for place, value in enumerate(values)}
    return Table(values, np.fromiter((places[cell] for cell in cells), dtype="i4"))


def are_people(tables: Mapping[str, Table]) -> Array:
    """Whether a profile is of remains."""
    return tables["category"].where(lambda value: value in PEOPLE)
