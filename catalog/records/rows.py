"""Rows: what is asked of some rows, put into SQL once; afterwards only what is asked for changes.

Django takes milliseconds to write the SQL of a page of cards or of a whole find, the database one
to answer it.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

from catalog.lib.repeated import each_once

# Stand for what is asked for while the SQL is written; no row has them.
NO_IDS, NO_WORD = (-1,), "\x7f"


class Prepared:
    """A question about rows; they come as the database gives them.

    They are narrowed by ids (`Among`) or by one word, as `example` is one of the two above.
    """

    def __init__(self, question: Callable[[Any], QuerySet], example: Any = NO_IDS) -> None:
        self._question = question
        self._example = example
        self._written: dict[str, Any] = {}

    def __call__(self, asked: Iterable[int] | str) -> list[Any]:
        """The rows of these ids, in no order, or of this word."""
        return self._fetched(*self._sql(), asked)

    def _fetched(self, sql: str, values: Sequence[Any], asked: Iterable[int] | str) -> list[Any]:
        wanted, example = _parameter(asked), _parameter(self._example)
        with connection.cursor() as cursor:
            cursor.execute(sql, [wanted if value == example else value for value in values])
            return cursor.fetchall()

    def _sql(self) -> tuple[str, Sequence[Any]]:
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._question(self._example).query.sql_with_params()
        return self._written[connection.vendor]


def _parameter(asked: Iterable[int] | str) -> str:
    return asked if isinstance(asked, str) else json.dumps(list(asked))


class PreparedModels(Prepared):
    """The same for rows that become models, with those they are joined to (`select_related`)."""

    def __call__(self, asked: Iterable[int] | str) -> list[Any]:
        """The models of these ids, or of this word, in the order of the question."""
        shape = self._shape()
        rows: Iterable[Any] = self._fetched(shape.sql, shape.values, asked)
        if shape.converters:
            rows = shape.compiler.apply_converters(rows, shape.converters)
        return [shape.model(list(row)) for row in rows]

    def _shape(self) -> "_Shape":
        if connection.vendor not in self._written:
            query = self._question(self._example).query
            self._written[connection.vendor] = _Shape(query.get_compiler(connection=connection))
        return self._written[connection.vendor]


class _Shape:
    """What `ModelIterable` works out for each question, worked out once."""

    def __init__(self, compiler: Any) -> None:
        self.compiler = compiler
        self.sql, self.values = compiler.as_sql()
        self.converters = compiler.get_converters([one[0] for one in compiler.select])
        info, select = compiler.klass_info, compiler.select
        self._class = info["model"]
        self._columns = slice(info["select_fields"][0], info["select_fields"][-1] + 1)
        self._names = [one[0].target.attname for one in select[self._columns]]
        self._populators = get_related_populators(info, select, connection.alias)

    def model(self, row: list[Any]) -> Any:
        """A row as a model, with the models it was joined to."""
        made = self._class.from_db(connection.alias, self._names, row[self._columns])
        for populator in self._populators:
            populator.populate(row, made)
        return made


class Columns(Prepared):
    """A question whose answer comes as columns, with the values Django gives."""

    def __call__(self, asked: Iterable[int] | str) -> list[Sequence[Any]]:
        """A sequence for each column; none where no row was found."""
        sql, parameters, converters = self._written_once()
        found: list[Sequence[Any]] = list(zip(*self._fetched(sql, parameters, asked), strict=True))
        if found:
            for place, convert in converters:
                found[place] = each_once(convert, found[place])
        return found

    def _written_once(self) -> tuple[str, Sequence[Any], list[tuple[int, Callable[[Any], Any]]]]:
        if connection.vendor not in self._written:
            query = self._question(self._example).query
            compiler = query.get_compiler(connection=connection)
            sql, parameters = compiler.as_sql()
            found = compiler.get_converters([one[0] for one in compiler.select])
            converters = [(place, _converter(*pair)) for place, pair in found.items()]
            self._written[connection.vendor] = sql, parameters, converters
        return self._written[connection.vendor]


def _converter(steps: Sequence[Callable[..., Any]], expression: Any) -> Callable[[Any], Any]:
    """The steps by which Django makes a value of what the database gives."""

    def convert(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return convert
