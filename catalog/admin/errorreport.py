"""What visitors wrote: read as it came, and answered."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from catalog.models import ErrorReport, errorreport
from catalog.models.errorreport import WORDS_MAX


class AnswerForm(forms.ModelForm):
    """An answer has words."""

    answer = forms.CharField(
        label=capfirst(_("answer")),
        max_length=WORDS_MAX,
        widget=AdminTextareaWidget,
        help_text=_("The visitor reads it at the address they were given."),
    )

    class Meta:
        model = ErrorReport
        fields = ("answer",)


@admin.register(ErrorReport)
class ErrorReportAdmin(admin.ModelAdmin):
    """One letter a row, those without an answer first."""

    form = AnswerForm
    list_display = ("sent_at", "reason", "find", "answered_at", "answered_by")
    list_filter = (("answered_at", admin.EmptyFieldListFilter), "reason")
    list_select_related = ("find", "answered_by")
    list_per_page = 50
    search_fields = ("find__catalogue_number", "words")
    fields = ("sent_at", "find", "reason", "words", "reply_to", "language", "answer")
    readonly_fields = ("sent_at", "find", "reason", "words", "reply_to", "language")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Letters come from outside alone."""
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only the answer is written here."""
        if "answer" in form.changed_data:
            errorreport.answer(obj, obj.answer, by=request.user)
