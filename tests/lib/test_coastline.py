"""The coastline that is shipped: the world, and Shumshu so that it can be known by its shape."""

import json
from itertools import pairwise

import pytest

from catalog.lib import coastline
from catalog.lib.outlines import clip

LAYERS = {layer.name: layer for layer in coastline.layers()}


def is_land(longitude: float, latitude: float, layer: str) -> bool:
    """Whether a point lies in one of the rings, by crossing edges to the north of it."""

    def holds(ring: list[tuple[float, float]]) -> bool:
        inside = False
        for (x1, y1), (x2, y2) in pairwise(ring):
            if (x1 > longitude) != (x2 > longitude):
                inside ^= y1 + (longitude - x1) * (y2 - y1) / (x2 - x1) > latitude
        return inside

    return any(map(holds, LAYERS[layer].land))


def test_layers_go_from_the_world_to_shumshu() -> None:
    assert [layer.name for layer in coastline.layers()] == [
        "world",
        "north-west-pacific",
        "shumshu",
    ]
    assert LAYERS["shumshu"].from_degrees == LAYERS["north-west-pacific"].tolerance


@pytest.mark.parametrize(
    ("longitude", "latitude", "expected"),
    [
        (139.7, 36.0, True),
        (37.6, 55.7, True),
        (-0.1, 51.6, True),
        (150, 50, False),
        (-30, 40, False),
    ],
)
def test_the_world_has_its_land_where_it_is(
    longitude: float, latitude: float, expected: bool
) -> None:
    assert is_land(longitude, latitude, "world") is expected


def test_shumshu_has_hundreds_of_points_and_its_heights_lie_on_it() -> None:
    island = (156.1, 50.6, 156.55, 50.9)

    points = sum(len(clip(ring, island)) for ring in LAYERS["shumshu"].land)

    assert points > 300
    assert is_land(156.317, 50.733, "shumshu")
    assert is_land(156.44, 50.83, "shumshu")
    assert not is_land(156.13, 50.80, "shumshu")


@pytest.mark.parametrize("layer", LAYERS.values(), ids=lambda layer: layer.name)
def test_rings_are_closed_and_within_their_box(layer: coastline.Layer) -> None:
    west, south, east, north = layer.box

    for ring in (*layer.land, *layer.lakes):
        assert ring[0] == ring[-1]
        assert all(west <= x <= east and south <= y <= north for x, y in ring)


def test_every_layer_names_its_source_and_the_notice_lies_beside() -> None:
    for path in coastline.FOLDER.glob("*.geojson"):
        assert "GSHHG" in json.loads(path.read_text("utf-8"))["source"]
    assert "Lesser General Public License" in (coastline.FOLDER / "NOTICE.md").read_text("utf-8")
    assert (coastline.FOLDER / "COPYING.LESSER").exists()
