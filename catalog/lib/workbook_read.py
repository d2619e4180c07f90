"""Workbooks as they come: XLSX, one sheet of them, row by row, every cell as a text.

A date is written as a date, whatever the spreadsheet shows; a number as its digits. What a
spreadsheet has damaged (a long number kept in floating point) cannot be undone here.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from catalog.lib.workbook import MOST_ROWS, unescape

_MOST_BYTES = 2 * 1024**3  # unpacked
_MOST_RATIO = 200  # unpacked to packed; a sheet of nothing but zeros stays below
_SMALL = 50 * 1024**2  # below this no ratio is asked
_NO_TEXT = re.compile("[\0\ud800-\udfff]")
_EXACT = 10**15  # floating point holds whole numbers up to here
MAGIC = b"PK\x03\x04"
# What a file that was cut, changed or made by hand can bring out of the library.
_BROKEN = (
    *(OSError, EOFError, LookupError, ValueError, TypeError, AttributeError, ArithmeticError),
    *(SyntaxError, RuntimeError, zipfile.BadZipFile, zlib.error),
)
# A cell with a formula and nothing after it: no result was saved. An empty text would say "str".
_OPEN_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b((?:(?!\bt=.str)[^<>])*)>\s*"
    rb"<(?:\w+:)?f\b(?:[^<>]*/>|[^<>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_PLACE = re.compile(rb"""\br=["']([A-Z]+[0-9]+)["']""")
_PIECE, _LAP, _TOLD = 1024 * 1024, 16 * 1024, 5


class WorkbookError(ValueError):
    """The workbook cannot be read; the message is a sentence."""


class Book:
    """One workbook, open for reading."""

    def __init__(self, stream: IO[bytes]) -> None:
        # Its drawings and charts take 14 MB: nobody holds them who opens no workbook.
        from openpyxl import load_workbook

        _refuse_bombs(stream)
        stream.seek(0)
        try:
            self._book = load_workbook(stream, read_only=True, data_only=True)
        except _BROKEN as error:
            raise WorkbookError(_("The workbook is damaged and cannot be read.")) from error

    @property
    def names(self) -> list[str]:
        """The sheets that are to be seen."""
        return [sheet.title for sheet in self._sheets() if sheet.sheet_state == "visible"]

    def _sheets(self) -> list[Any]:
        # A sheet of charts has no rows.
        return [sheet for sheet in self._book.worksheets if hasattr(sheet, "iter_rows")]

    def rows(self, name: str = "") -> Iterator[tuple[int, int, list[str]]]:
        """(row, 1, cells) of the sheet of that name, else of the first that is to be seen."""
        sheet = self._sheet(name)
        self._refuse_open_formulas(sheet)
        # Some programs write a size that is too small.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        try:
            # A row that says it is the ten billionth is damage, and would be waited for.
            for number, cells in enumerate(islice(rows, MOST_ROWS), 1):
                yield number, 1, [_written(cell) for cell in cells]
        except _BROKEN as error:
            raise WorkbookError(_("The workbook is damaged and cannot be read.")) from error

    def _refuse_open_formulas(self, sheet: Any) -> None:
        """A formula whose result was never saved would be read as an empty cell."""
        try:
            with self._book._archive.open(sheet._worksheet_path) as stream:
                places, more = _open_formulas(stream)
        except _BROKEN as error:
            raise WorkbookError(_("The workbook is damaged and cannot be read.")) from error
        if places:
            message = _(
                "The workbook has formulas without a result, in {cells}: open it in a spreadsheet, "
                "save it there, and send it again."
            )
            cells = ", ".join(places) + (" …" if more else "")
            raise WorkbookError(message.format(cells=cells))

    def _sheet(self, name: str) -> Any:
        for sheet in self._sheets():
            if sheet.title == name or (not name and sheet.sheet_state == "visible"):
                return sheet
        if not name:
            raise WorkbookError(_("Every sheet of the workbook is hidden; name the one to read."))
        names = ", ".join(self.names)
        message = _("The workbook has no sheet “{name}”; its sheets: {names}.")
        raise WorkbookError(message.format(name=name, names=names or "—"))

    def close(self) -> None:
        """Let go of the file."""
        self._book.close()


def _open_formulas(stream: IO[bytes]) -> tuple[list[str], bool]:
    """The places of the first formulas without a saved result, and whether there are more."""
    places: list[str] = []
    text = b""
    while piece := stream.read(_PIECE):
        text = text[-_LAP:] + piece
        for found in _OPEN_FORMULA.finditer(text):
            place = _PLACE.search(found[1])
            told = place[1].decode() if place else "?"
            if told not in places:
                places.append(told)
        if len(places) > _TOLD:
            break
    return places[:_TOLD], len(places) > _TOLD


def _refuse_bombs(stream: IO[bytes]) -> None:
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
    except _BROKEN as error:
        raise WorkbookError(_("The workbook is damaged and cannot be read.")) from error
    if not any(part.filename.startswith("xl/") for part in parts):
        raise WorkbookError(_("This is a ZIP archive, not a table."))
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    is_bomb = unpacked > _SMALL and unpacked / packed > _MOST_RATIO
    if unpacked > _MOST_BYTES or is_bomb:
        raise WorkbookError(_("The workbook unpacks to too much; save the sheet as CSV (UTF-8)."))


def _written(cell: Any) -> str:
    writer = _WRITERS.get(type(cell))
    return writer(cell) if writer else str(cell)


def _text(cell: str) -> str:
    if "_x" not in cell:
        return cell
    written = unescape(cell)
    # What no database takes stays as it is escaped.
    return cell if _NO_TEXT.search(written) else written


def _moment(cell: datetime) -> str:
    return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(" ", "seconds")


def _number(cell: float) -> str:
    return str(int(cell)) if cell.is_integer() and abs(cell) < _EXACT else repr(cell).upper()


_WRITERS = {
    type(None): lambda cell: "",
    str: _text,
    int: lambda cell: str(cell) if abs(cell) < _EXACT else f"{cell:.5E}",
    float: _number,
    bool: lambda cell: "true" if cell else "false",
    datetime: _moment,
    date: date.isoformat,
    time: time.isoformat,
    timedelta: str,
}
