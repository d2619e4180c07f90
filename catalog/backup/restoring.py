"""The way back: everything is read before anything is touched, and nothing is thrown away."""

import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from catalog import index
from catalog.backup import manifest, tables
from catalog.backup.making import Phase, engine
from catalog.backup.manifest import Broken, Manifest, Upload


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot that was found: its folder, and where its uploads lie."""

    folder: Path
    store: Path
    told: Manifest


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: how many uploads came back, and where the old is kept."""

    uploads: int
    kept: str


def find(path: Path) -> Snapshot:
    """The snapshot in a folder, or the newest of a folder of snapshots."""
    if (path / manifest.NAME).is_file():
        store = path if (path / manifest.UPLOADS).is_dir() else path.parent
        return Snapshot(path, store, manifest.read(path / manifest.NAME))
    inside = sorted(path.glob(f"[0-9]*/{manifest.NAME}"))
    if not inside:
        raise Broken(f"There is no whole snapshot in {path}.")
    return find(inside[-1].parent)


@contextmanager
def unpacked(stream: BinaryIO) -> Iterator[Snapshot]:
    """The snapshot of a tar, laid out beside the uploads, where there must be room for it."""
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=media) as folder:
        try:
            with tarfile.open(fileobj=stream, mode="r|*") as archive:
                # Python's own filter: no absolute path, no way up, no link out, no device.
                archive.extractall(folder, filter="data")  # nosec B202
        except (tarfile.TarError, EOFError) as error:
            raise Broken(f"The stream is no whole backup: {error}.") from error
        yield find(Path(folder))


def check(snapshot: Snapshot, phase: Phase) -> None:
    """Read all of it, and refuse what is not whole or not for this program and database."""
    told = snapshot.told
    if told.vendor != connection.vendor:
        raise Broken(
            f"This is a backup of {told.vendor}; the database of the settings is of "
            f"{connection.vendor}."
        )
    if strange := tables.unknown(told.migrations):
        raise Broken(
            f"It was made by Findspot {told.version}, which is newer than this program: "
            f"{strange[0]} is unknown here."
        )
    total = told.size + sum(upload.size for upload in told.uploads)
    with phase("check", total) as progress:
        manifest.check(snapshot.folder, told, snapshot.store, progress)
    engine().check(snapshot.folder / told.database)


def restore(snapshot: Snapshot, *, moment: str, phase: Phase) -> Restored:
    """Bring a checked snapshot back while the site may go on: uploads, then the database at once.

    Uploads that are here already stay; those of another content are moved aside, not lost. Rows
    of the snapshot find their uploads from the first moment on.
    """
    told = snapshot.told
    _refuse_without_room(snapshot)
    with phase("uploads", sum(upload.size for upload in told.uploads)) as progress:
        brought = 0
        for upload in told.uploads:
            brought += _bring(snapshot.store, upload, moment)
            progress(upload.size)
    kind = engine()
    with phase("database", kind.size()) as progress:
        kept = kind.replace(snapshot.folder / told.database, moment, told.rows, progress)
    if tables.is_behind(told.migrations):
        call_command("migrate", verbosity=0, interactive=False)
    index.renew()
    return Restored(brought, kept)


def _refuse_without_room(snapshot: Snapshot) -> None:
    """Nothing is begun that a disk cannot hold."""
    media, told = Path(settings.MEDIA_ROOT), snapshot.told
    media.mkdir(parents=True, exist_ok=True)
    missing = (one.size for one in told.uploads if not (media / one.path).exists())
    place, wanted = engine().room(snapshot.folder / told.database)
    needs = {media: sum(missing)}
    same = place if place.stat().st_dev != media.stat().st_dev else media
    needs[same] = needs.get(same, 0) + wanted
    for folder, needed in needs.items():
        free = shutil.disk_usage(folder).free
        if free < needed:
            raise Broken(f"There are {free:,} bytes free at {folder}; {needed:,} are needed.")


def _bring(store: Path, upload: Upload, moment: str) -> bool:
    """Lay an upload where its row looks for it; says whether it was not there."""
    media = Path(settings.MEDIA_ROOT)
    place = media / upload.path
    if place.is_file():
        if place.stat().st_size == upload.size and manifest.digest_of(place) == upload.sha256:
            return False
        aside = media / f"replaced-{moment}" / upload.path
        aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        place.rename(aside)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = place.with_name(f".{place.name}.{os.getpid()}")
    try:
        with (store / upload.kept_as).open("rb") as content, draft.open("wb") as file:
            os.fchmod(file.fileno(), 0o600)
            digest = manifest.copied(content, file, lambda _bytes: None)
            file.flush()
            os.fsync(file.fileno())
        if digest != upload.sha256:
            raise Broken(f"{upload.path} changed while it was being restored.")
        draft.replace(place)
    finally:
        draft.unlink(missing_ok=True)
    return True
