"""The coastline the map is drawn on: GeoJSON files beside the other static files.

A layer covers a box at one tolerance; a finer one is painted over the coarser ones, from the size
of a pixel on at which those would look broken.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalog.lib.outlines import Box, Outline, Ring

FOLDER = Path(__file__).resolve().parents[1] / "static" / "catalog" / "coastline"
SUFFIX = ".geojson"


@dataclass(frozen=True, slots=True)
class Layer:
    """A file of the coastline; `from_degrees` is the size of a pixel below which it is needed."""

    name: str
    box: Box
    tolerance: float
    from_degrees: float
    land: tuple[Ring, ...]
    lakes: tuple[Ring, ...]


@lru_cache(maxsize=2)
def layers(folder: Path = FOLDER) -> tuple[Layer, ...]:
    """Every layer, the coarsest first; read once."""
    found = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob(f"*{SUFFIX}"))]
    found.sort(key=lambda content: -content["tolerance_degrees"])
    coarser = [float("inf"), *(content["tolerance_degrees"] for content in found)]
    return tuple(
        Layer(
            name=content["name"],
            box=tuple(content["bbox"]),
            tolerance=content["tolerance_degrees"],
            from_degrees=before,
            land=_rings(content, "land"),
            lakes=_rings(content, "lake"),
        )
        for content, before in zip(found, coarser, strict=False)
    )


def _rings(content: dict, kind: str) -> tuple[Ring, ...]:
    return tuple(
        Outline(tuple(point) for point in polygon[0])
        for feature in content["features"]
        if feature["properties"]["kind"] == kind
        for polygon in feature["geometry"]["coordinates"]
    )
