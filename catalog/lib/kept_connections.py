"""Kept connections: one to an SQLite file ends when the file was moved away under it.

To open the file anew at each request costs a sixth of a page. A restore puts another file in its
place, though, and whoever kept the old one open would go on reading what is no longer there.
"""

import os
from typing import Any

from django.core.signals import request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def watch() -> None:
    """Notice from now on which file is opened, and look at the start of each request."""
    connection_created.connect(_opened, dispatch_uid="kept_connections.opened")
    request_started.connect(close_replaced, dispatch_uid="kept_connections.close_replaced")


def close_replaced(**_signal: Any) -> None:
    """Close each connection of this thread whose file is no longer the one at its name."""
    for one in connections.all(initialized_only=True):
        if one.connection is not None and _file(one) != getattr(one, "opened_file", None):
            one.close()


def _opened(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    connection.opened_file = _file(connection)


def _file(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    """What stands at the name of an SQLite database; None for nothing, memory or a server."""
    if connection.vendor != "sqlite":
        return None
    try:
        found = os.stat(connection.settings_dict["NAME"])  # noqa: PTH116 - it may be a URI
    except OSError:
        return None
    return found.st_dev, found.st_ino
