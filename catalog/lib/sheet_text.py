"""Tables of text: which sign parts the columns, and the records with the lines they stand on."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _

from catalog.lib.sheet_rows import Record

DELIMITERS = (",", ";", "\t", "|")
CELL_LIMIT = 1024 * 1024
# A separator that the first line does not have is believed a little less.
_WITH_TITLE = 0.9


class SheetError(ValueError):
    """The file cannot be read as a table; the message is a sentence for the person who sent it."""


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
    # A title above the header has one cell, whatever parts the others.
    first = next((place for place, width in enumerate(widths) if width > 1), None)
    if first is None:
        return 0.0, 0
    width, rows = widths[first], widths[first + 1 : -1] or widths[first:]
    agreed = sum(one == width for one in rows) / len(rows)
    return agreed * (_WITH_TITLE if first else 1), width


def records_of(source: io.TextIOWrapper, delimiter: str) -> Iterator[Record]:
    """All records, each with the line it starts on and how many it takes; closes the source."""
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
            yield line, reader.line_num + 1 - line, cells or [""]
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
