"""Tables as they come: encodings, separators and quoting recognised, rows streamed.

Only the head of a file is looked at before reading, so memory stays constant; what it cannot show
(a bad byte a million rows down) is a SheetError that names the line.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from django.utils.translation import gettext as _

from catalog.lib import sheet_rows
from catalog.lib.sheet_encodings import check_encoding, detect_encoding, not_a_table
from catalog.lib.sheet_rows import Record, Skipped
from catalog.lib.sheet_text import SheetError, detect_delimiter, records_of
from catalog.lib.workbook_read import MAGIC, Book, WorkbookError

HEAD_BYTES = 256 * 1024
# What a spreadsheet writes where a formula failed; in a table of text it takes it for just that.
_FAILED = (
    *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"),
    *("#Н/Д", "#ССЫЛКА!", "#ЗНАЧ!", "#ДЕЛ/0!", "#ИМЯ?", "#ПУСТО!", "#ЧИСЛО!"),
)
# The wide signs count too: a Japanese spreadsheet takes them for the narrow.
_TRIGGER = re.compile(rf"'*(?:[=+\-@\t\r\n＝＋－＠]|(?:{'|'.join(map(re.escape, _FAILED))})\Z)")
_QUOTE = '"'
# What makes a cell of a line need quotation marks.
_QUOTED = re.compile(r'[",\r\n]')
_FIRST_SIGNS = frozenset("'#=+-@\t\r\n＝＋－＠")


@dataclass
class Sheet:
    """A table being read: its header, and its rows one by one.

    `rows` yields (physical line on which the record starts, cells as written). What is no row is
    left out and counted in `skipped`, and so are empty cells beyond the header; a row may still be
    shorter or longer than the header: the caller compares and refuses. `swallowed` has a sentence
    for the lines of rows in which a stray quotation mark may have taken others. Header cells may
    repeat or be empty. Reading `rows` can raise SheetError. Use as a context manager, or call
    `close`, when not reading to the end. A workbook has `names` of sheets and no separator.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str
    delimiter: str
    notes: list[str] = field(default_factory=list)
    source: io.TextIOWrapper | Book | None = field(default=None, repr=False)
    skipped: Skipped = field(default_factory=Skipped)
    swallowed: dict[int, str] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def close(self) -> None:
        """Let go of the file; a stream that was handed in stays open."""
        if self.source:
            self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def open_sheet(
    path_or_file: str | Path | IO[bytes],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    name: str = "",
) -> Sheet:
    """Open a table of text, or a sheet of a workbook; what is not said is recognised.

    SheetError says why it cannot be.
    """
    owned = isinstance(path_or_file, (str, Path))
    # Left open on purpose: the rows are read later, and the sheet closes it.
    stream = Path(path_or_file).open("rb") if owned else path_or_file  # noqa: SIM115
    source = None
    try:
        if _is_workbook(stream):
            return _open_book(stream, name, owned=owned)
        head = _read_head(stream, encoding)
        notes: list[str] = []
        chosen = _encoding(head, encoding, notes)
        raw = io.BufferedReader(_Joined(head, stream, owned=owned), HEAD_BYTES)
        source = io.TextIOWrapper(raw, chosen, newline="")
        sheet = _begin(source, delimiter or detect_delimiter(_decoded_head(head, chosen)))
    except BaseException:
        if source:
            source.close()
        elif owned:
            stream.close()
        raise
    sheet.encoding, sheet.notes = chosen, notes
    return sheet


def _is_workbook(stream: IO[bytes]) -> bool:
    """Whether it begins as a workbook does; a stream that cannot be wound back is none."""
    if not stream.seekable():
        return False
    begins = stream.read(len(MAGIC))
    stream.seek(0)
    return begins == MAGIC


def _open_book(stream: IO[bytes], name: str, *, owned: bool) -> Sheet:
    try:
        book = Book(stream)
        records = _of_book(book, stream if owned else None, name)
        sheet = _sheet(records, "XLSX", "", source=book)
    except WorkbookError as error:
        raise SheetError(str(error)) from error
    sheet.names = book.names
    return sheet


def _of_book(book: Book, owned: IO[bytes] | None, name: str) -> Iterator[Record]:
    try:
        yield from book.rows(name)
    except WorkbookError as error:
        raise SheetError(str(error)) from error
    finally:
        book.close()
        if owned:
            owned.close()


def _read_head(stream: IO[bytes], encoding: str | None) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES:
        chunk = stream.read(HEAD_BYTES - len(head))
        if not chunk:
            break
        head += chunk
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00\t\r\n "):
        raise SheetError(_("The file is empty."))
    refusal = not_a_table(head, encoding or "")
    if refusal:
        raise SheetError(refusal)
    return head


def _encoding(head: bytes, encoding: str | None, notes: list[str]) -> str:
    if encoding:
        try:
            return check_encoding(encoding)
        except ValueError as error:
            raise SheetError(str(error)) from error
    chosen, note = detect_encoding(head, complete=len(head) < HEAD_BYTES)
    if note:
        notes.append(note)
    return chosen


def _decoded_head(head: bytes, encoding: str) -> str:
    # The last line may be cut, in the middle of a letter or a record; its end is not needed.
    return head.decode(encoding, "replace").lstrip("\ufeff")


class _Joined(io.RawIOBase):
    """The head already read, then the rest of the stream: works where nothing can be rewound."""

    def __init__(self, head: bytes, stream: IO[bytes], *, owned: bool) -> None:
        self._head = memoryview(head)
        self._stream = stream
        self._owned = owned

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:
        chunk = self._head[: len(buffer)]
        if chunk:
            self._head = self._head[len(chunk) :]
        else:
            chunk = self._stream.read(len(buffer)) or b""
        buffer[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        if self._owned and not self.closed:
            self._stream.close()
        super().close()


def _begin(source: io.TextIOWrapper, delimiter: str) -> Sheet:
    if len(delimiter) != 1 or delimiter in '"\r\n ':
        raise SheetError(
            _("“{delimiter}” cannot part columns; give one character.").format(delimiter=delimiter)
        )
    return _sheet(records_of(source, delimiter), source.encoding, delimiter, source=source)


def _sheet(
    records: Iterator[Record], encoding: str, delimiter: str, *, source: io.TextIOWrapper | Book
) -> Sheet:
    skipped = Skipped()
    header, rest = sheet_rows.begin(records, skipped)
    if not header:
        raise SheetError(_("The file has no header row."))
    sheet = Sheet(header, iter(()), encoding, delimiter, source=source, skipped=skipped)
    sheet.rows = _rows(rest, header, sheet)
    # Our own files hold no formula in a header either; what it was called is its name.
    sheet.header = [unguard(name) for name in header]
    return sheet


def _rows(
    records: Iterator[Record], header: Sequence[str], sheet: Sheet
) -> Iterator[tuple[int, list[str]]]:
    width = len(header)
    for line, span, cells in sheet_rows.rows(records, header, sheet.skipped):
        if span > 1 and sheet_rows.has_swallowed(cells, sheet.delimiter, width):
            sheet.swallowed[line] = sheet_rows.swallowed(line, span)
        if not sheet.delimiter and len(cells) < width:
            # A workbook does not write the empty cells at the end of a row.
            cells += [""] * (width - len(cells))
        yield line, cells


def lines(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> bytes:
    """Rows of a table as RFC 4180 wants them: CRLF, quotation marks only where needed."""
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue().encode()


def lines_of(columns: Sequence[Sequence[str]]) -> bytes:
    """The same lines of two columns or more, in half the time: a column is looked at as a whole."""
    rows = map(",".join, zip(*map(_quoted, columns), strict=True))
    return "".join([f"{row}\r\n" for row in rows]).encode()


def _quoted(cells: Sequence[str]) -> Sequence[str]:
    if not _QUOTED.search("".join(set(cells))):
        return cells
    return [
        f'"{cell.replace(_QUOTE, _QUOTE * 2)}"' if _QUOTED.search(cell) else cell for cell in cells
    ]


def guard(cell: str) -> str:
    """A text a spreadsheet would take for a formula, or for one that failed, made harmless."""
    if cell[:1] in _FIRST_SIGNS and _TRIGGER.match(cell):
        return f"'{cell}"
    return cell


def guard_all(cells: Sequence[str]) -> Sequence[str]:
    """The same of many cells, looked at all at once where none of them needs it."""
    if _FIRST_SIGNS.isdisjoint({cell[:1] for cell in set(cells)}):
        return cells
    return [guard(cell) for cell in cells]


def unguard(cell: str) -> str:
    """Take off the apostrophe `guard` put on; every other text stays as it is."""
    if cell.startswith("'") and _TRIGGER.match(cell):
        return cell[1:]
    return cell


def has_failed(cell: str) -> bool:
    """Whether a cell as written is what a spreadsheet writes where a formula failed."""
    return cell[:1] == "#" and cell in _FAILED


def failure() -> str:
    """The sentence that refuses such a cell."""
    return _("A spreadsheet writes this where a formula failed; write the value, or nothing.")
