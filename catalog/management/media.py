"""The files of the house against its rows: what is missing or changed, and what nobody needs."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from catalog import renditions
from catalog.lib.storage import import_storage, private_storage, rendition_storage
from catalog.models import Document, ImportRun, Photo
from catalog.transfer import jobs

# A younger file may belong to a row that is being written at this moment.
_SETTLED = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Orphan:
    """A file no row needs: which storage it lies in, its name there, its size in bytes."""

    folder: str
    name: str
    size: int


def damage(*, progress: Callable[[int], object]) -> Iterator[str]:
    """What is wrong with the originals, a sentence each; every file is read."""
    photos = Photo.objects.exclude(file="").values_list("file", "sha256")
    for name, sha256 in photos.iterator():
        if problem := _problem(name, sha256):
            yield problem
        progress(1)
    for name in Document.objects.exclude(file="").values_list("file", flat=True).iterator():
        if problem := _problem(name, ""):
            yield problem
        progress(1)


def originals() -> int:
    """How many originals the rows tell of."""
    return Photo.objects.exclude(file="").count() + Document.objects.exclude(file="").count()


def _problem(name: str, sha256: str) -> str:
    try:
        with private_storage().open(name) as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return _("{name} is missing.").format(name=name)
    except OSError as error:
        return _("{name} cannot be read: {error}.").format(name=name, error=error.strerror)
    if sha256 and found != sha256:
        return _("{name} is not what came in: its SHA-256 differs.").format(name=name)
    return ""


def orphans(*, now: datetime, replaced: bool = False) -> Iterator[Orphan]:
    """Files that no row needs.

    An original that was replaced or whose photograph was deleted is still known to the history,
    and can be asked back; with `replaced` it counts as an orphan too. The list of an import is
    needed until its run has been over for as many days as lists are kept.
    """
    yield from _unneeded("originals", private_storage(), _needed(history=not replaced), now)
    shown = {name for photo in Photo.objects.exclude(file="") for name in renditions.names(photo)}
    yield from _unneeded("renditions", rendition_storage(), shown, now)
    yield from _unneeded("imports", import_storage(), _needed_lists(now), now)


def _needed_lists(now: datetime) -> set[str]:
    """What is kept of the runs that are under way, were sent lately, or ended lately."""
    since = now - timedelta(days=settings.KEEP_LISTS_DAYS)
    waits = Q(status__in=(ImportRun.Status.WAITING, ImportRun.Status.RUNNING))
    kept = ImportRun.objects.filter(waits | Q(created_at__gt=since) | Q(finished_at__gt=since))
    return {name for run in kept.iterator() for name in jobs.files_of(run)}


def _needed(*, history: bool) -> set[str]:
    sources = [Photo.objects, Document.objects]
    if history:
        sources += [Photo.history, Document.history]
    return {
        name for rows in sources for name in rows.exclude(file="").values_list("file", flat=True)
    }


def _unneeded(folder: str, storage: object, needed: set[str], now: datetime) -> Iterator[Orphan]:
    for name in storage.files():
        settled = storage.get_modified_time(name) <= now - _SETTLED
        if name not in needed and settled:
            yield Orphan(folder, name, storage.size(name))


def remove(orphan: Orphan) -> None:
    """Take the file away; a run whose list it was ends, where nobody ever sent it."""
    storages = {
        "originals": private_storage,
        "renditions": rendition_storage,
        "imports": import_storage,
    }
    if orphan.folder == "imports":
        jobs.forget_file(orphan.name)
    storages[orphan.folder]().delete(orphan.name)
