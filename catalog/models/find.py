"""Find: one record of the catalogue. The facts stand here; what follows from them is derived.

Longer than other files because it is one table: every column with the words people read.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy as _

from catalog.lib import identifiers, ids, text
from catalog.models.derivation import DERIVED, Refs, derive
from catalog.models.expedition import Expedition
from catalog.models.history import history
from catalog.models.institution import Institution
from catalog.models.person import Person
from catalog.models.place import Place
from catalog.models.references import refs_of
from catalog.models.source import Source
from catalog.models.term import Term
from catalog.models.words import all_words, in_language, one_is_enough
from catalog.querysets import FindQuerySet
from catalog.vocab import (
    CATEGORY_RULES,
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
    RelationKind,
    RemainsStatus,
    RestorationStatus,
    WithdrawnReason,
)


def _measure(label: Any) -> models.DecimalField:
    return models.DecimalField(label, max_digits=12, decimal_places=3, null=True, blank=True)


class Find(models.Model):
    """A record: an object, a structure, or the remains of people.

    Coordinates are degrees WGS 84, lengths millimetres, weight grams, depth centimetres. Dates
    are EDTF with the text as written beside them. Columns named in `derivation.DERIVED` are
    written by `save()` and the import only.
    """

    # Identity
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

    # What it is
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
    materials = models.ManyToManyField(
        Term,
        blank=True,
        related_name="finds_of_material",
        limit_choices_to={"vocabulary": "material"},
        verbose_name=_("materials"),
    )
    length_mm = _measure(_("length, mm"))
    width_mm = _measure(_("width, mm"))
    height_mm = _measure(_("height, mm"))
    weight_g = _measure(_("weight, g"))

    # State
    completeness = models.CharField(
        _("completeness"), max_length=14, choices=Completeness, blank=True
    )
    condition = models.CharField(_("condition"), max_length=14, choices=Condition, blank=True)
    damage = models.TextField(_("damage"), blank=True)
    damage_count = models.PositiveIntegerField(_("number of holes or marks"), null=True, blank=True)
    damage_qualifier = models.CharField(
        _("exactness of that number"), max_length=8, choices=Qualifier, blank=True
    )

    # When and how it was found
    found_on = models.CharField(
        _("found"), max_length=64, blank=True, help_text=_("EDTF, for example 2015-08-12 or 1943~.")
    )
    found_on_text = models.CharField(_("found, as written"), max_length=200, blank=True)
    found_by = models.ManyToManyField(
        Person, blank=True, related_name="finds_found", verbose_name=_("found by")
    )
    identified_by = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="finds_identified",
        verbose_name=_("identified by"),
    )
    discovery_method = models.CharField(
        _("how it was found"), max_length=16, choices=DiscoveryMethod, blank=True
    )

    # Where
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
    depth_cm = models.PositiveIntegerField(_("depth, cm"), null=True, blank=True)
    context = models.CharField(_("stratigraphic unit"), max_length=200, blank=True)

    # Where it is now, and in what state
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

    # Words
    description_en = models.TextField(_("description in English"), blank=True)
    description_ru = models.TextField(_("description in Russian"), blank=True)
    description_ja = models.TextField(_("description in Japanese"), blank=True)
    internal_notes = models.TextField(
        _("internal notes"), blank=True, help_text=_("For staff only.")
    )
    sources = models.ManyToManyField(
        Source, through="FindSource", blank=True, related_name="finds", verbose_name=_("sources")
    )

    # Publication
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
        editable=False,
        related_name="finds_created",
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="finds_updated",
        verbose_name=_("changed by"),
    )
    updated_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    # Derived: written by `derive` alone
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

    history = history(
        foreign_keys=[
            "expedition",
            "object_type",
            "nationality",
            "identified_by",
            "place",
            "holder",
            "reviewed_by",
            "created_by",
            "updated_by",
        ],
        derived=DERIVED,
        many=[materials, found_by],
    )
    objects = FindQuerySet.as_manager()

    class Meta:
        verbose_name = _("find")
        verbose_name_plural = _("finds")
        ordering = ["-id"]
        permissions = [
            ("view_sensitive", _("May see exact positions and what else is withheld")),
            ("submit_find", _("May submit finds for review")),
            ("publish_find", _("May publish, unpublish and withdraw finds")),
        ]
        indexes = [
            models.Index(fields=["publication_status", "-found_from", "-id"], name="find_newest"),
            models.Index(fields=["publication_status", "number_sort"], name="find_by_number"),
            models.Index(fields=["publication_status", "-updated_at"], name="find_by_change"),
            models.Index(fields=["publication_status", "category"], name="find_by_category"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["number_key"],
                name="find_number_unique",
                violation_error_message=_("This catalogue number is taken already."),
            ),
            models.UniqueConstraint(fields=["public_id"], name="find_public_id_unique"),
            one_is_enough("title", "find_has_a_title"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
                name="find_point_whole",
                violation_error_message=_("Latitude and longitude go together."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True) | Q(latitude__range=(-90, 90)),
                name="find_latitude_in_range",
                violation_error_message=_("Latitude lies between −90 and 90 degrees."),
            ),
            models.CheckConstraint(
                condition=Q(longitude__isnull=True) | Q(longitude__range=(-180, 180)),
                name="find_longitude_in_range",
                violation_error_message=_("Longitude lies between −180 and 180 degrees."),
            ),
            models.CheckConstraint(
                condition=Q(coordinate_uncertainty_m__isnull=True)
                | Q(coordinate_uncertainty_m__gt=0),
                name="find_uncertainty_positive",
                violation_error_message=_("The uncertainty of a position is above zero metres."),
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1),
                name="find_quantity_positive",
                violation_error_message=_("The quantity is at least one."),
            ),
            models.CheckConstraint(
                condition=Q(found_to__isnull=True)
                | Q(found_from__isnull=True)
                | Q(found_to__gte=F("found_from")),
                name="find_found_end_not_before_start",
                violation_error_message=_("It was found on an end date before its start."),
            ),
            models.CheckConstraint(
                condition=Q(made_to__isnull=True)
                | Q(made_from__isnull=True)
                | Q(made_to__gte=F("made_from")),
                name="find_made_end_not_before_start",
                violation_error_message=_("It was made on an end date before its start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.catalogue_number} {self.title}"

    @property
    def title(self) -> str:
        """Its title for the reader of the moment."""
        return in_language(self.titles)[0]

    @property
    def titles(self) -> dict[str, str]:
        """`{language: title}`, empty ones left out."""
        return all_words(self, "title")

    @property
    def descriptions(self) -> dict[str, str]:
        """`{language: description}`, empty ones left out."""
        return all_words(self, "description")

    @property
    def rule(self) -> Any:
        """What belonging to its category means."""
        return CATEGORY_RULES[self.category]

    def clean(self) -> None:
        super().clean()
        problems = {
            name: problem
            for name, problem in (
                ("catalogue_number", self._number_problem()),
                ("object_type", self._type_problem()),
                ("coordinate_uncertainty_m", self._uncertainty_problem()),
            )
            if problem
        }
        if problems:
            raise ValidationError(problems)
        if self.category in CATEGORY_RULES:
            self._derive_or_refuse()

    def validate_constraints(self, exclude: Any = None) -> None:
        """Check what rests on derived columns too, though no form holds them."""
        super().validate_constraints(exclude=set(exclude or ()) - set(DERIVED))

    def _number_problem(self) -> str:
        try:
            self.catalogue_number = identifiers.check_number(self.catalogue_number)
        except ValueError as error:
            return str(error)
        key = text.number_key(self.catalogue_number)
        if FormerNumber.objects.filter(number_key=key).exclude(find=self.pk).exists():
            return gettext("Another find had this number, and its old address leads there.")
        return ""

    def _type_problem(self) -> str:
        wanted = self.object_type.category if self.object_type_id else ""
        if not wanted or wanted == self.category:
            return ""
        return gettext("“{type}” belongs to the category “{category}”.").format(
            type=self.object_type, category=Category(wanted).label
        )

    def _uncertainty_problem(self) -> str:
        if self.latitude is not None and not self.coordinate_uncertainty_m:
            return gettext("Say within how many metres the position is right.")
        return ""

    def _derive_or_refuse(self) -> None:
        for name in ("found_on", "made_on"):
            try:
                derive({**self._values(), **self._other_date(name)}, Refs())
            except ValueError as error:
                raise ValidationError({name: str(error)}) from error
        self.derive_columns(Refs())

    @staticmethod
    def _other_date(name: str) -> dict[str, str]:
        return {"made_on" if name == "found_on" else "found_on": ""}

    def _values(self) -> dict[str, Any]:
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}

    def derive_columns(self, refs: Refs | None = None) -> None:
        """Fill the derived columns; asks the database for what the find points to."""
        for name, value in derive(self._values(), refs or refs_of(self)).items():
            setattr(self, name, value)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with its derived columns; a changed number leaves its old address behind."""
        self.derive_columns()
        with transaction.atomic():
            former = self._former_number()
            super().save(*args, **kwargs)
            if former:
                FormerNumber.objects.get_or_create(
                    number_key=text.number_key(former),
                    defaults={"find": self, "catalogue_number": former},
                )

    def _former_number(self) -> str:
        """The number it has in the database, where that is another one; one query."""
        if not self.pk:
            return ""
        stored = Find.objects.filter(pk=self.pk).values_list("catalogue_number", "number_key")
        number, key = stored.first() or ("", self.number_key)
        return number if key != self.number_key else ""


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
