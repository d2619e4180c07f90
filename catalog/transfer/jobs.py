"""Jobs: imports kept in a table, and worked one by one without a broker.

A list is prepared (the file lies in private), sent, and worked: at once when it is small, else by
`work_imports`. Several workers may look for work; a claim on the row decides. A worker that was
killed leaves its claim behind and its beacon out, and the next one takes the run over: from the
row after the last one written where good rows are taken, from the beginning where all or none are.
"""

import hashlib
import logging
import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.db.models import F, Q
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.lib import sheets
from catalog.lib.beacons import Beacon, Signal
from catalog.lib.storage import import_storage
from catalog.models import ImportRun
from catalog.transfer import importing, mapping, saved
from catalog.transfer.job import Job, Stopped, Tell
from catalog.transfer.preview import Kept, Preview
from catalog.transfer.report import Report
from catalog.transfer.request import ImportRefused, Request, digest, open_list
from catalog.transfer.telling import figures

SMALL = 1024 * 1024  # bytes of a list that somebody can wait for
QUICK = 100 * 1024  # and of one that needs no page to wait on
MOST_ATTEMPTS = 5  # a list that ends its worker is not tried for ever
_Status, _Mode = ImportRun.Status, ImportRun.Mode
_READING = ("encoding", "delimiter", "sheet")
_BLANK: Mapping[str, Any] = {
    "started_at": None,
    "finished_at": None,
    "cursor": {},
    "error": "",
    "report": {},
    "rows_total": 0,
    "rows_read": 0,
    "rows_new": 0,
    "rows_changed": 0,
    "rows_same": 0,
    "rows_refused": 0,
}
_log = logging.getLogger(__name__)


def prepare(
    file: Path | IO[bytes], name: str, *, user: Any, now: datetime, **reading: str
) -> ImportRun:
    """Keep a list in private; `reading` may name encoding, delimiter, sheet and language."""
    run = ImportRun(
        file_name=name[:255],
        file_sha256=digest(file),
        user=user,
        created_at=now,
        status=_Status.PREPARED,
        **reading,
    )
    if isinstance(file, Path):
        with file.open("rb") as stream:
            run.file.save(name, File(stream))
    else:
        file.seek(0)
        run.file.save(name, File(file))
    return run


def same_file(sha256: str, *, besides: ImportRun | None = None) -> list[ImportRun]:
    """The runs that brought in this very file and were not taken back, newest first."""
    runs = ImportRun.objects.filter(
        Q(rows_new__gt=0) | Q(rows_changed__gt=0),
        file_sha256=sha256,
        status__in=(_Status.DONE, _Status.CANCELLED, _Status.RUNNING, _Status.FAILED),
    )
    runs = runs.filter(undoes=None).exclude(mode=_Mode.TRIAL).select_related("user")
    return [run for run in runs if besides is None or run.pk != besides.pk]


def same_file_sentence(earlier: list[ImportRun]) -> str:
    """The sentence for a list that was brought in before; "" for a new one."""
    if not earlier:
        return ""
    last = earlier[0]
    message = _("This very file was imported on {day} by {user}: new {new}, changed {changed}.")
    return message.format(
        day=f"{last.started_at or last.created_at:%Y-%m-%d}",
        user=last.user or "—",
        new=last.rows_new,
        changed=last.rows_changed,
    )


def send(run: ImportRun, *, mode: str, toml: str = "", now: datetime) -> None:
    """Put a prepared run into the queue, or one again that has written nothing.

    Raises ImportRefused where it is under way or has written already: sent twice it goes in once.
    """
    if not run.file:
        raise ImportRefused(_("The file of this list is not kept any more; upload it again."))
    unwritten = (
        Q(status__in=(_Status.PREPARED, _Status.REFUSED))
        | Q(mode=_Mode.TRIAL)
        | Q(rows_new=0, rows_changed=0)
    )
    ready = ImportRun.objects.filter(unwritten, pk=run.pk).exclude(
        status__in=(_Status.WAITING, _Status.RUNNING, _Status.UNDONE)
    )
    mapping.read(toml)
    changed = {**_BLANK, "mode": mode, "mapping": toml, "status": _Status.WAITING, "attempts": 0}
    if not ready.update(created_at=now, **changed):
        raise ImportRefused(_("This list is on its way already, or has been imported."))
    _drop_refused_file(run)
    _preview_path(run).unlink(missing_ok=True)
    run.refresh_from_db()


def seen(run: ImportRun) -> str:
    """What tells whether a run is still read as it was when somebody looked at its rows."""
    told = (run.mapping, *(getattr(run, name) for name in _READING))
    return hashlib.sha256("\0".join(told).encode()).hexdigest()[:16]


def start(run: ImportRun, *, mode: str, toml: str = "", now: datetime) -> None:
    """Send a run, and work it at once where it is small; afterwards `run` tells how it stands."""
    send(run, mode=mode, toml=toml, now=now)
    if is_small(run):
        work(run, now=now)


def is_quick(run: ImportRun) -> bool:
    """Whether it is done before anybody wonders."""
    return run.file.size <= min(QUICK, SMALL)


def is_small(run: ImportRun) -> bool:
    """Whether somebody can wait for it."""
    return run.file.size <= SMALL


def next_run() -> ImportRun | None:
    """The oldest run to be worked: one whose worker was killed comes first.

    While another one is worked there is none: SQLite has one writer, and the next would time out.
    """
    under_way = list(ImportRun.objects.filter(status=_Status.RUNNING).exclude(claim=""))
    if any(progress(run) for run in under_way):
        return None
    waiting = ImportRun.objects.filter(status=_Status.WAITING).order_by("created_at", "pk")
    return next(iter(under_way), None) or waiting.first()


def progress(run: ImportRun) -> Signal | None:
    """How far a run under way is; None where nobody works on it at this moment."""
    return _beacon(run, run.claim).look()


def cancel(run: ImportRun, *, now: datetime) -> None:
    """Stop a run: at once where nobody works on it, else at its next batch.

    Of all-or-nothing nothing stays; good rows that were written stay and can be taken back.
    """
    if progress(run):
        _beacon(run, run.claim).ask_to_stop()
        return
    open_still = Q(status__in=(_Status.PREPARED, _Status.WAITING, _Status.RUNNING))
    stopped = ImportRun.objects.filter(open_still | Q(mode=_Mode.TRIAL), pk=run.pk)
    stopped.update(status=_Status.CANCELLED, claim="", finished_at=now)
    run.refresh_from_db()


def work(run: ImportRun, *, now: datetime, tell: Tell = lambda _signal: None) -> bool:
    """Work one run to its end; False where another worker has it. `tell` hears how far it is."""
    left, mine = run.claim, uuid.uuid4().hex
    beacon = _beacon(run, mine)
    # It burns before the claim: a run with a claim and no light is one that was left.
    with translation.override(run.language), beacon.burning():
        if not _claim(run, mine, now=now):
            return False
        if left:
            _take_up_stop(_beacon(run, left), beacon)
        try:
            if run.attempts > MOST_ATTEMPTS:
                raise ImportRefused(_("It was begun several times and never came to its end."))
            _work(run, beacon, now=now, tell=tell)
        except ImportRefused as error:
            _end(run, _Status.FAILED, now=now, error=str(error))
        except Exception:
            # One broken list must not end the worker; the next in the queue waits.
            _log.exception("Import run %s failed", run.pk)
            _end(run, _Status.FAILED, now=now, error=_("The program failed; its log tells more."))
    run.refresh_from_db()
    return True


def _claim(run: ImportRun, mine: str, *, now: datetime) -> bool:
    """Take a run that waits, or that its worker left; the last claim is the one that counts."""
    free = Q(status=_Status.WAITING) | Q(status=_Status.RUNNING, claim=run.claim)
    taken = ImportRun.objects.filter(free, pk=run.pk)
    if not taken.update(
        claim=mine, status=_Status.RUNNING, started_at=now, attempts=F("attempts") + 1
    ):
        return False
    run.refresh_from_db()
    return run.claim == mine


def _take_up_stop(left: Beacon, mine: Beacon) -> None:
    """What was asked of a worker that was killed is asked of the next one."""
    if left.is_asked_to_stop:
        mine.ask_to_stop()
    left.put_out()


def open_run(run: ImportRun, wanted: mapping.Mapping) -> sheets.Sheet:
    """The list of a run as a table, read as the run will read it."""
    return open_list(_request(run, wanted))


def preview_of(run: ImportRun) -> Kept | None:
    """What the trial of a run found; None where there was none since it was sent last."""
    return Kept.read(_preview_path(run))


def _work(run: ImportRun, beacon: Beacon, *, now: datetime, tell: Tell) -> None:
    preview = Preview() if run.mode == _Mode.TRIAL else None
    with Job(run, beacon, tell) as job:
        request = replace(
            _request(run, mapping.read(run.mapping)),
            header=job.refused.header,
            refused=job.refused.row,
            outcome=preview.add if preview else None,
            total=job.total,
            progress=job.progress,
        )
        try:
            report = importing.run(request, user=run.user, now=now, job=job)
        except Stopped:
            _end(run, _Status.CANCELLED, now=now)
            return
    if preview:
        preview.save(_preview_path(run))
    _tell(run, report, now=now)


def _request(run: ImportRun, wanted: mapping.Mapping) -> Request:
    # Whether good rows are taken was said with the last button, whatever a kept mapping says.
    wanted = replace(wanted, options=replace(wanted.options, skip_errors=False))
    return Request(
        file=Path(run.file.path),
        name=run.file_name,
        mapping=wanted,
        encoding=run.encoding or None,
        delimiter=run.delimiter or None,
        sheet=run.sheet,
        dry_run=run.mode == _Mode.TRIAL,
        skip_refused=run.mode == _Mode.GOOD,
    )


def _tell(run: ImportRun, report: Report, *, now: datetime) -> None:
    """Keep what the engine could not keep itself, because it took its transaction back."""
    if not report.written:
        status = _Status.REFUSED if report.is_refused else _Status.DONE
        _end(run, status, now=now, **figures(report), report=saved.as_data(report))
    if not report.refused:
        _drop_refused_file(run)


def _end(run: ImportRun, status: str, *, now: datetime, **facts: Any) -> None:
    mine = ImportRun.objects.filter(pk=run.pk, claim=run.claim)
    mine.update(status=status, claim="", finished_at=now, **facts)


def _beacon(run: ImportRun, claim: str) -> Beacon:
    """The beacon of one claim: who lost a run to another worker does not touch the other's."""
    return Beacon(Path(import_storage().path(f"run-{run.pk}.{claim}.beacon")))


def _preview_path(run: ImportRun) -> Path:
    return Path(import_storage().path(f"run-{run.pk}.preview.json"))


def files_of(run: ImportRun) -> set[str]:
    """The names of the files that are kept of a run."""
    beside = {f"run-{run.pk}.preview.json"}
    beside |= {f"run-{run.pk}.{run.claim}.{what}" for what in ("beacon", "stop")}
    return {run.file.name, run.refused_file.name} | beside


def forget_file(name: str) -> None:
    """Let no run tell of a file that goes; one that was never sent cannot be sent any more."""
    ImportRun.objects.filter(file=name, status=_Status.PREPARED).update(status=_Status.CANCELLED)
    for column in ("file", "refused_file"):
        ImportRun.objects.filter(**{column: name}).update(**{column: ""})


def _drop_refused_file(run: ImportRun) -> None:
    if run.refused_file:
        run.refused_file.delete(save=False)
        ImportRun.objects.filter(pk=run.pk).update(refused_file="")
