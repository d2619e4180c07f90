"""What a snapshot holds, and whether it is what it was."""

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

NAME = "manifest.json"
FORMAT = 1
UPLOADS = "uploads"
_BLOCK = 1 << 20

Progress = Callable[[int], object]


class Broken(Exception):  # noqa: N818 - as it is told
    """What was found is not what was written; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file of the folder of uploads; by `changed`, its time in nanoseconds, it is known again."""

    path: str
    size: int
    sha256: str
    changed: int = 0

    @property
    def kept_as(self) -> str:
        """Where it lies in a backup."""
        return f"{UPLOADS}/{self.sha256[:2]}/{self.sha256}"


@dataclass(frozen=True, slots=True)
class Manifest:
    """All that must be there, with the rows each table had and the state of its columns."""

    made_at: str
    version: str
    vendor: str
    database: str
    size: int
    sha256: str
    rows: Mapping[str, int]
    migrations: Sequence[str]
    uploads: Sequence[Upload] = ()
    missing: Sequence[str] = ()
    format: int = field(default=FORMAT)

    def written(self) -> bytes:
        """As a file, with a digest of itself: a manifest that lost a line is known."""
        told = asdict(self)
        return json.dumps({**told, "digest": _digest(told)}, ensure_ascii=False, indent=1).encode()


def read(path: Path) -> Manifest:
    """The manifest of a snapshot, refused where it is not whole."""
    try:
        told = json.loads(path.read_bytes())
        digest = told.pop("digest")
        if digest != _digest(told):
            raise Broken(f"{path} was changed after it was written.")
        if told["format"] != FORMAT:
            raise Broken(f"{path} is of format {told['format']}; this program reads {FORMAT}.")
        uploads = [_upload(one) for one in told.pop("uploads")]
        return Manifest(**told, uploads=uploads)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Broken(f"{path} cannot be read, so there is no whole snapshot: {error}.") from error


def _upload(told: Mapping[str, Any]) -> Upload:
    upload = Upload(**told)
    path = PurePosixPath(upload.path)
    is_strange = path.is_absolute() or ".." in path.parts or "\\" in upload.path
    if is_strange or not upload.path or len(upload.sha256) != 64 or not upload.sha256.isalnum():
        raise Broken(f"The manifest names “{upload.path}”, which is no place for an upload.")
    return upload


def _digest(told: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def digest_of(path: Path, progress: Progress = lambda _bytes: None) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return copied(file, None, progress)


def copied(source: BinaryIO, target: BinaryIO | None, progress: Progress) -> str:
    """Copy to the end; gives the SHA-256 of what went through."""
    digest = hashlib.sha256()
    while block := source.read(_BLOCK):
        digest.update(block)
        if target:
            target.write(block)
        progress(len(block))
    return digest.hexdigest()


def settle(path: Path) -> None:
    """Have the disk hold a file, or a folder's list of names, before anything counts on it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def check(folder: Path, found: Manifest, store: Path, progress: Progress = lambda _b: None) -> None:
    """Read everything a snapshot names, and refuse the first thing that is another."""
    _same(folder / found.database, found.size, found.sha256, progress)
    for upload in found.uploads:
        _same(store / upload.kept_as, upload.size, upload.sha256, progress)


def _same(path: Path, size: int, sha256: str, progress: Progress) -> None:
    if not path.is_file():
        raise Broken(f"{path} is missing.")
    if path.stat().st_size != size or digest_of(path, progress) != sha256:
        raise Broken(f"{path} is not what was written: its content changed or was cut off.")
