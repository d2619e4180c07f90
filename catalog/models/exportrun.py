"""ExportRun: who took the list of the house away, when, how much of it, and which part."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportRun(models.Model):
    """One file taken out of the house; written before its first row leaves.

    `finds` is how many were asked for; a file that broke off on its way has no end.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("user"),
        help_text=_("Empty: a command on the machine itself."),
    )
    started_at = models.DateTimeField(_("started"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    profile = models.CharField(_("profile"), max_length=12)
    format = models.CharField(_("format"), max_length=12)
    wishes = models.TextField(_("filter"), blank=True)
    finds = models.PositiveIntegerField(_("finds"), default=0)

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-started_at", "-id"]

    def __str__(self) -> str:
        return f"{self.profile}.{self.format} ({self.started_at:%Y-%m-%d %H:%M})"
