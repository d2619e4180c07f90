"""Rows: one record of a list → values. Reading only; what may become of them is `checking`'s."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from catalog.lib import sheets, text
from catalog.transfer.cells import CLEAR, Context
from catalog.transfer.columns import Column
from catalog.transfer.mapping import Fitted
from catalog.transfer.report import Problem, problem

# Readings kept of cells that repeat; a list of junk must not fill the memory.
_REMEMBERED = 50_000
_LONG = 200


@dataclass(slots=True)
class Row:
    """One record on its way: what was read, what it becomes, what is wrong with it.

    `line` is where it stands in the file, `place` counts the records of the list from 1.
    """

    line: int
    cells: Sequence[str]
    place: int = 0
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

    @property
    def key(self) -> str:
        """The folded number it is matched by."""
        return text.number_key(self.number)

    def refuse(self, column: str, message: str) -> None:
        """Add one thing wrong."""
        self.problems.append(problem(self.line, column, self.raw.get(column, ""), message))

    def warn(self, column: str, message: str) -> None:
        """Add one thing to look at."""
        self.warnings.append(problem(self.line, column, self.raw.get(column, ""), message))


class Parser:
    """Reads rows with one fitted mapping; cells that repeat are read once."""

    def __init__(self, fitted: Fitted, context: Context) -> None:
        self._cells = fitted.cells
        self._context = context
        self._memory: dict[tuple[str, str, str], dict[str, Any] | str] = {}
        self._zones: dict[int | None, Context] = {}

    def parse(self, line: int, cells: Sequence[str], place: int) -> Row:
        """One record; `place` counts the records of the list from 1."""
        row = Row(line, cells, place)
        for column, cell in self._cells:
            if value := cell(cells, place):
                row.raw[column.name] = value
                self._take(row, column, sheets.unguard(value))
        _settle_language(row, self._context.language)
        return row

    def _take(self, row: Row, column: Column, value: str) -> None:
        if value == CLEAR:
            self._clear(row, column)
            return
        try:
            row.given.update(self._read(column, value, self._context_of(row)))
        except ValueError as error:
            row.refuse(column.name, str(error))

    @staticmethod
    def _clear(row: Row, column: Column) -> None:
        if not column.clearable:
            row.refuse(column.name, _("It cannot be emptied."))
            return
        empty = column.empty if isinstance(column.empty, tuple) and len(column.keys) > 1 else None
        for index, key in enumerate(column.keys):
            row.given[key] = column.empty if empty is None else empty[index]

    def _context_of(self, row: Row) -> Context:
        """Moments become dates in the time zone of the row's expedition, unless told another."""
        expedition = row.given.get("expedition_id")
        if self._context.time_zone or expedition is None:
            return self._context
        if expedition not in self._zones:
            zone = self._context.lookups.expedition_zone(expedition)
            self._zones[expedition] = replace(self._context, time_zone=zone)
        return self._zones[expedition]

    def _read(self, column: Column, value: str, context: Context) -> dict[str, Any]:
        if not column.remembered or len(value) > _LONG:
            return column.read(value, context)
        key = (column.name, value, context.time_zone)
        remembered = self._memory.get(key)
        if remembered is None:
            remembered = self._remember(key, column, context)
        if isinstance(remembered, str):
            raise ValueError(remembered)
        return remembered

    def _remember(
        self, key: tuple[str, str, str], column: Column, context: Context
    ) -> dict[str, Any] | str:
        """What a cell reads as, or the sentence that refuses it."""
        if len(self._memory) >= _REMEMBERED:
            self._memory.clear()
        try:
            self._memory[key] = column.read(key[1], context)
        except ValueError as error:
            self._memory[key] = str(error)
        return self._memory[key]


def _settle_language(row: Row, default: str) -> None:
    """`title` and `description` without a language mean the language of the record."""
    language = row.given.get("language", default)
    for name in ("title", "description"):
        words = row.given.pop(f"{name}_*", None)
        if words is not None:
            row.given.setdefault(f"{name}_{language}", words)
