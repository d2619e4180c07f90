"""The door to merging: choose rows in a list, see what points to each, say which one stays."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy as _

from catalog.models import merging

MOST = 20


class MergeForm(forms.Form):
    """Which of the chosen rows stays."""

    keep = forms.TypedChoiceField(coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args: Any, rows: list[models.Model], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keep"].choices = [(row.pk, str(row)) for row in rows]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the chosen rows, with what would point elsewhere if another one stayed."""

    row: models.Model
    address: str
    pointing: list[merging.Pointing]


class Merging:
    """Mixed into the admin of a kind that `merging` knows."""

    actions: Any = ("merge",)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Who may delete rows of the kind, change them, and change every find."""
        verbs = (f"{verb}_{self.opts.model_name}" for verb in ("change", "delete"))
        wanted = (*verbs, "change_find", "publish_find")
        return request.user.has_perms([f"catalog.{name}" for name in wanted])

    @admin.action(description=_("Merge into one"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Show what points where, and ask; merge once it is said which one stays."""
        rows = list(queryset.order_by("pk")[: MOST + 1])
        if not 1 < len(rows) <= MOST:
            words = gettext("Choose two or more that mean the same, at most {n}.")
            self.message_user(request, words.format(n=MOST), messages.WARNING)
            return None
        form = MergeForm(request.POST if "confirmed" in request.POST else None, rows=rows)
        if form.is_valid() and self._merged(request, rows, form):
            return None
        return self._ask_which(request, rows, form)

    def _merged(self, request: HttpRequest, rows: list[models.Model], form: MergeForm) -> bool:
        kept = next(row for row in rows if row.pk == form.cleaned_data["keep"])
        gone = [row for row in rows if row is not kept]
        names = [str(row) for row in gone]
        try:
            with transaction.atomic():
                for row in gone:
                    self.log_deletions(request, type(row)._default_manager.filter(pk=row.pk))
                    merging.merge(kept, row, by=request.user)
        except ValidationError as error:
            form.add_error("keep", error.messages)
            return False
        told = gettext("Merged into “{kept}”: {names}.").format(kept=kept, names=", ".join(names))
        self.log_change(request, kept, told)
        self.message_user(request, told, messages.SUCCESS)
        return True

    def _ask_which(
        self, request: HttpRequest, rows: list[models.Model], form: MergeForm
    ) -> HttpResponse:
        name = f"admin:catalog_{self.opts.model_name}"
        candidates = [
            Candidate(row, reverse(f"{name}_change", args=[row.pk]), merging.pointing_to(row))
            for row in rows
        ]
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Merge into one"),
            "form": form,
            "candidates": candidates,
            "shown_differently": merging.shown_differently(rows),
            "back": reverse(f"{name}_changelist"),
        }
        return TemplateResponse(request, "admin/catalog/merge.html", context)
