"""Find: one record of the catalogue, its constraints and what it does; its columns stand beside."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext, gettext_lazy as _

from catalog import index
from catalog.lib import identifiers, text
from catalog.models.derivation import DERIVED, Refs, derive
from catalog.models.find_columns import (
    FindDerived,
    FindDescription,
    FindDiscovery,
    FindIdentity,
    FindPublication,
    FindSpot,
    FindState,
    FindWhereabouts,
    FindWords,
)
from catalog.models.history import history
from catalog.models.indexes import where_set
from catalog.models.person import Person
from catalog.models.references import refs_of
from catalog.models.source import Source
from catalog.models.term import Term
from catalog.models.words import all_words, in_language, one_is_enough
from catalog.querysets import FindQuerySet
from catalog.vocab import (
    CATEGORY_RULES,
    Category,
)

# What the search keeps in memory, in its order: it reads this one index and no row of the table.
IN_MEMORY = [
    "publication_status",
    "number_sort",
    "id",
    "category",
    "condition",
    "restoration_status",
    "custody_status",
    "hazard_status",
    "nationality",
    "object_type",
    "public_place",
    "expedition",
    "found_from",
    "found_to",
    "public_latitude",
    "public_longitude",
    "updated_at",
]


class Find(
    FindIdentity,
    FindDescription,
    FindState,
    FindDiscovery,
    FindSpot,
    FindWhereabouts,
    FindWords,
    FindPublication,
    FindDerived,
):
    """A record: an object, a structure, or the remains of people.

    Columns named in `derivation.DERIVED` are written by `save()` and the import only.
    """

    materials = models.ManyToManyField(
        Term,
        blank=True,
        related_name="finds_of_material",
        limit_choices_to={"vocabulary": "material"},
        verbose_name=_("materials"),
    )
    found_by = models.ManyToManyField(
        Person, blank=True, related_name="finds_found", verbose_name=_("found by")
    )
    sources = models.ManyToManyField(
        Source, through="FindSource", blank=True, related_name="finds", verbose_name=_("sources")
    )

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
            models.Index(fields=IN_MEMORY, name="find_in_columns"),
            models.Index(fields=["publication_status", "-updated_at"], name="find_by_change"),
            where_set("identified_by", "find_identified_by"),
            where_set("reviewed_by", "find_reviewed_by"),
            where_set("created_by", "find_created_by"),
            where_set("updated_by", "find_updated_by"),
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
        if Find.objects.filter(former_numbers__number_key=key).exclude(pk=self.pk).exists():
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
            index.index_text([self.pk])
            if former:
                self.former_numbers.get_or_create(
                    number_key=text.number_key(former), defaults={"catalogue_number": former}
                )

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it once its pictures are taken off, each as by hand."""
        with transaction.atomic():
            for link in self.find_photos.all():
                link.delete()
            return super().delete(*args, **kwargs)

    def _former_number(self) -> str:
        """The number it has in the database, where that is another one; one query."""
        if not self.pk:
            return ""
        stored = Find.objects.filter(pk=self.pk).values_list("catalogue_number", "number_key")
        number, key = stored.first() or ("", self.number_key)
        return number if key != self.number_key else ""
