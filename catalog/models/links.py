"""Links: what ties a find to its former numbers, its sources and other finds."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from catalog.models.find import Find
from catalog.models.history import history
from catalog.models.source import Source
from catalog.vocab import (
    RelationKind,
)


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
