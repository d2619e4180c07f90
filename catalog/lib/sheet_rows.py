"""Which records of a table are rows: not what stands above the header, nor it again, nor totals.

What is left out is counted by its kind and told by its line, so that rows read and lines skipped
add up to the lines of the file.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from django.utils.translation import gettext as _, gettext_noop

from catalog.lib import text

# (line it starts on, lines it takes, cells)
Record = tuple[int, int, list[str]]

ABOVE = gettext_noop("above the header")
HEADER = gettext_noop("header")
HEADER_AGAIN = gettext_noop("the header again")
TOTAL = gettext_noop("total")
EMPTY = gettext_noop("empty")
CONTINUED = gettext_noop("further lines of a cell")

HEADER_DIRT = " \t\r\n\u00a0\u3000\ufeff\u200b"
_LOOKAHEAD = 25  # records among which the header is looked for
_MANY = 5  # cells of the rows below a line that may be above the header
_MOST_TOLD = 50
_TOTALS = frozenset(
    text.fold(word)
    for word in (
        *("total", "totals", "grand total", "sum", "subtotal", "итого", "всего", "итог"),
        *("合計", "総計", "小計", "計"),
    )
)
_LONGEST = max(map(len, _TOTALS)) + 2


@dataclass(slots=True)
class Skipped:
    """Lines of a file that are no rows, by their kind; the first of those worth a look by line."""

    counts: Counter[str] = field(default_factory=Counter)
    told: list[tuple[int, str]] = field(default_factory=list)

    def note(self, kind: str, line: int, span: int) -> None:
        """Count the lines of one record."""
        self.counts[kind] += span
        if kind not in (EMPTY, HEADER) and len(self.told) < _MOST_TOLD:
            self.told.append((line, kind))

    @property
    def lines(self) -> int:
        """How many lines they are together."""
        return self.counts.total()


def begin(records: Iterator[Record], skipped: Skipped) -> tuple[list[str], Iterator[Record]]:
    """The header and what follows it; an empty header where there is none."""
    first = list(islice(records, _LOOKAHEAD))
    full = [_filled(cells) for _line, _span, cells in first]
    for place, (line, span, cells) in enumerate(first):
        if not full[place]:
            skipped.note(EMPTY, line, span)
        elif _is_above(full[place], full[place + 1 :]):
            skipped.note(ABOVE, line, span)
        else:
            skipped.note(HEADER, line, span)
            return _header(cells), chain(first[place + 1 :], records)
    return [], iter(())


def _filled(cells: Sequence[str]) -> int:
    return sum(1 for cell in cells if cell.strip(HEADER_DIRT))


def _is_above(filled: int, below: Sequence[int]) -> bool:
    """A line of few cells over rows of more than twice as many is a title, or one of groups."""
    rows = sorted(count for count in below if count)
    usual = rows[len(rows) // 2] if rows else 0
    return usual >= _MANY and filled * 2 < usual


def _header(cells: Sequence[str]) -> list[str]:
    header = [cell.strip(HEADER_DIRT) for cell in cells]
    while header and not header[-1]:
        header.pop()
    return header


def rows(
    records: Iterable[Record], header: Sequence[str], skipped: Skipped
) -> Iterator[tuple[int, int, list[str]]]:
    """The records that are rows, without empty cells beyond the header."""
    width, first = len(header), header[0]
    for line, span, cells in records:
        if not any(map(str.strip, cells)):
            skipped.note(EMPTY, line, span)
            continue
        kind = _kind(cells, header, first)
        if kind:
            skipped.note(kind, line, span)
            continue
        if span > 1:
            skipped.counts[CONTINUED] += span - 1
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        yield line, span, cells


def _kind(cells: Sequence[str], header: Sequence[str], first: str) -> str:
    """Why a record is no row; "" for one that is."""
    if cells[0].strip(HEADER_DIRT) == first and len(header) > 1 and _header(cells) == header:
        return HEADER_AGAIN
    head = cells[0].strip() or next(filter(str.strip, cells), "").strip()
    is_word = len(head) <= _LONGEST and not head[:1].isdigit()
    if is_word and text.fold(head).rstrip(" :：.") in _TOTALS and _filled(cells) < len(header):
        return TOTAL
    return ""


def has_swallowed(cells: Sequence[str], delimiter: str, width: int) -> bool:
    """Whether a cell looks as if a stray quotation mark had taken whole rows into it.

    Where the mark closes in the column it was opened in, each line break of the cell stands for a
    whole row of separators; else the record has too many cells or too few.
    """
    parts = width - 1
    if parts < 2:
        return False
    if len(cells) == width:
        return any(
            cell.count(delimiter) == parts * cell.count("\n") for cell in cells if "\n" in cell
        )
    return any(line.count(delimiter) >= parts for cell in cells for line in cell.splitlines()[1:])


def swallowed(line: int, span: int) -> str:
    """The sentence for such a record."""
    message = _(
        "A quotation mark opened on this line may have taken in the rows to line {last}; close it, "
        "or double it where it belongs to the text."
    )
    return message.format(last=line + span - 1)
