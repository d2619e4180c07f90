"""Pictures: the records of photographs and the files beside them, by file name alone.

A file is looked for in one folder and nowhere else. The same file again is the same photograph,
whatever it is called; a record without a file is known by its credit and its caption.
"""

import unicodedata
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Find, FindPhoto, Photo, publication
from catalog.transfer import cells, pointers
from catalog.transfer.cells import Context
from catalog.transfer.importing import digest
from catalog.transfer.lists import Entry, Taker, in_languages, plain, plains
from catalog.transfer.lookups import unknown
from catalog.vocab import Licence, PhotoKind, PhotoRole, Sensitivity

_SHOWS = ("human_remains", "name", "hazard", "landmark")
_LINK = ("role", "is_primary", "order")
_CAPTIONS = ("credit_line", "caption_en", "caption_ru", "caption_ja")


def _shows(cell: str, context: Context) -> dict[str, Any]:
    """What a picture shows: words parted by bars."""
    flags = {}
    for part in pointers.split(cell):
        if part not in _SHOWS:
            raise ValueError(unknown(part, {word: word for word in _SHOWS}))
        flags[f"shows_{part}"] = True
    return flags


def _numbers(cell: str, context: Context) -> dict[str, Any]:
    return {"numbers": tuple(dict.fromkeys(pointers.split(cell)))}


def _file_name(cell: str, context: Context) -> dict[str, Any]:
    if any(sign in cell for sign in ("/", "\\")):
        raise ValueError(_("It must be the name of a file in the folder, without a path."))
    return {"filename": cell}


class Pictures(Taker):
    """photos.csv and its folder."""

    kind = "photos"
    required = ("credit_line",)
    aliases = {
        "caption": "caption_en",
        "alt_text": "alt_en",
        "taken_date": "taken_on",
        "license": "license_uri",
    }
    columns = {
        "filename": _file_name,
        "sha256": plain("sha256"),
        "catalogue_numbers": _numbers,
        "place": pointers.place("place_id")[0],
        "expedition": pointers.expedition("expedition_id")[0],
        "role": cells.choice("role", PhotoRole)[0],
        "is_primary": cells.yes_no("is_primary")[0],
        "order": cells.integer("order", 1, 32_000)[0],
        **in_languages("caption", "alt"),
        **plains("credit_line", "creator", "via_name", "via_url", "source_url"),
        **plains("copyright_notice", "copyright_holder"),
        "license_uri": cells.choice("license_uri", Licence)[0],
        "source": pointers.sources("sources")[0],
        "taken_on": cells.date("taken_on")[0],
        "shows": _shows,
        "sensitivity": cells.choice("sensitivity", Sensitivity)[0],
        "published": cells.yes_no("published")[0],
        "kind": cells.choice("kind", PhotoKind)[0],
    }

    def __init__(self, *, folder: Path, user: Any, now: datetime) -> None:
        super().__init__(user=user, now=now)
        self._files = _files_of(folder)
        self._stored: list[Photo] = []

    def undo(self) -> None:
        """Take away the files of a list that was refused."""
        for photo in self._stored:
            photo.file.delete(save=False)

    def take(self, entry: Entry) -> str:
        """Make the photograph unless it is there, and hang it on its finds."""
        finds, path = self._finds(entry), self._path(entry)
        known = None if entry.problems else self._known(entry, path, finds)
        if not known and not entry.problems and not self.may("add_photo"):
            entry.refuse("filename", _("You do not have the right to do this."))
        if entry.problems:
            return ""
        photo = known or Photo()
        made = (known is None or (path and not known.file)) and self._make(photo, entry, path)
        if entry.problems:
            return ""
        linked = [self._link(photo, find, entry) for find in finds]
        published = self._publish(photo, entry)
        if known is None:
            return "new"
        return "changed" if made or published or any(linked) else "same"

    def _finds(self, entry: Entry) -> list[Find]:
        found = []
        for number in entry.values.get("numbers", ()):
            find = Find.objects.filter(number_key=text.number_key(number)).first()
            if find is None:
                message = _("“{number}” is the number of no find.").format(number=number)
                entry.refuse("catalogue_numbers", message)
            else:
                found.append(find)
        return found

    def _path(self, entry: Entry) -> Path | None:
        name = entry.values.get("filename")
        if name is None:
            return None
        path = self._files.get(_folded(name))
        if path is None:
            names = {key: one.name for key, one in self._files.items()}
            entry.refuse("filename", unknown(name, names))
            return None
        sha256 = digest(path)
        if entry.values.setdefault("sha256", sha256).lower() != sha256:
            entry.refuse("sha256", _("The file is another one: its SHA-256 differs."))
        return path

    def _known(self, entry: Entry, path: Path | None, finds: list[Find]) -> Photo | None:
        """The same file; else a record of these words, or of this name, that waits for its file."""
        if path is not None:
            same = Photo.objects.filter(sha256=entry.values["sha256"].lower()).first()
            waiting = Photo.objects.filter(file="", finds__in=finds)
            named = (one for one in waiting if _folded(one.original_name) == _folded(path.name))
            return same or next(named, None)
        words = {name: entry.values.get(name, "") for name in _CAPTIONS}
        return Photo.objects.filter(file="", **words).first()

    def _make(self, photo: Photo, entry: Entry, path: Path | None) -> bool:
        fields = {one.attname for one in Photo._meta.concrete_fields} - {"published", "sha256"}
        for name, value in entry.values.items():
            if name in fields:
                setattr(photo, name, value)
        for source, _locator in entry.values.get("sources", ()):
            photo.source_id = source
        photo.uploaded_by = photo.uploaded_by or self.user
        if path is None:
            return self._save(photo, entry)
        with path.open("rb") as stream:
            photo.file = File(stream, path.name)
            return self._save(photo, entry)

    def _save(self, photo: Photo, entry: Entry) -> bool:
        try:
            photo.full_clean()
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column="filename")
            return False
        if photo.file:
            self._stored.append(photo)
        self.keep(photo)
        return True

    def _link(self, photo: Photo, find: Find, entry: Entry) -> bool:
        if FindPhoto.objects.filter(find=find, photo=photo).exists():
            return False
        if not self._may_change(find):
            entry.refuse("catalogue_numbers", _("You may change only your own drafts."))
            return False
        given = {name: entry.values[name] for name in _LINK if name in entry.values}
        given.setdefault("order", find.find_photos.count() + 1)
        link = FindPhoto(find=find, photo=photo, **given)
        try:
            link.full_clean()
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column="catalogue_numbers")
            return False
        self.keep(link)
        return True

    def _may_change(self, find: Find) -> bool:
        if self.user is None:
            return True
        return Find.objects.editable_by(self.user).filter(pk=find.pk).exists()

    def _publish(self, photo: Photo, entry: Entry) -> bool:
        if entry.problems or not entry.values.get("published") or photo.published:
            return False
        if not self.may("publish_find"):
            entry.refuse("published", _("You may not publish or unpublish."))
            return False
        photo._history_user = self.user
        try:
            publication.publish_photo(photo)
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column="published")
        return True


def _files_of(folder: Path) -> dict[str, Path]:
    """The plain files of a folder by folded name; nothing below it, and no link out of it."""
    if not folder.is_dir():
        raise ValueError(_("There is no folder {path}.").format(path=folder))
    files = (one for one in sorted(folder.iterdir()) if one.is_file() and not one.is_symlink())
    return {_folded(one.name): one for one in files}


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
