"""Preview: what a trial found, kept beside its run for the page that shows it.

Counts are in the report and complete; of rows the first thousand of each kind are kept, and of
reasons a few hundred, so that a list of a million rows leaves a file one page can read.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from catalog.transfer.columns import with_label
from catalog.transfer.report import Outcome, Problem

KINDS = ("new", "changed", "same", "warned", "refused")
MOST_ROWS = 1000  # of each kind
MOST_GROUPS = 300
_KNOWN = 3000  # reasons counted at a time, so that those of many rows are found among all
_SHOWN = 500  # letters of a cell; the page shows fewer
_EXAMPLES = 5  # lines named of a group


@dataclass(slots=True)
class Group:
    """One reason that refused or marked rows: the same value in the same column."""

    column: str
    value: str
    message: str
    count: int = 0
    lines: list[int] = field(default_factory=list)

    @property
    def example(self) -> str:
        """The sentence, with the value where the message does not say it."""
        return Problem(0, self.column, self.value, self.message).sentence


@dataclass(slots=True)
class ShownRow:
    """One row as the page tells it."""

    line: int
    number: str
    word: str
    written: dict[str, str]
    problems: list[str]
    warnings: list[str]
    changes: dict[str, tuple[str, str]]


class Preview:
    """Collects the outcomes of a trial."""

    def __init__(self) -> None:
        self.errors: dict[tuple[str, str, str], Group] = {}
        self.warnings: dict[tuple[str, str, str], Group] = {}
        self.rows: dict[str, list[ShownRow]] = {kind: [] for kind in KINDS}
        self.warned = 0

    def add(self, outcome: Outcome) -> None:
        """Take note of one row; one that is refused late replaces what was said of it."""
        _count(self.errors, outcome.problems)
        _count(self.warnings, outcome.warnings)
        self.warned += bool(outcome.warnings)
        kinds = [outcome.word, "warned"] if outcome.warnings else [outcome.word]
        for kind in kinds:
            if len(self.rows[kind]) < MOST_ROWS:
                self.rows[kind].append(_shown(outcome))

    def save(self, path: Path) -> None:
        """Write it to a file."""
        refused = {row.line for row in self.rows["refused"]}
        for kind in ("new", "changed", "same"):
            self.rows[kind] = [row for row in self.rows[kind] if row.line not in refused]
        data = {
            "errors": [asdict(group) for group in _largest(self.errors)],
            "warnings": [asdict(group) for group in _largest(self.warnings)],
            "warned": self.warned,
            "rows": {kind: [asdict(row) for row in rows] for kind, rows in self.rows.items()},
        }
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        path.chmod(0o600)


@dataclass(frozen=True, slots=True)
class Kept:
    """A preview as read back."""

    errors: list[Group]
    warnings: list[Group]
    rows: dict[str, list[ShownRow]]
    warned: int

    @classmethod
    def read(cls, path: Path) -> Self | None:
        """The preview in a file; None where there is none."""
        try:
            data: dict[str, Any] = json.loads(path.read_text("utf-8"))
        except FileNotFoundError:
            return None
        rows = {kind: [ShownRow(**row) for row in rows] for kind, rows in data["rows"].items()}
        groups = ([Group(**one) for one in data[name]] for name in ("errors", "warnings"))
        return cls(*groups, rows, data.get("warned", len(rows["warned"])))


def _count(groups: dict[tuple[str, str, str], Group], problems: Iterable[Problem]) -> None:
    for one in problems:
        key = (one.column, one.value, one.message)
        if key not in groups:
            if len(groups) >= _KNOWN:
                _forget_the_rare(groups)
            groups[key] = Group(*key)
        group = groups[key]
        group.count += 1
        if len(group.lines) < _EXAMPLES:
            group.lines.append(one.line)


def _largest(groups: dict[tuple[str, str, str], Group]) -> list[Group]:
    return sorted(groups.values(), key=lambda group: -group.count)[:MOST_GROUPS]


def _forget_the_rare(groups: dict[tuple[str, str, str], Group]) -> None:
    """Make room: of so many reasons half tell of the fewest rows."""
    rarest = sorted(groups, key=lambda key: groups[key].count)
    for key in rarest[: _KNOWN // 2]:
        del groups[key]


def _shown(outcome: Outcome) -> ShownRow:
    return ShownRow(
        outcome.line,
        outcome.number,
        outcome.word,
        {name: cell[:_SHOWN] for name, cell in outcome.written.items()},
        [with_label(problem) for problem in outcome.problems],
        [with_label(warning) for warning in outcome.warnings],
        {name: (old[:_SHOWN], new[:_SHOWN]) for name, (old, new) in outcome.changes.items()},
    )
