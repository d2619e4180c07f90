"""Document: a private file (report, act, permit) on a find, an event or an expedition."""

from pathlib import PurePath

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import FileExtensionValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.lib import ids, papers
from catalog.lib.storage import private_storage
from catalog.models.expedition import Expedition
from catalog.models.find import Find
from catalog.models.history import history
from catalog.models.status import StatusEvent
from catalog.vocab import DocumentKind


def _document_path(document: "Document", name: str) -> str:
    """Where it lies among the private files: by its id, never by a user's name for it."""
    return f"documents/{document.public_id.hex}{PurePath(name).suffix.lower()[:8]}"


class Document(models.Model):
    """Never public: no record, format or address leads to it."""

    public_id = models.UUIDField(default=ids.uuid7, editable=False)
    kind = models.CharField(
        _("kind"), max_length=12, choices=DocumentKind, default=DocumentKind.OTHER
    )
    title = models.CharField(_("title"), max_length=200)
    file = models.FileField(
        _("file"),
        storage=private_storage,
        upload_to=_document_path,
        max_length=200,
        validators=[FileExtensionValidator(["pdf"])],
    )
    reference = models.CharField(_("number"), max_length=100, blank=True)
    date = models.DateField(_("date"), null=True, blank=True)
    find = models.ForeignKey(
        Find,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("find"),
    )
    event = models.ForeignKey(
        StatusEvent,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("status event"),
    )
    expedition = models.ForeignKey(
        Expedition,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
        verbose_name=_("expedition"),
    )
    created_at = models.DateTimeField(_("recorded at"), default=timezone.now, editable=False)

    history = history(foreign_keys=["find", "event", "expedition"])

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """A new file is what it says it is."""
        super().clean()
        if not self.file or self.file._committed:
            return
        try:
            papers.check(self.file.file, max_bytes=settings.PAPER_MAX_BYTES)
        except ValueError as error:
            raise ValidationError({"file": str(error)}) from error
