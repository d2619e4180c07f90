"""Person: a living contributor. The dead are never here; see identification.py."""

from django.db import models
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from catalog.models.history import history
from catalog.models.institution import Institution


class Person(models.Model):
    """A finder, leader or specialist; named in public only by consent."""

    name = models.CharField(pgettext_lazy("person", "name"), max_length=200)
    name_local = models.CharField(_("name in its own script"), max_length=200, blank=True)
    affiliation = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("affiliation"),
    )
    orcid = models.CharField(_("ORCID"), max_length=19, blank=True)
    show_publicly = models.BooleanField(
        _("agrees to be named in public"),
        default=False,
        help_text=_("Ask before you tick it. Never enter the dead here."),
    )

    history = history(foreign_keys=["affiliation"])

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="person_name_unique",
                violation_error_message=_("A contributor of this name is recorded already."),
            )
        ]

    def __str__(self) -> str:
        return self.name
