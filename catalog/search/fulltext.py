"""Full text: which finds have the words of a query, on SQLite by FTS5, on PostgreSQL by tsvector.

Both ask tables that hold the words `catalog.index` wrote; a visitor's query meets the public
table alone. Every function takes what was typed, and no text is an error.
"""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from catalog.lib.words import Query, Term, parse

# Up to so many hits those come first that have the words in their number or title.
FEW_HITS = 2_000


def matching(finds: QuerySet, typed: str, *, staff: bool = False) -> QuerySet:
    """The finds that have every word; none where nothing typed is a word."""
    query = parse(typed)
    return finds.filter(_among(query, staff=staff)) if query else finds.none()


def hits(typed: str, *, staff: bool = False, limit: int | None = None) -> list[int]:
    """The ids of the finds that have every word, rising where there is no limit."""
    query = parse(typed)
    if not query:
        return []
    sql, values = _select(query, staff=staff)
    end = "ORDER BY 1" if limit is None else "LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} {end}", [*values, *([] if limit is None else [limit])])
        return [row[0] for row in cursor.fetchall()]


def count(typed: str, *, staff: bool = False, at_most: int = FEW_HITS + 1) -> int:
    """How many finds have every word, counted no further than `at_most`."""
    return len(hits(typed, staff=staff, limit=at_most))


def by_relevance(typed: str) -> Case | None:
    """0 for the finds whose number or title has every word, 1 for others, to sort by.

    None where there are more than `FEW_HITS`: then the newest come first. The same order on
    both databases, which their own measures of relevance do not give.
    """
    query = parse(typed)
    if not query or count(typed) > FEW_HITS:
        return None
    first = When(_among(query, column="head"), then=Value(0))
    return Case(first, default=Value(1), output_field=IntegerField())


def _among(query: Query, *, staff: bool = False, column: str = "body") -> Q:
    sql, values = _select(query, staff=staff, column=column)
    return Q(pk__in=RawSQL(sql, values))


def _select(query: Query, *, staff: bool = False, column: str = "body") -> tuple[str, list[Any]]:
    table = "catalog_staffwords" if staff else "catalog_publicwords"
    if connection.vendor == "postgresql":
        sql = f"SELECT find_id FROM {table} WHERE {column} @@ CAST(%s AS tsquery)"
        return sql, [" & ".join(map(_tsquery, query.terms))]
    wanted = " AND ".join(map(_fts5, query.terms))
    return f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [f"{column} : ({wanted})"]


def _fts5(term: Term) -> str:
    """Words are letters and digits alone, so none needs escaping."""
    return f'"{" ".join(term.words)}"{" *" if term.is_prefix else ""}'


def _tsquery(term: Term) -> str:
    words = _quoted(term.words)
    return f"({' <-> '.join(words)}{':*' if term.is_prefix else ''})"


def _quoted(words: Sequence[str]) -> list[str]:
    return [f"'{word}'" for word in words]
