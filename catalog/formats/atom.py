"""Atom (RFC 4287): the latest records of a listing, for readers of feeds."""

import re
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from catalog.formats.site import Site
from catalog.records import FindRecord

CONTENT_TYPE = "application/atom+xml; charset=utf-8"
_NAMESPACE = "http://www.w3.org/2005/Atom"
# What XML has no way to write.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NEVER = "1970-01-01T00:00:00+00:00"


def feed(
    records: Sequence[FindRecord],
    site: Site,
    *,
    title: str,
    address: str,
    page: str,
    language: str,
) -> bytes:
    """The feed at `address`, whose finds a person reads at `page`."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": language})
    _add(root, "title", title)
    _add(root, "id", address)
    _add(root, "updated", max(map(_updated, records), default=_NEVER))
    SubElement(root, "link", {"rel": "self", "href": address})
    SubElement(root, "link", {"rel": "alternate", "type": "text/html", "href": page})
    SubElement(SubElement(root, "author"), "name").text = title
    for record in records:
        _entry(root, record, site)
    return tostring(root, encoding="utf-8", xml_declaration=True)


def _entry(root: Element, record: FindRecord, site: Site) -> None:
    """One find in words; no picture goes where its credit might be cut off."""
    entry = SubElement(root, "entry")
    _add(entry, "title", f"{record.number} {record.title}")
    _add(entry, "id", f"urn:uuid:{record.public_id}")
    _add(entry, "updated", _updated(record))
    SubElement(entry, "link", {"rel": "alternate", "href": site.find(record.slug)})
    place = str(record.place.name) if record.place else ""
    said = [record.singular, place, str(record.description)]
    _add(entry, "summary", ". ".join(filter(None, said)))


def _add(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = _UNWRITABLE.sub("", words)


def _updated(record: FindRecord) -> str:
    return record.updated_at.isoformat(timespec="seconds") if record.updated_at else _NEVER
