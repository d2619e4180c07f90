"""Refused rows as a CSV: as they came, with line, place and reasons, ready to be mended.

Fed again, it is read with the same mapping; what was added is left aside, but for the place, which
a mapping may have made a number of.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from catalog.lib import sheets, workbook
from catalog.lib.sheet_text import CELL_LIMIT
from catalog.transfer.mapping import ADDED_COLUMNS
from catalog.transfer.rows import Row

_NUMBER = re.compile(r"[+-]?[0-9][0-9 .,]*")


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
        self._width = 0

    def __enter__(self) -> "RefusedRows":
        return self

    def __exit__(self, *error: object) -> None:
        self._stream.close()

    def header(self, header: Sequence[str]) -> None:
        """The header of the file, and the columns that are added to it."""
        self._width = len(header)
        self._kept = [index for index, name in enumerate(header) if name not in ADDED_COLUMNS]
        if self._begins_anew:
            names = (sheets.guard(header[index]) for index in self._kept)
            self._writer.writerow([*names, *ADDED_COLUMNS])

    def row(self, row: Row) -> None:
        """One refused row; cells the header has no name for stand behind what is added.

        So nothing of a row with a comma too many is lost, and it stays refused until it is mended.
        """
        cells = [row.cells[index] if index < len(row.cells) else "" for index in self._kept]
        beyond = row.cells[self._width :]
        reasons = " ".join(str(problem) for problem in row.problems)
        added = (row.line, row.place, reasons)
        self._writer.writerow([*map(_inert, cells), *added, *map(_inert, beyond)])

    def written(self) -> int:
        """How many bytes are surely in the file."""
        self._stream.flush()
        return self._stream.tell()


def _inert(cell: str) -> str:
    """A cell no spreadsheet takes for a formula; one that was made so already stays as it is.

    So does what a formula that failed has left: it is refused again until somebody mends it.
    """
    as_it_is = cell.startswith("'") or _NUMBER.fullmatch(cell) or sheets.has_failed(cell)
    return cell if as_it_is else sheets.guard(cell)


def as_csv(path: str) -> tuple[Iterator[bytes], str]:
    """The file as it lies there, in pieces, with its type."""
    return _pieces(Path(path)), "text/csv; charset=utf-8"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(256 * 1024):
            yield piece


def as_workbook(path: str) -> tuple[Iterator[bytes], str]:
    """The same as a workbook, in which every cell is text."""
    return _sheet(Path(path)), workbook.CONTENT_TYPE


def _sheet(path: Path) -> Iterator[bytes]:
    csv.field_size_limit(CELL_LIMIT)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        width = max(map(len, csv.reader(stream)))
        stream.seek(0)
        rows = (row + [""] * (width - len(row)) for row in csv.reader(stream))
        yield from workbook.pieces("refused", next(rows), rows)
