"""Full text: which finds have the words of a query, on SQLite by FTS5, on PostgreSQL by tsvector.

Both ask tables that hold the words `catalog.index` wrote; a visitor's query meets the public
table alone, that of staff who may not see what is withheld one column of the other besides. Every
function takes what was typed, and no text is an error.
"""

from collections.abc import Sequence
from enum import Enum
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from catalog.lib.words import Query, Term, parse

Array = np.ndarray

_PUBLIC, _STAFF = "catalog_publicwords", "catalog_staffwords"

# Of so few hits those with the words in their number or title come first; of more, the newest.
FEW_HITS = 2_000


class Reader(Enum):
    """Who asks, by what may answer: the column of the words of staff that is asked."""

    VISITOR = None
    STAFF = "shown"
    TRUSTED = ""  # who may see what is withheld; "" stands for all columns


def matching(finds: QuerySet, typed: str, reader: Reader = Reader.VISITOR) -> QuerySet:
    """The finds that have every word; none where nothing typed is a word."""
    query = parse(typed)
    return finds.filter(_among(*_select(query, reader))) if query else finds.none()


def hits(typed: str, reader: Reader = Reader.VISITOR) -> Array:
    """The ids of the finds that have every word."""
    query = parse(typed)
    return _ids(*_select(query, reader)) if query else np.zeros(0, dtype="i8")


def in_title(typed: str) -> frozenset[int]:
    """The ids of the public finds that have every word in their number or title."""
    query = parse(typed)
    return frozenset(_ids(*_in_head(query)).tolist()) if query else frozenset()


def by_relevance(typed: str) -> Case:
    """To sort by: 0 for finds with every word in their number or title, 1 for others.

    The same order on both databases, which their own measures of relevance do not give.
    """
    query = parse(typed)
    in_title = When(_among(*_in_head(query)), then=Value(0)) if query else When(Q(pk=0), then=1)
    return Case(in_title, default=Value(1), output_field=IntegerField())


def _ids(sql: str, values: list[Any]) -> Array:
    """Joined by the database into one text; as rows they would cost ten times as much."""
    joined = "string_agg(CAST(id AS text), ',')" if _is_postgresql() else "group_concat(id)"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {joined} FROM ({sql}) AS found", values)
        return np.fromstring(cursor.fetchone()[0] or "", dtype="i8", sep=",")


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _among(sql: str, values: list[Any]) -> Q:
    return Q(pk__in=RawSQL(sql, values))


def _in_head(query: Query) -> tuple[str, list[Any]]:
    return _holding(_PUBLIC, query.terms, "head")


def _select(query: Query, reader: Reader) -> tuple[str, list[Any]]:
    if reader is Reader.VISITOR:
        return _holding(_PUBLIC, query.terms)
    # A find's public words stand in one table alone: each term may be in either.
    asked = ((_PUBLIC, ""), (_STAFF, reader.value))
    parts = [_holding(table, [term], column) for term in query.terms for table, column in asked]
    pairs = zip(parts[::2], parts[1::2], strict=True)
    either = [f"SELECT id FROM ({one} UNION {other}) AS term" for (one, _), (other, _) in pairs]
    return " INTERSECT ".join(either), [value for _sql, values in parts for value in values]


def _holding(table: str, terms: Sequence[Term], column: str = "") -> tuple[str, list[Any]]:
    """The question which finds have all these terms in a table, or in one column of it."""
    if _is_postgresql():
        # "body" holds the words of the other column, too, and has the index.
        asked = [f"{name} @@ CAST(%s AS tsquery)" for name in ("body", column) if name]
        wanted = " & ".join(map(_tsquery, terms))
        sql = f"SELECT find_id AS id FROM {table} WHERE {' AND '.join(asked)}"
        return sql, [wanted] * len(asked)
    wanted = " AND ".join(map(_fts5, terms))
    sql = f"SELECT rowid AS id FROM {table} WHERE {table} MATCH %s"
    return sql, [f"{column} : ({wanted})" if column else wanted]


def _fts5(term: Term) -> str:
    """Words are letters and digits alone, so none needs escaping."""
    return f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}'


def _tsquery(term: Term) -> str:
    words = _quoted(term.words)
    return f"({' <-> '.join(words)}{':*' if term.is_prefix else ''})"


def _quoted(words: Sequence[str]) -> list[str]:
    return [f"'{word}'" for word in words]
