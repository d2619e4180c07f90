"""One pass over a list: every row read, checked and written, whole or step by step.

Whole is one transaction. Step by step, each batch is one, and keeps in it how far the run has
come: a worker that takes the run over after a crash goes on from there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from catalog import index
from catalog.lib import sheets
from catalog.models import Find, ImportRun
from catalog.models.history import in_run
from catalog.transfer import named, saved, survey
from catalog.transfer.attached import refuse_shared_photos
from catalog.transfer.cells import Context
from catalog.transfer.checking import check
from catalog.transfer.job import Job, Stopped
from catalog.transfer.lookups import Lookups
from catalog.transfer.mapping import Options, fit
from catalog.transfer.matching import Matcher
from catalog.transfer.named import Keeper
from catalog.transfer.report import Report
from catalog.transfer.request import Request, digest, open_list
from catalog.transfer.rows import Parser, Row
from catalog.transfer.survey import Survey
from catalog.transfer.telling import Teller, figures, raggedness
from catalog.transfer.verbs import rights_of
from catalog.transfer.writing import Writer

BATCH = 1000
# What a person needs to add to the list behind a column.
RIGHT_TO_ADD = {
    "object_type": "catalog.add_term",
    "nationality": "catalog.add_term",
    "materials": "catalog.add_term",
    "place": "catalog.add_place",
    "expedition": "catalog.add_expedition",
    "holder": "catalog.add_institution",
    "found_by": "catalog.add_person",
    "sources": "catalog.add_source",
}
_ADVISORY_LOCK = 0x46494E44  # "FIND": one import at a time on PostgreSQL


def lock() -> None:
    """One import at a time: SQLite's transaction is the lock already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ADVISORY_LOCK])


class Pass:
    """One pass over the file of a request."""

    def __init__(
        self,
        request: Request,
        report: Report,
        *,
        user: Any,
        now: datetime,
        found: Survey,
        job: Job | None,
    ) -> None:
        self._request, self._report, self._survey = request, report, found
        self._rights = rights_of(user)
        self._now, self._user, self._job = now, user, job
        self._record = job.run if job else self._begin()
        report.run_id = self._record.pk
        self._keeper = Keeper(run_id=self._record.pk, user=user, now=now)
        self._context = self._make_context(request.mapping.options)
        self._teller = Teller(request, report, self._rights, self._context)

    def _make_context(self, options: Options) -> Context:
        lookups = Lookups(
            create=[name for name in options.create_missing if self._may_add(name)],
            time_zone=options.time_zone or "UTC",
            language=options.language,
            keeper=self._keeper,
        )
        return Context(
            lookups,
            date_order=options.date_order,
            year_only_january=options.year_only_january,
            time_zone=options.time_zone,
            coordinate_order=options.coordinate_order,
            language=options.language,
        )

    def _may_add(self, column: str) -> bool:
        return self._user is None or self._user.has_perm(RIGHT_TO_ADD[column])

    def _begin(self) -> ImportRun:
        return ImportRun.objects.create(
            file_name=self._request.name[:255],
            file_sha256=digest(self._request.file),
            mapping=self._request.mapping.source,
            mode=ImportRun.Mode.GOOD if self._request.keeps_good_rows else ImportRun.Mode.ALL,
            user=self._user,
            created_at=self._now,
            started_at=self._now,
        )

    def work(self) -> None:
        """Read, check and write every row, then the links between finds; in one transaction."""
        with in_run(self._record.pk), open_list(self._request) as sheet, index.bulk() as bulk:
            rows = self._begin_rows(sheet)
            while batch := list(islice(rows, BATCH)):
                self._take(batch, bulk)
                self._tell(len(batch))
            self._finish()

    def work_by_steps(self) -> None:
        """The same, a transaction for each batch; goes on where an earlier attempt ended."""
        done = self._job.run.cursor.get("rows", 0)
        with in_run(self._record.pk), open_list(self._request) as sheet:
            rows = self._begin_rows(sheet)
            if done:
                self._go_on(rows, done)
            try:
                self._take_steps(rows)
            except Stopped:
                with _step():
                    self._settle()
                    self._keep_place()
                raise

    def _take_steps(self, rows: Iterator[Row]) -> None:
        size = BATCH
        names = named.how_many()
        while size:
            with _step() as bulk:
                # Between two steps others may make the same names, or merge some.
                if named.how_many() != names:
                    self._context.lookups.forget()
                    self._parser.forget()
                batch = list(islice(rows, BATCH))
                size = len(batch)
                if batch:
                    self._take(batch, bulk)
                    self._keep_place()
                else:
                    self._finish()
                names = named.how_many()
            self._tell(size)

    def _begin_rows(self, sheet: sheets.Sheet) -> Iterator[Row]:
        fitted = fit(self._request.mapping, sheet.header)
        self._writer = Writer(run_id=self._record.pk, user=self._user, now=self._now)
        wanted = {key for column, _cell in fitted.cells for key in column.keys}
        self._matcher = Matcher(self._survey, wanted)
        self._parser = Parser(fitted, self._context)
        return self._parsed(sheet)

    def _finish(self) -> None:
        self._settle()
        stays = not self._request.dry_run and not self._report.is_refused
        self._report.written = stays and bool(self._report.kept)
        self._end()

    def _settle(self) -> None:
        """What can only be done once it is known which rows are there."""
        self._teller.note_order_of_days()
        if self._writes:
            self._settle_relations(self._writer)
        if self._report.refused:
            self._keeper.drop_unused()
        self._report.created = self._keeper.counts()

    def _tell(self, rows: int) -> None:
        if self._request.progress:
            self._request.progress(rows)

    def _keep_place(self) -> None:
        """How far the run has come, in the transaction of the rows it tells of.

        Progress shows that the list does not end its worker, so the attempts are counted anew.
        """
        cursor = {
            "rows": self._report.read,
            "refused_bytes": self._job.refused.written(),
            "names": self._keeper.state(),
        }
        report = saved.as_data(self._report)
        self._job.keep(cursor=cursor, report=report, attempts=0, **figures(self._report))

    def _go_on(self, rows: Iterator[Row], done: int) -> None:
        """Pass over the rows that are written; links between finds wait until all are there."""
        self._report.take_up(saved.report_of(self._record.report))
        self._keeper.restore(self._job.run.cursor.get("names", {}))
        while done and (batch := list(islice(rows, min(BATCH, done)))):
            done -= len(batch)
            if self._survey.names_others or self._matcher.matches_ids:
                with transaction.atomic():
                    self._matcher.match(batch)
                self._writer.relations.remember(self._linked(batch))

    def _linked(self, batch: list[Row]) -> list[Row]:
        """Rows of a batch that this run has written and that link to other finds."""
        linked = [row for row in batch if row.before and "related_finds" in row.given]
        keys = [row.before["id"] for row in linked]
        ours = Find.history.filter(import_run=self._record.pk, id__in=keys)
        written = set(ours.values_list("id", flat=True))
        for row in linked:
            row.values = {"id": row.before["id"], "related_finds": row.given["related_finds"]}
        return [row for row in linked if row.before["id"] in written]

    def _parsed(self, sheet: sheets.Sheet) -> Iterator[Row]:
        width = len(sheet.header)
        for place, line, cells in survey.numbered(sheet):
            broken = sheet.swallowed.pop(line, "") or raggedness(cells, width)
            if broken:
                row = Row(line, cells, place)
                row.refuse("", broken)
            else:
                row = self._parser.parse(line, cells, place)
                self._matcher.refuse_repeated(row)
            yield row

    def _take(self, batch: list[Row], bulk: index.Bulk) -> None:
        self._matcher.match(batch)
        for row in batch:
            if not row.problems or row.number:
                check(row, self._rights, self._context)
        self._matcher.refuse_lost_links(batch)
        refuse_shared_photos(batch, self._user)
        good = [row for row in batch if not row.problems]
        if good and self._writes:
            if not self._only_looks:
                self._writer.write(good, bulk)
            self._keeper.use(row.values for row in good)
        for row in batch:
            self._teller.tell(row)

    @property
    def _writes(self) -> bool:
        """Whether anything written can still stay."""
        return self._request.keeps_good_rows or not self._report.refused

    @property
    def _only_looks(self) -> bool:
        """Whether a trial can do without writing: only links between finds are judged by it."""
        return self._request.dry_run and not self._survey.names_others

    def _settle_relations(self, writer: Writer) -> None:
        """A link that cannot be refuses the list, or is left out where good rows are taken."""
        keeps = self._request.keeps_good_rows
        tell = self._teller.warn_late if keeps else self._teller.refuse_late
        for row, message in writer.relations.write():
            tell(row, "related_finds", message)

    def _end(self) -> None:
        facts = {"status": ImportRun.Status.DONE, "finished_at": self._now}
        facts |= {**figures(self._report), "report": saved.as_data(self._report)}
        if self._job:
            self._job.keep(**facts, claim="")
        else:
            ImportRun.objects.filter(pk=self._record.pk).update(**facts)


@contextmanager
def _step() -> Iterator[index.Bulk]:
    """One transaction of many."""
    with transaction.atomic(), index.bulk() as bulk:
        lock()
        yield bulk
