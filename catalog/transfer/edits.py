"""Edits: which finds of a run somebody has touched since, and which one may not take back."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog.models import Document, Find, FindPhoto, FindRelation, Photo, StatusEvent
from catalog.models.identification import PersonIdentification
from catalog.querysets import PhotoQuerySet
from catalog.transfer.attached import seen_elsewhere
from catalog.transfer.lost import lost
from catalog.transfer.trails import OWNED, Runs, Trail, touched, trails


@dataclass(frozen=True, slots=True)
class Left:
    """Something that is not taken back, and why; `can_force` where one may ask for it."""

    find_id: int
    number: str
    reason: str
    can_force: bool = False


def left_alone(
    runs: Runs, keys: Collection[int], found: Mapping[int, Trail], *, user: Any, also: Set[int]
) -> dict[int, Left]:
    """The finds that stay as they are, oldest first; `also` names those that go nevertheless."""
    if not keys:
        return {}
    numbers = dict(Find.objects.filter(pk__in=keys).values_list("pk", "catalogue_number"))
    left: dict[int, Left] = {}
    for key in _edited(runs, keys, found) - also:
        left[key] = Left(key, numbers[key], _reason(found.get(key)), can_force=True)
    for key in keys:
        if key in found and found[key].sign != "+" and not found[key].before:
            left[key] = Left(key, numbers[key], _("Its history does not tell what it was."))
    for key in _held(keys):
        reason = _("Identifications or papers belong to it.")
        left[key] = Left(key, numbers[key], reason)
    for key in _forbidden(keys, user):
        left[key] = Left(key, numbers[key], _("You may change only your own drafts."))
    open_still = {key: found.get(key) for key in keys if key not in left}
    changed = {key: one for key, one in open_still.items() if not (one and one.sign == "+")}
    for key, reason in lost(runs, changed).items():
        left[key] = Left(key, numbers[key], reason)
    return dict(sorted(left.items()))


def photos_left_alone(runs: Runs, *, user: Any) -> list[Left]:
    """The photographs the run wrote over that stay so, for others answer for them."""
    found = trails(Photo, runs, set(touched(Photo, runs.run, "id")))
    changed = [key for key, one in found.items() if one.sign == "~" and not one.is_over]
    theirs = Photo.objects.filter(pk__in=changed).exclude(pk__in=editable_photos(user).values("pk"))
    return [Left(0, str(photo), seen_elsewhere()) for photo in theirs.order_by("pk")]


def editable_photos(user: Any) -> PhotoQuerySet:
    """Those somebody may change through a find; no person means the administrator."""
    return Photo.objects.all() if user is None else Photo.objects.editable_with_find(user)


def _reason(trail: Trail | None) -> str:
    row = Find.history.filter(history_id=trail.later).first() if trail and trail.later else None
    if row is None:
        return _("Something that hangs on it was changed since.")
    message = _("It was changed on {day} by {user}.")
    return message.format(day=f"{row.history_date:%Y-%m-%d}", user=row.history_user or "—")


def _edited(runs: Runs, keys: Collection[int], found: Mapping[int, Trail]) -> set[int]:
    edited = {key for key in keys if key in found and found[key].later}
    edited |= _with_later_parts(runs, keys)
    edited |= _with_later_events(runs, keys)
    edited |= _with_later_photos(runs, keys)
    made = [key for key in keys if key in found and found[key].sign == "+"]
    return edited | _named_by_others(runs, made)


def _with_later_parts(runs: Runs, keys: Collection[int]) -> set[int]:
    """Finds of which a part was written after the run wrote its last part of that kind."""
    edited: set[int] = set()
    for model, column in OWNED.items():
        ours = model.history.filter(import_run=runs.run).order_by("-history_id")
        last = ours.values_list("history_id", flat=True).first()
        if last is None:
            continue
        later = model.history.filter(history_id__gt=last, **{f"{column}__in": keys})
        steps: dict[tuple[int, int], list[tuple[int, int | None]]] = defaultdict(list)
        name = model._meta.pk.attname
        for part, find, *step in later.order_by("history_id").values_list(
            name, column, "history_id", "import_run"
        ):
            steps[find, part].append((step[0], step[1]))
        edited |= {find for (find, _part), after in steps.items() if runs.others(after)}
    return edited


def _with_later_events(runs: Runs, keys: Collection[int]) -> set[int]:
    """Finds whose states went on from where the run had left them."""
    ours = StatusEvent.objects.filter(import_run=runs.run).order_by("-pk")
    last = ours.values_list("pk", flat=True).first()
    if last is None:
        return set()
    rows = StatusEvent.objects.filter(pk__gt=last, find__in=keys).values_list("find", "import_run")
    return {key for key, run in rows if run not in runs.ours}


def _with_later_photos(runs: Runs, keys: Collection[int]) -> set[int]:
    links = FindPhoto.objects.filter(find__in=keys).values_list("photo", "find")
    pairs = list(links)
    found = trails(Photo, runs, {photo for photo, _find in pairs}) if pairs else {}
    return {find for photo, find in pairs if photo in found and found[photo].later}


def _named_by_others(runs: Runs, made: Collection[int]) -> set[int]:
    """Finds the run made and others have since been linked to."""
    links = FindRelation.objects.filter(to_find__in=made).values_list("pk", "to_find")
    pairs = dict(links)
    ours = set(touched(FindRelation, runs.run, "id")) if pairs else set()
    return {find for link, find in pairs.items() if link not in ours}


def _held(keys: Collection[int]) -> set[int]:
    papers = Document.objects.filter(find__in=keys).values_list("find", flat=True)
    acts = Document.objects.filter(event__find__in=keys).values_list("event__find", flat=True)
    names = PersonIdentification.objects.filter(remains__in=keys).values_list("remains", flat=True)
    evidence = PersonIdentification.evidence.through.objects.filter(find__in=keys)
    return {*papers, *acts, *names, *evidence.values_list("find", flat=True)}


def _forbidden(keys: Collection[int], user: Any) -> set[int]:
    if user is None:
        return set()
    mine = Find.objects.editable_by(user).filter(pk__in=keys).values_list("pk", flat=True)
    return set(keys) - set(mine)
