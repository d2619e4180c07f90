"""Caches: memory the database may hold while a command reads everything once."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_KIB = 2000


@contextmanager
def small_cache() -> Iterator[None]:
    """Let SQLite keep few pages: what was read once is not asked for again.

    PostgreSQL keeps its pages outside of our process.
    """
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        (usual,) = cursor.execute("PRAGMA cache_size").fetchone()
        cursor.execute(f"PRAGMA cache_size=-{_KIB}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA cache_size={usual}")
