"""PersonIdentification: who one of the dead may have been; its own table, its own permission."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext, gettext_lazy as _

from catalog.models.find import Find
from catalog.models.history import history
from catalog.querysets import IdentificationQuerySet
from catalog.vocab import Category, Confidence, KinStatus, NameRelease


class PersonIdentification(models.Model):
    """An identification of remains; the name becomes public by `visibility.public_name` alone."""

    class Basis(models.TextChoices):
        MEDALLION_INSERT = "medallion_insert", _("Insert of an identity capsule")
        IDENTITY_TAG = "identity_tag", _("Identity tag")
        INSCRIBED_OBJECT = "inscribed_object", _("Inscribed object")
        PERSONAL_SEAL = "personal_seal", _("Personal seal")
        PERSONAL_EFFECTS = "personal_effects", _("Personal effects")
        DNA = "dna", _("DNA")
        DOCUMENT = "document", _("Document")
        GRAVE_RECORD = "grave_record", _("Grave record")

    remains = models.ForeignKey(
        Find,
        on_delete=models.PROTECT,
        related_name="identifications",
        limit_choices_to={"category": Category.REMAINS},
        verbose_name=_("remains"),
    )
    basis = models.JSONField(_("basis"), default=list, blank=True)
    evidence = models.ManyToManyField(
        Find, blank=True, related_name="evidence_for", verbose_name=_("evidence")
    )
    name_original = models.CharField(_("name as written"), max_length=200)
    name_reading = models.CharField(_("reading"), max_length=200, blank=True)
    name_romanised = models.CharField(_("in Latin letters"), max_length=200, blank=True)
    rank = models.CharField(_("rank"), max_length=100, blank=True)
    unit = models.CharField(_("unit"), max_length=200, blank=True)
    born_edtf = models.CharField(_("born"), max_length=64, blank=True)
    home_place = models.CharField(_("home"), max_length=200, blank=True)
    archive_refs = models.TextField(_("archive references"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=12, choices=Confidence, default=Confidence.TENTATIVE
    )
    authority = models.CharField(_("confirmed by"), max_length=200, blank=True)
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    kin_status = models.CharField(
        _("relatives"), max_length=12, choices=KinStatus, default=KinStatus.UNKNOWN
    )
    release = models.CharField(
        _("publication of the name"),
        max_length=10,
        choices=NameRelease,
        default=NameRelease.NONE,
    )
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("released by"),
    )
    released_on = models.DateField(_("released on"), null=True, blank=True, editable=False)

    history = history(foreign_keys=["remains", "released_by"])
    objects = IdentificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("identification")
        verbose_name_plural = _("identifications")
        ordering = ["-id"]
        permissions = [("manage_identification", _("May see and manage identifications"))]

    def __str__(self) -> str:
        return self.name_original

    def clean(self) -> None:
        super().clean()
        if self.release == NameRelease.FULL and self.confidence != Confidence.CONFIRMED:
            message = gettext("A full name is released only when the identification is confirmed.")
            raise ValidationError({"release": message})
        if self.confidence == Confidence.CONFIRMED and self.basis == [self.Basis.IDENTITY_TAG]:
            message = gettext(
                "An identity tag alone does not confirm a person: most carry a unit, not a name."
            )
            raise ValidationError({"confidence": message})
