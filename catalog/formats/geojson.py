"""GeoJSON (RFC 7946) of the public catalogue: a record → a feature.

Properties are flat, as the programs that read maps want them; words are those of the record, codes
those of a list. A find without a published position is a feature whose geometry is null.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from catalog.formats import plain
from catalog.formats.site import Site
from catalog.records import FindRecord, PhotoRecord

CONTENT_TYPE = "application/geo+json"
LANGUAGES = ("en", "ru", "ja")
_DECIMALS = 6


def feature(record: FindRecord, site: Site) -> dict[str, Any]:
    """One find as a feature."""
    return {
        "type": "Feature",
        "id": record.public_id,
        "geometry": _point(record),
        "properties": {
            "number": record.number,
            **{f"title_{code}": record.titles.get(code) for code in LANGUAGES},
            "category": record.category.value,
            "object_type": record.type.code,
            "nationality": record.nationality.code if record.nationality else None,
            "found_on": record.found_on or None,
            "place": record.place.name.value if record.place else None,
            "place_code": record.place.slug if record.place else None,
            "precision": record.location.precision.value or None,
            "uncertainty_m": record.location.uncertainty_m,
            "location_note": record.location.sentence or None,
            "expedition": record.expedition_code,
            **_photo(record.photo, site),
            "url": site.find(record.slug),
        },
    }


def of_row(row: dict[str, Any]) -> dict[str, Any]:
    """One row of a list of the house as a feature; its position is the exact one, if any."""
    properties = dict(row)
    latitude, longitude = (properties.pop(name, None) for name in ("latitude", "longitude"))
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "Feature",
        "id": row["public_id"],
        "geometry": None if latitude is None or longitude is None else point,
        "properties": properties,
    }


def _point(record: FindRecord) -> dict[str, Any] | None:
    latitude, longitude = record.location.latitude, record.location.longitude
    if latitude is None or longitude is None:
        return None
    return {
        "type": "Point",
        "coordinates": [round(float(longitude), _DECIMALS), round(float(latitude), _DECIMALS)],
    }


def _photo(photo: PhotoRecord | None, site: Site) -> dict[str, str | None]:
    """The picture never without its credit: both are there, or neither."""
    if photo is None:
        return dict.fromkeys(("photo", "photo_credit", "photo_via", "photo_license"))
    return {
        "photo": site.absolute(photo.sizes[-1].url),
        "photo_credit": photo.credit,
        "photo_via": photo.via_url or photo.via_name or None,
        "photo_license": photo.license_uri or None,
    }


def collection(features: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The text of a collection, feature by feature; without its end it is no JSON."""
    yield '{"type":"FeatureCollection","features":['
    separator = "\n"
    for one in features:
        yield separator + plain.text(one)
        separator = ",\n"
    yield "\n]}\n"
