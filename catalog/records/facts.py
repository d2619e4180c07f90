"""The parts of a whole record: what every find tells, what objects tell, what remains tell."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from catalog import visibility
from catalog.lib.languages import NO_TEXT, Text
from catalog.models import Find, FindRelation
from catalog.models.words import LANGUAGES, in_language
from catalog.records.shapes import (
    Choice,
    EventRecord,
    Fact,
    Location,
    RelatedRecord,
)
from catalog.records.words import (
    choice,
    choice_of,
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
        *precision(*(getattr(find, name) for name in DECIDE_PRECISION)),
        latitude=find.public_latitude,
        longitude=find.public_longitude,
        uncertainty_m=find.public_uncertainty_m,
    )


# The columns that `precision` takes.
DECIDE_PRECISION = ("location_precision", "location_reason", "public_precision", "secret_until")


def precision(published: str, reason: str, chosen: str, until: date | None) -> tuple[Choice, str]:
    """The precision of the published position, and the sentence that says why."""
    # A choice that decides what is published, and ends by itself.
    ends = published == chosen and reason == LocationReason.SITE
    sentence = visibility.location_sentence(published, reason, until=until if ends else None)
    return Choice(published, str(Precision(published).label)), sentence


def of_remains(find: Find) -> dict[str, Any]:
    """What is told of remains besides: the names of those cleared for publication."""
    return {"people": tuple(person(one) for one in find.identifications.all())}


def of_object(find: Find) -> dict[str, Any]:
    """What is told of an object besides."""
    return {
        "other_numbers": numbers(find.other_numbers),
        "quantity": find.quantity,
        "quantity_qualifier": choice(find, "quantity_qualifier"),
        "unit": find.unit_attribution,
        "maker": find.maker,
        "made_on": find.made_on,
        "made_on_text": find.made_on_text,
        **inscriptions(*(getattr(find, name) for name in INSCRIBED)),
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


def numbers(written: str) -> tuple[str, ...]:
    """Other numbers, which are written a line each."""
    return tuple(filter(None, map(str.strip, written.splitlines())))


def _measured(find: Find) -> dict[str, Any]:
    return {
        "materials": tuple(term(row) for row in find.materials.all()),
        "length_mm": find.length_mm,
        "width_mm": find.width_mm,
        "height_mm": find.height_mm,
        "weight_g": find.weight_g,
    }


# The columns that `inscriptions` takes.
INSCRIBED = ("category", "carries_name", "markings", "serial_numbers")


def inscriptions(
    category: str, carries_name: bool, markings: str, serial_numbers: str
) -> dict[str, Any]:
    """What is written on an object, as far as it may be told."""
    serials = visibility.shows_serials(category, carries_name=carries_name)
    return {
        "markings": markings if visibility.shows_markings(carries_name=carries_name) else "",
        "serial_numbers": serial_numbers if serials else "",
        "is_name_withheld": carries_name,
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
    there = [(row.kind, row.to_find, False) for row in find.relations.all()]
    back = [(row.kind, row.from_find, True) for row in find.relations_to.all()]
    return [
        related(kind, [getattr(other, name) for name in OF_RELATED], is_reverse=is_reverse)
        for kind, other, is_reverse in there + back
    ]


# The columns of the other find that `related` takes.
OF_RELATED = ("catalogue_number", "slug", "category", *(f"title_{code}" for code in LANGUAGES))


def related(kind: str, other: Sequence[str], *, is_reverse: bool) -> RelatedRecord:
    """A link to another find, which the caller has found to be public."""
    number, slug, category, *titles = other
    return RelatedRecord(
        kind=choice_of(FindRelation, "kind", kind),
        number=number,
        slug=slug,
        title=Text(*in_language(dict(zip(LANGUAGES, titles, strict=True)))),
        category=choice_of(Find, "category", category),
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
