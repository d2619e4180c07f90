"""Survey: the first reading of a list, before a row of it is taken.

It tells what the file is, and which numbers and public ids stand in it more than once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from catalog.lib import sheets, text
from catalog.transfer.mapping import PLACE_COLUMN, Cell, Fitted

_TOLD = 10  # lines named in a sentence; a list of junk may repeat a number on all of its lines


class Repeated:
    """Words and the lines they stand on, kept for those that stand more than once."""

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._lines: dict[str, list[int]] = {}
        self._counts: dict[str, int] = {}

    def meet(self, word: str, line: int) -> None:
        """Take note of a word on a line."""
        first = self._first.setdefault(hash(word), line)
        if not word or first == line:
            return
        lines = self._lines.setdefault(word, [first])
        self._counts[word] = self._counts.get(word, 1) + 1
        if len(lines) < _TOLD:
            lines.append(line)

    def lines(self, word: str) -> str:
        """The lines a repeated word stands on, "" for any other."""
        lines = self._lines.get(word)
        if not lines:
            return ""
        told, rest = ", ".join(map(str, lines)), self._counts[word] - len(lines)
        return _("{lines} and {n} more").format(lines=told, n=rest) if rest else told

    def has(self, word: str) -> bool:
        """Whether a word was met at all."""
        return hash(word) in self._first

    def forget_the_rest(self) -> None:
        """Keep only what is repeated."""
        self._first.clear()


@dataclass(slots=True)
class Survey:
    """What the first reading found. `names_others` tells that rows may link to each other."""

    rows: int = 0
    numbers: Repeated = field(default_factory=Repeated)
    public_ids: Repeated = field(default_factory=Repeated)
    names_others: bool = False


def make(sheet: sheets.Sheet, fitted: Fitted) -> Survey:
    """Read a list to its end; ValueError when it has no catalogue numbers."""
    number, public_id = _cell(fitted, "catalogue_number"), _cell(fitted, "public_id")
    if number is None:
        message = _("The file has no column for the catalogue number; its columns: {names}.")
        raise ValueError(message.format(names=", ".join(filter(None, sheet.header))[:300]))
    found = Survey(names_others=_cell(fitted, "related_finds") is not None)
    for place, line, cells in numbered(sheet):
        found.rows += 1
        found.numbers.meet(text.number_key(sheets.unguard(number(cells, place))), line)
        if public_id is not None:
            found.public_ids.meet(public_id(cells, place).lower(), line)
    found.public_ids.forget_the_rest()
    if not found.names_others:
        found.numbers.forget_the_rest()
    return found


def _cell(fitted: Fitted, name: str) -> Cell | None:
    return next((cell for column, cell in fitted.cells if column.name == name), None)


def numbered(sheet: sheets.Sheet) -> Iterator[tuple[int, int, Sequence[str]]]:
    """(place in the list, line, cells) of every row.

    A mended file of refused rows says itself where its rows stood.
    """
    said = sheet.header.index(PLACE_COLUMN) if PLACE_COLUMN in sheet.header else None
    for count, (line, cells) in enumerate(sheet.rows, 1):
        place = cells[said].strip() if said is not None and said < len(cells) else ""
        yield int(place) if place.isascii() and place.isdigit() else count, line, cells
