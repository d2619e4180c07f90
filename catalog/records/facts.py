"""The parts of a whole record: what every find tells, what objects tell, what remains tell."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalog import visibility
from catalog.lib.languages import NO_TEXT, Text
from catalog.models import Find, FindRelation
from catalog.records.shapes import (
    Choice,
    EventRecord,
    Fact,
    Location,
    RelatedRecord,
)
from catalog.records.words import (
    choice,
    institution,
    person,
    source,
    status,
    term,
    text_of,
    track_choice,
)
from catalog.vocab import CATEGORY_RULES, LocationReason, Precision, SourceType

_VEHICLE_PARTS = ("turret", "main_gun", "engine", "tracks_or_wheels", "interior")
_VEHICLE_NUMBERS = ("hull_number", "turret_number", "engine_number")


def common(find: Find) -> dict[str, Any]:
    """What is told of every find, whatever its category."""
    sources = [source(link.source, link.locator) for link in find.find_sources.all()]
    return {
        "public_id": str(find.public_id),
        "type_certainty": choice(find, "type_certainty"),
        "nationality_basis": choice(find, "nationality_basis"),
        "expedition_code": find.expedition.code,
        "expedition_title": text_of(find.expedition, "title"),
        "location": location(find),
        "description": text_of(find, "description"),
        "descriptions": find.descriptions,
        "language": find.language,
        "former_numbers": tuple(str(former) for former in find.former_numbers.all()),
        "events": tuple(_events(find)),
        "related": tuple(_related(find)),
        "sources": tuple(sources),
        "has_withheld_photos": find.hides_photos,
        "veiled_photos": find.veiled_photos,
        "is_sample": any(one.type.value == SourceType.SAMPLE for one in sources),
        "published_at": find.published_at,
        "updated_at": find.updated_at,
    }


def location(find: Find) -> Location:
    """The position as published, read from the columns computed for that alone."""
    return Location(
        precision=Choice(find.location_precision, str(Precision(find.location_precision).label)),
        sentence=visibility.location_sentence(
            find.location_precision, find.location_reason, until=_hidden_until(find)
        ),
        latitude=find.public_latitude,
        longitude=find.public_longitude,
        uncertainty_m=find.public_uncertainty_m,
    )


def _hidden_until(find: Find) -> date | None:
    """The last day of a choice that decides what is published, and ends by itself."""
    by_choice = find.location_precision == find.public_precision
    return find.secret_until if by_choice and find.location_reason == LocationReason.SITE else None


def of_remains(find: Find) -> dict[str, Any]:
    """What is told of remains besides: the names of those cleared for publication."""
    return {"people": tuple(person(one) for one in find.identifications.all())}


def of_object(find: Find) -> dict[str, Any]:
    """What is told of an object besides."""
    return {
        "other_numbers": tuple(filter(None, map(str.strip, find.other_numbers.splitlines()))),
        "quantity": find.quantity,
        "quantity_qualifier": choice(find, "quantity_qualifier"),
        "unit": find.unit_attribution,
        "maker": find.maker,
        "made_on": find.made_on,
        "made_on_text": find.made_on_text,
        **_inscriptions(find),
        **_measured(find),
        "completeness": choice(find, "completeness"),
        "condition": choice(find, "condition"),
        "damage": Text(find.damage, find.language),
        "damage_count": find.damage_count,
        "damage_qualifier": choice(find, "damage_qualifier"),
        "discovery_method": choice(find, "discovery_method"),
        "found_by": tuple(str(person) for person in find.found_by.all()),
        "identified_by": _named(find.identified_by),
        "holder": institution(find.holder),
        "holder_number": find.holder_number,
        "facts": tuple(_detail_facts(find)),
    }


def _measured(find: Find) -> dict[str, Any]:
    return {
        "materials": tuple(term(row) for row in find.materials.all()),
        "length_mm": find.length_mm,
        "width_mm": find.width_mm,
        "height_mm": find.height_mm,
        "weight_g": find.weight_g,
    }


def _inscriptions(find: Find) -> dict[str, Any]:
    named = find.carries_name
    serials = visibility.shows_serials(find.category, carries_name=named)
    return {
        "markings": find.markings if visibility.shows_markings(carries_name=named) else "",
        "serial_numbers": find.serial_numbers if serials else "",
        "is_name_withheld": named,
    }


def _named(person: Any) -> str:
    return str(person) if person is not None and person.show_publicly else ""


def _events(find: Find) -> list[EventRecord]:
    rule = CATEGORY_RULES[find.category]
    return [
        EventRecord(
            track=track_choice(event.track),
            status=status(event.track, event.to_status),
            date=event.date_edtf,
            # Who took the dead over, and how, stays in the house.
            institution=None if rule.counts_people else institution(event.institution),
            authority="" if rule.counts_people else event.authority,
            treatment=NO_TEXT if rule.counts_people else Text(event.treatment, find.language),
        )
        for event in find.events.all()
        if event.track in rule.tracks
    ]


def _related(find: Find) -> list[RelatedRecord]:
    there = [_link(row, row.to_find) for row in find.relations.all()]
    back = [_link(row, row.from_find, is_reverse=True) for row in find.relations_to.all()]
    return there + back


def _link(row: FindRelation, other: Find, *, is_reverse: bool = False) -> RelatedRecord:
    return RelatedRecord(
        kind=choice(row, "kind"),
        number=other.catalogue_number,
        slug=other.slug,
        title=text_of(other, "title"),
        category=choice(other, "category"),
        is_reverse=is_reverse,
    )


def _detail_facts(find: Find) -> list[Fact]:
    for name, read in _DETAIL_FACTS.items():
        detail = getattr(find, name, None)
        if detail is not None:
            return [fact for fact in read(find, detail) if fact.value]
    return []


def _fact(detail: Any, name: str) -> Fact:
    """A column under its own heading, its value in words."""
    field = detail._meta.get_field(name)
    value = choice(detail, name).label if field.choices else str(getattr(detail, name) or "")
    return Fact(name, str(field.verbose_name), value)


def _munition(find: Find, detail: Any) -> list[Fact]:
    calibre = f"{detail.calibre_mm.normalize():f}" if detail.calibre_mm else ""
    return [_fact(detail, "munition_class"), Fact("calibre_mm", _("calibre, mm"), calibre)]


def _vehicle(find: Find, detail: Any) -> list[Fact]:
    shown = ["completeness_pct", *_VEHICLE_PARTS]
    if visibility.shows_markings(carries_name=find.carries_name):
        shown.insert(0, "tactical_marking")
    serials = visibility.shows_serials(find.category, carries_name=find.carries_name)
    if serials and detail.numbers_public:
        shown.extend(_VEHICLE_NUMBERS)
    model = Fact("model", _("model"), str(detail.model or ""))
    return [model, *(_fact(detail, name) for name in shown)]


def _structure(find: Find, detail: Any) -> list[Fact]:
    shown = ("survives", "construction", "armament", "accessible")
    degrees = detail.orientation_deg
    bearing = "" if degrees is None else _("{number}°").format(number=degrees)
    return [
        *(_fact(detail, name) for name in shown),
        Fact("orientation_deg", _("orientation"), bearing),
    ]


_DETAIL_FACTS: Mapping[str, Callable[[Find, Any], list[Fact]]] = {
    "munition": _munition,
    "vehicle": _vehicle,
    "structure": _structure,
}
