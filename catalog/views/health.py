"""Whether the house is alive, and whether it is ready: for whoever watches over it."""

import logging
import os
import shutil
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from catalog import index

_log = logging.getLogger(__name__)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer "ok" without asking anything: the process lives."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """A word for each thing a page needs; 503 where one fails. Why is written to the log alone."""
    found = {name: _holds(name, test) for name, test in _TESTS.items()}
    lines = "".join(f"{name} {'ok' if holds else 'failed'}\n" for name, holds in found.items())
    status = 200 if all(found.values()) else 503
    headers = {"Retry-After": "30"} if status == 503 else {}
    return HttpResponse(lines, content_type="text/plain", status=status, headers=headers)


def _holds(name: str, test: Callable[[], bool]) -> bool:
    try:
        return test()
    except Exception:  # whatever it is, the house is not ready
        _log.warning("Not ready: %s.", name, exc_info=True)
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def _migrations() -> bool:
    if not _is_migrated():
        _is_migrated.cache_clear()
        return False
    return True


@cache
def _is_migrated() -> bool:
    """Asked until it is so: the program of a process does not change any more."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _media() -> bool:
    """Whether one more upload finds room."""
    folder = Path(settings.MEDIA_ROOT)
    is_writable = os.access(folder, os.W_OK | os.X_OK)
    largest = max(settings.PHOTO_MAX_BYTES, settings.PAPER_MAX_BYTES)
    return is_writable and shutil.disk_usage(folder).free > largest


def _index() -> bool:
    return bool(index.position().generation)


_TESTS: Mapping[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "media": _media,
    "index": _index,
}
