"""Snapshots: all values of many finds under the keys of `cells`, a few queries a batch.

The import compares with them, the export writes from them; what one reads the other has written.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from catalog.models import Find, FindPhoto, FindRelation, FindSource
from catalog.models.derivation import DERIVED
from catalog.models.details import MunitionDetail, RemainsDetail, VehicleDetail

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
LIST_KEYS = ("materials", "found_by", "sources", "related_finds")
_NO_PHOTO = ("",) * len(PHOTO_KEYS)
_LOOKUPS = (*FIND_FIELDS, *(key.replace(".", "__") for key in DETAIL_KEYS))
_KEYS = (*FIND_FIELDS, *DETAIL_KEYS)


def read(ids: Collection[int], wanted: Iterable[str] | None = None) -> dict[int, dict[str, Any]]:
    """`{id: values}` of these finds; lists and photograph only where `wanted` names them."""
    keys = set(wanted if wanted is not None else (*LIST_KEYS, *PHOTO_KEYS))
    rows = Find.objects.filter(pk__in=ids).values_list(*_LOOKUPS)
    found = {row[0]: dict(zip(_KEYS, row, strict=True)) for row in rows}
    for values in found.values():
        _fill_empty_details(values)
    for key in LIST_KEYS:
        if key in keys:
            _add_lists(found, key)
    if keys & PHOTO_KEYS_SET:
        _add_photos(found)
    return found


def _fill_empty_details(values: dict[str, Any]) -> None:
    """A find without a detail row has its words empty, as one with an empty row has."""
    for key in ("munition.fuzed", "vehicle.hull_number", "remains.individuals_qualifier"):
        if values[key] is None:
            values[key] = ""


def _add_lists(found: dict[int, dict[str, Any]], key: str) -> None:
    lists: dict[int, list[Any]] = defaultdict(list)
    for find_id, entry in _entries(key, found):
        lists[find_id].append(entry)
    for find_id, values in found.items():
        values[key] = tuple(sorted(lists[find_id]))


def _entries(key: str, ids: Collection[int]) -> Iterable[tuple[int, Any]]:
    if key == "sources":
        rows = FindSource.objects.filter(find__in=ids).values_list("find", "source", "locator")
        return [(find, (source, locator)) for find, source, locator in rows]
    if key == "related_finds":
        links = FindRelation.objects.filter(from_find__in=ids)
        rows = links.values_list("from_find", "kind", "to_find__catalogue_number")
        return [(find, (kind, number)) for find, kind, number in rows]
    through = getattr(Find, key).through.objects.filter(find__in=ids)
    target = "term_id" if key == "materials" else "person_id"
    return list(through.values_list("find_id", target))


def _add_photos(found: dict[int, dict[str, Any]]) -> None:
    """The photograph that stands for the find: the primary one, else the first in order."""
    fields = [f"photo__{key.removeprefix('photo.')}" for key in ("photo.published", *PHOTO_KEYS)]
    links = FindPhoto.objects.filter(find__in=found).order_by("is_primary", "-order", "-id")
    primary = {row[0]: row[1:] for row in links.values_list("find", "photo", *fields)}
    for find_id, values in found.items():
        photo_id, published, *facts = primary.get(find_id, (None, False, *_NO_PHOTO))
        values["photo.id"], values["photo.published"] = photo_id, published
        values.update(zip(PHOTO_KEYS, facts, strict=True))
