"""Source: a book, article, page or file that something rests on."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.history import history
from catalog.vocab import SourceType


class Source(models.Model):
    """A citable source; `code` is what lists call it by."""

    code = models.CharField(_("code"), max_length=64)
    type = models.CharField(_("type"), max_length=12, choices=SourceType, default=SourceType.OTHER)
    title = models.CharField(_("title"), max_length=300)
    authors = models.CharField(_("authors"), max_length=300, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    date_edtf = models.CharField(_("date"), max_length=64, blank=True)
    url = models.URLField(_("web page"), max_length=500, blank=True)
    accessed = models.DateField(_("accessed"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True)
    archive_ref = models.CharField(_("archive reference"), max_length=200, blank=True)
    citation = models.TextField(_("citation"), blank=True)

    history = history()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                name="source_code_unique",
                violation_error_message=_("Another source has this code."),
            )
        ]

    def __str__(self) -> str:
        return self.title
