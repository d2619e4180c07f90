"""The map: where the finds of a query string lie, singly while they are few, else counted by cell.

Only published positions are read, so no cell tells more than the finds in it do. Cells belong to
one grid laid over the world and are counted whole: moving the window changes no count.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import Count, Func, IntegerField, Q, QuerySet
from django.db.models.functions import Least
from django.http import QueryDict
from django.utils.translation import gettext_lazy

from catalog.models import Find
from catalog.search.fields import read_number
from catalog.search.filters import FindFilter, OneValue
from catalog.search.ordering import DEFAULT, ordered

# Degrees; each divides the world evenly. The finest is far coarser than a field.
SIZES = tuple(
    Decimal(hundredths) / 100 for hundredths in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)
)
MOST_CELLS = 400
LIMIT, MOST_POINTS = 2000, 5000
MAX_ZOOM = 22
WORLD = (Decimal(-180), Decimal(-90), Decimal(180), Decimal(90))
# A tile of the usual web maps is this many cells wide.
_CELLS_A_TILE = 4
_MICRO = 1_000_000

Box = tuple[Decimal, Decimal, Decimal, Decimal]


class MapFilter(FindFilter):
    """The parameters of the listing, and two that shape a map."""

    limit = OneValue(
        label=gettext_lazy("Most points shown singly"), read=read_number(1, MOST_POINTS)
    )
    zoom = OneValue(label=gettext_lazy("Zoom level"), read=read_number(0, MAX_ZOOM))


@dataclass(frozen=True, slots=True)
class Grid:
    """The cells a box touches: rows from the south pole, columns from the date line."""

    size: Decimal
    rows: tuple[int, int]
    # The first may lie beyond the last: across the date line.
    columns: tuple[int, int]

    @classmethod
    def of(cls, size: Decimal, box: Box) -> "Grid":
        """The cells of this size that the box touches."""
        west, south, east, north = box
        first, last = _place(west, size, 180), _place(east, size, 180)
        if west > east and first <= last:
            # Nearly round the world: both ends lie in one cell.
            first, last = 0, _place(Decimal(180), size, 180)
        return cls(size, (_place(south, size, 90), _place(north, size, 90)), (first, last))

    @property
    def number(self) -> int:
        """How many cells it has."""
        first, last = self.columns
        across = last - first + 1
        around = int(360 / self.size)
        return (self.rows[1] - self.rows[0] + 1) * (across if across > 0 else across + around)

    def corner(self, row: int, column: int) -> tuple[float, float]:
        """The south-west corner of a cell: latitude and longitude."""
        return float(row * self.size - 90), float(column * self.size - 180)


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
    here: int
    notes: list[str]
    ids: list[int] | None = None
    cells: list[Cell] | None = None
    size: Decimal | None = None


def chart(params: QueryDict) -> Chart:
    """What a query string shows on the map; three queries, and one for each kind of wish."""
    asked = MapFilter(params, queryset=Find.objects.public())
    wishes = asked.wishes
    counted = asked.without("bbox").aggregate(total=Count("pk"), placed=Count("public_latitude"))
    placed = asked.without().filter(public_latitude__isnull=False)
    here = placed.count() if "bbox" in wishes else counted["placed"]
    grid = None
    if here > wishes.get("limit", LIMIT):
        grid = fitting(wishes.get("bbox", WORLD), wishes.get("zoom"))
    return Chart(
        total=counted["total"],
        unplaced=counted["total"] - counted["placed"],
        here=here,
        notes=asked.notes,
        **_shown(asked, grid),
    )


def _shown(asked: MapFilter, grid: Grid | None) -> Mapping[str, Any]:
    if grid is None:
        placed = ordered(asked.without().filter(public_latitude__isnull=False), DEFAULT)
        return {"ids": list(placed.values_list("pk", flat=True))}
    return {"cells": _counted(asked.without("bbox"), grid), "size": grid.size}


def fitting(box: Box, zoom: int | None = None) -> Grid:
    """The finest grid that covers the box with at most `MOST_CELLS` cells.

    With a zoom level it is no finer than suits that, so that the cells keep their size while the
    window moves.
    """
    least = Decimal(360) / 2**zoom / _CELLS_A_TILE if zoom is not None else SIZES[0]
    grids = (Grid.of(size, box) for size in SIZES if size >= least or size == SIZES[-1])
    return next(grid for grid in grids if grid.number <= MOST_CELLS)


def _place(degrees: Decimal, size: Decimal, shift: int) -> int:
    """The row or column of a coordinate; the pole and the far date line are in the last one."""
    return min(int((degrees + shift) // size), int(2 * shift / size) - 1)


class _Place(Func):
    """`_place` in SQL, in whole millionths, so that no rounding moves a point to the next cell."""

    template = "((CAST(ROUND(%(expressions)s * 1000000) AS INTEGER) + %(shift)s) / %(size)s)"
    output_field = IntegerField()


def _counted(finds: QuerySet, grid: Grid) -> list[Cell]:
    first, last = grid.columns
    within = Q(column__gte=first) & Q(column__lte=last)
    across = Q(column__gte=first) | Q(column__lte=last)
    rows = (
        finds.filter(public_latitude__isnull=False)
        .order_by()
        .annotate(
            row=_sql("public_latitude", grid.size, 90),
            column=_sql("public_longitude", grid.size, 180),
        )
        .filter(within if first <= last else across, row__range=grid.rows)
        .values_list("row", "column")
        .annotate(n=Count("pk"))
        .order_by("row", "column")
    )
    return [Cell(*grid.corner(row, column), n) for row, column, n in rows]


def _sql(column: str, size: Decimal, shift: int) -> Least:
    place = _Place(column, shift=shift * _MICRO, size=int(size * _MICRO))
    return Least(place, int(2 * shift / size) - 1)
