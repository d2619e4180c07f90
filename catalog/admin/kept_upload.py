"""An upload that was only checked: kept in private for the next button, one of each visit.

Who never comes back for it leaves a file that no row needs, which `prune` finds.
"""

from typing import Any

from django.core.files import File

from catalog.lib import ids
from catalog.lib.storage import import_storage

_KEY = "checked_upload"


def name_of(session: Any) -> str:
    """What the kept file was called; "" where there is none."""
    name, called = session.get(_KEY, ("", ""))
    return called if name and import_storage().exists(name) else ""


def opened(session: Any) -> File:
    """The kept file under the name it was called by."""
    name, called = session[_KEY]
    return File(import_storage().open(name).file, called)


def keep(session: Any, upload: File) -> None:
    """Keep an upload in the place of the one before."""
    drop(session)
    session[_KEY] = (import_storage().save(f"{ids.uuid7().hex}.zip", upload), upload.name)


def drop(session: Any) -> None:
    """Take the kept file away."""
    name, _called = session.pop(_KEY, ("", ""))
    if name:
        import_storage().delete(name)
