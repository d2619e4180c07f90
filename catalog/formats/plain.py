"""Finds as plain data for JSON: as a card of a listing, and whole.

A whole find is a card and more: what stands in both has the same name and shape. What is not known
or not shown is null. A closed list gives {"value", "label"}; words whose other languages are not
beside them say which language they are in.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

import orjson

from catalog.formats.site import Site
from catalog.lib.languages import Text
from catalog.lib.remembered import OfObject
from catalog.records import (
    Choice,
    EventRecord,
    FindCard,
    FindRecord,
    InstitutionRecord,
    PhotoRecord,
    PlaceLink,
    RelatedRecord,
    SourceRecord,
    TermRecord,
)

Plain = dict[str, Any]

_CHOICES = (
    "type_certainty",
    "nationality_basis",
    "quantity_qualifier",
    "completeness",
    "condition",
    "damage_qualifier",
    "discovery_method",
)
_WORDS = (
    "language",
    "unit",
    "maker",
    "made_on",
    "made_on_text",
    "markings",
    "serial_numbers",
    "identified_by",
    "holder_number",
)
_MEASURES = ("length_mm", "width_mm", "height_mm", "weight_g")


def packed(content: Any) -> bytes:
    """Plain data as one line of JSON, in UTF-8."""
    # The standard library takes a sixth of the time of a page of finds for this.
    return orjson.dumps(content)


def text(content: Any) -> str:
    """The same as text."""
    return packed(content).decode()


def card(find: FindCard, site: Site) -> Plain:
    """A find as it stands in a listing."""
    return {
        "number": find.number,
        "slug": find.slug,
        "url": site.find(find.slug),
        "category": _choice(find.category),
        "type": _term(find.type),
        "title": find.title.value,
        "titles": dict(find.titles),
        "nationality": _term(find.nationality),
        "nationality_certainty": _choice(find.nationality_certainty),
        "place": _named(find.place),
        "found_on": find.found_on or None,
        "found_on_text": find.found_on_text or None,
        "restoration": _choice(find.restoration),
        "custody": _choice(find.custody),
        "hazard": _choice(find.hazard),
        "remains": _choice(find.remains),
        "is_dangerous": find.is_dangerous,
        "individuals": find.individuals,
        "individuals_qualifier": _choice(find.individuals_qualifier),
        "photos": [_photo(photo, site) for photo in find.photos],
    }


def _packed_card(find: FindCard, site: Site) -> orjson.Fragment:
    return orjson.Fragment(packed(card(find, site)))


# A card of a listing as a piece of JSON; records keeps the cards that are asked for again.
packed_card = OfObject(_packed_card, most=4096)


def record(find: FindRecord, site: Site) -> Plain:
    """All that a visitor may know of a find."""
    return {
        "public_id": find.public_id,
        **card(find, site),
        "other_numbers": list(find.other_numbers),
        "former_numbers": list(find.former_numbers),
        "type_chain": [_term(term) for term in find.type_chain],
        "expedition": {"code": find.expedition_code, "title": _text(find.expedition_title)},
        "place_chain": [_named(place) for place in find.place_chain],
        "location": _location(find),
        "description": find.description.value or None,
        "descriptions": dict(find.descriptions),
        "quantity": find.quantity,
        "damage": _text(find.damage),
        "damage_count": find.damage_count,
        **{name: _choice(getattr(find, name)) for name in _CHOICES},
        **{name: getattr(find, name) or None for name in _WORDS},
        **{name: number(getattr(find, name)) for name in _MEASURES},
        "is_name_withheld": find.is_name_withheld,
        "materials": [_term(term) for term in find.materials],
        "found_by": list(find.found_by),
        "holder": _institution(find.holder),
        **_lists(find, site),
        "has_withheld_photos": find.has_withheld_photos,
        "veiled_photos": find.veiled_photos,
        "is_sample": find.is_sample,
        "published_at": _moment(find.published_at),
        "updated_at": _moment(find.updated_at),
    }


def _lists(find: FindRecord, site: Site) -> Plain:
    return {
        "facts": [
            {"name": fact.name, "label": fact.label, "value": fact.value} for fact in find.facts
        ],
        "people": [
            {
                "name": _text(person.name),
                "reading": person.reading or None,
                "romanised": person.romanised or None,
                "rank": person.rank or None,
                "unit": person.unit or None,
            }
            for person in find.people
        ],
        "events": [_event(event) for event in find.events],
        "related": [_related(related, site) for related in find.related],
        "sources": [_source(source) for source in find.sources],
    }


def number(value: Decimal | None) -> int | float | None:
    """A decimal as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _choice(choice: Choice) -> Plain | None:
    return {"value": choice.value, "label": choice.label} if choice.value else None


def _text(words: Text) -> Plain | None:
    return {"text": words.value, "language": words.language} if words.value else None


def _term(term: TermRecord | None) -> Plain | None:
    if term is None:
        return None
    ids = {"aat": term.aat, "fish": term.fish, "wikidata": term.wikidata}
    return {
        "code": term.code,
        "label": term.label.value,
        "labels": dict(term.labels),
        "ids": {name: value for name, value in ids.items() if value},
    }


def _named(place: PlaceLink | None) -> Plain | None:
    if place is None:
        return None
    return {"code": place.slug, "name": place.name.value, "names": dict(place.names)}


def _institution(institution: InstitutionRecord | None) -> Plain | None:
    if institution is None:
        return None
    return {
        "code": institution.slug,
        "name": institution.name.value,
        "names": dict(institution.names),
        "url": institution.url or None,
    }


def _photo(photo: PhotoRecord, site: Site) -> Plain:
    return {
        "id": photo.public_id,
        "kind": _choice(photo.kind),
        "role": _choice(photo.role),
        "alt": _text(photo.alt),
        "caption": _text(photo.caption),
        "credit": photo.credit,
        "credit_line": photo.credit_line or None,
        "creator": photo.creator or None,
        "via": {"name": photo.via_name, "url": photo.via_url or None} if photo.via_name else None,
        "license": _licence(photo),
        "copyright_notice": photo.copyright_notice or None,
        "copyright_holder": photo.copyright_holder or None,
        "taken_on": photo.taken_on or None,
        "sizes": [
            {"url": site.absolute(size.url), "width": size.width, "height": size.height}
            for size in photo.sizes
        ],
    }


def _licence(photo: PhotoRecord) -> Plain | None:
    if not photo.license_uri:
        return None
    return {"uri": photo.license_uri, "label": photo.license_label}


def _location(find: FindRecord) -> Plain:
    where = find.location
    return {
        "latitude": number(where.latitude),
        "longitude": number(where.longitude),
        "uncertainty_m": where.uncertainty_m,
        "precision": _choice(where.precision),
        "note": where.sentence or None,
    }


def _event(event: EventRecord) -> Plain:
    return {
        "track": _choice(event.track),
        "status": _choice(event.status),
        "date": event.date or None,
        "institution": _institution(event.institution),
        "authority": event.authority or None,
        "treatment": _text(event.treatment),
    }


def _related(related: RelatedRecord, site: Site) -> Plain:
    return {
        "kind": _choice(related.kind),
        "is_reverse": related.is_reverse,
        "number": related.number,
        "slug": related.slug,
        "url": site.find(related.slug),
        "title": _text(related.title),
        "category": _choice(related.category),
    }


def _source(source: SourceRecord) -> Plain:
    return {
        "code": source.code,
        "type": _choice(source.type),
        "title": _text(source.title),
        "authors": source.authors or None,
        "publisher": source.publisher or None,
        "date": source.date or None,
        "url": source.url or None,
        "archive_ref": source.archive_ref or None,
        "citation": _text(source.citation),
        "locator": source.locator or None,
    }
