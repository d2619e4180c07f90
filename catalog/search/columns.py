"""Columns: the public finds in memory, one array a column, in the default order of the listing.

Built from the database in one pass. Ids from here are only candidates: `records` asks the rule
once more. Words of closed lists are kept as their place in the list, days as ordinals, degrees as
millionths, what is missing as 0, `NO_DAY` or `NOWHERE`. A million finds take about 60 MB.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Case, Func, IntegerField, QuerySet, Value, When
from django.db.models.functions import Coalesce

from catalog.models import Find
from catalog.search.filters import has_photo
from catalog.search.ordering import DEFAULT, ordered
from catalog.vocab import (
    Category,
    Condition,
    CustodyStatus,
    HazardStatus,
    Qualifier,
    RestorationStatus,
)

NO_DAY = 0
NOWHERE = -(2**31)
MICRO = 1_000_000
_FETCH = 50_000

Array = np.ndarray


class Ordinal(Func):
    """A date as the number of its day (1 January of year 1 is 1)."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, db: Any, **context: Any) -> Any:
        template = "CAST(julianday(%(expressions)s) - 1721424.5 AS INTEGER)"
        return self.as_sql(compiler, db, template=template, **context)

    def as_postgresql(self, compiler: Any, db: Any, **context: Any) -> Any:
        template = "(%(expressions)s - DATE '0001-01-01' + 1)"
        return self.as_sql(compiler, db, template=template, **context)


class Micro(Func):
    """Degrees as whole millionths, exactly as they are kept."""

    template = f"CAST(ROUND(%(expressions)s * {MICRO}) AS INTEGER)"
    output_field = IntegerField()


@dataclass(frozen=True, slots=True)
class Kind:
    """How a column is read and kept; `words` is the closed list it stands for, if any."""

    expression: Any
    dtype: str
    words: tuple[str, ...] = ()


def _closed(column: str, choices: Any) -> Kind:
    return Kind(column, "S20", ("", *choices.values))


def _number(expression: Any, missing: int = 0) -> Kind:
    return Kind(Coalesce(expression, missing, output_field=IntegerField()), "i4")


def _flag(condition: Any) -> Any:
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())


KINDS: Mapping[str, Kind] = {
    "id": Kind("id", "i8"),
    "category": _closed("category", Category),
    "object_type": Kind("object_type_id", "i4"),
    "nationality": _number("nationality_id"),
    "public_place": _number("public_place_id"),
    "expedition": Kind("expedition_id", "i4"),
    "condition": _closed("condition", Condition),
    "restoration_status": _closed("restoration_status", RestorationStatus),
    "custody_status": _closed("custody_status", CustodyStatus),
    "hazard_status": _closed("hazard_status", HazardStatus),
    "has_photo": Kind(_flag(has_photo()), "?"),
    "found_from": _number(Ordinal("found_from"), NO_DAY),
    "found_to": _number(Ordinal("found_to"), NO_DAY),
    "latitude": _number(Micro("public_latitude"), NOWHERE),
    "longitude": _number(Micro("public_longitude"), NOWHERE),
    "individuals": _number("remains__individuals"),
    "is_vague": Kind(
        Case(
            When(remains__individuals_qualifier=Qualifier.EXACT, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        ),
        "?",
    ),
}


def read(finds: QuerySet | None = None) -> dict[str, Array]:
    """`{column: array}` of the public finds (or of some of them), in the default order."""
    wanted = Find.objects.public() if finds is None else finds
    columns = {f"_{name}": kind.expression for name, kind in KINDS.items()}
    plain = {name: value for name, value in columns.items() if not isinstance(value, str)}
    names = [name if name in plain else value for name, value in columns.items()]
    rows = ordered(wanted.annotate(**plain), DEFAULT).values_list(*names)
    sql, params = rows.query.sql_with_params()
    blocks = [_block(block) for block in _fetched(sql, params)] or [_block([])]
    return {name: np.concatenate([block[name] for block in blocks]) for name in KINDS}


def _fetched(sql: str, params: Sequence[Any]) -> Iterable[list[tuple[Any, ...]]]:
    """The rows in blocks, so that a million of them never stand in memory as tuples."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(sql, params)
        while block := cursor.fetchmany(_FETCH):
            yield block


def _block(rows: list[tuple[Any, ...]]) -> dict[str, Array]:
    cells = list(zip(*rows, strict=True)) or [()] * len(KINDS)
    return {
        name: _array(kind, values)
        for (name, kind), values in zip(KINDS.items(), cells, strict=False)
    }


def _array(kind: Kind, values: Sequence[Any]) -> Array:
    if not kind.words:
        return np.fromiter(values, dtype=kind.dtype, count=len(values))
    places = {word: place for place, word in enumerate(kind.words)}
    # A word of no list, which only raw SQL can write, counts as none.
    return np.fromiter((places.get(value, 0) for value in values), dtype="u1", count=len(values))
