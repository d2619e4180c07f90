"""Finds as records, `many` and `of`, with all that may be known; cards stand beside."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

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
from catalog.records.cards import card, photos, row_of, shown_photos
from catalog.records.landmarks import of_rows
from catalog.records.shapes import FindRecord
from catalog.records.words import place_link, term
from catalog.visibility import PUBLIC, Viewer
from catalog.vocab import CATEGORY_RULES


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


def _whole(finds: QuerySet) -> QuerySet:
    """With filtered prefetches: nothing hidden is even read."""
    here = FindPhoto.objects.filter(find=OuterRef("pk")).order_by()
    hidden = here.filter(visibility.withheld_photo("photo__"))
    veiled = here.filter(visibility.advisory_photo("photo__")).values("find")
    related = FindRelation.objects
    rows = finds.for_records(
        find_photos=shown_photos().select_related("photo").order_by("-is_primary", "order", "id"),
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
    counted = Subquery(veiled.annotate(number=Count("pk")).values("number"))
    return joined.annotate(hides_photos=Exists(hidden), veiled_photos=Coalesce(counted, 0))


class _Chains:
    """The terms and shown places above those of a batch; two queries."""

    def __init__(self, finds: Iterable[Find]) -> None:
        types = {pk for find in finds for pk in find.object_type.path_ids}
        shown = [find.public_place for find in finds if find.public_place]
        above = {pk for place in shown for pk in place.path_ids}
        self.terms = Term.objects.in_bulk(types)
        self.places = Place.objects.public().in_bulk(above)


def _record(find: Find, chains: _Chains) -> FindRecord:
    types = (chains.terms.get(pk) for pk in find.object_type.path_ids)
    place_ids = find.public_place.path_ids if find.public_place else ()
    places = [chains.places.get(pk) for pk in place_ids]
    own = facts.of_remains(find) if CATEGORY_RULES[find.category].counts_people else None
    return FindRecord(
        **card(row_of(find), photos(find.find_photos.all())),
        **facts.common(find),
        **(own if own is not None else facts.of_object(find)),
        type_chain=tuple(term(row) for row in types if row),
        place_chain=tuple(link for link in map(place_link, places) if link),
        landmarks=of_rows(places),
    )
