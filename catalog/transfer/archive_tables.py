"""Archive tables: every table of the catalogue as CSV, its columns and how a cell is written.

All facts are there, with the ids that tie them together; what is computed from others is left out
and computed again. Users are known by their names, for each installation has its own.
"""

import csv
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _

from catalog.lib import sheets
from catalog.models import ErrorReport, Find, ImportRun, Look
from catalog.models.derivation import DERIVED

BATCH = 2_000
_LONGEST = 2**31 - 1  # characters of a cell, the most the reader knows
# What is unique cannot wait to be derived until all is there.
_UNIQUE_DERIVED = frozenset({"number_key", "number_sort", "slug"})
# Left out: what is derived, and what says how an import under way stands.
LEFT_OUT: Mapping[type[models.Model], frozenset[str]] = {
    Find: frozenset(DERIVED) - _UNIQUE_DERIVED,
    ImportRun: frozenset({"file", "refused_file", "claim", "cursor", "attempts"}),
}


# Letters of visitors, and who looked at what: they are of the house, not of the catalogue.
_NOT_OURS = (ErrorReport, Look)


class TableBroken(ValueError):  # noqa: N818 - a refusal, not a fault
    """A table of an archive cannot be read; the message is a sentence."""


@cache
def tables() -> Mapping[str, type[models.Model]]:
    """`{path without ending: model}` of the whole catalogue, history in a folder of its own."""
    found = apps.get_app_config("catalog").get_models(include_auto_created=True)
    return dict(sorted((path_of(model), model) for model in found if model not in _NOT_OURS))


def path_of(model: type[models.Model]) -> str:
    """Where the table of a model lies, without ending."""
    name = model._meta.db_table.removeprefix("catalog_")
    past = name.removeprefix("historical")
    return f"history/{past}" if past != name else name


def columns(model: type[models.Model]) -> list[models.Field]:
    """The columns of a table that go into the archive."""
    left_out = LEFT_OUT.get(model, frozenset())
    return [field for field in model._meta.concrete_fields if field.name not in left_out]


def is_user(field: models.Field) -> bool:
    """Whether a column points to a user."""
    return field.is_relation and field.related_model is get_user_model()


def is_text(field: models.Field) -> bool:
    """Whether a spreadsheet might take a cell of the column for a formula."""
    return isinstance(field, (models.CharField, models.TextField, models.JSONField)) or is_user(
        field
    )


def name_of(field: models.Field) -> str:
    """The header of a column: what it points to is told by an id, a user by name."""
    return field.name if is_user(field) else field.attname


# Out


def written(model: type[models.Model], users: Mapping[int, str]) -> Iterator[bytes]:
    """The table as CSV, piece by piece, in the order of its ids."""
    fields = columns(model)
    writers = [_writer(field, users) for field in fields]
    yield sheets.lines([[name_of(field) for field in fields]])
    names = [field.attname for field in fields]
    rows = model._base_manager.order_by("pk").values_list(*names).iterator(chunk_size=BATCH)
    while some := list(islice(rows, BATCH)):
        yield sheets.lines(
            [write(value) for write, value in zip(writers, row, strict=True)] for row in some
        )


def _writer(field: models.Field, users: Mapping[int, str]) -> Callable[[Any], str]:
    if is_user(field):
        return lambda value: "" if value is None else sheets.guard(users[value])
    if isinstance(field, models.JSONField):
        return lambda value: sheets.guard(json.dumps(value, ensure_ascii=False, sort_keys=True))
    if is_text(field):
        return lambda value: sheets.guard(value or "")
    return _plain


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


# In


def read(
    model: type[models.Model], path: Path, users: Mapping[str, int]
) -> Iterator[list[models.Model]]:
    """The rows of a table, in batches, not yet saved; TableBroken tells the line."""
    # The program wrote it: a cell is as long as what it holds.
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8", newline="") as stream:
        rows = csv.reader(stream, strict=True)
        fields = _fields_of(model, next(rows, []), path.name)
        readers = [_reader(field, users) for field in fields]
        names = [field.attname for field in fields]
        whole = _whole(rows, path.name)
        made = (_row(model, names, readers, row, path.name, rows.line_num) for row in whole)
        while some := list(islice(made, BATCH)):
            yield some


def _whole(rows: Any, name: str) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        message = _("{name}, line {line}, cannot be read: {error}.")
        raise TableBroken(message.format(name=name, line=rows.line_num, error=error)) from error


def _fields_of(model: type[models.Model], header: list[str], name: str) -> list[models.Field]:
    known = {name_of(field): field for field in columns(model)}
    strange = [column for column in header if column not in known]
    if strange or not header:
        message = _("{name} has columns this version does not know: {columns}.")
        raise TableBroken(message.format(name=name, columns=", ".join(strange) or "—"))
    return [known[column] for column in header]


def _row(
    model: type[models.Model],
    names: list[str],
    readers: list[Callable[[str], Any]],
    row: list[str],
    name: str,
    line: int,
) -> models.Model:
    try:
        pairs = zip(names, readers, row, strict=True)
        return model(**{attname: read_cell(cell) for attname, read_cell, cell in pairs})
    except (ValueError, ArithmeticError, KeyError, TypeError) as error:
        message = _("{name}, line {line}, cannot be read: {error}.")
        raise TableBroken(message.format(name=name, line=line, error=error)) from error


def _reader(field: models.Field, users: Mapping[str, int]) -> Callable[[str], Any]:
    if is_user(field):
        return lambda cell: users[sheets.unguard(cell)] if cell else None
    if isinstance(field, models.JSONField):
        return lambda cell: json.loads(sheets.unguard(cell))
    if is_text(field):
        # Only what history says of itself may be null, and never empty.
        return lambda cell: None if cell == "" and field.null else sheets.unguard(cell)
    kinds: tuple[tuple[type[models.Field], Callable[[str], Any]], ...] = (
        (models.BooleanField, {"true": True, "false": False}.__getitem__),
        (models.DateTimeField, datetime.fromisoformat),
        (models.DateField, date.fromisoformat),
        (models.DecimalField, Decimal),
        (models.FileField, str),
        (models.UUIDField, str),
    )
    read_cell = next((how for kind, how in kinds if isinstance(field, kind)), int)
    return lambda cell: None if cell == "" and field.null else read_cell(cell)


def read_plain(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a table of words alone, by their headers."""
    csv.field_size_limit(_LONGEST)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            yield {name: sheets.unguard(cell) for name, cell in row.items()}
