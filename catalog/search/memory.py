"""Memory: this process's columns, brought up to date from the change log before every answer.

A process builds after it was forked, at its first question. What changed is read anew and put in
its place in the default order; many changes, or a change of the vocabularies, mean reading all.
"""

import os
import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from django.db import connection

from catalog import index
from catalog.search import columns, orders, thesaurus
from catalog.search.columns import Array, Columns
from catalog.search.profiles import Profiles
from catalog.search.selection import Selection

# More changes than these cost more one by one than reading everything.
MOST_CHANGES = 400


class Memory:
    """The columns of one process and the position in the log they stand for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = 0
        self._position: index.Position | None = None
        self._selection: Selection | None = None

    def fresh(self) -> Selection:
        """The columns as of the last commit; one short query when nothing changed.

        Inside a transaction they are read anew and thrown away: what it wrote may never be
        committed. No page reads inside one.
        """
        if connection.in_atomic_block:
            return built()
        with self._lock:
            if self._selection is None or self._position is None or self._process != os.getpid():
                return self._build()
            return self._follow(self._selection, self._position)

    def _build(self) -> Selection:
        """Read everything; what is committed meanwhile is in the log after this position."""
        position = index.position()
        # Not both at once: the old columns go before the new ones come.
        self._selection = None
        self._selection = built()
        self._position, self._process = position, os.getpid()
        return self._selection

    def _follow(self, now: Selection, position: index.Position) -> Selection:
        changes = index.changes_since(position)
        if changes.ids is None or len(changes.ids) > MOST_CHANGES:
            return self._build()
        self._selection = changed(now, changes.ids) if changes.ids else now
        self._position = changes.position
        return self._selection


def built() -> Selection:
    """Everything as the database has it at this moment."""
    words, profiles = thesaurus.read(), Profiles()
    return Selection(orders.arranged(columns.read(profiles)), profiles, words)


def changed(now: Selection, ids: Collection[int]) -> Selection:
    """The same with these finds as the database has them at this moment."""
    new = columns.read(now.profiles, ids)
    found = _in_place(now.columns, new, ids) or _moved(now.columns, new, ids)
    return Selection(found, now.profiles, now.thesaurus, before=now)


def _in_place(known: Columns, new: Columns, ids: Collection[int]) -> Columns | None:
    """The columns where every find stays in its place, as after most edits; None where not.

    What is the same is shared, so a new title copies next to nothing.
    """
    places = np.flatnonzero(np.isin(known["id"], np.fromiter(ids, dtype="i8")))
    order = np.argsort(new["id"])
    places = places[np.argsort(known["id"][places])]
    if not np.array_equal(new["id"][order], known["id"][places]):
        return None
    fresh = {name: values[order] for name, values in new.items()}
    if (fresh["found_from"] != known["found_from"][places]).any():
        return None
    numbered = _Numbered(known)
    if not all(numbered.is_in_place(place) for place in places.tolist()):
        return None
    return {**known, **{name: _written(known[name], places, fresh[name]) for name in fresh}}


def _written(values: Array, places: Array, fresh: Array) -> Array:
    if np.array_equal(values[places], fresh):
        return values
    # Other threads read the old one still.
    values = values.copy()
    values[places] = fresh
    return values


def _moved(known: Columns, new: Columns, ids: Collection[int]) -> Columns:
    """The columns without these finds, and the new rows put where they belong."""
    stays = ~np.isin(known["id"], np.fromiter(ids, dtype="i8"))
    kept = {name: values[stays] for name, values in known.items()}
    numbered = _Numbered(kept)
    # In number order, so each new one goes before those that were there and after those before it.
    ranks = np.array([numbered.rank(pk) for pk in new["id"].tolist()], dtype="i8")
    kept["rank"] = numbered.ranks + np.searchsorted(ranks, numbered.ranks, side="right")
    return _merged(kept, {**new, "rank": ranks + np.arange(len(ranks))})


def _merged(kept: Columns, new: Columns) -> Columns:
    """Both in the default order: by day, the latest first, then by rank."""
    keys = (_key(columns) for columns in (kept, new))
    falling, wanted = next(keys), next(keys)
    order = np.argsort(wanted, kind="stable")
    places = np.searchsorted(falling, wanted[order])
    return {
        name: np.insert(values, places, new[name][order].astype(values.dtype))
        for name, values in kept.items()
    }


def _key(columns: Columns) -> Array:
    return (-columns["found_from"].astype("i8") << 32) + columns["rank"]


@dataclass(frozen=True)
class _Numbered:
    """Finds in the order of their numbers, which are not kept: those of a few are asked for."""

    columns: Columns

    @cached_property
    def ranks(self) -> Array:
        """The place of each by number, from 0 without gaps."""
        given = self.columns["rank"]
        is_there = np.zeros(int(given.max(initial=0)) + 1, dtype=bool)
        is_there[given] = True
        return (np.cumsum(is_there, dtype="i4") - 1)[given]

    @cached_property
    def _ids(self) -> Array:
        ids = np.empty(len(self.ranks), dtype="i8")
        ids[self.ranks] = self.columns["id"]
        return ids

    def is_in_place(self, place: int) -> bool:
        """Whether a find's number still stands between those before and after it."""
        rank = int(self.ranks[place])
        around = self._ids[max(rank - 1, 0) : rank + 2].tolist()
        numbers = [_number(pk) for pk in around]
        return numbers == sorted(numbers)

    def rank(self, pk: int) -> int:
        """How many of them stand before a find by number, compared as the database compares."""
        low, high, mine = 0, len(self._ids), _number(pk)
        while low < high:
            middle = (low + high) // 2
            if _number(int(self._ids[middle])) < mine:
                low = middle + 1
            else:
                high = middle
        return low


def _number(pk: int) -> tuple[bytes, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number_sort FROM catalog_find WHERE id = %s", [pk])
        row = cursor.fetchone()
    return (row[0] if row else "").encode(), pk


_MEMORY = Memory()


def fresh() -> Selection:
    """The columns of this process as of the last commit."""
    return _MEMORY.fresh()
