"""GeoJSON as RFC 7946 wants it, checked by hand."""

import json
from typing import Any

import pytest

from catalog import records
from catalog.formats import geojson
from catalog.formats.site import Site
from catalog.models import Find
from catalog.vocab import Category
from tests.factories import LATITUDE, LONGITUDE, make_find, make_photo, make_remains

pytestmark = pytest.mark.django_db

SITE = Site("https://finds.example.org")
EXACT = {
    "category": Category.OTHER,
    "hazard_status": "inert_certified",
    "public_precision": "exact",
    "latitude": LATITUDE,
    "longitude": LONGITUDE,
}


def feature(find: Find) -> dict[str, Any]:
    return geojson.feature(records.of(find.pk), SITE)


def read(features: list[dict[str, Any]]) -> dict[str, Any]:
    return json.loads("".join(geojson.collection(features)))


def faults(collection: dict[str, Any]) -> list[str]:
    """What RFC 7946 would not have, in words."""
    found = [f"a member {name}" for name in set(collection) - {"type", "features"}]
    if collection["type"] != "FeatureCollection":
        found.append("the type")
    for one in collection["features"]:
        if set(one) != {"type", "id", "geometry", "properties"} or one["type"] != "Feature":
            found.append("a feature")
        found += _faults_of(one["geometry"]) if one["geometry"] else []
    return found


def _faults_of(geometry: dict[str, Any]) -> list[str]:
    longitude, latitude = geometry["coordinates"]
    faults = [] if geometry["type"] == "Point" else ["a geometry"]
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        faults.append("a position")
    if any(len(repr(one).partition(".")[2]) > 6 for one in (longitude, latitude)):
        faults.append("a precision")
    return faults


def test_a_collection_keeps_the_standard() -> None:
    some = [make_find(published=True, **EXACT), make_remains(published=True)]

    collection = read([feature(find) for find in some])

    assert faults(collection) == []
    assert faults({**collection, "crs": {}}) == ["a member crs"]
    assert read([]) == {"type": "FeatureCollection", "features": []}


def test_longitude_comes_first() -> None:
    one = feature(make_find(published=True, **EXACT))

    assert one["geometry"] == {
        "type": "Point",
        "coordinates": [float(LONGITUDE), float(LATITUDE)],
    }
    assert one["properties"]["uncertainty_m"] == 10


def test_without_a_published_position_the_geometry_is_null() -> None:
    one = feature(make_remains(published=True, latitude=LATITUDE, longitude=LONGITUDE))

    assert one["geometry"] is None
    assert one["properties"]["precision"] == "place_only"
    assert one["properties"]["location_note"] == (
        "Out of respect for the dead, only the area is given."
    )
    assert LATITUDE[:6] not in json.dumps(one)


def test_a_picture_comes_with_its_credit_or_not_at_all() -> None:
    shown, bare = make_find(published=True), make_find(published=True)
    make_photo(shown, published=True, credit_line="Photo: Ann Example", via_name="The Paper")
    make_photo(bare, credit_line="Photo: Hidden Person")

    told, untold = feature(shown)["properties"], feature(bare)["properties"]

    assert told["photo"].startswith("https://finds.example.org/media/photos/")
    assert (told["photo_credit"], told["photo_via"]) == ("Photo: Ann Example", "The Paper")
    assert {untold[name] for name in untold if name.startswith("photo")} == {None}


def test_every_feature_has_the_same_flat_properties() -> None:
    first = feature(make_find(published=True, title_ru="Каска"))["properties"]
    second = feature(make_remains(published=True))["properties"]

    assert list(first) == list(second)
    assert (first["title_en"], first["title_ru"]) == (None, "Каска")
    assert not [value for value in first.values() if isinstance(value, (dict, list))]


def test_without_its_end_it_is_no_json() -> None:
    pieces = list(geojson.collection([{"type": "Feature"}] * 2))

    for end in range(len(pieces) - 1):
        with pytest.raises(json.JSONDecodeError):
            json.loads("".join(pieces[: end + 1]))
