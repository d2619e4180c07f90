"""Survey: the first reading of a list, before a row of it is taken.

It tells what the file is, and which numbers and public ids stand in it more than once.
"""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from catalog.lib import sheets, text
from catalog.transfer.mapping import PLACE_COLUMN, Cell, Fitted

_TOLD = 10  # lines named in a sentence; a list of junk may repeat a number on all of its lines


class Repeated:
    """Which words stand on more than one line: sixteen bytes a word while the list is read.

    Words are known by their hashes, of which two are alike once in 37 million lists of a million.
    """

    def __init__(self) -> None:
        self._hashes, self._met = array("q"), array("q")
        self._known: Any = np.empty(0, np.int64)
        self._lines: dict[int, list[int]] = {}
        self._counts: dict[int, int] = {}

    def meet(self, word: str, line: int) -> None:
        """Take note of a word on a line."""
        if word:
            self._hashes.append(hash(word))
            self._met.append(line)

    def settle(self, *, keeps_all: bool = False) -> None:
        """The list is read: keep what is repeated, and all hashes only where they are asked for."""
        hashes = np.frombuffer(self._hashes, np.int64) if self._hashes else self._known
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        for place in np.flatnonzero(ordered[1:] == ordered[:-1]).tolist():
            before, line = (self._met[one] for one in order[place : place + 2])
            self._repeat(int(ordered[place]), before, line)
        self._known = ordered if keeps_all else ordered[:0].copy()
        self._hashes, self._met = array("q"), array("q")

    def _repeat(self, word: int, before: int, line: int) -> None:
        lines = self._lines.setdefault(word, [before])
        self._counts[word] = self._counts.get(word, 1) + 1
        if len(lines) < _TOLD:
            lines.append(line)

    def lines(self, word: str) -> str:
        """The lines a repeated word stands on, "" for any other."""
        lines = self._lines.get(hash(word)) if word and self._lines else None
        if not lines:
            return ""
        told, rest = ", ".join(map(str, lines)), self._counts[hash(word)] - len(lines)
        return _("{lines} and {n} more").format(lines=told, n=rest) if rest else told

    def has(self, word: str) -> bool:
        """Whether a word was met at all."""
        place = int(np.searchsorted(self._known, hash(word)))
        return place < len(self._known) and int(self._known[place]) == hash(word)


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
        found.numbers.meet(text.number_key(sheets.unguard(number.of_row(cells, place))), line)
        if public_id is not None:
            found.public_ids.meet(public_id.of_row(cells, place).lower(), line)
    found.public_ids.settle()
    found.numbers.settle(keeps_all=found.names_others)
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
