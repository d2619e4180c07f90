"""Importing: one engine for every door. read → parse → check → write, and a report.

`run` is all-or-nothing in one transaction unless it is told to skip refused rows. It streams:
rows come in batches, and a first pass over the numbers finds those that stand twice.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalog.lib import sheets, text
from catalog.models import Find, ImportRun
from catalog.models.history import in_run
from catalog.transfer import rows as rowwise, snapshots
from catalog.transfer.cells import Context
from catalog.transfer.columns import visible_columns
from catalog.transfer.lookups import Lookups
from catalog.transfer.mapping import Fitted, Mapping, fit
from catalog.transfer.report import Outcome, Problem, Report
from catalog.transfer.rows import Parser, Rights, Row
from catalog.transfer.writing import Writer

BATCH = 1000
_ADVISORY_LOCK = 0x46494E44  # "FIND": one import at a time on PostgreSQL

Refused = Callable[[int, Sequence[str], list[Problem]], None]
Progress = Callable[[int], None]


class ImportRefused(ValueError):  # noqa: N818 - a refusal, not a fault
    """The file as a whole cannot be taken; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a run: the file, how to read it, and what to do with refused rows.

    `refused` is told of every refused row (line, cells, problems); `header` of the file's header
    before the first. `progress` is told the number of rows done.
    """

    file: Path | IO[bytes]
    name: str
    mapping: Mapping = field(default_factory=Mapping)
    encoding: str | None = None
    delimiter: str | None = None
    dry_run: bool = False
    skip_refused: bool = False
    header: Callable[[Sequence[str]], None] | None = None
    refused: Refused | None = None
    outcome: Callable[[Outcome], None] | None = None
    progress: Progress | None = None

    @property
    def keeps_good_rows(self) -> bool:
        """Whether refused rows are left out instead of refusing the list."""
        return self.skip_refused or self.mapping.options.skip_errors


class _Undo(Exception):  # noqa: N818 - not a fault either
    """Takes the transaction back: a trial, or a refused row where all were wanted."""


def rights_of(user: Any) -> Rights:
    """What a person may do with a list; no person means the administrator of the machine."""
    if user is None:
        return Rights(None, may_review=True, may_submit=True, edits_all=True, sees_sensitive=True)
    return Rights(
        user.pk,
        may_review=user.has_perm("catalog.publish_find"),
        may_submit=user.has_perm("catalog.submit_find"),
        edits_all=user.has_perm("catalog.publish_find"),
        sees_sensitive=user.has_perm("catalog.view_sensitive"),
    )


def run(request: Request, *, user: Any, now: datetime) -> Report:
    """Import one list of finds.

    Raises ImportRefused when the file cannot be read or the mapping does not fit it; refused rows
    are in the report. Nothing is written after a dry run, nor when a row is refused unless
    `skip_refused`; an import that changes nothing leaves no run behind.
    """
    report = Report(dry_run=request.dry_run, keeps_good_rows=request.keeps_good_rows)
    try:
        twice = _first_pass(request, report)
        with transaction.atomic():
            _lock()
            _Run(request, report, user=user, now=now, twice=twice).work()
            keep = report.counts["new"] + report.counts["changed"]
            if request.dry_run or not keep or report.is_refused:
                raise _Undo
            report.written = True
    except _Undo:
        report.run_id = None
    except ValueError as error:
        raise ImportRefused(str(error)) from error
    return report


def _lock() -> None:
    """One import at a time: SQLite's transaction is the lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


def _open(request: Request) -> sheets.Sheet:
    if not isinstance(request.file, Path):
        request.file.seek(0)
    options = request.mapping.options
    return sheets.open_sheet(
        request.file,
        encoding=request.encoding or options.encoding,
        delimiter=request.delimiter or options.delimiter,
    )


def _first_pass(request: Request, report: Report) -> dict[str, list[int]]:
    """The numbers that stand more than once, with their lines; and what the file is."""
    with _open(request) as sheet:
        fitted = fit(request.mapping, sheet.header)
        report.notes += sheet.notes
        report.ignored = list(fitted.ignored)
        if request.header:
            request.header(sheet.header)
        number = next((c for column, c in fitted.cells if column.name == "catalogue_number"), None)
        if number is None:
            message = _("The file has no column for the catalogue number; its columns: {names}.")
            raise ValueError(message.format(names=", ".join(filter(None, sheet.header))[:300]))
        seen: dict[int, int] = {}
        twice: dict[str, list[int]] = {}
        for count, (line, cells) in enumerate(sheet.rows, 1):
            key = text.number_key(number(cells, count))
            first = seen.setdefault(hash(key), line)
            if first != line and key:
                twice.setdefault(key, [first]).append(line)
    return twice


def _in_batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


class _Run:
    """One pass over the file inside the transaction."""

    def __init__(
        self,
        request: Request,
        report: Report,
        *,
        user: Any,
        now: datetime,
        twice: dict[str, list[int]],
    ) -> None:
        self._request, self._report, self._twice = request, report, twice
        self._rights = rights_of(user)
        self._now, self._user = now, user
        options = request.mapping.options
        self._lookups = Lookups(
            create=options.create_missing,
            time_zone=options.time_zone or "UTC",
            language=options.language,
        )
        self._context = Context(
            self._lookups,
            date_order=options.date_order,
            year_only_january=options.year_only_january,
            time_zone=options.time_zone,
            coordinate_order=options.coordinate_order,
            language=options.language,
        )
        self._record = self._begin()
        report.run_id = self._record.pk

    def _begin(self) -> ImportRun:
        return ImportRun.objects.create(
            file_name=self._request.name[:255],
            file_sha256=digest(self._request.file),
            mapping=self._request.mapping.source,
            user=self._user,
            started_at=self._now,
        )

    def work(self) -> None:
        """Read, check and write every row; then the links between finds."""
        with in_run(self._record.pk), _open(self._request) as sheet:
            fitted = fit(self._request.mapping, sheet.header)
            writer = Writer(run_id=self._record.pk, user=self._user, now=self._now)
            for batch in _in_batches(self._parsed(sheet, fitted)):
                self._take(batch, fitted, writer)
            if self._writes:
                self._settle_relations(writer)
        self._report.created = self._lookups.created
        self._end()

    def _parsed(self, sheet: sheets.Sheet, fitted: Fitted) -> Iterator[Row]:
        parser, width = Parser(fitted, self._context), len(sheet.header)
        for number, (line, cells) in enumerate(sheet.rows, 1):
            row = parser.parse(line, cells, number)
            if len(cells) > width:
                message = _("It has {found} cells, the header has {expected}.")
                row.refuse("", message.format(found=len(cells), expected=width))
            lines = self._twice.get(rowwise.key_of(row))
            if lines:
                message = _("This number stands more than once in the file, on lines {lines}.")
                row.refuse("catalogue_number", message.format(lines=", ".join(map(str, lines))))
            yield row

    def _take(self, batch: list[Row], fitted: Fitted, writer: Writer) -> None:
        self._match(batch, {key for column, _cell in fitted.cells for key in column.keys})
        for row in batch:
            if not row.problems or row.number:
                rowwise.check(row, self._rights, self._context)
        good = [row for row in batch if not row.problems]
        if good and self._writes:
            writer.write(good)
        for row in batch:
            self._count(row)
        if self._request.progress:
            self._request.progress(len(batch))

    def _match(self, batch: list[Row], wanted: set[str]) -> None:
        """Find what each row changes: by public id, else by number."""
        public = {row.given["public_id"] for row in batch if "public_id" in row.given}
        known = Find.objects.select_for_update(of=("self",))
        by_key = dict(
            known.filter(number_key__in={rowwise.key_of(row) for row in batch}).values_list(
                "number_key", "pk"
            )
        )
        by_id = dict(known.filter(public_id__in=public).values_list("public_id", "pk"))
        found = snapshots.read({*by_key.values(), *by_id.values()}, wanted)
        for row in batch:
            pk = by_id.get(row.given.get("public_id")) or by_key.get(rowwise.key_of(row))
            taken = by_key.get(rowwise.key_of(row))
            if taken and pk != taken:
                row.refuse("catalogue_number", _("Another find has this number."))
            row.before = found.get(pk)

    def _count(self, row: Row) -> None:
        word = "refused" if row.problems else _word(row)
        outcome = Outcome(row.line, row.number, word, problems=row.problems, warnings=row.warnings)
        if word == "changed" and self._request.outcome:
            outcome.changes = self._changes(row)
        self._report.add(outcome)
        if row.problems and self._request.refused:
            self._request.refused(row.line, row.cells, row.problems)
        if self._request.outcome:
            self._request.outcome(outcome)

    def _changes(self, row: Row) -> dict[str, tuple[str, str]]:
        """Old and new cells of a changed row, without what this person may not see."""
        shown = visible_columns(sensitive=self._rights.sees_sensitive)
        return {
            column.name: (
                column.write(row.before, self._lookups),
                column.write(row.values, self._lookups),
            )
            for column in shown
            if column.write and row.changed.intersection(column.keys)
        }

    @property
    def _writes(self) -> bool:
        """Whether anything written can still stay."""
        return self._request.keeps_good_rows or not self._report.refused

    def _settle_relations(self, writer: Writer) -> None:
        """A link to nothing refuses the list, or is left out where good rows are taken."""
        for row, other in writer.missing_relations():
            message = _("“{number}” is the number of no find.").format(number=other)
            if self._request.keeps_good_rows:
                row.warn("related_finds", message)
                self._report.warn(row.warnings[-1])
            else:
                row.refuse("related_finds", message)
                self._report.move(row.problems[-1], was=_word(row))

    def _end(self) -> None:
        record, report = self._record, self._report
        record.status, record.finished_at = ImportRun.Status.DONE, self._now
        record.rows_read, record.rows_refused = report.read, report.refused
        record.rows_new, record.rows_changed = report.counts["new"], report.counts["changed"]
        record.rows_same = report.counts["same"]
        record.save()


def _word(row: Row) -> str:
    if row.before is None:
        return "new"
    return "changed" if row.changed else "same"


def digest(file: Path | IO[bytes]) -> str:
    """The SHA-256 of a file; a stream is read from its beginning to its end."""
    if isinstance(file, Path):
        with file.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    file.seek(0)
    return hashlib.file_digest(file, "sha256").hexdigest()
