"""The columns of a find, part by part; what a find does stands in find.py.

Coordinates are degrees WGS 84, lengths millimetres, weight grams, depth centimetres. Dates are
EDTF with the text as written beside them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.lib import ids
from catalog.models.expedition import Expedition
from catalog.models.institution import Institution
from catalog.models.person import Person
from catalog.models.place import Place
from catalog.models.term import Term
from catalog.vocab import (
    Category,
    Certainty,
    Completeness,
    Condition,
    CoordinateSource,
    CustodyStatus,
    DiscoveryMethod,
    HazardStatus,
    Language,
    LocationReason,
    NationalityBasis,
    Precision,
    Presence,
    PublicationStatus,
    Qualifier,
    RemainsStatus,
    RestorationStatus,
    SecrecyEnd,
    WithdrawnReason,
)


def _measure(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=12, decimal_places=3, null=True, blank=True)


class FindIdentity(models.Model):
    """What it is called, and what kind of thing it is."""

    public_id = models.UUIDField(_("public id"), default=ids.uuid7, editable=False)
    catalogue_number = models.CharField(_("catalogue number"), max_length=64)
    field_number = models.CharField(
        _("field number"), max_length=64, blank=True, help_text=_("As written on the bag or tag.")
    )
    other_numbers = models.TextField(
        _("other numbers"), blank=True, help_text=_("One a line: who: number.")
    )
    expedition = models.ForeignKey(
        Expedition, on_delete=models.PROTECT, related_name="finds", verbose_name=_("expedition")
    )
    category = models.CharField(_("category"), max_length=12, choices=Category)
    object_type = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        related_name="finds_of_type",
        limit_choices_to={"vocabulary": "object_type"},
        verbose_name=_("object type"),
    )
    type_certainty = models.CharField(
        _("certainty of the type"), max_length=10, choices=Certainty, blank=True
    )
    language = models.CharField(
        _("language of the record"), max_length=2, choices=Language, default=Language.EN
    )
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=200, blank=True)
    title_ja = models.CharField(_("title in Japanese"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("quantity"), default=1)
    quantity_qualifier = models.CharField(
        _("exactness of the quantity"), max_length=8, choices=Qualifier, default=Qualifier.EXACT
    )

    class Meta:
        abstract = True


class FindDescription(models.Model):
    """Whose it was, what it is made of, what is written on it."""

    nationality = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finds_of_nationality",
        limit_choices_to={"vocabulary": "nationality"},
        verbose_name=_("nationality (side that used it)"),
    )
    nationality_certainty = models.CharField(
        _("certainty of the nationality"), max_length=10, choices=Certainty, blank=True
    )
    nationality_basis = models.CharField(
        _("basis of the nationality"), max_length=12, choices=NationalityBasis, blank=True
    )
    unit_attribution = models.CharField(_("unit"), max_length=200, blank=True)
    maker = models.CharField(_("maker"), max_length=200, blank=True)
    made_on = models.CharField(_("made"), max_length=64, blank=True, help_text=_("EDTF."))
    made_on_text = models.CharField(_("made, as written"), max_length=200, blank=True)
    markings = models.TextField(
        _("markings"), blank=True, help_text=_("As written, with a translation.")
    )
    carries_name = models.BooleanField(
        _("the markings carry a person's name"),
        default=False,
        help_text=_("They are hidden from the public, with the serial numbers."),
    )
    serial_numbers = models.TextField(_("serial numbers"), blank=True)
    length_mm = _measure(_("length, mm"))
    width_mm = _measure(_("width, mm"))
    height_mm = _measure(_("height, mm"))
    weight_g = _measure(_("weight, g"))

    class Meta:
        abstract = True


class FindState(models.Model):
    """What is left of it."""

    completeness = models.CharField(
        _("completeness"), max_length=14, choices=Completeness, blank=True
    )
    condition = models.CharField(_("condition"), max_length=14, choices=Condition, blank=True)
    damage = models.TextField(_("damage"), blank=True)
    damage_count = models.PositiveIntegerField(_("number of holes or marks"), null=True, blank=True)
    damage_qualifier = models.CharField(
        _("exactness of that number"), max_length=8, choices=Qualifier, blank=True
    )

    class Meta:
        abstract = True


class FindDiscovery(models.Model):
    """When, how and by whom it was found."""

    found_on = models.CharField(
        _("found"), max_length=64, blank=True, help_text=_("EDTF, for example 2015-08-12 or 1943~.")
    )
    found_on_text = models.CharField(_("found, as written"), max_length=200, blank=True)
    identified_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        blank=True,
        related_name="finds_identified",
        verbose_name=_("identified by"),
    )
    discovery_method = models.CharField(
        _("how it was found"), max_length=16, choices=DiscoveryMethod, blank=True
    )

    class Meta:
        abstract = True


class FindSpot(models.Model):
    """Where it lay, and how finely that may be told."""

    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finds",
        verbose_name=_("place"),
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    coordinate_uncertainty_m = models.PositiveIntegerField(
        _("uncertainty of the position, m"), null=True, blank=True
    )
    coordinate_source = models.CharField(
        _("source of the position"), max_length=10, choices=CoordinateSource, blank=True
    )
    verbatim_coordinates = models.CharField(_("position as written"), max_length=200, blank=True)
    public_precision = models.CharField(
        _("precision published"),
        max_length=12,
        choices=Precision,
        blank=True,
        help_text=_("Left empty: the default of the category. A choice can hide more, never less."),
    )
    # Columns that may be missing: SQLite adds these without making the table anew.
    secret_until = models.DateField(
        _("that choice holds until"),
        null=True,
        blank=True,
        help_text=_("After this day the default of the place or category holds."),
    )
    secret_until_event = models.CharField(  # noqa: DJ001 - see above
        _("or until"), max_length=10, choices=SecrecyEnd, null=True, blank=True
    )
    depth_cm = models.PositiveIntegerField(_("depth, cm"), null=True, blank=True)
    context = models.CharField(_("stratigraphic unit"), max_length=200, blank=True)

    class Meta:
        abstract = True


class FindWhereabouts(models.Model):
    """Where it is now, and in what state; the statuses are written with an event only."""

    holder = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finds_held",
        verbose_name=_("holder"),
    )
    holder_number = models.CharField(_("holder's number"), max_length=100, blank=True)
    current_location = models.CharField(
        _("where it is kept"), max_length=200, blank=True, help_text=_("For staff only.")
    )
    restoration_status = models.CharField(
        _("restoration status"), max_length=20, choices=RestorationStatus, blank=True, default=""
    )
    custody_status = models.CharField(
        _("where it is now"), max_length=20, choices=CustodyStatus, blank=True, default=""
    )
    hazard_status = models.CharField(
        _("explosive hazard"), max_length=20, choices=HazardStatus, blank=True, default=""
    )
    remains_status = models.CharField(
        _("status of the remains"), max_length=20, choices=RemainsStatus, blank=True, default=""
    )
    # The evidence of the hazard stands beside it, for every category can have one.
    eod_report = models.CharField(
        _("disposal report"), max_length=100, blank=True, help_text=_("For staff only.")
    )
    eod_authority = models.CharField(_("disposal authority"), max_length=200, blank=True)
    eod_date = models.CharField(
        _("date of the disposal report"), max_length=64, blank=True, help_text=_("EDTF.")
    )
    ammunition_aboard = models.CharField(
        _("ammunition aboard"), max_length=8, choices=Presence, blank=True
    )
    human_remains_associated = models.CharField(
        _("human remains with it"), max_length=8, choices=Presence, blank=True
    )

    class Meta:
        abstract = True


class FindWords(models.Model):
    """What is said of it."""

    description_en = models.TextField(_("description in English"), blank=True)
    description_ru = models.TextField(_("description in Russian"), blank=True)
    description_ja = models.TextField(_("description in Japanese"), blank=True)
    internal_notes = models.TextField(
        _("internal notes"), blank=True, help_text=_("For staff only.")
    )

    class Meta:
        abstract = True


class FindPublication(models.Model):
    """What the public may see, who decided, who recorded it."""

    publication_status = models.CharField(
        _("publication"),
        max_length=10,
        choices=PublicationStatus,
        default=PublicationStatus.DRAFT,
        editable=False,
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        blank=True,
        editable=False,
        related_name="finds_reviewed",
        verbose_name=_("reviewed by"),
    )
    withdrawn_reason = models.CharField(
        _("reason of the withdrawal"),
        max_length=10,
        choices=WithdrawnReason,
        blank=True,
        editable=False,
    )
    review_note = models.TextField(_("reviewer's note"), blank=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        editable=False,
        related_name="finds_created",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        db_index=False,
        editable=False,
        related_name="finds_updated",
        verbose_name=_("changed by"),
    )
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        abstract = True


class FindDerived(models.Model):
    """What follows from the rest, written by `derivation.derive` alone."""

    number_key = models.CharField(max_length=200, editable=False, default="")
    number_sort = models.CharField(max_length=255, editable=False, default="")
    slug = models.CharField(max_length=400, editable=False, default="")
    found_from = models.DateField(null=True, editable=False)
    found_to = models.DateField(null=True, editable=False)
    made_from = models.DateField(null=True, editable=False)
    made_to = models.DateField(null=True, editable=False)
    public_place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="public_finds",
    )
    public_latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, editable=False)
    public_longitude = models.DecimalField(
        max_digits=9, decimal_places=6, null=True, editable=False
    )
    public_uncertainty_m = models.PositiveIntegerField(null=True, editable=False)
    location_precision = models.CharField(
        max_length=12, choices=Precision, editable=False, default=Precision.PLACE_ONLY
    )
    location_reason = models.CharField(
        max_length=10, choices=LocationReason, blank=True, editable=False, default=""
    )
    public_text = models.TextField(editable=False, default="")
    staff_text = models.TextField(editable=False, default="")
    fullness = models.PositiveSmallIntegerField(_("fullness, %"), editable=False, default=0)

    class Meta:
        abstract = True
