"""Finds as records, `many` and `of`, with all that may be known; cards stand beside."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    QuerySet,
    Subquery,
    prefetch_related_objects,
)
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
from catalog.querysets import Among, public_there
from catalog.records import facts
from catalog.records.cards import card, photos, row_of, shown_photos
from catalog.records.landmarks import of_rows
from catalog.records.rows import Prepared, PreparedModels
from catalog.records.shapes import FindRecord
from catalog.records.words import place_link, term
from catalog.visibility import PUBLIC, Viewer
from catalog.vocab import CATEGORY_RULES


def many(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[FindRecord]:
    """The whole records of these finds in the order given; a constant number of queries."""
    if viewer != PUBLIC:
        raise ValueError(viewer)
    by_id = {find.pk: find for find in _FINDS(ids)}
    finds = [by_id[pk] for pk in ids if pk in by_id]
    _attach(finds)
    chains = _Chains(finds)
    return [_record(find, chains) for find in finds]


def of(pk: int, viewer: Viewer = PUBLIC) -> FindRecord | None:
    """The whole record of one find, None where it may not be seen."""
    return next(iter(many([pk], viewer)), None)


_FINDS = PreparedModels(lambda ids: Find.objects.public_among(ids).joined())


@cache
def _hung() -> Mapping[str, tuple[QuerySet, str]]:
    """Rows that name one find each, by what they are to it: those that may be seen, and how."""
    relations = FindRelation.objects.filter(visibility.public_relation())
    return {
        "find_photos": (
            shown_photos().select_related("photo").order_by("-is_primary", "order", "id"),
            "find",
        ),
        "find_sources": (FindSource.objects.select_related("source"), "find"),
        "former_numbers": (FormerNumber.objects.all(), "find"),
        "events": (
            StatusEvent.objects.public().select_related("institution").order_by("id"),
            "find",
        ),
        "relations": (
            public_there(relations.select_related("to_find"), "to_find__"),
            "from_find",
        ),
        "relations_to": (
            public_there(relations.select_related("from_find"), "from_find__"),
            "to_find",
        ),
        "identifications": (PersonIdentification.objects.public(), "remains"),
    }


@cache
def _shared() -> Mapping[str, tuple[QuerySet, str]]:
    """The same of rows that many finds share."""
    return {
        "materials": (Term.objects.all(), "finds_of_material"),
        "found_by": (Person.objects.filter(visibility.public_person()), "finds_found"),
    }


def _are_there(ids: Sequence[int]) -> QuerySet:
    """Of each find: whether a picture is withheld, how many are veiled, what hangs on it."""
    here = OuterRef("pk")
    pictures = FindPhoto.objects.filter(find=here).order_by()
    hidden = pictures.filter(visibility.withheld_photo("photo__"))
    veiled = pictures.filter(visibility.advisory_photo("photo__")).values("find")
    counted = Subquery(veiled.annotate(number=Count("pk")).values("number"))
    kinds = (*_hung().values(), *_shared().values())
    there = (Exists(rows.order_by().filter(**{find: here})) for rows, find in kinds)
    finds = Find.objects.public_among(ids)
    return finds.values_list("pk", Exists(hidden), Coalesce(counted, 0), *there)


_ARE_THERE = Prepared(_are_there)


@cache
def _read(name: str) -> PreparedModels:
    """The rows of one kind that hang on these finds, find by find in the order of the kind."""
    rows, find = _hung()[name]
    return PreparedModels(lambda ids: rows.filter(Among(f"{find}_id", ids)))


def _attach(finds: Sequence[Find]) -> None:
    """Read what hangs on the finds, and nothing hidden; no query for what none of them has."""
    there = {pk: flags for pk, *flags in _ARE_THERE([find.pk for find in finds])}
    for find in finds:
        hides, find.veiled_photos = there.get(find.pk, (False, 0))[:2]
        find.hides_photos = bool(hides)
    has = {
        name: any(flags[place] for flags in there.values())
        for place, name in enumerate((*_hung(), *_shared()), 2)
    }
    for name in _hung():
        _hang(finds, name, _read(name)([find.pk for find in finds]) if has[name] else ())
    for name, (rows, _finds) in _shared().items():
        if has[name]:
            prefetch_related_objects(finds, Prefetch(name, queryset=rows))
        else:
            _hang(finds, name, ())


def _hang(finds: Sequence[Find], name: str, rows: Iterable[Any]) -> None:
    """Leave the rows with their finds as `prefetch_related` does."""
    known = {find.pk: find for find in finds}
    kept: dict[int, list[Any]] = {}
    for row in rows:
        pk = getattr(row, f"{_hung()[name][1]}_id")
        setattr(row, _hung()[name][1], known[pk])
        kept.setdefault(pk, []).append(row)
    for pk, find in known.items():
        found = _filled(name, kept[pk]) if pk in kept else _nothing(name)
        vars(find).setdefault("_prefetched_objects_cache", {})[name] = found


def _filled(name: str, rows: list[Any]) -> QuerySet:
    found = (_hung() | _shared())[name][0].none()
    found._result_cache = rows
    return found


@cache
def _nothing(name: str) -> QuerySet:
    """The same for all who have none: most finds have none of most things."""
    return _filled(name, [])


_TERMS = PreparedModels(lambda ids: Term.objects.filter(Among("pk", ids)).order_by())
_PLACES = PreparedModels(lambda ids: Place.objects.public().filter(Among("pk", ids)).order_by())


class _Chains:
    """The terms and shown places above those of a batch; at most two queries."""

    def __init__(self, finds: Iterable[Find]) -> None:
        self.terms = _with_those_above([find.object_type for find in finds], _TERMS)
        shown = [find.public_place for find in finds if find.public_place]
        self.places = _with_those_above([one for one in shown if one.is_shown], _PLACES)


def _with_those_above(rows: Iterable[Any], read: PreparedModels) -> dict[int, Any]:
    known = {row.pk: row for row in rows}
    above = {pk for row in known.values() for pk in row.path_ids} - known.keys()
    return {**known, **{row.pk: row for row in (read(above) if above else ())}}


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
