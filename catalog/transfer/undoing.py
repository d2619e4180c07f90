"""Undoing: an import run taken back, what it made and what it changed, from history.

What somebody has edited since is listed and left, unless it is asked for one by one. All of it is
one transaction, written in the name of a run of its own.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from catalog import index
from catalog.models import Find, ImportRun, StatusEvent
from catalog.models.history import in_run
from catalog.transfer.edits import Left, left_alone, photos_left_alone
from catalog.transfer.onepass import lock
from catalog.transfer.request import ImportRefused
from catalog.transfer.restoring import Restorer
from catalog.transfer.trails import OWNED, Runs, Trail, touched, trails
from catalog.transfer.undo_names import Names

BATCH = 500
UNDO = "undo"  # the kind of the runs that take others back


@dataclass(slots=True)
class Undone:
    """What was taken back, or would be: finds gone, finds as before, and what is left."""

    removed: int = 0
    restored: int = 0
    names: int = 0
    left: list[Left] = field(default_factory=list)

    def summary(self) -> str:
        """The one line that says it."""
        message = _("Removed {removed}, as before {restored}, names removed {names}, left {left}.")
        return message.format(
            removed=self.removed, restored=self.restored, names=self.names, left=len(self.left)
        )


def may_undo(run: ImportRun, user: Any) -> bool:
    """Who sent a list may take it back, and whoever may delete finds; no person is everybody."""
    return user is None or run.user == user or user.has_perm("catalog.delete_find")


def can_undo(run: ImportRun) -> bool:
    """Whether a run has written something that stays so far."""
    return run.is_over and run.wrote and run.kind != UNDO and run.status != ImportRun.Status.UNDONE


def plan(run: ImportRun, *, user: Any) -> Undone:
    """What taking a run back would do; nothing is written."""
    found = Undone()
    for batch in _batches(run, user, also=()):
        found.removed += len(batch.made)
        found.restored += len(batch.changed)
        found.left += batch.left
    return found


def take_back(
    run: ImportRun, *, user: Any, now: datetime, also: Collection[int] = frozenset()
) -> Undone:
    """Take a run back; `also` names finds that were edited since and go back nevertheless.

    Raises ImportRefused where that may not be, or where something else stands on what it made.
    """
    if not may_undo(run, user):
        raise ImportRefused(_("You may take back only what you have imported."))
    if not can_undo(run):
        raise ImportRefused(_("There is nothing of this run to take back."))
    try:
        with transaction.atomic():
            lock()
            return _take_back(run, user=user, now=now, also=also)
    except ProtectedError as error:
        message = _("Something else stands on what this run made: {names}.")
        names = ", ".join(str(one) for one in islice(error.protected_objects, 5))
        raise ImportRefused(message.format(names=names)) from error
    except IntegrityError as error:
        # Of a find that was asked for by itself: what goes back stands there again already.
        message = _("Something else has taken the place of what would come back.")
        raise ImportRefused(message) from error


def _take_back(run: ImportRun, *, user: Any, now: datetime, also: Collection[int]) -> Undone:
    found = Undone()
    record = ImportRun.objects.create(
        kind=UNDO,
        undoes=run,
        file_name=run.file_name,
        file_sha256=run.file_sha256,
        user=user,
        created_at=now,
        started_at=now,
    )
    # The runs before this one say what was taken back already.
    batches = _batches(run, user, also=also, besides=record.pk)
    with in_run(record.pk), index.bulk() as bulk:
        runs = _runs(run, besides=record.pk)
        restorer = Restorer(runs, undo_id=record.pk, user=user, now=now)
        for batch in batches:
            bulk.about_to_change(len(batch.made) + len(batch.changed))
            restorer.remove(batch.made)
            restorer.restore(batch.changed)
            found.removed += len(batch.made)
            found.restored += len(batch.changed)
            found.left += batch.left
        restorer.remove_loose_photos()
        restorer.close_bared_photos()
        names = Names(runs, user=user)
        found.names = names.take_back()
        found.left += names.left
    _settle(run, record, found, user=user, now=now)
    return found


def _settle(run: ImportRun, record: ImportRun, found: Undone, *, user: Any, now: datetime) -> None:
    status = run.status if any(one.find_id for one in found.left) else ImportRun.Status.UNDONE
    facts = {"undone_at": now, "undone_by": user, "status": status}
    ImportRun.objects.filter(pk=run.pk).update(**facts)
    ImportRun.objects.filter(pk=record.pk).update(
        status=ImportRun.Status.DONE,
        finished_at=now,
        rows_read=found.removed + found.restored + len(found.left),
        rows_changed=found.removed + found.restored,
        rows_refused=len(found.left),
    )
    run.refresh_from_db()


@dataclass(frozen=True, slots=True)
class Batch:
    """Some finds of a run: those it made, those it changed with their trail, those left alone."""

    made: list[int]
    changed: dict[int, Trail | None]
    left: list[Left]


def _batches(
    run: ImportRun, user: Any, *, also: Collection[int], besides: int | None = None
) -> Iterator[Batch]:
    runs = _runs(run, besides=besides)
    yield Batch([], {}, photos_left_alone(runs, user=user))
    ids = iter(_finds_of(run))
    while keys := list(islice(ids, BATCH)):
        yield _batch(runs, keys, user, also)


def _runs(run: ImportRun, *, besides: int | None) -> Runs:
    undos = ImportRun.objects.exclude(undoes=None).exclude(pk=besides)
    undone = dict(undos.values_list("pk", "undoes"))
    return Runs(run.pk, frozenset(pk for pk, one in undone.items() if one == run.pk), undone)


def _finds_of(run: ImportRun) -> list[int]:
    """Every find a run wrote anything of, in a fixed order."""
    found = set(touched(Find, run.pk, "id"))
    for model, column in OWNED.items():
        found.update(touched(model, run.pk, column))
    events = StatusEvent.objects.filter(import_run=run.pk)
    found.update(events.values_list("find_id", flat=True))
    return sorted(found)


def _batch(runs: Runs, keys: list[int], user: Any, also: Iterable[int]) -> Batch:
    there = set(Find.objects.filter(pk__in=keys).values_list("pk", flat=True))
    found = trails(Find, runs, keys)
    open_still = [key for key in keys if key in there and not (key in found and found[key].is_over)]
    left = left_alone(runs, open_still, found, user=user, also=frozenset(also))
    goes = [key for key in open_still if key not in left]
    made = [key for key in goes if key in found and found[key].sign == "+"]
    changed = {key: found.get(key) for key in goes if key not in set(made)}
    return Batch(made, changed, list(left.values()))
