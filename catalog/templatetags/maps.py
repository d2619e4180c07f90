"""What templates need to print a map: distances, degrees, the small map of a record."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext as _

from catalog.formats import drawing
from catalog.formats.ground import Window
from catalog.lib import geo
from catalog.lib.languages import Text
from catalog.records import FindRecord, Landmark, PlaceRecord
from catalog.templatetags.findspot import tally_words

register = template.Library()

_KILOMETRE = 1000
_WIDTH, _HEIGHT = 320, 240
# The country around is seen, so that one knows where one is: degrees, and for a place its size.
_LEAST, _TIMES = 0.6, 2.2


@dataclass(frozen=True, slots=True)
class Position:
    """The published position of a find."""

    latitude: float
    longitude: float
    cell_degrees: float | None
    radius_m: int | None
    records: int = 1


@dataclass(frozen=True, slots=True)
class Extent:
    """A place on a map of places: how far it reaches, and in words what is counted there."""

    slug: str
    name: Text
    latitude: float
    longitude: float
    radius_m: int
    told: str
    cell_degrees: None = None
    records: int = 0


def find_map(find: FindRecord) -> SafeString:
    """Where a find lies: the square published of it, else the extent of its place."""
    where = find.location
    if where.latitude is None or where.longitude is None:
        # The last of the chain is the place itself, the others only lie around it.
        own = [one for one in find.landmarks if find.place and one.slug == find.place.slug]
        return _drawn(own[0] if own else None, find.landmarks, _slug(find), get_language())
    cell = geo.CELL_DEGREES.get(where.precision.value)
    position = Position(
        latitude=float(where.latitude),
        longitude=float(where.longitude),
        cell_degrees=float(cell) if cell else None,
        radius_m=where.uncertainty_m,
    )
    return _drawn(position, find.landmarks, _slug(find), get_language())


@lru_cache(maxsize=128)
def _drawn(area: Any, names: tuple[Landmark, ...], place: str, _language: str | None) -> SafeString:
    """Many finds lie in the same square."""
    return render_to_string("catalog/map/_small.html", _small(area, names, f"?place={place}"))


@register.inclusion_tag("catalog/map/_small.html")
def place_map(landmark: Landmark | None, names: Sequence[Landmark], query: str) -> dict[str, Any]:
    """The extent of a place, and what can be named in it."""
    return _small(landmark, names, query) | {"is_whole": True, "caption": _("Roughly this area.")}


@register.inclusion_tag("catalog/map/_small.html")
def places_map(places: Sequence[PlaceRecord]) -> dict[str, Any]:
    """All of these places that can be drawn, each leading to its page; smaller ones lie above."""
    landmarks = sorted(
        (_extent(place, place.landmark) for place in places if place.landmark),
        key=lambda one: -one.radius_m,
    )
    box = drawing.around(landmarks)
    if box is None:
        return {"drawing": None}
    window = Window.around(box, _WIDTH, _HEIGHT, least=_LEAST)
    return {
        "drawing": drawing.draw(window, landmarks, landmarks),
        "is_whole": True,
        "leads": True,
        "caption": _("Areas only: trenches and exact spots are not published."),
        "query": "",
    }


def _extent(place: PlaceRecord, where: Landmark) -> Extent:
    return Extent(
        place.slug,
        place.name,
        where.latitude,
        where.longitude,
        where.radius_m,
        tally_words(place.tally),
    )


def _slug(find: FindRecord) -> str:
    return find.place.slug if find.place else ""


def _small(area: Any, names: Sequence[Landmark], query: str) -> dict[str, Any]:
    # A template gives "" for the first of none.
    if not area:
        return {"drawing": None}
    west, _south, east, _north = box = drawing.extent(area)
    least = max(_LEAST, (east - west) * (_TIMES if area.cell_degrees is None else 1))
    window = Window.around(box, _WIDTH, _HEIGHT, least=min(least, 360))
    square, around = _("Somewhere in this square."), _("Somewhere in this area.")
    return {
        "drawing": drawing.draw(window, [area], names),
        "caption": square if area.cell_degrees else around,
        "query": query,
    }


@register.filter
def distance(metres: int) -> str:
    """Metres, or kilometres from one on."""
    if metres < _KILOMETRE:
        return _("{number} m").format(number=metres)
    return _("{number} km").format(number=f"{metres / _KILOMETRE:g}")


@register.filter
def degrees(value: float, axis: str) -> str:
    """A coordinate with its half of the world."""
    patterns = {
        ("latitude", False): _("{number}° N"),
        ("latitude", True): _("{number}° S"),
        ("longitude", False): _("{number}° E"),
        ("longitude", True): _("{number}° W"),
    }
    number = f"{abs(value):.3f}".rstrip("0").rstrip(".")
    return patterns[axis, value < 0].format(number=number)
