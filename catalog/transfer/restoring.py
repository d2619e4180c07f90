"""Restoring: finds with all that hangs on them, gone again or as they were before a run."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import Max, Model

from catalog import index
from catalog.models import (
    ErrorReport,
    Find,
    FindPhoto,
    FindRelation,
    FormerNumber,
    Look,
    Photo,
    StatusEvent,
)
from catalog.models.derivation import derive
from catalog.transfer.edits import editable_photos
from catalog.transfer.lookups import Lookups
from catalog.transfer.tables import Kept, copy_links
from catalog.transfer.trails import OWNED, Runs, Trail, past, touched, trails
from catalog.transfer.writing import LINK_TARGETS

# What decides who may see a photograph: no undoing opens it.
_WHO_SEES = (
    *(f"shows_{part}" for part in ("human_remains", "name", "hazard", "landmark")),
    *("sensitivity", "agreed_level"),
)


class Restorer:
    """Takes batches of finds back, in the name of one run of undoing."""

    def __init__(self, runs: Runs, *, undo_id: int, user: Any, now: datetime) -> None:
        run_id, self._undo_id = runs.run, undo_id
        self._runs = Runs(run_id, frozenset({undo_id}), runs.undone)
        self._written = {"run_id": undo_id, "user": user, "now": now}
        self._user = user
        self._kept: dict[type[Model], Kept] = {}
        self._lookups = Lookups()
        self._photos = set(touched(Photo, run_id, "id"))

    def _of(self, model: type[Model]) -> Kept:
        if model not in self._kept:
            self._kept[model] = Kept(model, **self._written)
        return self._kept[model]

    def remove(self, made: Collection[int]) -> None:
        """Finds the run has made go, with what hangs on them; their history stays."""
        if not made:
            return
        for model, column in OWNED.items():
            rows = model._default_manager.filter(**{f"{column}__in": made})
            self._of(model).remove(list(rows.values_list("pk", flat=True)))
        named = FindRelation.objects.filter(to_find__in=made)
        self._of(FindRelation).remove(list(named.values_list("pk", flat=True)))
        _delete_events(StatusEvent.objects.filter(find__in=made))
        ErrorReport.objects.filter(find__in=made).update(find=None)
        for model in (FormerNumber, Look, *(getattr(Find, name).through for name in LINK_TARGETS)):
            _delete(model.objects.filter(find__in=made))
        self._of(Find).remove(list(made))

    def restore(self, changed: Mapping[int, Trail | None]) -> None:
        """Finds the run has changed are as they were, and so is what hangs on them."""
        if not changed:
            return
        written = [trail.before for trail in changed.values() if trail and trail.before]
        before = past(Find, written)
        _delete_events(StatusEvent.objects.filter(find__in=changed, import_run=self._runs.run))
        for model, column in OWNED.items():
            self._restore_parts(model, column, changed)
        self._restore_photos(changed)
        self._restore_links(before, written)
        self._restore_finds(before)

    def _restore_parts(self, model: Any, column: str, changed: Collection[int]) -> None:
        """Parts the run added go, parts it changed or took away are there again."""
        ours = model.history.filter(import_run=self._runs.run, **{f"{column}__in": changed})
        keys = set(ours.values_list(model._meta.pk.attname, flat=True))
        self._put_back(model, trails(model, self._runs, keys))

    def _put_back(self, model: Any, found: Mapping[int, Trail]) -> None:
        there = {row["pk"]: row for row in _rows(model, found)}
        before = past(model, [trail.before for trail in found.values() if trail.before])
        added = [key for key, trail in found.items() if trail.sign == "+" and key in there]
        self._of(model).remove(added)
        self._of(model).change([there[key] | row for key, row in before.items() if key in there])
        self._of(model).add([row for key, row in before.items() if key not in there])

    def _restore_photos(self, changed: Collection[int]) -> None:
        """What the run said of photographs that were there already, and nothing else of them."""
        editable = editable_photos(self._user)
        linked = editable.filter(find_photos__find__in=changed, pk__in=self._photos)
        found = trails(Photo, self._runs, set(linked.values_list("pk", flat=True)))
        written = {key: one.before for key, one in found.items() if one.sign == "~" and one.before}
        before, after = past(Photo, written.values()), past(Photo, self._last_words(written))
        rows = Photo.objects.filter(pk__in=written).values()
        self._of(Photo).change([_as_before(row, before, after) for row in rows])

    def _last_words(self, keys: Collection[int]) -> list[int]:
        """The last row of history the run wrote of each of these photographs."""
        ours = Photo.history.filter(import_run=self._runs.run, id__in=keys).order_by()
        return list(
            ours.values("id").annotate(last=Max("history_id")).values_list("last", flat=True)
        )

    def remove_loose_photos(self) -> None:
        """Photographs the run made that hang on nothing any more, with their files."""
        found = trails(Photo, self._runs, self._photos)
        made = [key for key, one in found.items() if one.sign == "+" and not one.later]
        for photo in Photo.objects.filter(pk__in=made, find_photos=None):
            photo.delete()
            if photo.file:
                transaction.on_commit(partial(photo.file.storage.delete, photo.file.name))

    def close_bared_photos(self) -> None:
        """Photographs whose last find went are not shown by their place or season for that."""
        bared = touched(FindPhoto, self._undo_id, "photo_id")
        for photo in Photo.objects.shown_alone().filter(pk__in=list(bared)):
            photo._history_user = self._user
            photo.unpublish()

    def _restore_links(self, before: Mapping[int, Any], written: Collection[int]) -> None:
        """Materials and finders, from the rows of history that carry them."""
        for name, target in LINK_TARGETS.items():
            link = getattr(Find, name).through
            _delete(link.objects.filter(find__in=before))
            rows = _history_of(link).objects.filter(history_id__in=written)
            pairs = rows.values_list("find_id", target)
            link.objects.bulk_create(link(**{"find_id": find, target: pk}) for find, pk in pairs)

    def _restore_finds(self, before: Mapping[int, dict[str, Any]]) -> None:
        rows = [row | before[row["id"]] for row in Find.objects.filter(pk__in=before).values()]
        for row in rows:
            row |= derive(row, self._lookups.refs(row))
        _forget_former_numbers({row["id"]: row["number_key"] for row in rows})
        last = Find.history.aggregate(last=Max("history_id"))["last"] or 0
        self._of(Find).change(rows)
        for name in LINK_TARGETS:
            copy_links(name, Find, run_id=self._undo_id, after=last)
        index.index_text([row["id"] for row in rows])


def _rows(model: Any, keys: Collection[int]) -> list[dict[str, Any]]:
    """The columns of rows, under their key too."""
    name = model._meta.pk.attname
    found = model._default_manager.filter(pk__in=list(keys)).values()
    return [row | {"pk": row[name]} for row in found]


def _as_before(row: dict[str, Any], before: Any, after: Any) -> dict[str, Any]:
    """A photograph without what the run said of it; nobody sees it who did not see it until now."""
    old, new = before[row["id"]], after[row["id"]]
    said = {name: value for name, value in old.items() if new[name] != value}
    kept = {name: row[name] for name in _WHO_SEES}
    return row | said | kept | {"published": row["published"] and old["published"]}


def _history_of(link: Any) -> Any:
    return apps.get_model("catalog", f"Historical{link.__name__}")


def _forget_former_numbers(numbers: Mapping[int, str]) -> None:
    """A number a find bears again is not its former one."""
    former = FormerNumber.objects.filter(find__in=numbers)
    again = [one.pk for one in former if numbers[one.find_id] == one.number_key]
    _delete(FormerNumber.objects.filter(pk__in=again))


def _delete_events(events: Any) -> None:
    _delete(StatusEvent.photos.through.objects.filter(statusevent__in=events))
    _delete(events)


def _delete(rows: Any) -> None:
    """Without signals: what is worth a history has it written already."""
    rows._raw_delete(rows.db)
