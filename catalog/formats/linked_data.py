"""Linked data for search engines: a record in the words of schema.org, as JSON-LD."""

from typing import Any

from catalog.formats.site import Site
from catalog.records import FindRecord, PhotoRecord

CONTENT_TYPE = "application/ld+json"


def of_find(record: FindRecord, site: Site, *, catalogue: str, language: str) -> dict[str, Any]:
    """One find, or one record of remains, which is a text about people and no thing."""
    told = {
        "@context": "https://schema.org",
        "@type": "CreativeWork" if record.is_people else "ArchiveComponent",
        "@id": site.find(record.slug),
        "url": site.find(record.slug),
        "identifier": record.number,
        "name": str(record.title),
        "alternateName": sorted(set(record.titles.values()) - {str(record.title)}),
        "description": str(record.description),
        "inLanguage": language,
        "genre": record.singular,
        "isPartOf": {"@type": "Collection", "name": catalogue, "url": site.base},
        "contentLocation": _location(record),
        "material": [str(one.label) for one in record.materials],
        "holdingArchive": _holder(record),
        "dateModified": record.updated_at.date().isoformat() if record.updated_at else "",
        "image": [_image(photo, site) for photo in record.photos],
    }
    return {name: value for name, value in told.items() if value}


def _location(record: FindRecord) -> dict[str, Any] | None:
    """The place by name; its point only as published."""
    if record.place is None:
        return None
    place: dict[str, Any] = {"@type": "Place", "name": str(record.place.name)}
    latitude, longitude = record.location.latitude, record.location.longitude
    if latitude is not None and longitude is not None:
        place["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(latitude),
            "longitude": float(longitude),
        }
    return place


def _holder(record: FindRecord) -> dict[str, Any] | None:
    if record.holder is None:
        return None
    return {"@type": "ArchiveOrganization", "name": str(record.holder.name)}


def _image(photo: PhotoRecord, site: Site) -> dict[str, Any]:
    """A picture, and all that must be said beside it."""
    largest = photo.sizes[-1]
    told = {
        "@type": "ImageObject",
        "contentUrl": site.absolute(largest.url),
        "width": largest.width,
        "height": largest.height,
        "caption": str(photo.caption or photo.alt),
        "creditText": photo.credit,
        "creator": {"@type": "Person", "name": photo.creator} if photo.creator else None,
        "copyrightNotice": photo.copyright_notice or photo.credit_line,
        "license": photo.license_uri,
        "acquireLicensePage": photo.via_url,
    }
    return {name: value for name, value in told.items() if value}
