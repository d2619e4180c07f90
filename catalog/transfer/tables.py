"""Tables: writing many rows of a model as plain tuples, and their history by INSERT … SELECT.

No instance is made and no signal sent; values pass through the field's own preparation where the
database needs it, so that SQLite and PostgreSQL get what they expect.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

CHUNK = 1000  # rows of one statement
# Fields whose Python value every database takes as it is.
_PLAIN = (
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.ForeignKey,
    models.BooleanField,
)
# Fields whose values are prepared at some cost, and are few or come again in the next table.
_REMEMBERED = (models.DateField, models.DecimalField)
# What a row holds where it tells nothing, as SQL writes it.
_NOTHING = {None: "NULL", "": "''", False: "FALSE"}
_TYPES_OF_NOTHING = (type(None), str, bool)


def _preparation(one: models.Field) -> Callable[[Any], Any]:
    # Asked once: `connection` looks for the thread's own at every use.
    real = connections[DEFAULT_DB_ALIAS]
    if isinstance(one, models.DecimalField) and real.vendor == "sqlite":
        return str  # as the adapter of SQLite would, without a preparation that changes nothing

    def prepare(value: Any) -> Any:
        return one.get_db_prep_save(value, real)

    return lru_cache(maxsize=4096)(prepare) if isinstance(one, _REMEMBERED) else prepare


class Table:
    """One model's table: insert, update, and their history."""

    def __init__(self, model: type[models.Model], fields: Sequence[models.Field] | None = None):
        self.model = model
        self.fields = list(fields or model._meta.concrete_fields)
        self.name = connection.ops.quote_name(model._meta.db_table)
        self.key = connection.ops.quote_name(model._meta.pk.column)
        columns = ", ".join(map(_column, self.fields))
        self._insert = f"INSERT INTO {self.name} ({columns}) VALUES "
        self._values = itemgetter(*(one.attname for one in self.fields))
        self._prepare = [
            (place, _preparation(one))
            for place, one in enumerate(self.fields)
            if not isinstance(one, _PLAIN)
        ]

    def insert(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write new rows.

        A column none of them tells anything of is written into the statement: to hand over
        nothing a thousand times takes a seventh of the time of a row.
        """
        if not rows:
            return
        columns = self._columns(rows)
        said = [_said_by_all(column) for column in columns]
        told = [column for column, word in zip(columns, said, strict=True) if not word]
        marks = ", ".join(word or "%s" for word in said)
        with connection.cursor() as cursor:
            cursor.executemany(f"{self._insert}({marks})", list(zip(*told, strict=True)))

    def update(self, rows: Sequence[dict[str, Any]]) -> None:
        """Write all columns of rows that are there."""
        if not rows:
            return
        pairs = ", ".join(f"{_column(one)} = %s" for one in self.fields)
        sql = f"UPDATE {self.name} SET {pairs} WHERE {self.key} = %s"
        key = self.model._meta.pk.attname
        keys = [values[key] for values in rows]
        with connection.cursor() as cursor:
            cursor.executemany(sql, list(zip(*self._columns(rows), keys, strict=True)))

    def _columns(self, rows: Sequence[dict[str, Any]]) -> list[Sequence[Any]]:
        """The values column by column, prepared for the database."""
        columns: list[Sequence[Any]] = list(zip(*map(self._values, rows), strict=True))
        for place, prepare in self._prepare:
            columns[place] = [None if one is None else prepare(one) for one in columns[place]]
        return columns


def _said_by_all(column: Sequence[Any]) -> str:
    """How SQL writes what every row of a column says, if that is nothing; else ""."""
    word = _NOTHING.get(column[0], "") if isinstance(column[0], _TYPES_OF_NOTHING) else ""
    return word if word and column.count(column[0]) == len(column) else ""


def _column(one: models.Field) -> str:
    return connection.ops.quote_name(one.column)


class History:
    """The history of a model, written from the rows themselves."""

    def __init__(self, model: type[models.Model], *, run_id: int, user_id: int | None) -> None:
        history = model.history.model
        tracked = {one.column for one in model._meta.concrete_fields}
        copied = [one for one in history._meta.concrete_fields if one.column in tracked]
        columns = ", ".join(map(_column, copied))
        quote = connection.ops.quote_name
        self._sql = (
            f"INSERT INTO {quote(history._meta.db_table)} ({columns}, history_date, "
            "history_type, history_change_reason, history_user_id, import_run) "
            f"SELECT {columns}, %s, %s, NULL, %s, %s FROM {quote(model._meta.db_table)} "
            f"WHERE {quote(model._meta.pk.column)} IN "
        )
        self._run_id, self._user_id = run_id, user_id

    def write(self, ids: Sequence[int], sign: str, now: datetime) -> None:
        """One row of history for each id: `sign` is "+" for new rows, "~" for changed ones."""
        if not ids:
            return
        moment = connection.ops.adapt_datetimefield_value(now)
        marks = ", ".join(["%s"] * len(ids))
        with connection.cursor() as cursor:
            cursor.execute(
                f"{self._sql}({marks})", [moment, sign, self._user_id, self._run_id, *ids]
            )


def copy_links(field_name: str, model: type[models.Model], *, run_id: int, after: int) -> None:
    """The history of a many-to-many list: the links of every find this run wrote after a row."""
    link = getattr(model, field_name).through
    past = apps.get_model("catalog", f"Historical{link.__name__}")
    quote = connection.ops.quote_name
    columns = [one.column for one in link._meta.concrete_fields]
    listed = ", ".join(map(quote, columns))
    chosen = ", ".join(f"l.{quote(column)}" for column in columns)
    sql = (
        f"INSERT INTO {quote(past._meta.db_table)} ({listed}, history_id) "
        f"SELECT {chosen}, h.history_id FROM {quote(link._meta.db_table)} l "
        f"JOIN {quote(model.history.model._meta.db_table)} h ON h.id = l.find_id "
        "WHERE h.import_run = %s AND h.history_id > %s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [run_id, after])


def reserve_ids(model: type[models.Model], number: int) -> list[int]:
    """Ids nobody else will take, in rising order; call it under the write lock of the run."""
    if not number:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, number],
            )
            return sorted(row[0] for row in cursor.fetchall())
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = (cursor.fetchone() or (0,))[0]
    return list(range(last + 1, last + 1 + number))


class Kept:
    """A table with its history: rows are added, changed and removed, many at a time."""

    def __init__(self, model: type[models.Model], *, run_id: int, user: Any, now: datetime) -> None:
        self._model, self._now = model, now
        self._table = Table(model)
        self._history = History(model, run_id=run_id, user_id=user.pk if user else None)
        self._blank, self._key = model(), model._meta.pk.attname

    def add(self, rows: Sequence[dict[str, Any]]) -> None:
        """New rows, told by what differs from the defaults; an id is given to those without."""
        whole = [self._whole(row) for row in rows]
        nameless = [row for row in whole if row[self._key] is None]
        for row, pk in zip(nameless, reserve_ids(self._model, len(nameless)), strict=True):
            row[self._key] = pk
        self._write(whole, "+", self._table.insert)

    def _whole(self, row: dict[str, Any]) -> dict[str, Any]:
        return columns_of(self._blank) | row

    def change(self, rows: Sequence[dict[str, Any]]) -> None:
        """Rows that are there, whole."""
        self._write(rows, "~", self._table.update)

    def _write(self, rows: Sequence[dict[str, Any]], sign: str, write: Any) -> None:
        for start in range(0, len(rows), CHUNK):
            part = rows[start : start + CHUNK]
            write(part)
            self._history.write([row[self._key] for row in part], sign, self._now)

    def undo(self, ids: Sequence[int]) -> None:
        """Rows made in this run that go, and their history with them."""
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            for rows in (self._model.history, self._model.objects):
                gone = rows.filter(**{f"{self._model._meta.pk.name}__in": part})
                gone._raw_delete(gone.db)

    def remove(self, ids: Sequence[int]) -> None:
        """Rows that go; their history stays."""
        for start in range(0, len(ids), CHUNK):
            part = ids[start : start + CHUNK]
            self._history.write(part, "-", self._now)
            # No signal: the history is written already.
            gone = self._model.objects.filter(pk__in=part)
            gone._raw_delete(gone.db)


def columns_of(instance: models.Model) -> dict[str, Any]:
    """`{column: value}` of a row."""
    return {one.attname: getattr(instance, one.attname) for one in instance._meta.concrete_fields}
