"""Place: a hierarchy of areas, from a country to a trench, each with its names."""

from typing import TYPE_CHECKING

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from catalog.lib import text
from catalog.models.history import history
from catalog.models.tree import Tree
from catalog.models.words import Named, joined, one_is_enough
from catalog.querysets import PlaceQuerySet
from catalog.vocab import PUBLIC_PLACE_KINDS, PlaceKind, PlaceNameKind, Precision

if TYPE_CHECKING:
    from collections.abc import Iterable


class Place(Tree, Named):
    """An area that finds are found in.

    Trenches and sites are private unless marked public: a visitor reads the nearest public
    ancestor instead. Latitude and longitude are the middle of the area, degrees WGS 84.
    """

    slug = models.SlugField(_("address"), max_length=120, allow_unicode=True, blank=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=PlaceKind, default=PlaceKind.UNSPECIFIED
    )
    is_public = models.BooleanField(
        _("public"),
        null=True,
        blank=True,
        help_text=_("Left open: landforms and larger areas are public, sites and trenches not."),
    )
    # Derived: public, and everything above it too.
    is_shown = models.BooleanField(default=False, editable=False)
    latitude = models.DecimalField(
        _("latitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=9, decimal_places=6, null=True, blank=True
    )
    uncertainty_m = models.PositiveIntegerField(_("radius in metres"), null=True, blank=True)
    public_precision = models.CharField(
        _("precision published for finds here"), max_length=12, choices=Precision, blank=True
    )
    uri_geonames = models.URLField(_("GeoNames"), blank=True)
    uri_tgn = models.URLField(_("Thesaurus of Geographic Names"), blank=True)
    uri_wikidata = models.URLField(_("Wikidata"), blank=True)
    description_en = models.TextField(_("description in English"), blank=True)
    description_ru = models.TextField(_("description in Russian"), blank=True)
    description_ja = models.TextField(_("description in Japanese"), blank=True)

    history = history(foreign_keys=["parent"], derived=["path", "is_shown"])
    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="place_slug_unique",
                violation_error_message=_("Another place has this address."),
            ),
            Tree.not_own_parent("place_not_own_parent"),
            one_is_enough("name", "place_has_a_name"),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    # Said aloud, for a CHECK lets pass what is neither true nor false.
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_point_in_range",
                violation_error_message=_(
                    "Latitude (−90 to 90) and longitude (−180 to 180) go together."
                ),
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.is_public is None:
            self.is_public = self.kind in PUBLIC_PLACE_KINDS
        self.slug = self.slug or free_slug(self.name)
        with transaction.atomic():
            super().save(*args, **kwargs)
            self._write_shown()

    def _write_shown(self) -> None:
        """Carry "public, and everything above it too" to the place and all below it."""
        shown = self.parent is None or self.parent.is_shown
        states = {self.parent_id: shown}
        for place in Place.objects.below(self.path).order_by("path"):
            states[place.pk] = bool(place.is_public) and states[place.parent_id]
            if place.is_shown != states[place.pk]:
                Place.objects.filter(pk=place.pk).update(is_shown=states[place.pk])
        self.is_shown = states[self.pk]

    @property
    def words(self) -> str:
        """Every name it is found by; reads the other names (one query unless prefetched)."""
        return joined([*self.names.values(), *(other.name for other in self.other_names.all())])


class PlaceName(models.Model):
    """Another name of a place: historic, military, in any language."""

    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="other_names", verbose_name=_("place")
    )
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=20, blank=True)
    kind = models.CharField(
        _("kind"), max_length=12, choices=PlaceNameKind, default=PlaceNameKind.CURRENT
    )

    history = history(foreign_keys=["place"])

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        ordering = ["kind", "language", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["place", "name", "language", "kind"],
                name="place_name_unique",
                violation_error_message=_("This name is given already."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class FormerSlug(models.Model):
    """The address a place had that was merged into another: it leads there."""

    place = models.ForeignKey(
        Place, on_delete=models.CASCADE, related_name="former_slugs", verbose_name=_("place")
    )
    slug = models.SlugField(_("former address"), max_length=120, allow_unicode=True, unique=True)

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug


def free_slug(name: str, taken: "Iterable[str] | None" = None) -> str:
    """An address made of a name, numbered where another place has it; queries unless told."""
    base = text.slugify_unicode(name)[:100] or "place"
    used = set(
        Place.objects.filter(slug__startswith=base).values_list("slug", flat=True)
        if taken is None
        else taken
    )
    slug, number = base, 1
    while slug in used:
        number += 1
        slug = f"{base}-{number}"
    return slug
