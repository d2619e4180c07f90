"""The ground of a drawn map: a window on the world, the land and shores in it, a scale bar."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from catalog.lib import mercator
from catalog.lib.coastline import Layer, layers
from catalog.lib.outlines import Box, Ring, clip, lines, simplify

# Room left free around what is shown, as a share of the window.
_MARGIN = 0.12
# A shore need not be followed more closely than this part of a pixel.
_FINE = 0.4
_STEPS = (1, 2, 5)
# Beyond the date line the world begins again, on either side.
_TURNS = (-360, 0, 360)


@dataclass(frozen=True, slots=True)
class Window:
    """A part of the world at a scale; west and north in degrees of the equator, the rest pixels.

    What is drawn is cut only so many pixels `beyond` it.
    """

    west: float
    north: float
    degrees_a_pixel: float
    width: int
    height: int
    beyond: int = 12

    @classmethod
    def around(
        cls, box: Box, width: int, height: int, *, least: float, beyond: int = 12
    ) -> "Window":
        """A window that shows a box whole with room around it, `least` degrees wide or more."""
        west, south, east, north = box
        low, high = mercator.northing(south), mercator.northing(north)
        room = 1 - 2 * _MARGIN
        wanted = max((east - west) / width / room, (high - low) / height / room, least / width)
        pixel = min(wanted, 360 / width)
        middle = (west + east) / 2, (low + high) / 2
        # Rounded, so that neighbours share one drawing of the ground.
        corner = (
            round(number / pixel) * pixel
            for number in (middle[0] - pixel * width / 2, middle[1] + pixel * height / 2)
        )
        return cls(*corner, pixel, width, height, beyond)

    def place(self, latitude: float, longitude: float) -> tuple[float, float]:
        """Where a point is drawn: pixels from the left and from the top."""
        x = (longitude - self.west) / self.degrees_a_pixel
        y = (self.north - mercator.northing(latitude)) / self.degrees_a_pixel
        return round(x, 1), round(y, 1)

    def turned(self, longitude: float) -> float:
        """A meridian in the turn of the world that is shown."""
        middle = self.west + self.width * self.degrees_a_pixel / 2
        return longitude + 360 * round((middle - longitude) / 360)

    def pixels(self, metres: float, latitude: float) -> float:
        """How long so many metres are drawn."""
        return mercator.degrees(metres, latitude) / self.degrees_a_pixel

    def box(self, beyond: int = 0) -> Box:
        """What it shows, and so many pixels more; degrees."""
        reach = beyond * self.degrees_a_pixel
        low = self.north - self.height * self.degrees_a_pixel
        return (
            self.west - reach,
            mercator.latitude(low - reach),
            self.west + self.width * self.degrees_a_pixel + reach,
            mercator.latitude(self.north + reach),
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """One layer of the coastline as paths; `sea` blots out the coarser layers below it."""

    sea: str
    land: str
    shore: str
    lakes: str


@dataclass(frozen=True, slots=True)
class Bar:
    """A scale bar: how long it is drawn, and what that is on the ground."""

    width: float
    metres: int


@lru_cache(maxsize=256)
def grounds(window: Window) -> tuple[Ground, ...]:
    """The layers a window needs, to be painted in this order."""
    return tuple(_ground(layer, window) for layer in _needed(window))


def _needed(window: Window) -> list[Layer]:
    """The coarsest layer, and finer ones from the scale on at which it looks broken."""
    needed: list[Layer] = []
    for layer in layers():
        turns = _turns(layer, window)
        if turns and window.degrees_a_pixel < layer.from_degrees:
            is_enough = any(_holds(layer.box, turn.box(turn.beyond)) for turn in turns)
            needed = [layer] if is_enough else [*needed, layer]
    return needed


def _turns(layer: Layer, window: Window) -> list[Window]:
    """The window as seen from each turn of the world in which it shows a layer."""
    turns = (replace(window, west=window.west - turn) for turn in _TURNS)
    return [turn for turn in turns if _meet(layer.box, turn.box(turn.beyond))]


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and one[2] > other[0] and one[1] < other[3] and one[3] > other[1]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] <= inner[0]
        and outer[1] <= inner[1]
        and outer[2] >= inner[2]
        and outer[3] >= inner[3]
    )


def _ground(layer: Layer, window: Window) -> Ground:
    pieces = [_piece(layer, turn) for turn in _turns(layer, window)]
    return Ground(
        sea="".join(piece.sea for piece in pieces),
        land="".join(piece.land for piece in pieces),
        shore="".join(piece.shore for piece in pieces),
        lakes="".join(piece.lakes for piece in pieces),
    )


def _piece(layer: Layer, window: Window) -> Ground:
    reach = window.box(window.beyond)
    box = (
        max(layer.box[0], reach[0]),
        max(layer.box[1], reach[1]),
        min(layer.box[2], reach[2]),
        min(layer.box[3], reach[3]),
    )
    land, lakes = (_cut(rings, box, layer, window) for rings in (layer.land, layer.lakes))
    shores = [line for ring in land for line in lines(ring, box)]
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
    return Ground(
        sea=_path([corners], window),
        land=_path(land, window),
        shore=_path(shores, window),
        lakes=_path(lakes, window),
    )


def _cut(rings: Iterable[Ring], box: Box, layer: Layer, window: Window) -> list[Ring]:
    inside = [part for ring in rings if (part := clip(ring, box))]
    fine = _FINE * window.degrees_a_pixel
    if fine <= layer.tolerance:
        return inside
    return [part for ring in inside if (part := simplify(ring, fine))]


def _path(rings: Iterable[Ring], window: Window) -> str:
    """The `d` of an SVG path."""
    return "".join(_line(ring, window) for ring in rings)


def _line(ring: Ring, window: Window) -> str:
    points = (window.place(latitude, longitude) for longitude, latitude in ring)
    return "M" + " ".join(f"{x:g},{y:g}" for x, y in points)


def bar(window: Window, longest: int) -> Bar:
    """The longest round distance that is drawn no longer than so many pixels."""
    _west, south, _east, north = window.box()
    latitude = (south + north) / 2
    most = mercator.metres(longest * window.degrees_a_pixel, latitude)
    power = 10 ** (len(str(int(most))) - 1)
    metres = max(step * power for step in _STEPS if step * power <= max(most, 1))
    return Bar(round(window.pixels(metres, latitude), 1), metres)
