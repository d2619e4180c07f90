"""Where files lie: originals and lists nobody has an address for, and sizes made from photos."""

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import FileSystemStorage


class _Folder(FileSystemStorage):
    """A folder of MEDIA_ROOT without an address; the setting is read at each use, never kept."""

    folder = ""
    base_url = None
    file_permissions_mode = 0o600
    directory_permissions_mode = 0o700

    def _save(self, name: str, content: Any) -> str:
        """Write beside the place and move there, so that nobody ever reads half a file."""
        draft = super()._save(str(PurePosixPath(name).with_name(f".{uuid4().hex}.part")), content)
        while not _moved(Path(self.path(draft)), Path(self.path(name))):
            name = self.get_available_name(name)
        return name

    def files(self) -> Iterator[str]:
        """The name of every file in the folder, begun ones included."""
        root = Path(self.location)
        for path in sorted(root.rglob("*")):
            if path.is_file():
                yield path.relative_to(root).as_posix()

    @property
    def base_location(self) -> str:
        return str(Path(settings.MEDIA_ROOT) / self.folder)

    @property
    def location(self) -> str:
        return os.path.abspath(self.base_location)  # noqa: PTH100 - as Django resolves it


def _moved(draft: Path, final: Path) -> bool:
    """Give the file its name unless somebody has taken it meanwhile."""
    try:
        final.hardlink_to(draft)
    except FileExistsError:
        return False
    except OSError:
        # A disk that knows no links, as memory sticks have.
        draft.replace(final)
        return True
    draft.unlink()
    return True


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
