"""Links: what ties a find to its former numbers, its sources, its pictures and other finds."""

from typing import Any

from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.find import Find
from catalog.models.history import history
from catalog.models.photo import Photo
from catalog.models.source import Source
from catalog.vocab import PhotoKind, PhotoRole, RelationKind


class FormerNumber(models.Model):
    """A catalogue number a find once had; its address leads to the find for ever."""

    find = models.ForeignKey(
        Find, on_delete=models.CASCADE, related_name="former_numbers", verbose_name=_("find")
    )
    catalogue_number = models.CharField(_("former number"), max_length=64)
    number_key = models.CharField(max_length=200, editable=False)

    class Meta:
        verbose_name = _("former number")
        verbose_name_plural = _("former numbers")
        ordering = ["catalogue_number"]
        constraints = [models.UniqueConstraint(fields=["number_key"], name="former_number_unique")]

    def __str__(self) -> str:
        return self.catalogue_number


class FindSource(models.Model):
    """A source of a find, with the page or picture in it."""

    find = models.ForeignKey(Find, on_delete=models.CASCADE, related_name="find_sources")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="find_sources", verbose_name=_("source")
    )
    locator = models.CharField(
        _("page or picture"), max_length=100, blank=True, help_text=_("For example p. 12.")
    )

    history = history(foreign_keys=["find", "source"])

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["find", "source"],
                name="find_source_unique",
                violation_error_message=_("This source is given already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.locator}".strip()


class FindRelation(models.Model):
    """A link from one find to another; public only where both are."""

    from_find = models.ForeignKey(
        Find, on_delete=models.CASCADE, related_name="relations", verbose_name=_("find")
    )
    to_find = models.ForeignKey(
        Find, on_delete=models.CASCADE, related_name="relations_to", verbose_name=_("other find")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=RelationKind)

    history = history(foreign_keys=["from_find", "to_find"])

    class Meta:
        verbose_name = _("related find")
        verbose_name_plural = _("related finds")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["from_find", "to_find", "kind"],
                name="find_relation_unique",
                violation_error_message=_("This link is recorded already."),
            ),
            models.CheckConstraint(
                condition=~Q(from_find=F("to_find")),
                name="find_relation_not_to_itself",
                violation_error_message=_("A find cannot be related to itself."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.to_find.catalogue_number}"


class FindPhoto(models.Model):
    """A picture on a find: its order, its role, and whether it stands for the find."""

    find = models.ForeignKey(
        Find, on_delete=models.CASCADE, related_name="find_photos", verbose_name=_("find")
    )
    photo = models.ForeignKey(
        Photo, on_delete=models.CASCADE, related_name="find_photos", verbose_name=_("photograph")
    )
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    is_primary = models.BooleanField(_("stands for the find"), default=False)
    role = models.CharField(_("role"), max_length=12, choices=PhotoRole, default=PhotoRole.OVERALL)

    history = history(foreign_keys=["find", "photo"])

    class Meta:
        verbose_name = _("photograph")
        verbose_name_plural = _("photographs")
        ordering = ["-is_primary", "order", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["find", "photo"],
                name="find_photo_unique",
                violation_error_message=_("This photograph is on the find already."),
            ),
            models.UniqueConstraint(
                fields=["find"],
                condition=Q(is_primary=True),
                name="find_photo_one_primary",
                violation_error_message=_("Only one photograph stands for the find."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.find.catalogue_number}, {self.order}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a picture of remains, or of markings that carry a name, is closed."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            if self.closes:
                photo = self.photo
                photo.shows_human_remains |= self._pictures_remains
                photo.shows_name |= self.pictures_name
                photo.save()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Take the picture off; what the find kept from visitors is not opened by its going.

        On no find any more, its place or its expedition would show it, and nobody looked at that.
        """
        with transaction.atomic():
            gone = super().delete(*args, **kwargs)
            for photo in Photo.objects.shown_alone().filter(pk=self.photo_id):
                photo.unpublish()
        return gone

    @property
    def closes(self) -> bool:
        """Whether hanging here tells of the picture that it shows what nobody had said of it."""
        photo = self.photo
        shows_more = self._pictures_remains and not photo.shows_human_remains
        return shows_more or (self.pictures_name and not photo.shows_name)

    @property
    def _pictures_remains(self) -> bool:
        return self.find.rule.counts_people and self.photo.kind == PhotoKind.PHOTOGRAPH

    @property
    def pictures_name(self) -> bool:
        """Whether it is a picture of markings that carry a name, which hides with them."""
        is_photograph = self.photo.kind == PhotoKind.PHOTOGRAPH
        return self.find.carries_name and self.role == PhotoRole.MARKING and is_photograph
