"""What a run of the import did, as data; doors print it or render it."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _, ngettext

SHOWN = 80  # characters of a value in a sentence
KEPT = 1000  # problems kept in full; all are counted, and all go to the file of refused rows


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the line of the file, our column, the value as written, the sentence."""

    line: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        # What stands in no line is known by its value alone.
        if not self.line:
            return self.sentence
        place = _("Line {line}, {column}").format(line=self.line, column=self.column)
        if not self.column:
            place = _("Line {line}").format(line=self.line)
        return f"{place}: {self.sentence}"

    @property
    def sentence(self) -> str:
        """The value, where the message does not say it itself, and the message."""
        if not self.value or " ".join(self.value.split()) in self.message:
            return self.message
        return _("“{value}”: {message}").format(value=self.value, message=self.message)


def problem(line: int, column: str, value: str, message: str) -> Problem:
    """A problem with a very long value cut, also where the message repeats it."""
    if len(value) <= SHOWN:
        return Problem(line, column, value, message)
    short = f"{value[:SHOWN]}…"
    return Problem(line, column, short, message.replace(value, short))


@dataclass(slots=True)
class Outcome:
    """What became of one row: one of the words of `Report.counts`.

    `written` are the cells as they came, by our columns; `changes` old and new of a changed find.
    """

    line: int
    number: str
    word: str
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    changes: dict[str, tuple[str, str]] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """Counts of rows and every sentence for the person who sent the list.

    `counts` has new, changed, same and refused; they add up to `read`. `written` says whether
    anything stays: never after a dry run, and never when one row is refused and all were wanted.
    `skipped` are lines of the file that are no rows, by their kind: with the rows read they add up
    to the lines of the file.
    """

    read: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0
    warnings: list[Problem] = field(default_factory=list)
    warning_count: int = 0
    notes: list[str] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    skipped_told: list[tuple[int, str]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    created: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False
    keeps_good_rows: bool = False
    written: bool = False
    run_id: int | None = None

    def count(self, word: str) -> None:
        """Count one row of which there is nothing to say."""
        self.read += 1
        self.counts[word] += 1

    def add(self, outcome: Outcome) -> None:
        """Count one row, and keep what there is to say of it."""
        self.count(outcome.word)
        self.problem_count += len(outcome.problems)
        self.warning_count += len(outcome.warnings)
        self.problems += outcome.problems[: KEPT - len(self.problems)]
        self.warnings += outcome.warnings[: KEPT - len(self.warnings)]

    def warn(self, warning: Problem) -> None:
        """Add a warning found after its row was counted."""
        self.warning_count += 1
        self.warnings += [warning][: KEPT - len(self.warnings)]

    def move(self, problem: Problem, *, was: str) -> None:
        """Refuse a row that was counted as something else."""
        self.counts[was] -= 1
        self.counts["refused"] += 1
        self.problem_count += 1
        self.problems += [problem][: KEPT - len(self.problems)]

    def take_up(self, earlier: "Report") -> None:
        """Go on from what an earlier attempt at the same list had counted."""
        self.read, self.counts = earlier.read, earlier.counts
        self.problems, self.problem_count = earlier.problems, earlier.problem_count
        self.warnings, self.warning_count = earlier.warnings, earlier.warning_count

    @property
    def kept(self) -> int:
        """How many rows change the catalogue."""
        return self.counts["new"] + self.counts["changed"]

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return self.counts["refused"]

    @property
    def is_refused(self) -> bool:
        """Whether the list as a whole was refused because of its rows."""
        return bool(self.refused) and not self.keeps_good_rows

    @property
    def lines(self) -> int:
        """The lines of the file: rows read, and lines that are no rows."""
        return self.read + self.skipped.total()

    def proof(self) -> str:
        """The sentence that shows that no line was lost."""
        parts = [ngettext("{n} row read", "{n} rows read", self.read).format(n=self.read)]
        parts += [f"{_(kind)} {number}" for kind, number in self.skipped.items() if number]
        message = _("Lines of the file: {lines} = {parts}.")
        return message.format(lines=self.lines, parts=" + ".join(parts))

    def skipped_lines(self) -> list[str]:
        """A sentence for each of the first lines that were left out and may be worth a look."""
        message = _("Line {line} was left out: {kind}.")
        return [message.format(line=line, kind=_(kind)) for line, kind in self.skipped_told]

    def summary(self) -> str:
        """The one line that says what was done."""
        message = _("{read}, {new}, {changed}, {same}, {refused}. {verdict}")
        return message.format(
            read=ngettext("{n} row read", "{n} rows read", self.read).format(n=self.read),
            new=_("new {n}").format(n=self.counts["new"]),
            changed=_("changed {n}").format(n=self.counts["changed"]),
            same=_("unchanged {n}").format(n=self.counts["same"]),
            refused=_("refused {n}").format(n=self.refused),
            verdict=self._verdict(),
        )

    def _verdict(self) -> str:
        if self.dry_run:
            return _("A trial run: nothing was written.")
        if self.written:
            return _("Written.")
        if self.is_refused:
            return _("Nothing was written, because rows were refused.")
        if self.kept:
            return _("Stopped; the rows read until then are written.")
        return _("Nothing to change.")
