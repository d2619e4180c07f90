"""Institution: a museum, a workshop, a search team, an authority."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.history import history
from catalog.models.place import Place
from catalog.models.words import Named, one_is_enough
from catalog.vocab import InstitutionKind


class Institution(Named):
    """Who holds, treats, organises or answers for something; always public."""

    slug = models.SlugField(_("code"), max_length=120, allow_unicode=True)
    kind = models.CharField(
        _("kind"), max_length=20, choices=InstitutionKind, default=InstitutionKind.OTHER
    )
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("place")
    )
    url = models.URLField(_("web page"), blank=True)
    isil = models.CharField(_("ISIL"), max_length=20, blank=True)
    wikidata = models.CharField(_("Wikidata"), max_length=20, blank=True)

    history = history(foreign_keys=["place"])

    class Meta:
        verbose_name = _("institution")
        verbose_name_plural = _("institutions")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug"],
                name="institution_slug_unique",
                violation_error_message=_("Another institution has this code."),
            ),
            one_is_enough("name", "institution_has_a_name"),
        ]
