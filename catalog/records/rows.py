"""Rows: what is asked of some finds, put into SQL once; afterwards only the ids are another list.

Django takes milliseconds to write the SQL of a page of cards, the database one to answer it.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

# Stands for the ids while the SQL is written; no find has it.
_NONE_YET = (-1,)


class Prepared:
    """A question about finds; its rows come as the database gives them, not converted."""

    def __init__(self, question: Callable[[Sequence[int]], QuerySet]) -> None:
        """`question` gives the rows wanted of some ids, narrowed by `Among` alone."""
        self._question = question
        self._written: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def __call__(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The rows of these finds."""
        sql, values = self._sql()
        wanted, not_yet = json.dumps(list(ids)), json.dumps(_NONE_YET)
        with connection.cursor() as cursor:
            cursor.execute(sql, [wanted if value == not_yet else value for value in values])
            return cursor.fetchall()

    def _sql(self) -> tuple[str, tuple[Any, ...]]:
        if connection.vendor not in self._written:
            self._written[connection.vendor] = self._question(_NONE_YET).query.sql_with_params()
        return self._written[connection.vendor]
