"""Finds as records: `cards` for a listing, `many` and `of` with all that may be known."""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, QuerySet

from catalog import visibility
from catalog.models import (
    Find,
    FindPhoto,
    FindRelation,
    FindSource,
    FormerNumber,
    Person,
    PersonIdentification,
    Place,
    StatusEvent,
    Term,
)
from catalog.records import facts
from catalog.records.photos import record as photo_record
from catalog.records.shapes import NO_CHOICE, Choice, FindCard, FindRecord, PhotoRecord
from catalog.records.words import choice, place_link, status, term, text_of
from catalog.visibility import PUBLIC, Viewer
from catalog.vocab import CATEGORY_RULES, Track


def cards(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[FindCard]:
    """The cards of these finds in the order given, those no longer public left out; 2 queries."""
    rows = _visible(ids, viewer).for_cards(_photos())
    return [FindCard(**_card(row)) for row in _in_order(rows, ids)]


def many(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[FindRecord]:
    """The whole records of these finds in the order given; a constant number of queries."""
    rows = _in_order(_whole(_visible(ids, viewer)), ids)
    chains = _Chains(rows)
    return [_record(row, chains) for row in rows]


def of(pk: int, viewer: Viewer = PUBLIC) -> FindRecord | None:
    """The whole record of one find, None where it may not be seen."""
    return next(iter(many([pk], viewer)), None)


def _visible(ids: Sequence[int], viewer: Viewer) -> QuerySet:
    if viewer != PUBLIC:
        raise ValueError(viewer)
    return Find.objects.public_among(ids)


def _in_order(rows: QuerySet, ids: Sequence[int]) -> list[Find]:
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def _photos() -> QuerySet:
    shown = FindPhoto.objects.filter(visibility.public_photo("photo__"))
    return shown.select_related("photo").order_by("-is_primary", "order", "id")


def _whole(finds: QuerySet) -> QuerySet:
    """With filtered prefetches: nothing hidden is even read."""
    hidden = FindPhoto.objects.filter(visibility.withheld_photo("photo__"), find=OuterRef("pk"))
    related = FindRelation.objects
    rows = finds.for_records(
        find_photos=_photos(),
        materials=Term.objects.all(),
        found_by=Person.objects.filter(visibility.public_person()),
        find_sources=FindSource.objects.select_related("source"),
        former_numbers=FormerNumber.objects.all(),
        events=StatusEvent.objects.public().select_related("institution").order_by("id"),
        relations=related.filter(visibility.public("to_find__")).select_related("to_find"),
        relations_to=related.filter(visibility.public("from_find__")).select_related("from_find"),
        identifications=PersonIdentification.objects.public(),
    )
    joined = rows.select_related("identified_by", "vehicle__model")
    return joined.annotate(hides_photos=Exists(hidden))


class _Chains:
    """The terms and shown places above those of a batch; two queries."""

    def __init__(self, finds: Iterable[Find]) -> None:
        types = {pk for find in finds for pk in find.object_type.path_ids}
        shown = [find.public_place for find in finds if find.public_place]
        above = {pk for place in shown for pk in place.path_ids}
        self.terms = Term.objects.in_bulk(types)
        self.places = Place.objects.public().in_bulk(above)


def _card(find: Find) -> dict[str, object]:
    rule = CATEGORY_RULES[find.category]
    return {
        "number": find.catalogue_number,
        "slug": find.slug,
        "category": choice(find, "category"),
        "singular": str(rule.singular),
        "is_people": rule.counts_people,
        "is_recorded": rule.is_recorded,
        "type": term(find.object_type),
        "title": text_of(find, "title"),
        "titles": find.titles,
        "nationality": term(find.nationality),
        "nationality_certainty": choice(find, "nationality_certainty"),
        "place": place_link(find.public_place),
        "found_on": find.found_on,
        "found_on_text": find.found_on_text,
        **_statuses(find),
        "is_dangerous": visibility.danger(
            find.category, find.hazard_status, find.ammunition_aboard
        ),
        **_people(find),
        "photos": _shown_photos(find),
    }


def _people(find: Find) -> dict[str, object]:
    detail = getattr(find, "remains", None)
    if detail is None or not CATEGORY_RULES[find.category].counts_people:
        return {"individuals": None, "individuals_qualifier": NO_CHOICE}
    return {
        "individuals": detail.individuals,
        "individuals_qualifier": choice(detail, "individuals_qualifier"),
    }


def _statuses(find: Find) -> dict[str, Choice]:
    tracks = CATEGORY_RULES[find.category].tracks
    return {
        str(track): status(track, getattr(find, f"{track}_status") if track in tracks else "")
        for track in Track
    }


def _shown_photos(find: Find) -> tuple[PhotoRecord, ...]:
    return tuple(photo_record(link.photo, choice(link, "role")) for link in find.find_photos.all())


def _record(find: Find, chains: _Chains) -> FindRecord:
    types = (chains.terms.get(pk) for pk in find.object_type.path_ids)
    place_ids = find.public_place.path_ids if find.public_place else ()
    links = (place_link(chains.places.get(pk)) for pk in place_ids)
    own = facts.of_remains(find) if CATEGORY_RULES[find.category].counts_people else None
    return FindRecord(
        **_card(find),
        **facts.common(find),
        **(own if own is not None else facts.of_object(find)),
        type_chain=tuple(term(row) for row in types if row),
        place_chain=tuple(link for link in links if link),
    )
