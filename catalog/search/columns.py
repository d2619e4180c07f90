"""Columns: the public finds in memory, one array a column, in the order of their numbers.

Read in one pass over one index. Ids from here are only candidates: `records` asks the rule once
more. Days are kept as ordinals, degrees as millionths, a moment as microseconds, what is missing
as 0, `NO_DAY` or `NOWHERE`. A million finds take about 60 MB.
"""

import gc
import json
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from django.db import connection

from catalog import visibility
from catalog.models import FindPhoto, RemainsDetail
from catalog.search.profiles import Array, Profiles, packed_sql
from catalog.vocab import PublicationStatus, Qualifier

NO_DAY = 0
NOWHERE = -(2**31)
MICRO = 1_000_000
_FETCH = 5_000

Columns = dict[str, Array]

# What is read of a row of finds `f`, by vendor where they differ. SQLite takes five times as long
# as numpy to read a moment, and knows no microseconds; joined to nothing, it comes as text.
_DAY = {
    "sqlite": "coalesce(CAST(julianday(f.{name}) - 1721424.5 AS INTEGER), 0)",
    "postgresql": "coalesce(f.{name} - DATE '0001-01-01' + 1, 0)",
}
_MOMENT = {
    "sqlite": "f.updated_at || ''",
    "postgresql": "CAST(extract(epoch FROM f.updated_at) * 1000000 AS bigint)",
}
_MICRO = f"coalesce(CAST(round(f.{{name}} * {MICRO}) AS INTEGER), {NOWHERE})"
_DTYPES = {
    "id": "i8",
    "profile": "i4",
    "object_type": "i4",
    "public_place": "i4",
    "expedition": "i4",
    "found_from": "i4",
    "found_to": "i4",
    "latitude": "i4",
    "longitude": "i4",
    "updated": "i8",
}


def read(profiles: Profiles, ids: Collection[int] | None = None) -> Columns:
    """`{column: array}` of the public finds, or of these; new combinations get their number."""
    with _without_collecting():
        blocks = [_block(rows, profiles) for rows in _fetched(ids)] or [_block([], profiles)]
    # A block gives each column away as it is joined, so that no two copies of all stand at once.
    found = {name: np.concatenate([block.pop(name) for block in blocks]) for name in _DTYPES}
    return {**found, **_of_remains(found["id"], ids), "profile": _pictured(found, ids)}


@contextmanager
def _without_collecting() -> Iterator[None]:
    """The collector would look through the rows again and again, and find nothing to throw away."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fetched(ids: Collection[int] | None) -> Iterator[list[tuple[Any, ...]]]:
    """The rows in blocks, so that a million of them never stand in memory as tuples."""
    sql, values = _sql(ids)
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, values)
        while rows := cursor.fetchmany(_FETCH):
            yield rows


def _sql(ids: Collection[int] | None) -> tuple[str, list[Any]]:
    vendor = connection.vendor
    told = ", ".join(
        (
            "f.id",
            packed_sql("f"),
            "f.object_type_id",
            "coalesce(f.public_place_id, 0)",
            "f.expedition_id",
            *(_DAY[vendor].format(name=name) for name in ("found_from", "found_to")),
            *(_MICRO.format(name=name) for name in ("public_latitude", "public_longitude")),
            _MOMENT[vendor],
        )
    )
    few, values = ("", []) if ids is None else _among(ids)
    by_number = 'f.number_sort COLLATE "C"' if vendor == "postgresql" else "f.number_sort"
    # In doubt SQLite takes the index of the status alone when a few ids are asked for.
    status = "+f.publication_status" if few and vendor == "sqlite" else "f.publication_status"
    sql = f"SELECT {told} FROM catalog_find f WHERE {status} = %s{few} ORDER BY {by_number}, f.id"
    return sql, [str(PublicationStatus.PUBLISHED), *values]


def _among(ids: Collection[int]) -> tuple[str, list[Any]]:
    if connection.vendor == "postgresql":
        return " AND f.id = ANY(%s)", [list(ids)]
    return " AND f.id IN (SELECT value FROM json_each(%s))", [json.dumps(list(ids))]


def _block(rows: Sequence[tuple[Any, ...]], profiles: Profiles) -> Columns:
    cells: list[Any] = list(zip(*rows, strict=True)) or [()] * len(_DTYPES)
    cells[1] = profiles.numbers(cells[1])
    return {
        name: _array(values, dtype)
        for (name, dtype), values in zip(_DTYPES.items(), cells, strict=True)
    }


def _array(values: Sequence[Any], dtype: str) -> Array:
    if values and isinstance(values[0], str):
        return np.array(values, dtype="datetime64[us]").astype(dtype)
    return np.fromiter(values, dtype=dtype, count=len(values))


def _pictured(found: Columns, ids: Collection[int] | None) -> Array:
    """The profiles with those of finds that have a public photograph made odd."""
    links = FindPhoto.objects.filter(visibility.public_photo("photo__"))
    if ids is not None:
        links = links.filter(find__in=ids)
    shown = np.fromiter(links.order_by().values_list("find", flat=True).iterator(), dtype="i8")
    return found["profile"] + np.isin(found["id"], shown).astype("i4")


def _of_remains(known: Array, ids: Collection[int] | None) -> Columns:
    """How many people a find is of, and whether that is a minimum; 0 for all but remains."""
    details = RemainsDetail.objects.filter(visibility.public("find__"))
    if ids is not None:
        details = details.filter(find__in=ids)
    rows = details.order_by().values_list("find", "individuals", "individuals_qualifier")
    counted = {pk: (number or 0, qualifier) for pk, number, qualifier in rows.iterator()}
    individuals, is_vague = np.zeros(len(known), dtype="i4"), np.zeros(len(known), dtype=bool)
    for place in np.flatnonzero(np.isin(known, np.fromiter(counted, dtype="i8"))).tolist():
        individuals[place], qualifier = counted[int(known[place])]
        is_vague[place] = qualifier != Qualifier.EXACT
    return {"individuals": individuals, "is_vague": is_vague}
