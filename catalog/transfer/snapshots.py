"""Snapshots: all values of many finds under the keys of `cells`, a few queries a batch.

The import compares with them, the export writes from them; what one reads the other has written.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from catalog.lib.repeated import in_order
from catalog.models import Find, FindPhoto, FindRelation, FindSource
from catalog.models.derivation import DERIVED
from catalog.models.details import MunitionDetail, RemainsDetail, VehicleDetail
from catalog.querysets import Among
from catalog.records.rows import Columns, Prepared

# Derived columns are derived anew; by the number it had a find is still found.
FIND_FIELDS: tuple[str, ...] = tuple(
    field.attname
    for field in Find._meta.concrete_fields
    if field.name not in DERIVED or field.name == "number_key"
)
DETAIL_MODELS = {"remains": RemainsDetail, "munition": MunitionDetail, "vehicle": VehicleDetail}
DETAIL_KEYS = (
    "remains.find_id",
    "remains.individuals",
    "remains.individuals_qualifier",
    "remains.is_part",
    "munition.find_id",
    "munition.calibre_mm",
    "munition.fuzed",
    "vehicle.find_id",
    "vehicle.completeness_pct",
    "vehicle.hull_number",
)
DETAIL_KEYS_SET = frozenset(DETAIL_KEYS)
PHOTO_KEYS = (
    "photo.original_name",
    "photo.credit_line",
    "photo.via_name",
    "photo.via_url",
    "photo.license_uri",
)
PHOTO_KEYS_SET = frozenset(PHOTO_KEYS)
_PHOTO_FACTS = ("photo.id", "photo.published", *PHOTO_KEYS)
LIST_KEYS = ("materials", "found_by", "sources", "related_finds")
_NO_PHOTO = (None, False, *("",) * len(PHOTO_KEYS))
# What is empty words where a find has no detail row, as where its row says nothing.
_WORDS_OF_DETAILS = ("munition.fuzed", "vehicle.hull_number", "remains.individuals_qualifier")
_KEYS = (*FIND_FIELDS, *DETAIL_KEYS)


def read(ids: Sequence[int], wanted: Iterable[str] | None = None) -> dict[int, dict[str, Any]]:
    """`{id: values}` of these finds; lists and photograph only where `wanted` names them."""
    keys = {*_KEYS, *(wanted if wanted is not None else (*LIST_KEYS, *PHOTO_KEYS))}
    found = columns(ids, keys)
    rows = zip(*found.values(), strict=True)
    return {row[0]: dict(zip(found, row, strict=True)) for row in rows}


def columns(ids: Sequence[int], wanted: Iterable[str]) -> dict[str, Sequence[Any]]:
    """`{key: its values}` of these finds in the order given, those that are gone left out.

    Ids come first, and all facts of a photograph where one of them is wanted.
    """
    keys = set(wanted)
    names = ("id", *(key for key in _KEYS if key in keys and key != "id"))
    found = dict(zip(names, in_order(ids, _read(names)(ids), len(names)), strict=True))
    there = found["id"]
    for key in keys.intersection(_WORDS_OF_DETAILS):
        found[key] = [value or "" for value in found[key]]
    for key in keys.intersection(LIST_KEYS):
        lists = _lists(key, ids)
        found[key] = [lists.get(pk, ()) for pk in there]
    if keys & PHOTO_KEYS_SET:
        photos = _photos(ids)
        facts = [photos.get(pk, _NO_PHOTO) for pk in there]
        found.update(zip(_PHOTO_FACTS, _turned(facts, len(_PHOTO_FACTS)), strict=True))
    return found


def _turned(rows: Sequence[Sequence[Any]], width: int) -> Sequence[Sequence[Any]]:
    """Rows as columns."""
    return list(zip(*rows, strict=True)) or [()] * width


@lru_cache(maxsize=16)
def _read(keys: tuple[str, ...]) -> Columns:
    names = [key.replace(".", "__") for key in keys]
    return Columns(lambda ids: Find.objects.filter(Among("pk", ids)).values_list(*names))


def _lists(key: str, ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """What stands in a list of each find that has something there, in order."""
    lists: dict[int, list[Any]] = defaultdict(list)
    for find_id, *entry in _LISTS[key](ids):
        lists[find_id].append(tuple(entry) if len(entry) > 1 else entry[0])
    return {find_id: tuple(sorted(entries)) for find_id, entries in lists.items()}


def _links(name: str, target: str) -> Prepared:
    through = getattr(Find, name).through.objects
    return Prepared(
        lambda ids: through.filter(Among("find_id", ids)).values_list("find_id", target)
    )


_LISTS = {
    "materials": _links("materials", "term_id"),
    "found_by": _links("found_by", "person_id"),
    "sources": Prepared(
        lambda ids: (
            FindSource.objects.filter(Among("find_id", ids))
            .order_by()
            .values_list("find_id", "source_id", "locator")
        )
    ),
    "related_finds": Prepared(
        lambda ids: (
            FindRelation.objects.filter(Among("from_find_id", ids))
            .order_by()
            .values_list("from_find_id", "kind", "to_find__catalogue_number")
        )
    ),
}


def _photos(ids: Sequence[int]) -> dict[int, tuple[Any, ...]]:
    """The photograph that stands for each find: the primary one, else the first in order."""
    fields = [f"photo__{key.removeprefix('photo.')}" for key in _PHOTO_FACTS]
    links = FindPhoto.objects.filter(Among("find_id", ids)).order_by("is_primary", "-order", "-id")
    return {row[0]: row[1:] for row in links.values_list("find", *fields)}
