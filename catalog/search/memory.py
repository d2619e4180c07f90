"""Memory: this process's columns, brought up to date from the change log before every answer.

A process builds after it was forked, at its first question. What changed is read anew and put in
its place in the default order; many changes, or a change of the vocabularies, mean reading all.
"""

import os
import threading
from collections.abc import Collection

import numpy as np
from django.db import connection

from catalog import index
from catalog.models import Find
from catalog.search import columns
from catalog.search.columns import Array
from catalog.search.selection import Selection

# More changes than these cost more one by one than reading everything.
MOST_CHANGES = 400


class Memory:
    """The columns of one process and the position in the log they stand for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process = 0
        self._position: index.Position | None = None
        self._selection = Selection({"id": np.zeros(0, dtype="i8")})

    def fresh(self) -> Selection:
        """The columns as of the last commit; one short query when nothing changed.

        Inside a transaction they are read anew and thrown away: what it wrote may never be
        committed. No page reads inside one.
        """
        if connection.in_atomic_block:
            return Selection(columns.read())
        with self._lock:
            if self._process != os.getpid() or self._position is None:
                self._build()
            else:
                self._follow(self._position)
            return self._selection

    def _build(self) -> None:
        """Read everything; what is committed meanwhile is in the log after this position."""
        position = index.position()
        self._selection = Selection(columns.read())
        self._position, self._process = position, os.getpid()

    def _follow(self, position: index.Position) -> None:
        changes = index.changes_since(position)
        if changes.ids is None or len(changes.ids) > MOST_CHANGES:
            self._build()
            return
        if changes.ids:
            self._selection = Selection(changed(self._selection.columns, changes.ids))
        self._position = changes.position


def changed(now: dict[str, Array], ids: Collection[int]) -> dict[str, Array]:
    """The columns with these finds as the database has them at this moment."""
    stays = ~np.isin(now["id"], np.fromiter(ids, dtype="i8"))
    kept = {name: values[stays] for name, values in now.items()}
    new = columns.read(Find.objects.public().filter(pk__in=ids))
    places = [_place(kept, new, row) for row in range(len(new["id"]))]
    return {name: np.insert(kept[name], places, new[name]) for name in kept}


def _place(kept: dict[str, Array], new: dict[str, Array], row: int) -> int:
    """Where a find stands in the default order: newest first, by number among equals.

    Numbers are not kept in memory: those of a few finds are asked for on the way.
    """
    falling = -kept["found_from"]
    day = -int(new["found_from"][row])
    low, high = (int(np.searchsorted(falling, day, side=side)) for side in ("left", "right"))
    mine = _key(int(new["id"][row]))
    while low < high:
        middle = (low + high) // 2
        if _key(int(kept["id"][middle])) < mine:
            low = middle + 1
        else:
            high = middle
    return low


def _key(pk: int) -> tuple[bytes, int]:
    """What decides among finds of one day, compared as the database compares it."""
    number = Find.objects.filter(pk=pk).values_list("number_sort", flat=True).first() or ""
    return number.encode(), pk


_MEMORY = Memory()


def fresh() -> Selection:
    """The columns of this process as of the last commit."""
    return _MEMORY.fresh()
