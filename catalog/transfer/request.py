"""Request: what is asked of a run of the import, and how its file is opened."""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from catalog.lib import sheets
from catalog.transfer.mapping import ADDED_COLUMNS, Mapping
from catalog.transfer.report import Outcome
from catalog.transfer.rows import Row

_HEADER = 64 * 1024  # bytes in which a header ends

Refused = Callable[[Row], None]
Progress = Callable[[int], None]


class ImportRefused(ValueError):  # noqa: N818 - a refusal, not a fault
    """The file as a whole cannot be taken; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run: the file, how to read it, and what to do with refused rows.

    `refused` is told of every refused row; `header` of the file's header before the first.
    `total` is told how many rows there are, once that is known, and `progress` the number of rows
    done since it was asked last.
    """

    file: Path | IO[bytes]
    name: str
    mapping: Mapping = field(default_factory=Mapping)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str = ""
    dry_run: bool = False
    skip_refused: bool = False
    header: Callable[[Sequence[str]], None] | None = None
    refused: Refused | None = None
    outcome: Callable[[Outcome], None] | None = None
    total: Progress | None = None
    progress: Progress | None = None

    @property
    def keeps_good_rows(self) -> bool:
        """Whether refused rows are left out instead of refusing the list."""
        return self.skip_refused or self.mapping.options.skip_errors


def open_list(request: Request) -> sheets.Sheet:
    """The file as a table, from its beginning."""
    if not isinstance(request.file, Path):
        request.file.seek(0)
    options = request.mapping.options
    reading: dict[str, str | None] = {
        "encoding": request.encoding or options.encoding,
        "delimiter": request.delimiter or options.delimiter,
    }
    # How the list is written was said of the list: its refused rows come in a file of our own.
    told = {} if _is_of_refused_rows(request.file) else reading
    return sheets.open_sheet(request.file, name=request.sheet or options.sheet, **told)


def _is_of_refused_rows(file: Path | IO[bytes]) -> bool:
    """Whether the first line of a text names what is added to refused rows."""
    with file.open("rb") if isinstance(file, Path) else nullcontext(file) as stream:
        first = stream.readline(_HEADER)
    if not isinstance(file, Path):
        file.seek(0)
    return all(name.encode() in first for name in ADDED_COLUMNS)


def digest(file: Path | IO[bytes]) -> str:
    """The SHA-256 of a file; a stream is read from its beginning to its end."""
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()
