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
        """The models of these ids, in no order, or of this word."""
        compiler, (sql, values) = self._compiled()
        rows: Iterable[Any] = self._fetched(sql, values, asked)
        if converters := compiler.get_converters([one[0] for one in compiler.select]):
            rows = compiler.apply_converters(rows, converters)
        return [_model(compiler, list(row)) for row in rows]

    def _compiled(self) -> tuple[Any, tuple[str, Sequence[Any]]]:
        if connection.vendor not in self._written:
            compiler = self._question(self._example).query.get_compiler(connection=connection)
            self._written[connection.vendor] = compiler, compiler.as_sql()
        return self._written[connection.vendor]


def _model(compiler: Any, row: Sequence[Any]) -> Any:
    """What `ModelIterable` makes of a row, which asks for the SQL anew each time."""
    info, select = compiler.klass_info, compiler.select
    start, stop = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [one[0].target.attname for one in select[start:stop]]
    made = info["model"].from_db(connection.alias, names, row[start:stop])
    for populator in get_related_populators(info, select, connection.alias):
        populator.populate(row, made)
    return made
