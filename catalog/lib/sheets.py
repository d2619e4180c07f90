"""Tables as they come: encodings, separators and quoting recognised, rows streamed.

Only the head of a file is looked at before reading, so memory stays constant; what it cannot show
(a bad byte a million rows down) is a SheetError that names the line.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from django.utils.translation import gettext as _

from catalog.lib.sheet_encodings import check_encoding, detect_encoding, not_a_table

HEAD_BYTES = 256 * 1024
DELIMITERS = (",", ";", "\t", "|")

CELL_LIMIT = 1024 * 1024
# The wide ones count too: a Japanese spreadsheet takes them for the narrow.
_TRIGGER = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_FIRST_SIGNS = frozenset("'=+-@\t\r\n＝＋－＠")
_HEADER_DIRT = " \t\r\n\u00a0\u3000\ufeff\u200b"


class SheetError(ValueError):
    """The file cannot be read as a table; the message is a sentence for the person who sent it."""


@dataclass
class Sheet:
    """A table being read: its header, and its rows one by one.

    `rows` yields (physical line on which the record starts, cells as written). Wholly empty rows
    are left out, and empty cells beyond the header; a row may still be shorter or longer than the
    header: the caller compares and refuses. Header cells may repeat or be empty. Reading `rows`
    can raise SheetError. Use as a context manager, or call `close`, when not reading to the end.
    """

    header: list[str]
    rows: Iterator[tuple[int, list[str]]]
    encoding: str
    delimiter: str
    notes: list[str] = field(default_factory=list)
    source: io.TextIOWrapper | None = field(default=None, repr=False)

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
) -> Sheet:
    """Open a table of text; what is not said is recognised. SheetError says why it cannot be."""
    owned = isinstance(path_or_file, (str, Path))
    # Left open on purpose: the rows are read later, and the sheet closes it.
    stream = Path(path_or_file).open("rb") if owned else path_or_file  # noqa: SIM115
    source = None
    try:
        head = _read_head(stream)
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


def _read_head(stream: IO[bytes]) -> bytes:
    head = b""
    while len(head) < HEAD_BYTES:
        chunk = stream.read(HEAD_BYTES - len(head))
        if not chunk:
            break
        head += chunk
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00\t\r\n "):
        raise SheetError(_("The file is empty."))
    refusal = not_a_table(head)
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


def detect_delimiter(text: str) -> str:
    """The separator that parts the header and, of those, the one most rows agree with."""
    best, best_score = ",", (0.0, 0)
    for delimiter in DELIMITERS:
        score = _agreement(text, delimiter)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _agreement(text: str, delimiter: str) -> tuple[float, int]:
    csv.field_size_limit(CELL_LIMIT)
    lines = io.StringIO(text, newline="")
    try:
        widths = [len(row) for row in csv.reader(lines, delimiter=delimiter) if row]
    except csv.Error:
        return 0.0, 0
    if not widths or widths[0] < 2:
        return 0.0, 0
    rows = widths[1:-1] or widths
    return sum(width == widths[0] for width in rows) / len(rows), widths[0]


def _begin(source: io.TextIOWrapper, delimiter: str) -> Sheet:
    if len(delimiter) != 1 or delimiter in '"\r\n ':
        raise SheetError(
            _("“{delimiter}” cannot part columns; give one character.").format(delimiter=delimiter)
        )
    records = _records(source, delimiter)
    for _line, cells in records:
        header = [cell.strip(_HEADER_DIRT) for cell in cells]
        while header and not header[-1]:
            header.pop()
        if header:
            rows = _fitted(records, len(header))
            return Sheet(header, rows, source.encoding, delimiter, source=source)
    raise SheetError(_("The file has no header row."))


def _fitted(
    records: Iterator[tuple[int, list[str]]], width: int
) -> Iterator[tuple[int, list[str]]]:
    for line, cells in records:
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        yield line, cells


def _records(source: io.TextIOWrapper, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The records that are not empty, each with the line it starts on; closes the source."""
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(_lines(source), delimiter=delimiter, strict=True)
    line = 1
    with source:
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise SheetError(_bad_record(error, line)) from error
            if any(map(str.strip, cells)):
                yield line, cells
            line = reader.line_num + 1


def _lines(source: io.TextIOWrapper) -> Iterator[str]:
    number = 0
    try:
        for number, line in enumerate(source, 1):
            if "\0" in line:
                raise SheetError(
                    _("Line {line} holds NUL characters; the file is damaged or no text.").format(
                        line=number
                    )
                )
            yield line
    except UnicodeDecodeError as error:
        before = error.object[: error.start].decode(source.encoding, "replace")
        raise SheetError(
            _(
                "Line {line} is not written in {encoding}; name the encoding of the file, or mend "
                "the line."
            ).format(line=number + 1 + len(before.splitlines()[1:]), encoding=source.encoding)
        ) from error
    except UnicodeError as error:
        message = _("The file is not written in {encoding}; name another encoding.")
        raise SheetError(message.format(encoding=source.encoding)) from error


def _bad_record(error: csv.Error, line: int) -> str:
    if "limit" in str(error):
        return _(
            "The record on line {line} has a cell of more than a million characters; a quotation "
            "mark may be missing."
        ).format(line=line)
    if "unexpected end" in str(error):
        return _("The quotation mark opened in the record on line {line} is never closed.").format(
            line=line
        )
    return _(
        "The record on line {line} has text after a closing quotation mark; double the quotation "
        "marks inside a cell."
    ).format(line=line)


def write_rows(
    stream: IO[str],
    header: Iterable[str],
    rows: Iterable[Iterable[object]],
    *,
    delimiter: str = ",",
) -> None:
    """Write a table as RFC 4180 wants it: CRLF, quotation marks only where needed."""
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)


def guard(cell: str) -> str:
    """A text that a spreadsheet would take for a formula, made harmless by an apostrophe."""
    if cell[:1] in _FIRST_SIGNS and _TRIGGER.match(cell):
        return f"'{cell}"
    return cell


def unguard(cell: str) -> str:
    """Take off the apostrophe `guard` put on; every other text stays as it is."""
    if cell.startswith("'") and _TRIGGER.match(cell):
        return cell[1:]
    return cell
