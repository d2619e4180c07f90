"""Small lists: the files that stand beside the list of finds, each taken row by row.

One list is one transaction: a refused row takes all of it back, and every refused row is named.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from catalog.lib import sheets, text
from catalog.models import ImportRun
from catalog.models.history import in_run
from catalog.transfer.cells import CLEAR, Context, Reader
from catalog.transfer.importing import ImportRefused, digest
from catalog.transfer.lookups import Lookups
from catalog.transfer.report import Outcome, Problem, Report, problem
from catalog.transfer.telling import raggedness


@dataclass(slots=True)
class Entry:
    """One row of a small list: its cells as written, what they mean, what is wrong with them."""

    line: int
    raw: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def warn(self, column: str, message: str) -> None:
        """Add something to know that keeps nothing out."""
        self.warnings.append(problem(self.line, column, self.raw.get(column, ""), message))

    def refuse(self, column: str, message: str) -> None:
        """Add one thing wrong."""
        self.problems.append(problem(self.line, column, self.raw.get(column, ""), message))

    def refuse_all(self, error: ValidationError, columns: Collection[str], *, column: str) -> None:
        """Add what a model's own check found; what names no column of ours stands at `column`."""
        if not hasattr(error, "error_dict"):
            for message in error.messages:
                self.refuse(column, message)
            return
        for name, messages in error.message_dict.items():
            for message in messages:
                self.refuse(name if name in columns else column, message)


class Taker:
    """What takes the rows of one kind of list; made afresh inside the transaction of each run."""

    kind: ClassVar[str]
    columns: ClassVar[Mapping[str, Reader]]
    required: ClassVar[tuple[str, ...]]
    aliases: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *, user: Any, now: datetime) -> None:
        self.user, self.now = user, now
        self.context = Context(Lookups())

    def take(self, entry: Entry) -> str:
        """Write one row that could be read; returns new, changed or same, or refuses the row."""
        raise NotImplementedError

    def further(self) -> Iterator[Entry]:
        """Rows that no line of the list tells of."""
        return iter(())

    def finish(self) -> None:
        """What follows from all rows together."""

    def undo(self) -> None:
        """Take back what a transaction does not."""

    def undo_row(self) -> None:
        """The same of the row taken last."""

    def may(self, permission: str) -> bool:
        """Whether the person has the right; no person means the administrator of the machine."""
        return self.user is None or self.user.has_perm(f"catalog.{permission}")

    def keep(self, instance: Any) -> Any:
        """Save a row whose history names the person."""
        instance._history_user = self.user
        instance.save()
        return instance


@dataclass(frozen=True, slots=True)
class Way:
    """How a list is taken: as a trial, with or without the rows that are refused, told to whom."""

    dry_run: bool = False
    skip_refused: bool = False
    progress: Callable[[int], None] | None = None
    outcome: Callable[[Outcome], None] | None = None


_AS_USUAL = Way()


class _Undo(Exception):  # noqa: N818 - a refusal, not a fault
    """Takes the transaction back."""


def run(
    file: Path | IO[bytes] | None,
    make: Callable[..., Taker],
    *,
    name: str,
    user: Any,
    now: datetime,
    sha256: str = "",
    way: Way = _AS_USUAL,
) -> Report:
    """Take one small list; `make` gives the taker of its kind.

    Raises ImportRefused when the file cannot be read; refused rows are in the report, and then
    nothing is written unless they are to be skipped. A list that changes nothing leaves no run
    behind. Without a file there are only the rows the taker knows of by itself.
    """
    report = Report(dry_run=way.dry_run, keeps_good_rows=way.skip_refused)
    taker = None
    try:
        with transaction.atomic():
            taker = make(user=user, now=now)
            record = _begin(sha256 or digest(file), taker, name, way)
            with in_run(record.pk):
                _take_list(file, taker, report, way)
            if way.dry_run or report.is_refused or not _changes(report):
                raise _Undo
            _end(record, report)
    except (_Undo, ValueError) as error:
        if taker:
            taker.undo()
        if isinstance(error, ValueError):
            raise ImportRefused(str(error)) from error
    except BaseException:
        if taker:
            taker.undo()
        raise
    return report


def _changes(report: Report) -> int:
    return report.counts["new"] + report.counts["changed"]


def _begin(sha256: str, taker: Taker, name: str, way: Way) -> ImportRun:
    return ImportRun.objects.create(
        kind=taker.kind,
        mode=ImportRun.Mode.GOOD if way.skip_refused else ImportRun.Mode.ALL,
        file_name=name[:255],
        file_sha256=sha256,
        user=taker.user,
        created_at=taker.now,
        started_at=taker.now,
    )


def _end(record: ImportRun, report: Report) -> None:
    report.written, report.run_id = True, record.pk
    record.status, record.finished_at = ImportRun.Status.DONE, record.started_at
    record.rows_read, record.rows_new = report.read, report.counts["new"]
    record.rows_changed, record.rows_same = report.counts["changed"], report.counts["same"]
    record.rows_refused = report.refused
    record.save()


def _take_list(file: Path | IO[bytes] | None, taker: Taker, report: Report, way: Way) -> None:
    if file is not None:
        if not isinstance(file, Path):
            file.seek(0)
        with sheets.open_sheet(file) as sheet:
            report.notes += sheet.notes
            _take_rows(_entries(sheet, taker, report), taker, report, way)
            report.skipped, report.skipped_told = sheet.skipped.counts, sheet.skipped.told
    _take_rows(taker.further(), taker, report, way)
    taker.finish()


def _take_rows(entries: Iterator[Entry], taker: Taker, report: Report, way: Way) -> None:
    for entry in entries:
        word = "" if entry.problems else _take_row(entry, taker, way)
        key = next(iter(entry.raw.values()), "")
        word = "refused" if entry.problems else word
        outcome = Outcome(entry.line, key, word, problems=entry.problems, warnings=entry.warnings)
        report.add(outcome)
        if way.outcome:
            way.outcome(outcome)
        if way.progress:
            way.progress(1)


def _take_row(entry: Entry, taker: Taker, way: Way) -> str:
    """Take one row; where refused ones are skipped, nothing of one stays."""
    if not way.skip_refused:
        return taker.take(entry)
    point = transaction.savepoint()
    word = taker.take(entry)
    if entry.problems:
        transaction.savepoint_rollback(point)
        taker.undo_row()
    else:
        transaction.savepoint_commit(point)
    return word


def _entries(sheet: sheets.Sheet, taker: Taker, report: Report) -> Iterator[Entry]:
    names = _fit(sheet.header, taker)
    pairs = zip(sheet.header, names, strict=True)
    report.ignored = [written for written, name in pairs if written and not name]
    for line, cells in sheet.rows:
        entry = Entry(line)
        if swallowed := sheet.swallowed.pop(line, ""):
            entry.refuse("", swallowed)
        if ragged := raggedness(cells, len(names)):
            entry.refuse("", ragged)
        for name, cell in zip(names, cells, strict=False):
            if name and cell.strip():
                _read(entry, name, cell.strip(), taker)
        for name in taker.required:
            if name not in entry.raw:
                entry.refuse(name, _("It is required and empty."))
        yield entry


def _fit(header: list[str], taker: Taker) -> list[str]:
    """Our name of each column of the file, "" for those left aside."""
    folded = [text.fold(cell).replace(" ", "_") for cell in header]
    ours = [taker.aliases.get(name, name) for name in folded]
    names = [name if name in taker.columns else "" for name in ours]
    for name in taker.columns:
        if names.count(name) > 1:
            raise ValueError(_("The column {name} stands twice in the header.").format(name=name))
    lost = [name for name in taker.required if name not in names]
    if lost:
        message = _("The file has no column {missing}; its columns: {names}.")
        written = ", ".join(filter(None, header))[:300]
        raise ValueError(message.format(missing=", ".join(lost), names=written))
    return names


def _read(entry: Entry, name: str, written: str, taker: Taker) -> None:
    entry.raw[name] = cell = sheets.unguard(written)
    if sheets.has_failed(written):
        entry.refuse(name, sheets.failure())
        return
    if cell == CLEAR:
        entry.refuse(name, _("It cannot be emptied by this list."))
        return
    try:
        entry.values.update(taker.columns[name](cell, taker.context))
    except ValueError as error:
        entry.refuse(name, str(error))


def plain(name: str, limit: int | None = None) -> Reader:
    """Plain words under the key of the same name."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        if limit and len(cell) > limit:
            message = _("It has {length} characters; at most {limit} are allowed.")
            raise ValueError(message.format(length=len(cell), limit=limit))
        return {name: cell}

    return read


def plains(*names: str, limit: int | None = None) -> dict[str, Reader]:
    """Columns of plain words, `{name: reader}`."""
    return {name: plain(name, limit) for name in names}


def in_languages(*names: str) -> dict[str, Reader]:
    """Columns of words in three languages: `title` gives title_en, title_ru, title_ja."""
    return plains(*(f"{name}_{code}" for name in names for code in ("en", "ru", "ja")))
