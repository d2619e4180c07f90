"""Caches: what a command that reads or writes everything once need not keep or look for."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

# Kibibytes of pages, and where rows are sorted: 1 is a file.
_SMALL = {"cache_size": -2000, "temp_store": 1}
_NEW_OBJECTS = 20_000


@contextmanager
def small_cache() -> Iterator[None]:
    """Let SQLite keep few pages and sort in a file: what was read once is not asked for again.

    Inside a transaction nothing can be set. PostgreSQL does all this outside of our process.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual = {name: _setting(name) for name in _SMALL}
    _set(_SMALL)
    try:
        yield
    finally:
        _set(usual)


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for circles among the rows of a list seldom, and never among the program.

    For commands only: in a server, what is frozen would be what its pages hold.
    """
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


def _setting(name: str) -> int:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


def _set(values: Mapping[str, int]) -> None:
    with connection.cursor() as cursor:
        for name, value in values.items():
            cursor.execute(f"PRAGMA {name}={value}")
