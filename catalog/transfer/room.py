"""Room: whether the disk holds what a large list is about to write."""

import shutil
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from catalog.transfer.request import ImportRefused

_MANY = 10_000  # rows below which nobody needs to ask
# A row with its history and its words, and once more in the log of a transaction.
_BYTES_A_ROW = 8_000
_MB = 1024 * 1024


def require_room(rows: int) -> None:
    """Refuse a large list the disk has no room for; only of SQLite is the disk known."""
    if rows < _MANY or connection.vendor != "sqlite":
        return
    path = Path(str(connection.settings_dict["NAME"]))
    if not path.is_file():
        return
    needed, free = rows * _BYTES_A_ROW, shutil.disk_usage(path.parent).free
    if free < needed:
        message = _("The disk has too little room: about {needed} MB are needed, {free} are free.")
        raise ImportRefused(message.format(needed=needed // _MB, free=free // _MB))
