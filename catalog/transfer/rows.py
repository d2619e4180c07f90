"""Rows: one record of a list → values. Reading only; what may become of them is `checking`'s."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from catalog.lib import sheets, text
from catalog.lib.remembered import Remembered
from catalog.transfer.cells import CLEAR, Context
from catalog.transfer.columns import Column
from catalog.transfer.mapping import Cell, Fitted
from catalog.transfer.report import Problem, problem


@dataclass(slots=True)
class Row:
    """One record on its way: what was read, what it becomes, what is wrong with it.

    `line` is where it stands in the file, `place` counts the records of the list from 1, `key` is
    the folded number it is matched by.
    """

    line: int
    cells: Sequence[str]
    place: int = 0
    key: str = ""
    given: dict[str, Any] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changed: frozenset[str] = frozenset()
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    @property
    def number(self) -> str:
        """Its catalogue number, "" where it has none that can be read."""
        return self.given.get("catalogue_number", "")

    def refuse(self, column: str, message: str) -> None:
        """Add one thing wrong."""
        self.problems.append(problem(self.line, column, self.raw.get(column, ""), message))

    def warn(self, column: str, message: str) -> None:
        """Add one thing to look at."""
        self.warnings.append(problem(self.line, column, self.raw.get(column, ""), message))


_WORDS = 512  # of a column that are known besides its cells as they are written
# What a cell reads as, or the sentence that refuses it.
Found = dict[str, Any] | str


@dataclass(frozen=True, slots=True)
class Reading:
    """How one of our columns is read.

    A cell of theirs that comes again and again is looked up at `place` as it is written: `known`
    gives what it reads as, after the word of ours it means where that is another. Else it is None.
    """

    name: str
    of_row: Callable[[Sequence[str], int], str]
    read: Callable[[str], Found]
    place: int | None
    known: Mapping[str, Found | tuple[str, Found]] | None


class Parser:
    """Reads rows with one fitted mapping; cells that repeat are read once.

    Moments become dates in the time zone of the row's expedition, unless the mapping names one:
    what stands after the expedition is read in the zone of that.
    """

    def __init__(self, fitted: Fitted, context: Context) -> None:
        self._context, self._columns = context, fitted.cells
        names = [column.name for column, _cell in fitted.cells]
        end = len(names)
        if "expedition" in names and not context.time_zone:
            end = names.index("expedition") + 1
        self._end = end
        self.forget()

    def forget(self) -> None:
        """Read cells anew that were read before: what they name may be another row now."""
        self._first = _readings(self._columns[: self._end], self._context)
        self._rest = self._columns[self._end :]
        self._in_zone: dict[str, list[Reading]] = {}

    def parse(self, line: int, cells: Sequence[str], place: int) -> Row:
        """One record of as many cells as the header; `place` counts those of the list from 1."""
        row = Row(line, cells, place)
        _take(row, self._first)
        if self._rest:
            _take(row, self._readings_of(row.given.get("expedition_id")))
        _settle_language(row, self._context.language)
        row.key = text.number_key(row.number)
        return row

    def _readings_of(self, expedition: int | None) -> list[Reading]:
        """The readings of what stands after the expedition."""
        zone = "" if expedition is None else self._context.lookups.expedition_zone(expedition)
        if zone not in self._in_zone:
            self._in_zone[zone] = _readings(self._rest, replace(self._context, time_zone=zone))
        return self._in_zone[zone]


def _take(row: Row, readings: Iterable[Reading]) -> None:
    cells, number, raw, given = row.cells, row.place, row.raw, row.given
    for one in readings:
        if one.known is not None:
            written = cells[one.place]
            found = one.known[written]
            if isinstance(found, tuple):
                written, found = found
        elif written := one.of_row(cells, number):
            found = one.read(written)
        if not written:
            continue
        raw[one.name] = written
        if isinstance(found, str):
            row.refuse(one.name, found)
        else:
            given.update(found)


def _readings(columns: Iterable[tuple[Column, Cell]], context: Context) -> list[Reading]:
    return [_reading(column, cell, context) for column, cell in columns]


def _reading(column: Column, cell: Cell, context: Context) -> Reading:
    read = _reader(column, context)
    if not column.remembered:
        return Reading(column.name, cell.of_row, read, None, None)
    if cell.place is None:
        return Reading(column.name, cell.of_row, Remembered(read).__getitem__, None, None)
    # By our word, too: one with other blanks around it is no other word, and none is too long.
    meant = Remembered(read, most=_WORDS)

    def found_in(written: str) -> Found | tuple[str, Found]:
        ours = cell.of_cell(written)
        found = meant[ours] if ours else ""
        return found if ours == written else (ours, found)

    return Reading(column.name, cell.of_row, read, cell.place, Remembered(found_in))


def _reader(column: Column, context: Context) -> Callable[[str], Found]:
    def read(written: str) -> Found:
        if sheets.has_failed(written):
            return sheets.failure()
        value = sheets.unguard(written)
        if value == CLEAR:
            return _cleared(column)
        try:
            return column.read(value, context)
        except ValueError as error:
            return str(error)

    return read


def _cleared(column: Column) -> Found:
    if not column.clearable:
        return _("It cannot be emptied.")
    if isinstance(column.empty, tuple) and len(column.keys) > 1:
        return dict(zip(column.keys, column.empty, strict=True))
    return dict.fromkeys(column.keys, column.empty)


def _settle_language(row: Row, default: str) -> None:
    """`title` and `description` without a language mean the language of the record."""
    language = row.given.get("language", default)
    for name in ("title", "description"):
        words = row.given.pop(f"{name}_*", None)
        if words is not None:
            row.given.setdefault(f"{name}_{language}", words)
