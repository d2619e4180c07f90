"""A map drawn by the server: areas where finds lie, names of places, the ground below them.

An area is never smaller than what is published: what is generalised is drawn as the cell of the
grid that it stands for, what is known by its place alone as the extent of that place.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from catalog.formats.ground import Bar, Ground, Window, bar, grounds
from catalog.lib import mercator
from catalog.lib.outlines import Box

# Labels: their height, and the width of a letter, Latin or Cyrillic, and Japanese.
_LINE, _NARROW, _WIDE = 16, 7.5, 14
# The scale stands so far from the edges of its corner.
_CORNER = 14
# A name is written where its place is drawn neither as a speck nor wider than the window.
_SPECK = 9
_LONGEST_BAR = 110
# It stands above its place where that is small, so that what was found there stays in sight.
_SMALL, _HIGHEST = 60, 46
# Links nearer to each other than a fingertip are one: pixels.
_NEAR = 28


class Area(Protocol):
    """What can be drawn: a square of `cell_degrees`, else a circle of `radius_m`.

    `records` are the finds in it.
    """

    latitude: float
    longitude: float
    cell_degrees: float | None
    radius_m: int | None
    records: int


class Named(Protocol):
    """A place with its name."""

    name: Any
    latitude: float
    longitude: float
    radius_m: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """Something on the map: its middle, and the square or circle it covers; pixels."""

    what: Any
    x: float
    y: float
    left: float = 0
    top: float = 0
    width: float = 0
    height: float = 0
    radius: float = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A link for what lies near each other: to the first of them, counting all."""

    what: Any
    x: float
    y: float
    records: int

    @property
    def width(self) -> float:
        """How wide it is with its number."""
        return max(22, 10 + 7.5 * len(str(self.records)))

    @property
    def left(self) -> float:
        """Where it begins."""
        return round(self.x - self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of a map, ready to be printed."""

    window: Window
    grounds: tuple[Ground, ...]
    areas: tuple[Drawn, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Drawn, ...]
    bar: Bar


def draw(window: Window, areas: Iterable[Area], names: Sequence[Named]) -> Drawing:
    """Areas and names in a window."""
    drawn = tuple(_drawn(area, window) for area in areas)
    scale = bar(window, min(_LONGEST_BAR, window.width // 4))
    return Drawing(
        window=window,
        grounds=grounds(window),
        areas=drawn,
        marks=_marks(drawn),
        labels=tuple(_labels(names, window, scale)),
        bar=scale,
    )


def extent(area: Area) -> Box:
    """West, south, east and north of what an area covers."""
    if area.cell_degrees:
        high = wide = area.cell_degrees / 2
    else:
        wide = mercator.degrees(area.radius_m or 0, area.latitude)
        high = (area.radius_m or 0) / mercator.METRES_PER_DEGREE
    return (
        area.longitude - wide,
        area.latitude - high,
        area.longitude + wide,
        area.latitude + high,
    )


def around(areas: Iterable[Area]) -> Box | None:
    """The box that holds all of them."""
    boxes = [extent(area) for area in areas]
    if not boxes:
        return None
    _wests, souths, _easts, norths = zip(*boxes, strict=True)
    west, east = _narrowest([(box[0], box[2]) for box in boxes])
    return west, min(souths), east, max(norths)


def _narrowest(spans: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """West and east of the narrowest stripe that holds them; across the date line it ends past 180.

    It leaves out the widest gap there is between them around the world.
    """
    (west, east), *others = sorted(spans)
    gaps = []
    reached = east
    for next_west, next_east in others:
        gaps.append((next_west - reached, next_west, reached + 360))
        reached = max(reached, next_east)
    gaps.append((west + 360 - reached, west, reached))
    # Where two gaps are as wide, the date line is not crossed.
    _gap, west, east = max(gaps, key=lambda gap: (gap[0], -gap[2]))
    return west, east


def _drawn(area: Area, window: Window) -> Drawn:
    longitude = window.turned(area.longitude)
    x, y = window.place(area.latitude, longitude)
    if not area.cell_degrees:
        radius = window.pixels(area.radius_m or 0, area.latitude)
        return Drawn(area, x, y, radius=round(radius, 1))
    west, south, east, north = extent(area)
    turn = longitude - area.longitude
    left, top = window.place(north, west + turn)
    right, bottom = window.place(south, east + turn)
    return Drawn(area, x, y, left, top, round(right - left, 1), round(bottom - top, 1))


def _marks(areas: Iterable[Drawn]) -> tuple[Mark, ...]:
    heaps: list[list[Drawn]] = []
    for drawn in sorted(areas, key=lambda one: -one.what.records):
        for heap in heaps:
            if math.hypot(heap[0].x - drawn.x, heap[0].y - drawn.y) < _NEAR:
                heap.append(drawn)
                break
        else:
            heaps.append([drawn])
    return tuple(
        Mark(heap[0].what, heap[0].x, heap[0].y, sum(one.what.records for one in heap))
        for heap in heaps
    )


def _labels(names: Sequence[Named], window: Window, scale: Bar) -> Iterable[Drawn]:
    """The names that have room, those of larger places first; none lies on the scale."""
    right, top = _CORNER + scale.width + _LINE / 2, window.height - 2 * _CORNER - _LINE
    taken: list[Box] = []
    for named in sorted(names, key=lambda one: -one.radius_m):
        x, y = window.place(named.latitude, window.turned(named.longitude))
        radius = window.pixels(named.radius_m, named.latitude)
        y -= min(radius, _HIGHEST) + 6 if radius < _SMALL else 0
        half = _width(str(named.name)) / 2
        if x - half < right:
            y = min(y, top)
        room = (x - half, y - _LINE / 2, x + half, y + _LINE / 2)
        is_inside = half < x < window.width - half and _LINE < y < window.height - _LINE
        is_seen = _SPECK <= radius <= window.width / 2
        if is_inside and is_seen and not any(_overlap(room, other) for other in taken):
            taken.append(room)
            yield Drawn(named, x, round(y, 1))


def _width(words: str) -> float:
    return sum(_WIDE if letter > "\u2e80" else _NARROW for letter in words)


def _overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]
