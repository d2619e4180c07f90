"""Look: who saw the exact position of which find, and when; written before it is shown."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from catalog.models.find import Find


class Look(models.Model):
    """One page with an exact position, shown to one person; exports keep a log of their own."""

    class Page(models.TextChoices):
        FORM = "form", _("The form")
        HISTORY = "history", _("The history")
        LIST = "list", _("The preview of a list")

    find = models.ForeignKey(
        Find, on_delete=models.CASCADE, related_name="looks", verbose_name=_("find")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("user"),
    )
    page = models.CharField(_("page"), max_length=8, choices=Page)
    at = models.DateTimeField(_("when"), db_index=True)

    class Meta:
        verbose_name = _("look at a position")
        verbose_name_plural = _("looks at positions")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.find.catalogue_number} ({self.at:%Y-%m-%d %H:%M})"
