"""Picture files: a folder or a ZIP that photographs come in, and what of it is not taken.

Nothing is unpacked to a disk: a member is read whole in its turn, and never more of it than a
photograph may have. What an archive says of itself is looked at first and then not believed.
"""

import hashlib
import io
import re
import stat
import unicodedata
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

PICTURES = frozenset({".jpg", ".jpeg", ".jpe", ".png", ".webp", ".tif", ".tiff", ".heic", ".heif"})
LISTS = frozenset({"photos.csv", "photos.tsv", "photos.txt", "photos.xlsx"})
MOST_MEMBERS = 20_000
MOST_BYTES = 50 * 1024**3  # of all members, unpacked
MOST_TIMES = 200  # a photograph is packed already; what grows more than so is a bomb
_LIST_BYTES = 50 * 1024**2
_WORTH_ASKING = 1024**2
_UTF8, _LOCKED = 0x800, 0x1
# How names were written before UTF-8, Russian ones told by having no letter of ours beside theirs.
_RUSSIAN = re.compile(r"(?!.*([a-z][а-яё]|[а-яё][a-z]))[ -~а-яё]+", re.IGNORECASE)
_READINGS = (
    ("utf-8", re.compile(r".*")),
    ("cp866", _RUSSIAN),
    ("cp1251", _RUSSIAN),
    ("cp932", re.compile(r".*[\u3040-\u9fff].*")),
    ("cp866", re.compile(r".*")),
)


def folded(name: str) -> str:
    """The form in which names of files are compared."""
    return unicodedata.normalize("NFC", name).casefold()


@dataclass(frozen=True, slots=True)
class Picture:
    """A file that came with others, whole."""

    name: str
    data: bytes
    sha256: str


class PictureFiles:
    """Files by their bare names; use as a context manager.

    `refused` tells of each that was found and cannot be taken, by its name as written; `size` is
    that of the others together, in bytes.
    """

    def __init__(self) -> None:
        self.names: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        self.size = 0
        self._list = ""

    def __enter__(self) -> "PictureFiles":
        return self

    def __exit__(self, *_reasons: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of what is open."""

    def pictures(self) -> list[str]:
        """The names that look like photographs, in order."""
        return [one for _key, one in sorted(self.names.items()) if _suffix(one) in PICTURES]

    def others(self) -> list[str]:
        """The names that do not."""
        return sorted(one for one in self.names.values() if _suffix(one) not in PICTURES)

    def read(self, name: str, limit: int) -> bytes:
        """A file whole; one byte more than `limit` of a larger one. ValueError says why not."""
        raise NotImplementedError

    def picture(self, name: str, limit: int) -> Picture:
        """The same with its checksum."""
        data = self.read(name, limit)
        return Picture(name, data, hashlib.sha256(data).hexdigest())

    def open_list(self) -> IO[bytes] | None:
        """The list that lies among them, None without one; ValueError where it is too large."""
        if not self._list:
            return None
        data = self.read(self._list, _LIST_BYTES)
        if len(data) > _LIST_BYTES:
            message = _("The file is too large; at most {limit} MB are allowed.")
            raise ValueError(message.format(limit=_LIST_BYTES // 1024**2))
        return io.BytesIO(data)

    def digest(self) -> str:
        """A SHA-256 that is another one when a file is."""
        raise NotImplementedError

    def _keep(self, name: str, written: str) -> bool:
        """Take in one file; two of one name cannot be told apart."""
        key = folded(name)
        if name.startswith("._") or key in (".ds_store", "thumbs.db", "desktop.ini"):
            return False
        if key in LISTS and not self._list:
            self._list = name
            return True
        if key in self.names:
            self.refused[written] = _("Another file here has the same name.")
            return False
        self.names[key] = name
        return True


class Folder(PictureFiles):
    """The plain files of one folder: nothing below it, and no link out of it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        if not path.is_dir():
            raise ValueError(_("There is no folder {path}.").format(path=path))
        self._path = path
        for one in sorted(path.iterdir()):
            if one.is_symlink():
                self.refused[one.name] = _is_link()
            elif one.is_file():
                self.size += self._keep(one.name, one.name) and one.stat().st_size

    def read(self, name: str, limit: int) -> bytes:
        with (self._path / name).open("rb") as stream:
            return stream.read(limit + 1)

    def digest(self) -> str:
        """Of the names, sizes and moments of its files, for reading them all takes long."""
        total = hashlib.sha256()
        for name in sorted([*self.names.values(), *filter(None, [self._list])]):
            facts = (self._path / name).stat()
            total.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode(errors="replace"))
        return total.hexdigest()


class Archive(PictureFiles):
    """The members of a ZIP by their bare names, wherever in it they lie."""

    def __init__(self, file: Path | IO[bytes]) -> None:
        super().__init__()
        self._file = file
        self._members: dict[str, zipfile.ZipInfo] = {}
        try:
            self._zip = zipfile.ZipFile(file)
        except (zipfile.BadZipFile, OSError, ValueError, EOFError) as error:
            raise ValueError(_("The file is no ZIP archive, or it is damaged.")) from error
        members = [one for one in self._zip.infolist() if not one.is_dir()]
        _refuse_whole(members)
        for member in members:
            self._admit(member)

    def close(self) -> None:
        self._zip.close()

    def read(self, name: str, limit: int) -> bytes:
        try:
            with self._zip.open(self._members[name]) as stream:
                return stream.read(limit + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
            raise ValueError(_("It is damaged in the archive; pack it again.")) from error

    def digest(self) -> str:
        stream = self._file
        if isinstance(stream, Path):
            with stream.open("rb") as opened:
                return hashlib.file_digest(opened, "sha256").hexdigest()
        stream.seek(0)
        return hashlib.file_digest(stream, "sha256").hexdigest()

    def _admit(self, member: zipfile.ZipInfo) -> None:
        written = _written(member)
        if written.startswith("__MACOSX/"):
            return
        objection = _objection(member, written)
        name = PurePosixPath(written).name
        if objection:
            self.refused[written] = objection
        elif self._keep(name, written):
            self._members[name] = member
            self.size += member.file_size


def _refuse_whole(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MOST_MEMBERS:
        message = _("The archive has {n} files; at most {limit} are taken at once.")
        raise ValueError(message.format(n=len(members), limit=MOST_MEMBERS))
    if sum(one.file_size for one in members) > MOST_BYTES:
        message = _("Unpacked the archive has more than {limit} GB; send it in parts.")
        raise ValueError(message.format(limit=MOST_BYTES // 1024**3))


def _objection(member: zipfile.ZipInfo, written: str) -> str:
    """Why a member is not taken, "" where it may be."""
    kind = stat.S_IFMT(member.external_attr >> 16)
    usual = member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
    tests = (
        (member.flag_bits & _LOCKED, _("It is locked with a password; pack it without one.")),
        (kind not in (0, stat.S_IFREG), _is_link()),
        (_leads_out(written), _("Its path leads out of the archive.")),
        (not usual, _("It is packed in an unusual way; pack it as an ordinary ZIP.")),
        (_is_bomb(member), _("It unpacks to many times its size, as no photograph does.")),
    )
    return next((sentence for holds, sentence in tests if holds), "")


def _is_bomb(member: zipfile.ZipInfo) -> bool:
    grows = member.file_size > MOST_TIMES * max(member.compress_size, 1)
    return grows and member.file_size > _WORTH_ASKING


def _leads_out(written: str) -> bool:
    path = PurePosixPath(written)
    return path.is_absolute() or ".." in path.parts or "\\" in written or written[1:2] == ":"


def _is_link() -> str:
    return _("It is a link, not a file.")


def _written(member: zipfile.ZipInfo) -> str:
    """The name of a member; one that is not said to be UTF-8 is read as its system wrote it."""
    # The separators of this system have been replaced by the library; the name as it came counts.
    name = member.orig_filename.partition("\0")[0]
    if member.flag_bits & _UTF8 or name.isascii():
        return name
    data = name.encode("cp437")
    return next(filter(None, (_decoded(data, *way) for way in _READINGS)), name)


def _decoded(data: bytes, encoding: str, is_likely: re.Pattern[str]) -> str:
    with suppress(UnicodeDecodeError):
        read = data.decode(encoding)
        if is_likely.fullmatch(read):
            return read
    return ""


def _suffix(name: str) -> str:
    return PurePosixPath(folded(name)).suffix
