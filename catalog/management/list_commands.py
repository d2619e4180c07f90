"""What the commands around lists have in common: whose rights, and telling what was done."""

import csv
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from catalog.lib import sheets
from catalog.transfer.lists import Way
from catalog.transfer.report import Outcome, Problem, Report
from catalog.transfer.request import ImportRefused

SHOWN = 50


def user_named(name: str | None) -> Any:
    """The active user of that name; None, the administrator of the machine, for none."""
    if name is None:
        return None
    user = get_user_model().objects.filter(username=name, is_active=True).first()
    if user is None:
        raise CommandError(_("There is no user “{name}”.").format(name=name))
    return user


def add_way(parser: ArgumentParser, *, good: str) -> None:
    """The options of a small list: on trial, without what is refused, with a report."""
    parser.add_argument("--dry-run", action="store_true", help="check only")
    parser.add_argument("--skip-errors", action="store_true", help=f"write the good {good}")
    parser.add_argument("--report", type=Path, help="write what became of each to this CSV")


@contextmanager
def way_of(command: BaseCommand, options: Mapping[str, Any], *, unit: str) -> Iterator[Way]:
    """How these options ask for a small list, with a bar; what cannot be read ends the command."""
    with (
        RowReport(options["report"]) as rows,
        tqdm(unit=f" {unit}", disable=None, file=command.stderr) as bar,
    ):
        try:
            yield Way(
                dry_run=options["dry_run"],
                skip_refused=options["skip_errors"],
                progress=bar.update,
                outcome=rows.add,
            )
        except ImportRefused as error:
            raise CommandError(str(error)) from error


def name_of(path: Path) -> str:
    """The name of a file as text, whatever bytes it is made of."""
    return path.name.encode("utf-8", "replace").decode()


def tell(command: BaseCommand, report: Report) -> str:
    """Print what there is to know; returns the last line, or ends with it as an error."""
    for note in [*report.notes, *report.skipped_lines()]:
        command.stdout.write(note)
    if report.ignored:
        command.stdout.write(_("Columns ignored: {names}").format(names=_few(report.ignored)))
    for column, number in report.created.items():
        message = _("Added to {column}: {number}").format(column=column, number=number)
        command.stdout.write(message)
    _list(command, report.warnings, report.warning_count, command.style.WARNING)
    _list(command, report.problems, report.problem_count, command.style.ERROR)
    if report.is_refused:
        raise CommandError(report.summary())
    return report.summary()


def _few(names: Sequence[str]) -> str:
    """Names in one line, the first of them where there are very many."""
    told = ", ".join(name[:80] for name in names[:SHOWN])
    if len(names) <= SHOWN:
        return told
    return _("{names} and {n} more").format(names=told, n=len(names) - SHOWN)


def _list(command: BaseCommand, problems: list[Problem], total: int, style: Any) -> None:
    for problem in problems[:SHOWN]:
        command.stdout.write(style(str(problem)))
    if total > SHOWN:
        command.stdout.write(style(_("… and {n} more.").format(n=total - SHOWN)))


class RowReport:
    """A CSV with one line for each row: what became of it, and why. Without a path it is silent."""

    HEADER = ("line", "name", "outcome", "reasons")

    def __init__(self, path: Path | None) -> None:
        self._path, self._stream = path, None

    def __enter__(self) -> Self:
        if self._path is not None:
            self._stream = self._open(self._path)
            self._write(self.HEADER)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._stream:
            self._stream.close()

    def add(self, outcome: Outcome) -> None:
        """Write one row."""
        reasons = " ".join(one.sentence for one in (*outcome.problems, *outcome.warnings))
        line = str(outcome.line or "")
        self._write((line, sheets.guard(outcome.number), outcome.word, sheets.guard(reasons)))

    def _write(self, cells: tuple[str, ...]) -> None:
        if self._stream:
            csv.writer(self._stream).writerow(cells)

    def _open(self, path: Path) -> IO[str]:
        try:
            # Left open on purpose: the rows come one by one.
            return path.open("w", encoding="utf-8-sig", newline="")
        except OSError as error:
            message = _("{path} cannot be written: {error}.")
            raise CommandError(message.format(path=path, error=error.strerror)) from error
