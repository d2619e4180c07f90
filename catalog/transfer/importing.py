"""Importing: one engine for every door. read → parse → check → write, and a report.

`run` is all-or-nothing in one transaction unless it is told to skip refused rows. It streams:
rows come in batches, and a first pass over the numbers finds those that stand twice.
"""

from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from catalog.transfer import survey
from catalog.transfer.job import Job
from catalog.transfer.mapping import fit
from catalog.transfer.onepass import Pass, lock
from catalog.transfer.report import Report
from catalog.transfer.request import ImportRefused, Request, digest, open_list
from catalog.transfer.room import require_room
from catalog.transfer.survey import Survey

__all__ = ["ImportRefused", "Request", "digest", "run"]


class _Undo(Exception):  # noqa: N818 - not a fault either
    """Takes the transaction back: a trial, or a refused row where all were wanted."""


def run(request: Request, *, user: Any, now: datetime, job: Job | None = None) -> Report:
    """Import one list of finds.

    Raises ImportRefused when the file cannot be read or the mapping does not fit it; refused rows
    are in the report. Nothing is written after a dry run, nor when a row is refused unless
    `skip_refused`; without a `job` an import that changes nothing leaves no run behind. With one,
    Stopped says that somebody asked for an end. A job that takes good rows is worked step by step,
    and goes on after a crash; everything else is one transaction.
    """
    report = Report(dry_run=request.dry_run, keeps_good_rows=request.keeps_good_rows)
    try:
        _require_right(user)
        found = _first_pass(request, report)
        require_room(found.rows)
        one = {"user": user, "now": now, "found": found, "job": job}
        if job and request.keeps_good_rows and not request.dry_run:
            Pass(request, report, **one).work_by_steps()
            return report
        with transaction.atomic():
            lock()
            Pass(request, report, **one).work()
            if not report.written:
                raise _Undo
    except _Undo:
        report.run_id = job.run.pk if job else None
    except ValueError as error:
        raise ImportRefused(str(error)) from error
    except OSError as error:
        message = _("The file cannot be read: {error}.")
        raise ImportRefused(message.format(error=error.strerror or error)) from error
    except DatabaseError as error:
        raise ImportRefused(_("The database refused it: {error}").format(error=error)) from error
    return report


def _require_right(user: Any) -> None:
    if user is not None and not user.has_perm("catalog.add_find"):
        raise ImportRefused(_("You do not have the right to add finds."))


def _first_pass(request: Request, report: Report) -> Survey:
    with open_list(request) as sheet:
        fitted = fit(request.mapping, sheet.header)
        report.notes += sheet.notes
        report.ignored = list(fitted.ignored)
        if request.header:
            request.header(sheet.header)
        found = survey.make(sheet, fitted)
        report.skipped, report.skipped_told = sheet.skipped.counts, sheet.skipped.told
    if request.total:
        request.total(found.rows)
    return found
