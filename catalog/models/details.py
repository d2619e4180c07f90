"""Details: the facts only some categories have, one table each, keyed by the find itself."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.models.find import Find
from catalog.models.history import history
from catalog.models.institution import Institution
from catalog.models.term import Term
from catalog.vocab import (
    AgeClass,
    Articulation,
    Category,
    Construction,
    MunitionClass,
    Presence,
    Qualifier,
    SexEstimate,
    SkeletalCompleteness,
    Survives,
)


def _find(name: str) -> models.OneToOneField:
    return models.OneToOneField(
        Find, on_delete=models.CASCADE, primary_key=True, related_name=name, verbose_name=_("find")
    )


def _presence(label: object) -> models.CharField:
    return models.CharField(label, max_length=8, choices=Presence, blank=True)


class RemainsDetail(models.Model):
    """Remains of people: the minimum number of individuals, and what only staff may read.

    Public are the number and how exact it is; all else stays in the house.
    """

    find = _find("remains")
    individuals = models.PositiveIntegerField(
        _("minimum number of individuals (MNI)"),
        default=1,
        help_text=_("0 only for a record that is part of another one."),
    )
    individuals_qualifier = models.CharField(
        _("exactness"), max_length=8, choices=Qualifier, default=Qualifier.MIN
    )
    is_part = models.BooleanField(
        _("counted with another record"),
        default=False,
        help_text=_("One person found in two squares is counted once."),
    )
    individuals_basis = models.CharField(_("basis of the number"), max_length=200, blank=True)
    articulation = models.CharField(
        _("articulation"), max_length=16, choices=Articulation, blank=True
    )
    skeletal_completeness = models.CharField(
        _("skeletal completeness"), max_length=8, choices=SkeletalCompleteness, blank=True
    )
    age_class = models.CharField(_("age"), max_length=16, choices=AgeClass, blank=True)
    sex = models.CharField(_("sex"), max_length=16, choices=SexEstimate, blank=True)
    exhumation_protocol_ref = models.CharField(_("exhumation report"), max_length=100, blank=True)
    exhumation_date = models.DateField(_("date of the report"), null=True, blank=True)
    exhumation_signatory = models.CharField(_("signed by"), max_length=200, blank=True)
    handed_to = models.ForeignKey(
        Institution, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("handed to")
    )
    transfer_act = models.CharField(_("transfer act"), max_length=100, blank=True)
    burial_place = models.CharField(_("place of burial"), max_length=200, blank=True)
    grave_number = models.CharField(_("grave"), max_length=100, blank=True)
    open_grave_note = models.TextField(_("why an unopened grave may be published"), blank=True)

    history = history(foreign_keys=["find", "handed_to"])

    class Meta:
        verbose_name = _("remains")
        verbose_name_plural = _("remains")
        constraints = [
            models.CheckConstraint(
                condition=Q(individuals__gte=1) | Q(is_part=True),
                name="remains_individuals_positive",
                violation_error_message=_(
                    "Count at least one person, unless the record is part of another one."
                ),
            )
        ]

    def __str__(self) -> str:
        return str(self.individuals)


class MunitionDetail(models.Model):
    """Munitions: class and calibre are public, what makes one dangerous is for staff.

    Do not touch, do not move: there is no field for one "recovered by the finder".
    """

    find = _find("munition")
    munition_class = models.CharField(_("class"), max_length=16, choices=MunitionClass, blank=True)
    calibre_mm = models.DecimalField(
        _("calibre, mm"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    fuzed = _presence(_("fuzed"))
    fired = _presence(_("fired"))
    suspected_chemical = _presence(_("suspected chemical filling"))

    history = history(foreign_keys=["find"])

    class Meta:
        verbose_name = _("munition")
        verbose_name_plural = _("munitions")
        constraints = [
            models.CheckConstraint(
                condition=Q(calibre_mm__isnull=True) | Q(calibre_mm__gt=0),
                name="munition_calibre_positive",
                violation_error_message=_("The calibre is above zero millimetres."),
            )
        ]

    def __str__(self) -> str:
        return self.get_munition_class_display()


class VehicleDetail(models.Model):
    """Tanks, vehicles, aircraft: marks, numbers, and what is left of them."""

    find = _find("vehicle")
    model = models.ForeignKey(
        Term,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        limit_choices_to={"vocabulary": "object_type"},
        verbose_name=_("model"),
    )
    tactical_marking = models.CharField(_("tactical marking"), max_length=200, blank=True)
    hull_number = models.CharField(_("hull number"), max_length=100, blank=True)
    engine_number = models.CharField(_("engine number"), max_length=100, blank=True)
    turret_number = models.CharField(_("turret number"), max_length=100, blank=True)
    numbers_public = models.BooleanField(
        _("numbers may be published"), default=True, help_text=_("Wrecks of 75 years and more.")
    )
    completeness_pct = models.PositiveSmallIntegerField(_("completeness, %"), null=True, blank=True)
    turret = _presence(_("turret"))
    main_gun = _presence(_("main gun"))
    engine = _presence(_("engine"))
    tracks_or_wheels = _presence(_("tracks or wheels"))
    interior = _presence(_("interior"))

    history = history(foreign_keys=["find", "model"])

    class Meta:
        verbose_name = _("vehicle or aircraft")
        verbose_name_plural = _("vehicles and aircraft")
        constraints = [
            models.CheckConstraint(
                condition=Q(completeness_pct__isnull=True) | Q(completeness_pct__lte=100),
                name="vehicle_completeness_is_percent",
                violation_error_message=_("The completeness lies between 0 and 100 percent."),
            )
        ]

    def __str__(self) -> str:
        return self.hull_number


class StructureDetail(models.Model):
    """Emplacements, pillboxes, trenches, monuments: recorded where they stand, never lifted."""

    find = _find("structure")
    construction = models.CharField(
        _("construction"), max_length=12, choices=Construction, blank=True
    )
    armament = models.CharField(_("armament"), max_length=200, blank=True)
    orientation_deg = models.PositiveSmallIntegerField(
        _("orientation, degrees"), null=True, blank=True
    )
    accessible = _presence(_("accessible"))
    survives = models.CharField(_("what survives"), max_length=12, choices=Survives, blank=True)
    hazard_note = models.TextField(_("dangers inside"), blank=True, help_text=_("For staff only."))

    history = history(foreign_keys=["find"])

    class Meta:
        verbose_name = _("structure")
        verbose_name_plural = _("structures")
        constraints = [
            models.CheckConstraint(
                condition=Q(orientation_deg__isnull=True) | Q(orientation_deg__lt=360),
                name="structure_orientation_is_bearing",
                violation_error_message=_("The orientation lies between 0 and 359 degrees."),
            )
        ]

    def __str__(self) -> str:
        return self.get_survives_display()


DETAILS: Mapping[str, type[models.Model]] = {
    Category.REMAINS: RemainsDetail,
    Category.MUNITION: MunitionDetail,
    Category.TANK: VehicleDetail,
    Category.VEHICLE: VehicleDetail,
    Category.AIRCRAFT: VehicleDetail,
    Category.STRUCTURE: StructureDetail,
}
