"""Photographs: a folder or a ZIP of them taken in, by its list, by the names of files, or both."""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.lib.picture_files import Archive, Folder, PictureFiles
from catalog.models import Photo
from catalog.transfer import lists
from catalog.transfer.pictures import Pictures
from catalog.transfer.report import Report
from catalog.transfer.request import ImportRefused

# What must stay free on the disk beside the photographs.
_SPARE = 200 * 1024**2
_TOLD = 20  # files left aside that are named


def run(
    place: Path | IO[bytes],
    *,
    name: str,
    user: Any,
    now: datetime,
    table: Path | None = None,
    given: Mapping[str, str] | None = None,
    way: lists.Way,
) -> Report:
    """Take in the photographs of a folder, or of a ZIP that may be a stream.

    `table` is a list that lies elsewhere; `given` is said of every photograph whose row does not
    say it. Their sizes are not made: that takes longer than all the rest, and doors differ in how
    long they can be waited for. Raises ImportRefused when nothing can be read.
    """
    try:
        files = Folder(place) if isinstance(place, Path) and place.is_dir() else Archive(place)
    except ValueError as error:
        raise ImportRefused(str(error)) from error
    with files:
        _refuse_without_room(files)
        make = partial(
            Pictures, files=files, by_name=True, given=given, trial=way.dry_run, sizes=False
        )
        report = lists.run(
            table or _list_of(files),
            make,
            name=name,
            user=user,
            now=now,
            sha256=files.digest(),
            way=way,
        )
    if aside := files.others():
        message = _("Files left aside, for they are no photographs: {names}")
        names = ", ".join(aside[:_TOLD])
        if rest := len(aside) - _TOLD if len(aside) > _TOLD else 0:
            names = _("{lines} and {n} more").format(lines=names, n=rest)
        report.notes.append(message.format(names=names))
    return report


def taken_in(report: Report) -> QuerySet[Photo]:
    """The photographs a run has written something of."""
    written = Photo.history.filter(import_run=report.run_id or 0).values("id")
    return Photo.objects.filter(pk__in=written).exclude(file="").order_by("pk")


def _list_of(files: PictureFiles) -> IO[bytes] | None:
    try:
        return files.open_list()
    except (OSError, ValueError) as error:
        raise ImportRefused(str(error)) from error


def _refuse_without_room(files: PictureFiles) -> None:
    """A disk that fills up in the middle stops the whole house, not only this list."""
    with suppress(FileNotFoundError):
        if shutil.disk_usage(settings.MEDIA_ROOT).free < files.size + _SPARE:
            message = _("The photographs take {size} MB, and the disk has no room for them.")
            raise ImportRefused(message.format(size=files.size // 1024**2))
