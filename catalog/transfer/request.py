"""Request: what is asked of a run of the import, and how its file is opened."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from catalog.lib import sheets
from catalog.transfer.mapping import Mapping
from catalog.transfer.report import Outcome
from catalog.transfer.rows import Row

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
    return sheets.open_sheet(
        request.file,
        encoding=request.encoding or options.encoding,
        delimiter=request.delimiter or options.delimiter,
        name=request.sheet or options.sheet,
    )


def digest(file: Path | IO[bytes]) -> str:
    """The SHA-256 of a file; a stream is read from its beginning to its end."""
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()
