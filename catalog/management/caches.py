"""Caches: what a command that reads or writes everything once keeps, and what it does not."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from django.db import connection

# Kibibytes of pages, and where rows are sorted: 1 is a file.
_SMALL = {"cache_size": -2000, "temp_store": 1}
# What a transaction has written and let go is looked for among all it has written.
_LARGE = {"cache_size": -64_000}
_NEW_OBJECTS = 200_000


@contextmanager
def small_cache() -> Iterator[None]:
    """Let SQLite keep few pages and sort in a file: what was read once is not asked for again."""
    with _set_for_now(_SMALL):
        yield


@contextmanager
def for_a_long_list() -> Iterator[None]:
    """Let SQLite keep what is written again and again, and Python seldom look for circles.

    For commands only: a server keeps its memory for its pages.
    """
    with _set_for_now(_LARGE), _seldom_collected():
        yield


@contextmanager
def _set_for_now(wanted: Mapping[str, int]) -> Iterator[None]:
    """Inside a transaction nothing can be set. PostgreSQL does all this outside of our process."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    usual = {name: _setting(name) for name in wanted}
    _set(wanted)
    try:
        yield
    finally:
        _set(usual)


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Let Python look for circles among the rows of a list seldom, and never among the program."""
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
