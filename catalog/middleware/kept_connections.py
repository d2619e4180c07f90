"""Kept connections: one to an SQLite file ends when the file was moved away under it.

To open the file anew at each request costs a sixth of a page. Somebody may put another file in its
place by hand, though, and whoever kept the old one open would go on reading what is no longer
there. (`restore` writes into the file that is there.)
"""

import os
from collections.abc import Callable
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.http import HttpRequest, HttpResponse


class KeptConnections:
    """Closes at the start of a request each connection whose file is not the one at its name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for one in _open():
            if hasattr(one, "opened_file") and one.opened_file != _file(one):
                one.close()
        response = self.get_response(request)
        for one in _open():
            one.opened_file = _file(one)
        return response


def _open() -> list[Any]:
    """The connections of this thread that are open."""
    known = connections.all(initialized_only=True)
    return [one for one in known if one.vendor == "sqlite" and one.connection is not None]


def _file(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    """What stands at the name of its database; None for nothing or a database in memory."""
    try:
        found = os.stat(connection.settings_dict["NAME"])  # noqa: PTH116 - it may be a URI
    except OSError:
        return None
    return found.st_dev, found.st_ino
