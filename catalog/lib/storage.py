"""Where files lie: originals and lists nobody has an address for, and sizes made from photos."""

import os
from pathlib import Path

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class _Folder(FileSystemStorage):
    """A folder of MEDIA_ROOT without an address; the setting is read at each use, never kept."""

    folder = ""
    base_url = None
    file_permissions_mode = 0o600
    directory_permissions_mode = 0o700

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / self.folder)

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)  # noqa: PTH100 - as Django resolves it


class Originals(_Folder):
    """Photographs and documents as they came in; only this process may read them."""

    folder = "originals"


class Imports(_Folder):
    """Lists that were sent to be imported, and what was refused of them."""

    folder = "imports"


class Renditions(_Folder):
    """Sizes of photographs: made from pixels, safe to delete."""

    folder = "renditions"


def private_storage() -> FileSystemStorage:
    """The storage of originals, for `FileField(storage=private_storage)`."""
    return Originals()


def import_storage() -> FileSystemStorage:
    """The storage of lists on their way in."""
    return Imports()


def rendition_storage() -> FileSystemStorage:
    """The storage of the sizes made from photographs."""
    return Renditions()
