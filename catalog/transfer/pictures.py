"""Pictures: the records of photographs and the files that came with them, by file name alone.

A file is looked for where the list came from and nowhere else; an address is written down and
never asked. The same file again is the same photograph, whatever it is called; a record without a
file is known by its words. A file no row names is of the find its own name tells.
"""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext as _

from catalog import renditions
from catalog.lib.picture_files import Picture, PictureFiles, folded
from catalog.models import Find, FindPhoto, Photo, publication
from catalog.transfer import picture_columns
from catalog.transfer.attached import seen_elsewhere
from catalog.transfer.lists import Entry, Taker
from catalog.transfer.lookups import unknown
from catalog.transfer.picture_finds import PictureFinds

_LINK = ("role", "is_primary", "order")
# What a record without a file is known by.
_WORDS = ("credit_line", "caption_en", "caption_ru", "caption_ja", "source_url")
# What a later list may still say of a photograph that lacks it.
_FILLED = (
    *("credit_line", "creator", "via_name", "via_url", "copyright_notice", "copyright_holder"),
    *("license_uri", "source_url", "taken_on", "place_id", "expedition_id"),
    *(f"{name}_{code}" for name in ("caption", "alt") for code in ("en", "ru", "ja")),
)


class Pictures(Taker):
    """photos.csv and its files; `by_name` the files it does not name, too, or without it.

    `given` is said of each that does not say it. A trial reads every file and keeps none. The
    `sizes` of what was taken in are made once all is stored.
    """

    kind = "photos"
    required = ()
    aliases = picture_columns.ALIASES
    columns = picture_columns.COLUMNS

    def __init__(
        self,
        *,
        files: PictureFiles,
        given: Mapping[str, str] | None = None,
        by_name: bool = False,
        trial: bool = False,
        sizes: bool = True,
        user: Any,
        now: datetime,
    ) -> None:
        super().__init__(user=user, now=now)
        self._files, self._given, self._trial = files, given or {}, trial
        self._sizes = sizes
        self._stored: list[Photo] = []
        self._stored_before = 0
        self._named: set[str] = set()
        self._finds = PictureFinds(files, by_name=by_name)

    def undo(self) -> None:
        """Take away the files of a list that was refused."""
        self._stored_before = 0
        self.undo_row()

    def undo_row(self) -> None:
        """Take away the file of the row taken last; one shared with others stays."""
        while len(self._stored) > self._stored_before:
            photo = self._stored.pop()
            others = Photo.objects.filter(file=photo.file.name).exclude(pk=photo.pk)
            if not others.exists():
                photo.file.delete(save=False)

    def further(self) -> Iterator[Entry]:
        """The files no row names, by what they are called; then those that cannot be taken."""
        if not self._finds.by_name:
            return
        for name in self._files.pictures():
            if name not in self._named:
                yield Entry(0, raw={"filename": name}, values={"filename": name})
        for name, reason in self._files.refused.items():
            entry = Entry(0, raw={"filename": name})
            entry.refuse("filename", reason)
            yield entry

    def take(self, entry: Entry) -> str:
        """Make the photograph unless it is there, and hang it on its finds."""
        self._stored_before = len(self._stored)
        picture = self._picture(entry)
        finds = self._finds.of(entry, picture)
        known = None if entry.problems else self._known(entry, picture, finds)
        if picture:
            self._say_given(entry, known)
        if not known and not entry.problems and not self.may("add_photo"):
            entry.refuse("filename", _("You do not have the right to do this."))
        if entry.problems:
            return ""
        word = self._write(entry, known, picture, finds)
        return "" if entry.problems else word

    def _write(
        self, entry: Entry, known: Photo | None, picture: Picture | None, finds: list[Find]
    ) -> str:
        photo = known or Photo()
        is_brought = known and picture and not known.file
        if is_brought and not self._may_fill(photo):
            entry.refuse("filename", _("You may change only your own drafts."))
            return ""
        write = self._fill if known and not is_brought else self._make
        made = write(photo, entry, picture)
        if entry.problems:
            return ""
        linked = [self._link(photo, find, entry) for find in finds]
        published = self._publish(photo, entry)
        if not photo.credit_line:
            message = _("It has no credit, so visitors do not see it until it has one.")
            entry.warn("filename", message)
        if known is None:
            return "new"
        return "changed" if made or published or any(linked) else "same"

    def _picture(self, entry: Entry) -> Picture | None:
        name = entry.values.get("filename")
        if name is None:
            if not any(entry.values.get(word) for word in _WORDS):
                message = _("It names neither a file nor where the photograph is found.")
                entry.refuse("filename", message)
            return None
        found = self._files.names.get(folded(name))
        if found is None:
            entry.refuse("filename", unknown(name, self._files.names))
            return None
        self._named.add(found)
        return self._read(entry, found)

    def _read(self, entry: Entry, name: str) -> Picture | None:
        try:
            picture = self._files.picture(name, settings.PHOTO_MAX_BYTES)
        except (OSError, ValueError) as error:
            entry.refuse("filename", str(error))
            return None
        if entry.values.get("sha256", picture.sha256).lower() != picture.sha256:
            entry.refuse("sha256", _("The file is another one: its SHA-256 differs."))
        return picture

    def _say_given(self, entry: Entry, known: Photo | None) -> None:
        for name, value in self._given.items():
            if known is None or not getattr(known, name):
                entry.values.setdefault(name, value)

    def _known(self, entry: Entry, picture: Picture | None, finds: list[Find]) -> Photo | None:
        """The same file; else a record of these words, or of this name, that waits for its file."""
        if picture is not None:
            same = Photo.objects.filter(sha256=picture.sha256).exclude(file="").first()
            waiting = Photo.objects.filter(file="", finds__in=finds)
            key = folded(picture.name)
            named = (one for one in waiting if folded(one.original_name) == key)
            return same or next(named, None)
        words = {name: entry.values.get(name, "") for name in _WORDS}
        return Photo.objects.filter(file="", **words).first()

    def _make(self, photo: Photo, entry: Entry, picture: Picture | None) -> bool:
        fields = {one.attname for one in Photo._meta.concrete_fields} - {"published", "sha256"}
        for name, value in entry.values.items():
            if name in fields:
                setattr(photo, name, value)
        for source, _locator in entry.values.get("sources", ()):
            photo.source_id = source
        photo.uploaded_by = photo.uploaded_by or self.user
        if picture is not None:
            photo.file = File(io.BytesIO(picture.data), picture.name)
        return self._save(photo, entry)

    def _fill(self, photo: Photo, entry: Entry, picture: Picture | None) -> bool:
        """Say of a photograph that is there what it still lacks."""
        empty = [name for name in _FILLED if entry.values.get(name) and not getattr(photo, name)]
        if not empty or not self._may_fill(photo):
            return False
        for name in empty:
            setattr(photo, name, entry.values[name])
        if not self.may("publish_find"):
            publication.hold_back(photo)
        return self._save(photo, entry)

    def _may_fill(self, photo: Photo) -> bool:
        """A recorder adds to their own pictures while every find they hang on is theirs too."""
        mine = Photo.objects.filter(pk=photo.pk)
        return self.user is None or mine.editable_by(self.user).exists()

    def _save(self, photo: Photo, entry: Entry) -> bool:
        try:
            photo.full_clean()
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column="filename")
            return False
        if photo.file and not photo.file._committed:
            self._keep_file(photo)
        self.keep(photo)
        if self._sizes and not self._trial:
            renditions.make_later(photo)
        return True

    def _keep_file(self, photo: Photo) -> None:
        if self._trial:
            # A name alone is taken for a file that is stored already.
            photo.file = photo.original_name
        else:
            self._stored.append(photo)

    def _link(self, photo: Photo, find: Find, entry: Entry) -> bool:
        if FindPhoto.objects.filter(find=find, photo=photo).exists():
            return False
        if not self._may_change(find):
            entry.refuse("catalogue_numbers", _("You may change only your own drafts."))
            return False
        given = {name: entry.values[name] for name in _LINK if name in entry.values}
        given.setdefault("order", find.find_photos.count() + 1)
        if not entry.line:
            # The first of a find that has none stands for it.
            given["is_primary"] = not find.find_photos.filter(is_primary=True).exists()
        link = FindPhoto(find=find, photo=photo, **given)
        if self._is_taken_away(link):
            entry.refuse("catalogue_numbers", seen_elsewhere())
            return False
        try:
            link.full_clean()
        except ValidationError as error:
            entry.refuse_all(error, self.columns, column="catalogue_numbers")
            return False
        self.keep(link)
        return True

    def _is_taken_away(self, link: FindPhoto) -> bool:
        """Whether visitors would lose a picture, for which only who may publish answers.

        A draft hides one that is seen without a find; remains close one that is seen elsewhere.
        """
        photo = link.photo
        if not photo.published or self.may("publish_find"):
            return False
        alone = photo.place_id or photo.expedition_id
        return bool(alone) or (link.closes and not self._may_fill(photo))

    def _may_change(self, find: Find) -> bool:
        mine = Find.objects.filter(pk=find.pk)
        return self.user is None or mine.editable_by(self.user).exists()

    def _publish(self, photo: Photo, entry: Entry) -> bool:
        wanted = entry.values.get("published") and photo.credit_line
        if entry.problems or not wanted or photo.published:
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
