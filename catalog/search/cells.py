"""The map: where the finds of a query string lie, singly while they are few, else counted by cell.

Only published positions are read, so no cell tells more than the finds in it do. Cells belong to
one grid laid over the world and are counted whole: moving the window changes no count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy

from catalog.search.answers import Answer, answered
from catalog.search.columns import MICRO, NOWHERE, Array
from catalog.search.fields import read_number
from catalog.search.filters import FindFilter, OneValue
from catalog.search.selection import Selection

# Degrees; each divides the world evenly. The finest is far coarser than a field.
SIZES = tuple(
    Decimal(hundredths) / 100 for hundredths in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
)
MOST_CELLS = 400
LIMIT, MOST_POINTS = 2000, 5000
MAX_ZOOM = 22
WORLD = (Decimal(-180), Decimal(-90), Decimal(180), Decimal(90))
# More rows than the finest grid has.
_NO_ROW = 2**16 - 1
# A tile of the usual web maps is this many cells wide.
_CELLS_A_TILE = 4

Box = tuple[Decimal, Decimal, Decimal, Decimal]


class MapFilter(FindFilter):
    """The parameters of the listing, and two that shape a map."""

    limit = OneValue(
        label=gettext_lazy("Most points shown singly"), reader=read_number(1, MOST_POINTS)
    )
    zoom = OneValue(label=gettext_lazy("Zoom level"), reader=read_number(0, MAX_ZOOM))


@dataclass(frozen=True)
class Grid:
    """The cells a box touches: rows from the south pole, columns from the date line."""

    size: Decimal
    rows: range
    # So many columns to the east of the first, across the date line if need be.
    first_column: int
    width: int

    @classmethod
    def of(cls, size: Decimal, box: Box) -> "Grid":
        """The cells of this size that the box touches."""
        west, south, east, north = box
        rows = range(_place(south, size, 90), _place(north, size, 90) + 1)
        first, last = _place(west, size, 180), _place(east, size, 180)
        around = int(360 / size)
        if west > east:
            # Nearly round the world, both ends may lie in one cell.
            return cls(size, rows, first, min(last + around - first + 1, around))
        return cls(size, rows, first, last - first + 1)

    @property
    def number(self) -> int:
        """How many cells it has."""
        return len(self.rows) * self.width

    def cell(self, place: int, records: int) -> "Cell":
        """The cell at a place: row by row from the south, in each from the first column."""
        row, column = divmod(place, self.width)
        column = (self.first_column + column) % self._around
        south = (self.rows.start + row) * self._micro - 90 * MICRO
        west = column * self._micro - 180 * MICRO
        return Cell(south / MICRO, west / MICRO, records)

    def holds(self, rows: Array, columns: Array) -> Array:
        """Which points lie in it, by the cells of the world they lie in (`laid`)."""
        inside = (rows >= self.rows.start) & (rows < self.rows.stop)
        if self.width == self._around:
            return inside
        last = (self.first_column + self.width - 1) % self._around
        if self.first_column <= last:
            return inside & (columns >= self.first_column) & (columns <= last)
        return inside & ((columns >= self.first_column) | (columns <= last))

    def places(self, rows: Array, columns: Array) -> Array:
        """The places in it of points that lie in it."""
        across = columns.astype("i4") - self.first_column
        across[across < 0] += self._around
        return (rows.astype("i4") - self.rows.start) * self.width + across

    @cached_property
    def _micro(self) -> int:
        return int(self.size * MICRO)

    @cached_property
    def _around(self) -> int:
        return int(360 / self.size)


class Cell(NamedTuple):
    """How many records lie in a cell; the corner is the south-western one."""

    south: float
    west: float
    records: int


@dataclass(frozen=True, slots=True)
class Chart:
    """The answer: `ids` of the finds in the box while they are few, else `cells` of `size`.

    `total` and `unplaced` (without a published position) count the finds on and off the map.
    """

    total: int
    unplaced: int
    # While these are few.
    unplaced_ids: list[int]
    here: int
    notes: list[str]
    ids: list[int] | None = None
    cells: list[Cell] | None = None
    size: Decimal | None = None
    # Points of this state written before, in this language; whoever writes more adds them.
    known: dict[int, str] = field(default_factory=dict)


# By state of the catalogue and language; a state that is gone takes its points along.
_KNOWN: WeakKeyDictionary[Selection, dict[str | None, dict[int, str]]] = WeakKeyDictionary()


def chart(params: QueryDict, *, most_cells: int = MOST_CELLS) -> Chart:
    """What a query string shows on the map, in so many cells at most where it is counted."""
    answer = answered(params, MapFilter)
    asked = answer.asked
    limit = asked.wishes.get("limit", LIMIT)
    total, placed = answer.count("bbox"), _placed(answer)
    here = answer.count() if "bbox" in asked.wishes else placed
    return Chart(
        total=total,
        unplaced=total - placed,
        unplaced_ids=_unplaced(answer) if total - placed <= limit else [],
        here=here,
        notes=asked.notes,
        known=_KNOWN.setdefault(answer.state, {}).setdefault(get_language(), {}),
        **(_points(answer) if here <= limit else _cells(answer, most_cells)),
    )


def _placed(answer: Answer) -> int:
    """How many have a published position, in the box asked for or not."""
    return answer.remembered(
        "placed",
        lambda: int(np.count_nonzero(answer.values("latitude", "bbox") != NOWHERE)),
        left_out="bbox",
    )


def _unplaced(answer: Answer) -> list[int]:
    is_unplaced = answer.values("latitude", "bbox") == NOWHERE
    return answer.values("id", "bbox")[is_unplaced].tolist()


def _points(answer: Answer) -> Mapping[str, Any]:
    is_placed = answer.values("latitude") != NOWHERE
    return {"ids": answer.values("id")[is_placed].tolist()}


def _cells(answer: Answer, most: int) -> Mapping[str, Any]:
    wishes = answer.asked.wishes
    grid = fitting(wishes.get("bbox") or _extent(answer) or WORLD, wishes.get("zoom"), most)
    chosen = answer.rows("bbox")
    world = answer.state.laid(grid.size, lambda: laid(grid.size, *_axes(answer.state)))
    return {
        "cells": counted(grid, *(one if chosen is None else one[chosen] for one in world)),
        "size": grid.size,
    }


def _axes(state: Selection) -> tuple[Array, Array]:
    return state.columns["latitude"], state.columns["longitude"]


def _extent(answer: Answer) -> Box | None:
    """The box that just holds them all."""
    latitudes, longitudes = (answer.values(axis) for axis in ("latitude", "longitude"))
    is_placed = latitudes != NOWHERE
    if not is_placed.any():
        return None
    axes = longitudes[is_placed], latitudes[is_placed]
    west, south = (Decimal(int(axis.min())) / MICRO for axis in axes)
    east, north = (Decimal(int(axis.max())) / MICRO for axis in axes)
    return west, south, east, north


def laid(size: Decimal, latitudes: Array, longitudes: Array) -> tuple[Array, Array]:
    """The row and the column of each point in the cells of this size that cover the world.

    Points in millionths of degrees; one that is `NOWHERE` is in no row.
    """
    micro = np.int32(int(size * MICRO))
    # The pole and the far date line belong to the last cells.
    rows = (np.minimum(latitudes, 90 * MICRO - 1) + 90 * MICRO) // micro
    columns = (np.minimum(longitudes, 180 * MICRO - 1) + 180 * MICRO) // micro
    rows[latitudes == NOWHERE] = _NO_ROW
    return rows.astype("u2"), columns.astype("u2")


def counted(grid: Grid, rows: Array, columns: Array) -> list[Cell]:
    """The cells that are not empty, of points by row and column (`laid`)."""
    inside = np.flatnonzero(grid.holds(rows, columns))
    numbers = np.bincount(grid.places(rows[inside], columns[inside]))
    return [grid.cell(place, int(numbers[place])) for place in np.flatnonzero(numbers).tolist()]


def fitting(box: Box, zoom: int | None = None, most: int = MOST_CELLS) -> Grid:
    """The finest grid that covers the box with so many cells at most.

    With a zoom level it is no finer than suits that, so that the cells keep their size while the
    window moves.
    """
    least = Decimal(360) / 2**zoom / _CELLS_A_TILE if zoom is not None else SIZES[0]
    grids = (Grid.of(size, box) for size in SIZES if size >= least or size == SIZES[-1])
    return next(grid for grid in grids if grid.number <= most or grid.size == SIZES[-1])


def _place(degrees: Decimal, size: Decimal, shift: int) -> int:
    """The row or column of a coordinate; the pole and the far date line are in the last one."""
    return min(int((degrees + shift) // size), int(2 * shift / size) - 1)
