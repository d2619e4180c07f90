"""The sample expedition: what it may be loaded into, and how, by the same verbs as people."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _

from catalog import renditions
from catalog.lib import sheets
from catalog.lib.picture_files import Folder
from catalog.models import (
    Expedition,
    Find,
    ImportRun,
    Institution,
    Person,
    Photo,
    Place,
    Source,
    publication,
)
from catalog.transfer import authorities, importing, lists
from catalog.transfer.events import Events
from catalog.transfer.pictures import Pictures
from catalog.transfer.report import Report
from catalog.vocab import PublicationStatus

GROUPS = ("recorder", "reviewer", "administrator")
# The kind of the import run that says: this database is the demo's.
MARK = "demo"
_SHOWN = 20

# A phase of the work by its label and number of steps (None: unknown) → what is told of each.
Phase = Callable[[str, int | None], AbstractContextManager[Callable[[int], object]]]


class SampleBroken(ValueError):  # noqa: N818 - a refusal, not a fault
    """A list of the sample cannot be taken; the message names its rows."""


def is_loaded() -> bool:
    """Whether this database is the demo's own."""
    return ImportRun.objects.filter(kind=MARK).exists()


def obstacle(folder: Path) -> str:
    """What a database holds beside the sample, in words; "" where the demo may go on.

    Asked before anything is migrated, so it reads no more than it must.
    """
    tables = set(connection.introspection.table_names())
    if not tables:
        return ""
    if Expedition._meta.db_table not in tables:
        return _("tables of another program")
    other = Expedition.objects.exclude(code__in=_expeditions(folder))
    if code := other.values_list("code", flat=True).first():
        return _("the expedition {code}").format(code=code)
    return "" if is_loaded() else _first_rows()


def _first_rows() -> str:
    """The first kind of record a database without the mark of the demo holds."""
    user = get_user_model()
    for model in (Find, Expedition, Photo, Place, Institution, Person, Source, ImportRun, user):
        if number := model._default_manager.count():
            name = model._meta.verbose_name_plural
            return _("{name}: {number}").format(name=name, number=number)
    return ""


def _expeditions(folder: Path) -> list[str]:
    with sheets.open_sheet(folder / "expeditions.csv") as sheet:
        column = sheet.header.index("code")
        return [cells[column] for _line, cells in sheet.rows]


def make_accounts(*, reset: bool) -> dict[str, str]:
    """One account for each group; returns the passwords made, `{name: password}`."""
    users, passwords = get_user_model().objects, {}
    for name in GROUPS:
        user = users.filter(username=name).first()
        if user is None or reset:
            passwords[name] = secrets.token_urlsafe(12)
            user = user or users.model(username=name)
            user.is_staff = user.is_active = True
            user.set_password(passwords[name])
            user.save()
            user.groups.set([Group.objects.get(name=name)])
    return passwords


def load(folder: Path, *, now: datetime, phase: Phase) -> None:
    """Load every list in one transaction; raises SampleBroken with the rows that are wrong.

    The recorder brings in the finds, the administrator the lists around them, the reviewer
    publishes: nobody does what their group may not.
    """
    people = {user.username: user for user in get_user_model().objects.filter(username__in=GROUPS)}
    office = people["administrator"]
    with transaction.atomic():
        for kind in authorities.ALL:
            _take(folder / f"{kind.kind}.csv", kind, user=office, now=now, phase=phase)
        _import_finds(folder / "finds.csv", user=people["recorder"], now=now, phase=phase)
        _take(folder / "events.csv", Events, user=office, now=now, phase=phase)
        pictures = partial(_pictures, folder / "plates")
        _take(folder / "photos.csv", pictures, user=office, now=now, phase=phase)
        _publish(people["reviewer"], phase=phase)
        ImportRun.objects.create(
            kind=MARK,
            file_name=folder.name,
            user=office,
            created_at=now,
            started_at=now,
            finished_at=now,
            status=ImportRun.Status.DONE,
        )


def _pictures(folder: Path, **run: Any) -> Pictures:
    # Their sizes are made by all processors afterwards, with a bar.
    return Pictures(files=Folder(folder), sizes=False, **run)


def _take(path: Path, make: Any, *, user: Any, now: datetime, phase: Phase) -> None:
    with phase(path.name, None) as advance:
        way = lists.Way(progress=advance)
        _check(path, lists.run, path, make, name=path.name, user=user, now=now, way=way)


def _import_finds(path: Path, *, user: Any, now: datetime, phase: Phase) -> None:
    with phase(path.name, None) as advance:
        request = importing.Request(file=path, name=path.name, progress=advance)
        _check(path, importing.run, request, user=user, now=now)


def _check(path: Path, work: Callable[..., Report], *args: Any, **options: Any) -> None:
    try:
        report = work(*args, **options)
    except importing.ImportRefused as error:
        raise SampleBroken(f"{path.name}: {error}") from error
    if report.is_refused:
        lines = [str(problem) for problem in report.problems[:_SHOWN]]
        raise SampleBroken("\n".join([f"{path.name}:", *lines, report.summary()]))


def _publish(reviewer: Any, *, phase: Phase) -> None:
    """Everything in review, through the gate."""
    finds = Find.objects.filter(publication_status=PublicationStatus.IN_REVIEW)
    waiting = list(finds.order_by("number_sort"))
    with phase(_("Publishing"), len(waiting)) as advance:
        for find in waiting:
            try:
                publication.publish(find, by=reviewer)
            except ValidationError as error:
                reasons = " ".join(error.messages)
                raise SampleBroken(f"{find.catalogue_number}: {reasons}") from error
            advance(1)


def make_renditions(*, phase: Phase) -> None:
    """Every size of every picture that is not there yet, so that no visitor waits."""
    photos = list(Photo.objects.exclude(file=""))
    with phase(_("Sizes of pictures"), len(photos)) as advance:
        renditions.make_many(photos, done=lambda photo, made: advance(1))


def counts() -> Mapping[str, int]:
    """How many finds, published finds, pictures and people the catalogue holds."""
    published = Find.objects.public()
    return {
        "finds": Find.objects.count(),
        "published": published.count(),
        "people": published.individuals(),
        "photos": Photo.objects.count(),
    }
