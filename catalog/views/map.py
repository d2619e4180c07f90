"""The map of the finds of a query string: a page of its own, and a view of the listing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from catalog import records
from catalog.formats import drawing
from catalog.formats.ground import Window
from catalog.lib.outlines import Box
from catalog.records import FindCard, Landmark, PointRecord
from catalog.search import cells
from catalog.search.cells import Chart
from catalog.search.neighbours import origin
from catalog.search.page import page
from catalog.search.query import Query
from catalog.views import map_script

# So many finds are listed beside the map one by one, more are counted by square.
SINGLY = 200
_WIDTH, _HEIGHT = 480, 440
# A window of another shape shows this much more of the ground: pixels.
_BEYOND = 200
# Large enough that each has room for its number.
_MOST_SQUARES = 64
# However close together the finds lie, the country around them is seen: degrees.
_LEAST = 0.12
_WORLD = (-170.0, -55.0, 170.0, 72.0)


@dataclass(frozen=True, slots=True)
class Spot:
    """A published position and the finds that have it."""

    number: int
    latitude: float
    longitude: float
    cell_degrees: float | None
    radius_m: int | None
    cards: tuple[FindCard, ...]

    @property
    def records(self) -> int:
        """How many finds have it."""
        return len(self.cards)

    @property
    def places(self) -> list[Any]:
        """The names of their places, each once."""
        names = {card.place.slug: card.place.name for card in self.cards if card.place}
        return list(names.values())


@dataclass(frozen=True, slots=True)
class Square:
    """A cell of the grid, how many finds lie in it, and the query that shows them."""

    number: int
    latitude: float
    longitude: float
    cell_degrees: float
    records: int
    place: Landmark | None
    query: Query
    radius_m: None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """All that a map and the list beside it show; `script` is the same for the browser."""

    chart: Chart
    spots: tuple[Spot, ...]
    squares: tuple[Square, ...]
    unplaced: tuple[FindCard, ...]
    drawing: drawing.Drawing
    script: str

    @property
    def tiles_credit(self) -> str:
        """Whose pictures of the ground are shown, where a deployment has chosen any."""
        return settings.MAP_TILES_CREDIT if settings.MAP_TILES_URL else ""


@require_safe
def whole(request: HttpRequest) -> HttpResponse:
    """The map on a page of its own."""
    found = page(request.GET, facet_names=set(request.GET))
    context = {
        "page": found,
        "map": shown(request.GET, found.query),
        "origin": origin(found.query.with_("view", "map")),
        "section": "map",
    }
    return render(request, "catalog/map/page.html", context)


def shown(params: QueryDict, query: Query) -> Shown:
    """What a query string shows on the map; `query` is the same as a page states it."""
    asked = params.copy()
    asked["limit"] = str(SINGLY)
    asked.pop("zoom", None)
    chart, places = cells.chart(asked, most_cells=_MOST_SQUARES), records.landmarks()
    spots = _spots(chart.ids or [])
    squares = _squares(chart, query, places)
    areas: Sequence[Spot | Square] = spots or squares
    box = drawing.around(areas) or drawing.around(places) or _WORLD
    api = f"{reverse('api-map')}{query.without('bbox').without('view')}"
    return Shown(
        chart=chart,
        spots=spots,
        squares=squares,
        unplaced=tuple(records.cards(chart.unplaced_ids)) if chart.unplaced_ids else (),
        drawing=drawing.draw(_window(box), areas, places),
        script=map_script.told(
            box=box, least=_LEAST, areas=areas, places=places, api=api, query=query
        ),
    )


def _window(box: Box) -> Window:
    return Window.around(box, _WIDTH, _HEIGHT, least=_LEAST, beyond=_BEYOND)


def _spots(ids: list[int]) -> tuple[Spot, ...]:
    cards = {card.slug: card for card in records.cards(ids)}
    by_position: dict[tuple[Any, ...], list[PointRecord]] = {}
    for point in records.points(ids):
        if point.slug in cards:
            # What is generalised stands for its cell, however uncertain it was before.
            radius_m = None if point.cell_degrees else point.uncertainty_m
            position = (point.latitude, point.longitude, point.cell_degrees, radius_m)
            by_position.setdefault(position, []).append(point)
    return tuple(
        Spot(
            number=number,
            latitude=latitude,
            longitude=longitude,
            cell_degrees=cell_degrees,
            radius_m=radius_m,
            cards=tuple(cards[point.slug] for point in points),
        )
        for number, ((latitude, longitude, cell_degrees, radius_m), points) in enumerate(
            sorted(by_position.items(), key=lambda spot: _by_place(spot[1], cards)), start=1
        )
    )


def _by_place(points: Sequence[PointRecord], cards: Mapping[str, FindCard]) -> tuple[Any, ...]:
    """What lies in one place stands together in the list, from the north to the south."""
    place = cards[points[0].slug].place
    return str(place.name) if place else "", -points[0].latitude, points[0].longitude


def _squares(chart: Chart, query: Query, places: Sequence[Landmark]) -> tuple[Square, ...]:
    size = float(chart.size or 0)
    by_number = sorted(chart.cells or (), key=lambda cell: -cell.records)
    return tuple(
        Square(
            number=number,
            latitude=cell.south + size / 2,
            longitude=cell.west + size / 2,
            cell_degrees=size,
            records=cell.records,
            place=_around(cell.south + size / 2, cell.west + size / 2, places),
            query=query.with_("bbox", _box(cell.south, cell.west, size)),
        )
        for number, cell in enumerate(by_number, start=1)
    )


def _box(south: float, west: float, size: float) -> str:
    edges = (west, south, west + size, south + size)
    return ",".join(f"{edge:.6f}".rstrip("0").rstrip(".") for edge in edges)


def _around(latitude: float, longitude: float, places: Iterable[Landmark]) -> Landmark | None:
    """The smallest place that reaches over a point."""
    for place in reversed(list(places)):
        west, south, east, north = drawing.extent(place)
        # From its west on, over the date line where it lies across that.
        is_within = (longitude - west) % 360 <= east - west
        if is_within and south <= latitude <= north:
            return place
    return None
