"""Bags: a folder that proves its own completeness, after BagIt 1.0 (RFC 8493), with SHA-256.

The payload lies in `data/`; a manifest lists every file of it with its checksum, and a second one
the files beside it, the first manifest among them.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_DECLARED = re.compile(r"BagIt-Version: (0\.97|1\.0)\r?\nTag-File-Character-Encoding: UTF-8\s*")
_LINE = re.compile(r"(?P<sum>[0-9a-fA-F]{64})[ \t]+\*?(?P<path>.+)")
_MOST_TOLD = 20


class _Hashed:
    """A file that is hashed and measured while it is written."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._sum = stream, hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> int:
        self._sum.update(data)
        self.size += len(data)
        return self._stream.write(data)

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


class Bag:
    """A bag being filled; `seal` closes it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._payload: dict[str, str] = {}
        self._tags: dict[str, str] = {}
        self.size = 0
        folder.mkdir(parents=True)

    @contextmanager
    def file(self, path: str) -> Iterator[_Hashed]:
        """A file of the payload, by its path below `data/`."""
        name = f"data/{path}"
        with self._written(name, self._payload) as stream:
            yield stream
        self.size += stream.size

    def tag(self, name: str, text: str) -> None:
        """A file beside the payload."""
        with self._written(name, self._tags) as stream:
            stream.write(text.encode())

    def seal(self, info: Mapping[str, str]) -> None:
        """Say what it is and list everything in it."""
        oxum = f"{self.size}.{len(self._payload)}"
        lines = {**info, "Payload-Oxum": oxum}
        self.tag("bagit.txt", _DECLARATION)
        self.tag("bag-info.txt", "".join(f"{name}: {told}\n" for name, told in lines.items()))
        self.tag(MANIFEST, _listed(self._payload))
        self.tag(TAG_MANIFEST, _listed(self._tags))

    @contextmanager
    def _written(self, name: str, sums: dict[str, str]) -> Iterator[_Hashed]:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            hashed = _Hashed(stream)
            yield hashed
        sums[name] = hashed.hexdigest()


def _listed(sums: Mapping[str, str]) -> str:
    return "".join(f"{total}  {_escaped(name)}\n" for name, total in sorted(sums.items()))


def _escaped(name: str) -> str:
    return name.replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")


def _plain(name: str) -> str:
    for code, sign in (("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        name = name.replace(code, sign).replace(code.lower(), sign)
    return name


def problems(folder: Path) -> list[str]:
    """What is wrong with a bag, a sentence each; empty when it is whole."""
    declaration = folder / "bagit.txt"
    if not declaration.is_file() or not _DECLARED.fullmatch(_text(declaration)):
        return [_("{path} is no bag: there is no bagit.txt that says so.").format(path=folder)]
    found = _manifest_problems(folder, TAG_MANIFEST) + _manifest_problems(folder, MANIFEST)
    found += _unlisted(folder)
    if len(found) > _MOST_TOLD:
        more = _("… and {n} more.").format(n=len(found) - _MOST_TOLD)
        return [*found[:_MOST_TOLD], more]
    return found


def _manifest_problems(folder: Path, name: str) -> list[str]:
    if not (folder / name).is_file():
        return [_("The list {name} is missing.").format(name=name)]
    found = []
    for line in _text(folder / name).splitlines():
        match = _LINE.fullmatch(line)
        if not match:
            found.append(_("{name} has a line that cannot be read.").format(name=name))
        else:
            found += _file_problems(folder, _plain(match["path"]), match["sum"].lower())
    return found


def _file_problems(folder: Path, name: str, wanted: str) -> list[str]:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts:
        return [_("{path} leads out of the bag.").format(path=name)]
    file = folder / name
    if not file.is_file() or file.is_symlink():
        return [_("{path} is missing.").format(path=name)]
    with file.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != wanted:
            return [_("{path} is damaged: its checksum differs.").format(path=name)]
    return []


def _unlisted(folder: Path) -> list[str]:
    """Files of the payload that no list tells of: nobody knows whether they are whole."""
    manifest = folder / MANIFEST
    if not manifest.is_file():
        return []
    lines = filter(None, map(_LINE.fullmatch, _text(manifest).splitlines()))
    listed = {_plain(line["path"]) for line in lines}
    there = (one for one in sorted((folder / "data").rglob("*")) if not one.is_dir())
    names = (one.relative_to(folder).as_posix() for one in there)
    message = _("{path} is not in the list of the bag.")
    return [message.format(path=name) for name in names if name not in listed]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def read(folder: Path, path: str) -> Path:
    """The file of the payload below `data/`; ValueError when it would lead out or is not there."""
    parts = PurePosixPath(path)
    file = folder / "data" / path
    if parts.is_absolute() or ".." in parts.parts or not file.is_file():
        raise ValueError(_("{path} is missing.").format(path=f"data/{path}"))
    return file
