"""ErrorReport: what a visitor writes to the house about a record, and what it answers."""

import uuid
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.models.find import Find
from catalog.vocab import ReportReason

WORDS_MAX = 4000


class ErrorReport(models.Model):
    """One letter, kept as it came; its secret key is the address where its writer reads the answer.

    Nothing of it is public: it may hold what families tell of their dead.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    find = models.ForeignKey(
        Find,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="error_reports",
        verbose_name=_("find"),
        help_text=_("Empty: about no record in particular."),
    )
    reason = models.CharField(_("what it is about"), max_length=12, choices=ReportReason)
    words = models.TextField(_("as written by the visitor"), max_length=WORDS_MAX)
    reply_to = models.CharField(_("name and address given"), max_length=200, blank=True)
    language = models.CharField(_("language of the page"), max_length=10, blank=True)
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    answer = models.TextField(_("answer"), max_length=WORDS_MAX, blank=True)
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("answered by"),
    )

    class Meta:
        verbose_name = _("message of a visitor")
        verbose_name_plural = _("messages of visitors")
        ordering = ["-sent_at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_reason_display()} ({self.sent_at:%Y-%m-%d})"


@transaction.atomic
def send(
    *, find_id: int | None, reason: str, words: str, reply_to: str, language: str
) -> ErrorReport:
    """Keep what a visitor wrote about a public find, or about none."""
    find = Find.objects.public().filter(pk=find_id).first() if find_id else None
    return ErrorReport.objects.create(
        find=find, reason=reason, words=words, reply_to=reply_to, language=language
    )


@transaction.atomic
def answer(report: ErrorReport, words: str, *, by: Any) -> None:
    """Answer a visitor; a second answer replaces the first."""
    if not by.has_perm("catalog.change_errorreport"):
        raise PermissionDenied
    if not words.strip():
        raise ValidationError({"answer": _("An answer has words.")})
    report.answer, report.answered_by, report.answered_at = words, by, timezone.now()
    report.save(update_fields=["answer", "answered_by", "answered_at"])
