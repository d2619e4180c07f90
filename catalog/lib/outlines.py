"""Outlines of land and water: rings of (longitude, latitude), cut to a box and made simpler.

A box is (west, south, east, north) in degrees; a ring ends where it begins.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]


class Outline(list[Point]):
    """A ring that stays as it is and knows its box: every map asks for it."""

    @cached_property
    def box(self) -> Box:
        """The box around it."""
        return box_of(self)


def box_of(ring: Sequence[Point]) -> Box:
    """The box around a ring."""
    longitudes, latitudes = zip(*ring, strict=True)
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def clip(ring: Sequence[Point], box: Box) -> Ring:
    """The part of a ring that lies in a box (Sutherland and Hodgman); [] for none.

    What is cut away is replaced by the border of the box, so that the inside stays the inside.
    """
    if not _touches(ring, box):
        return []
    west, south, east, north = box
    kept = list(ring[:-1])
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept = _cut(kept, axis, limit, sign)
    return [*kept, kept[0]] if len(kept) > 2 else []


def _touches(ring: Sequence[Point], box: Box) -> bool:
    its = ring.box if isinstance(ring, Outline) else box_of(ring)
    return its[0] < box[2] and its[2] > box[0] and its[1] < box[3] and its[3] > box[1]


def _cut(points: Ring, axis: int, limit: float, sign: int) -> Ring:
    """What lies on one side of a line; the crossings are added."""
    kept: Ring = []
    for before, here in zip([points[-1], *points[:-1]] if points else [], points, strict=True):
        was_in, is_in = (sign * (point[axis] - limit) >= 0 for point in (before, here))
        if was_in != is_in:
            kept.append(_crossing(before, here, axis, limit))
        if is_in:
            kept.append(here)
    return kept


def _crossing(before: Point, here: Point, axis: int, limit: float) -> Point:
    share = (limit - before[axis]) / (here[axis] - before[axis])
    other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
    return (limit, other) if axis == 0 else (other, limit)


def simplify(ring: Sequence[Point], tolerance: float) -> Ring:
    """A ring with fewer points, none of those left out further off than `tolerance` degrees.

    Douglas and Peucker; degrees of longitude count as long as they are at that latitude. A ring
    too small to be seen is [].
    """
    points = np.asarray(ring, dtype=float)
    scaled = points * (np.cos(np.radians(points[:, 1].mean())), 1)
    # The point furthest from the first parts the ring into two lines.
    far = int(np.argmax(((scaled - scaled[0]) ** 2).sum(axis=1)))
    keep = np.zeros(len(points), dtype=bool)
    keep[[0, far, -1]] = True
    waiting = [(0, far), (far, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        middle = _furthest(scaled, first, last, tolerance)
        if middle is not None:
            keep[middle] = True
            waiting += [(first, middle), (middle, last)]
    kept = points[keep]
    return [tuple(point) for point in kept.tolist()] if len(kept) > 3 else []


def _furthest(points: np.ndarray, first: int, last: int, tolerance: float) -> int | None:
    """The point between two others that lies furthest from the line through them, if too far."""
    if last - first < 2:
        return None
    start, between = points[first], points[first + 1 : last]
    along, away = points[last] - start, between - start
    length = float(np.hypot(*along))
    if length:
        share = np.clip(away @ along / length**2, 0, 1)[:, None]
        away = away - share * along
    distances = np.hypot(away[:, 0], away[:, 1])
    most = int(np.argmax(distances))
    return first + 1 + most if distances[most] > tolerance else None


def lines(ring: Sequence[Point], box: Box) -> list[Ring]:
    """The shore of a clipped ring: its edges, without those that follow the border of the box."""
    on_border = _border_test(box)
    parts: list[Ring] = [[]]
    for before, here in pairwise(ring):
        if on_border(before, here):
            parts.append([])
            continue
        parts[-1] = parts[-1] or [before]
        parts[-1].append(here)
    return [part for part in parts if part]


def _border_test(box: Box) -> Callable[[Point, Point], bool]:
    borders = ((0, box[0]), (0, box[2]), (1, box[1]), (1, box[3]))

    def on_border(before: Point, here: Point) -> bool:
        return any(before[axis] == here[axis] == limit for axis, limit in borders)

    return on_border
