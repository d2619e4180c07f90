"""ImportRun: what a list brought in or is about to, so that it can be told and taken back.

The table of past imports is the queue of those to come, too: a run is prepared, waits, is worked
by one process at a time, and ends in one of the states after that.
"""

from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.lib import ids
from catalog.lib.storage import import_storage
from catalog.vocab import Language

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".zip")


def private_name(run: Any, name: str) -> str:
    """A name nobody can guess; what the file was called says the run."""
    suffix = PurePath(name).suffix.lower()
    return f"{ids.uuid7().hex}{suffix if suffix in _SUFFIXES else ''}"


class ImportRun(models.Model):
    """One run of the import engine: file, who, when, how, how far, counts of rows."""

    class Status(models.TextChoices):
        PREPARED = "prepared", _("Being prepared")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused, nothing written")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")
        UNDONE = "undone", _("Taken back")

    class Mode(models.TextChoices):
        ALL = "all", _("All rows or none")
        GOOD = "good", _("The good rows")
        TRIAL = "trial", _("A trial, nothing is written")

    kind = models.CharField(_("kind"), max_length=12, default="finds")
    mode = models.CharField(_("mode"), max_length=8, choices=Mode, default=Mode.ALL)
    file_name = models.CharField(_("file"), max_length=255)
    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, db_index=True)
    file = models.FileField(
        _("upload"), storage=import_storage, upload_to=private_name, blank=True, max_length=100
    )
    mapping = models.TextField(_("mapping"), blank=True)
    encoding = models.CharField(_("encoding"), max_length=40, blank=True)
    delimiter = models.CharField(_("separator"), max_length=4, blank=True)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    language = models.CharField(
        _("language of the report"), max_length=2, choices=Language, default=Language.EN
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("user"),
    )
    created_at = models.DateTimeField(_("sent"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("taken back by"),
    )
    undoes = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="undos",
        verbose_name=_("takes back"),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.RUNNING)
    # Whose run it is while it runs: who lost the claim must not write any more.
    claim = models.CharField(max_length=32, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Where to go on after a crash, written with the rows it tells of.
    cursor = models.JSONField(default=dict, blank=True, editable=False)
    error = models.TextField(_("why it ended"), blank=True)
    # The report as data; `transfer.saved` reads it.
    report = models.JSONField(default=dict, blank=True, editable=False)
    refused_file = models.FileField(
        _("refused rows"),
        storage=import_storage,
        upload_to=private_name,
        blank=True,
        max_length=100,
    )
    rows_total = models.PositiveIntegerField(_("rows of the file"), default=0)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_new = models.PositiveIntegerField(_("new"), default=0)
    rows_changed = models.PositiveIntegerField(_("changed"), default=0)
    rows_same = models.PositiveIntegerField(_("unchanged"), default=0)
    rows_refused = models.PositiveIntegerField(_("refused"), default=0)

    class Meta:
        verbose_name = _("import run")
        verbose_name_plural = _("import runs")
        ordering = ["-id"]

    def __str__(self) -> str:
        moment = self.started_at or self.created_at
        return f"{self.file_name} ({moment:%Y-%m-%d %H:%M})"

    @property
    def state(self) -> str:
        """Its status in a word; of a list that was only looked at, that."""
        looked_at = self.mode == self.Mode.TRIAL and self.is_over
        return str(_("Looked at, nothing written")) if looked_at else self.get_status_display()

    @property
    def is_over(self) -> bool:
        """Whether nothing more will become of it by itself."""
        return self.status not in (self.Status.PREPARED, self.Status.WAITING, self.Status.RUNNING)

    @property
    def wrote(self) -> bool:
        """Whether it changed the catalogue."""
        stays = self.mode != self.Mode.TRIAL and self.status != self.Status.REFUSED
        return stays and bool(self.rows_new or self.rows_changed)
