"""Refused rows as a CSV: as they came, with line, place and reasons, ready to be mended.

Fed again, it is read with the same mapping; what was added is left aside, but for the place, which
a mapping may have made a number of.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

from catalog.transfer.mapping import ADDED_COLUMNS
from catalog.transfer.rows import Row


class RefusedRows:
    """The file of refused rows of one run; `kept` bytes of an earlier attempt at it are gone on."""

    def __init__(self, path: Path, *, kept: int = 0) -> None:
        if kept and path.exists():
            self._stream = path.open("r+", encoding="utf-8", newline="")
            self._stream.truncate(kept)
            self._stream.seek(kept)
        else:
            self._stream = path.open("w", encoding="utf-8", newline="")
            self._stream.write("\ufeff")
        self._writer = csv.writer(self._stream)
        self._begins_anew = not self._stream.tell() > len("\ufeff".encode())
        self._kept: list[int] = []

    def __enter__(self) -> "RefusedRows":
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def header(self, header: Sequence[str]) -> None:
        """The header of the file, and the columns that are added to it."""
        self._kept = [index for index, name in enumerate(header) if name not in ADDED_COLUMNS]
        if self._begins_anew:
            self._writer.writerow([*(header[index] for index in self._kept), *ADDED_COLUMNS])

    def row(self, row: Row) -> None:
        """One refused row."""
        cells = [row.cells[index] if index < len(row.cells) else "" for index in self._kept]
        reasons = " ".join(str(problem) for problem in row.problems)
        self._writer.writerow([*cells, row.line, row.place, reasons])

    def written(self) -> int:
        """How many bytes are surely in the file."""
        self._stream.flush()
        return self._stream.tell()
