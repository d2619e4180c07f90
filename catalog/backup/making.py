"""Making a snapshot: the database first, then the uploads its rows name."""

import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection

from catalog.backup import manifest, postgresql, sqlite
from catalog.backup.manifest import Manifest, Upload, settle

# `phase(what, size)` opens a progress bar and gives the function that moves it on.
Phase = Callable[[str, int], Any]


def engine() -> Any:
    """The module that knows this database."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def to_folder(folder: Path, *, version: str, now: datetime, phase: Phase, all_anew: bool) -> Path:
    """Add a snapshot to a folder; uploads that lie there already are not copied again.

    With `all_anew` every upload is read, even where size and time are those of the last snapshot.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    target = folder / now.strftime("%Y-%m-%dT%H-%M-%SZ")
    draft = folder / f".{target.name}.{os.getpid()}"
    draft.mkdir(mode=0o700)
    try:
        told = _database(draft, version=version, now=now, phase=phase)
        known = {} if all_anew else _known(folder)
        uploads, missing = _keep_uploads(told.missing, folder, known, phase)
        whole = _with(told, uploads, missing)
        manifest.check(draft, _with(told, [], []), folder)
        _write(draft / manifest.NAME, whole.written())
        settle(draft)
        draft.rename(target)
        settle(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return target


def to_stream(out: BinaryIO, *, version: str, now: datetime, phase: Phase) -> Manifest:
    """Send all of it as a tar; the manifest comes last, for only then everything is known."""
    with (
        tempfile.TemporaryDirectory(prefix="findspot-backup-") as folder,
        tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        told = _database(Path(folder), version=version, now=now, phase=phase)
        archive.add(Path(folder) / told.database, told.database)
        uploads, missing = [], []
        with phase("uploads", _bytes(told.missing)) as progress:
            for path, source in _sources(told.missing):
                if source is None:
                    missing.append(path)
                    continue
                upload = _upload(path, source, manifest.digest_of(source))
                if upload.sha256 not in {one.sha256 for one in uploads}:
                    archive.add(source, upload.kept_as, filter=_plain)
                uploads.append(upload)
                progress(upload.size)
        whole = _with(told, uploads, missing)
        content = whole.written()
        entry = tarfile.TarInfo(manifest.NAME)
        entry.size, entry.mode = len(content), 0o600
        archive.addfile(entry, io.BytesIO(content))
    return whole


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Without the names of the users of this machine."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o600
    return entry


def _database(folder: Path, *, version: str, now: datetime, phase: Phase) -> Manifest:
    """The database in a folder, and a manifest whose `missing` are all files its rows name."""
    kind = engine()
    path = folder / kind.FILE
    with phase("database", kind.size()) as progress:
        told = kind.snapshot(path, progress)
    settle(path)
    return Manifest(
        made_at=now.isoformat(timespec="seconds"),
        version=version,
        vendor=connection.vendor,
        database=kind.FILE,
        size=path.stat().st_size,
        sha256=manifest.digest_of(path),
        rows=told.rows,
        migrations=told.migrations,
        missing=told.files,
    )


def _with(told: Manifest, uploads: list[Upload], missing: list[str]) -> Manifest:
    return replace(told, uploads=uploads, missing=missing)


def _known(folder: Path) -> dict[tuple[str, int, int], Upload]:
    """The uploads of the newest snapshot, by path, size and time."""
    for path in sorted(folder.glob(f"[0-9]*/{manifest.NAME}"), reverse=True):
        try:
            uploads = manifest.read(path).uploads
        except manifest.Broken:
            continue
        return {(one.path, one.size, one.changed): one for one in uploads}
    return {}


def _keep_uploads(
    named: Any, folder: Path, known: dict[tuple[str, int, int], Upload], phase: Phase
) -> tuple[list[Upload], list[str]]:
    kept, missing = [], []
    with phase("uploads", _bytes(named)) as progress:
        for path, source in _sources(named):
            if source is None:
                missing.append(path)
                continue
            found = source.stat()
            upload = known.get((path, found.st_size, found.st_mtime_ns))
            if upload is None or not _lies(folder, upload):
                upload = _keep(path, source, folder)
            kept.append(upload)
            progress(upload.size)
    return kept, missing


def _lies(folder: Path, upload: Upload) -> bool:
    path = folder / upload.kept_as
    return path.is_file() and path.stat().st_size == upload.size


def _keep(path: str, source: Path, folder: Path) -> Upload:
    """Copy an upload under its digest, unless it is there; never over something."""
    store = folder / manifest.UPLOADS
    store.mkdir(exist_ok=True, mode=0o700)
    with _draft(store) as draft:
        with source.open("rb") as content, draft.open("wb") as file:
            digest = manifest.copied(content, file, lambda _bytes: None)
            file.flush()
            os.fsync(file.fileno())
        upload = _upload(path, source, digest)
        place = folder / upload.kept_as
        if not _lies(folder, upload) or manifest.digest_of(place) != digest:
            place.parent.mkdir(exist_ok=True, mode=0o700)
            draft.replace(place)
            settle(place.parent)
    return upload


@contextmanager
def _draft(store: Path) -> Iterator[Path]:
    descriptor, name = tempfile.mkstemp(dir=store, prefix=".draft-")
    os.close(descriptor)
    try:
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)


def _upload(path: str, source: Path, sha256: str) -> Upload:
    found = source.stat()
    return Upload(path, found.st_size, sha256, found.st_mtime_ns)


def _sources(named: Any) -> Iterator[tuple[str, Path | None]]:
    """Each path with its file, or with None where there is none."""
    for path in named:
        file = Path(settings.MEDIA_ROOT) / path
        yield path, file if file.is_file() else None


def _bytes(named: Any) -> int:
    return sum(source.stat().st_size for _path, source in _sources(named) if source)


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.write_bytes(content)
    settle(path)
