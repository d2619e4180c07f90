"""Photo: a picture with its credit, its licence and what it shows; and its place on a find."""

import hashlib
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from catalog import visibility
from catalog.lib import ids, images
from catalog.lib.storage import private_storage
from catalog.models.expedition import Expedition
from catalog.models.find import Find
from catalog.models.history import history
from catalog.models.place import Place
from catalog.models.source import Source
from catalog.models.words import all_words, in_language
from catalog.querysets import PhotoQuerySet
from catalog.vocab import Licence, PhotoKind, Sensitivity


def _original_path(photo: "Photo", name: str) -> str:
    """Where an original lies: by its id and its content, so that no name becomes a path."""
    key = photo.public_id.hex
    endings = images.EXTENSIONS.get(photo.mime, ("",))
    return f"{key[:8]}/{key}.{endings[0]}".rstrip(".")


class Photo(models.Model):
    """A picture: the private original and all that must be said beside its copies.

    The press picture of a list may have a credit and no file yet; such a record cannot be
    published. `exif_latitude` and `exif_longitude` are read once at upload and never shown.
    """

    public_id = models.UUIDField(default=ids.uuid7, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=PhotoKind, default=PhotoKind.PHOTOGRAPH
    )
    file = models.FileField(
        _("file"), storage=private_storage, upload_to=_original_path, blank=True, max_length=200
    )
    original_name = models.CharField(_("name of the file"), max_length=255, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    mime = models.CharField(max_length=40, blank=True, editable=False)
    width = models.PositiveIntegerField(default=0, editable=False)
    height = models.PositiveIntegerField(default=0, editable=False)
    caption_en = models.TextField(_("caption in English"), blank=True)
    caption_ru = models.TextField(_("caption in Russian"), blank=True)
    caption_ja = models.TextField(_("caption in Japanese"), blank=True)
    alt_en = models.CharField(_("in words, English"), max_length=200, blank=True)
    alt_ru = models.CharField(_("in words, Russian"), max_length=200, blank=True)
    alt_ja = models.CharField(_("in words, Japanese"), max_length=200, blank=True)
    credit_line = models.CharField(
        _("photo credit"),
        max_length=300,
        blank=True,
        help_text=_("Exactly as it must be printed; “Photographer unknown” is a choice."),
    )
    creator = models.CharField(_("photographer"), max_length=200, blank=True)
    via_name = models.CharField(_("via"), max_length=200, blank=True)
    via_url = models.URLField(_("address of via"), max_length=500, blank=True)
    copyright_notice = models.CharField(_("copyright notice"), max_length=300, blank=True)
    copyright_holder = models.CharField(_("copyright holder"), max_length=200, blank=True)
    license_uri = models.CharField(_("licence"), max_length=200, choices=Licence, blank=True)
    source_url = models.URLField(_("found at"), max_length=500, blank=True)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("source")
    )
    permission_note = models.TextField(_("permission"), blank=True, help_text=_("For staff only."))
    taken_on = models.CharField(_("taken"), max_length=64, blank=True, help_text=_("EDTF."))
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("place"),
    )
    expedition = models.ForeignKey(
        Expedition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="photos",
        verbose_name=_("expedition"),
    )
    exif_latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, editable=False)
    exif_longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, editable=False)
    shows_human_remains = models.BooleanField(_("shows human remains"), default=False)
    shows_name = models.BooleanField(_("shows a person's name"), default=False)
    shows_hazard = models.BooleanField(_("shows something explosive"), default=False)
    shows_landmark = models.BooleanField(
        _("shows a skyline that gives the place away"), default=False
    )
    sensitivity = models.CharField(
        _("who may see it"), max_length=10, choices=Sensitivity, default=Sensitivity.OPEN
    )
    # How open it may be in spite of what it shows, 0 for open, once two people agreed; see
    # lowering.py. A number that may be missing is a column SQLite adds without a new table.
    agreed_level = models.PositiveSmallIntegerField(null=True, editable=False)
    published = models.BooleanField(_("published"), default=False)
    finds = models.ManyToManyField(Find, through="FindPhoto", related_name="photos")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("uploaded by"),
    )
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    # Of the row in the database; a new one has none.
    _stored_level: str = ""
    _stored_demand = Sensitivity.OPEN

    history = history(
        foreign_keys=["source", "place", "expedition", "uploaded_by"],
        derived=["exif_latitude", "exif_longitude"],
    )
    objects = PhotoQuerySet.as_manager()

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="photo_public_id_unique"),
            models.CheckConstraint(
                condition=Q(published=False)
                | (~Q(credit_line="") & ~Q(license_uri="") & ~Q(file="")),
                name="photo_published_has_credit",
                violation_error_message=_(
                    "A photograph is published only with its file, its credit and its licence."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.original_name or self.caption or self.credit_line or str(self.public_id)

    @property
    def caption(self) -> str:
        """Its caption for the reader of the moment."""
        return in_language(all_words(self, "caption"))[0]

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> "Photo":
        """Remember how it is stored, so that it is known when it is being opened."""
        photo = super().from_db(db, field_names, values)
        photo._remember()
        return photo

    def _remember(self) -> None:
        if {"sensitivity", "shows_human_remains", "shows_name"} <= set(self.__dict__):
            self._stored_level, self._stored_demand = self.sensitivity, self.demanded

    @property
    def demanded(self) -> Sensitivity:
        """The most open level that what it shows allows before two people lower it."""
        return visibility.least_sensitivity(
            shows_human_remains=self.shows_human_remains, shows_name=self.shows_name
        )

    @property
    def is_lowered(self) -> bool:
        """Whether it is more open than what it shows allows, and nobody agreed to that."""
        return self._is_below(self._least())

    def _least(self) -> Sensitivity:
        if self.agreed_level is None or self.demanded.level > self._stored_demand.level:
            return self.demanded
        return list(Sensitivity)[min(self.demanded.level, self.agreed_level)]

    def clean(self) -> None:
        super().clean()
        if self.is_lowered:
            least = self._least()
            message = gettext("What it shows asks for “{level}” at least.")
            raise ValidationError({"sensitivity": message.format(level=least.label)})
        if self._stored_level and self._is_below(self._stored_level):
            message = gettext("A reviewer lowers it, with a reason: see “Lower the level”.")
            raise ValidationError({"sensitivity": message})
        # Only what is not stored yet is read; asking a stored file what it is would open it.
        if self.file and not self.file._committed:
            self._read_upload()

    def _read_upload(self) -> None:
        try:
            self.take_in(self.file.file, self.file.name)
        except images.ImageRefused as error:
            raise ValidationError({"file": str(error)}) from error

    def take_in(self, upload: Any, name: str) -> None:
        """Read a new file's facts before it is stored.

        Raises ImageRefused, with a sentence, when it is not a picture we keep.
        """
        facts = images.inspect(
            upload, max_bytes=settings.PHOTO_MAX_BYTES, max_pixels=settings.PHOTO_MAX_PIXELS
        )
        images.refuse_other_name(name, facts.mime)
        upload.seek(0)
        self.sha256 = hashlib.file_digest(upload, "sha256").hexdigest()
        upload.seek(0)
        self.original_name = PurePath(name).name[:255]
        self.mime, self.width, self.height = facts.mime, facts.width, facts.height
        self.exif_latitude, self.exif_longitude = facts.latitude, facts.longitude
        self.taken_on = self.taken_on or (facts.taken_on.isoformat() if facts.taken_on else "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a picture that became more sensitive than open words allow is closed."""
        least = self._least()
        if self._is_below(least):
            self.sensitivity = least
        if not self._is_below(self.demanded):
            self.agreed_level = None
        self._share_original()
        super().save(*args, **kwargs)
        self._remember()

    def unpublish(self) -> None:
        """Hide it from visitors until somebody publishes it again."""
        self.published = False
        self.save()

    def _is_below(self, level: str) -> bool:
        return Sensitivity(self.sensitivity).level < Sensitivity(level).level

    def _share_original(self) -> None:
        """A file that came in before is not kept twice; asks only when a new one comes."""
        if not self.file or self.file._committed or not self.sha256:
            return
        same = Photo.objects.filter(sha256=self.sha256).exclude(file="").exclude(pk=self.pk).first()
        if same is not None and same.file.storage.exists(same.file.name):
            self.file = same.file.name
