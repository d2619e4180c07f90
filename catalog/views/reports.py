"""What visitors write to the house: the form, and the page where the answer will stand."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from catalog import records
from catalog.models import errorreport
from catalog.models.errorreport import WORDS_MAX, ErrorReport
from catalog.views.addressed import at_find
from catalog.vocab import ReportReason

_REFUSED = 422


class ReportForm(forms.Form):
    """Why somebody writes, and what."""

    reason = forms.ChoiceField(
        label=_("What is it about?"), choices=ReportReason, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What should we know?"),
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What is wrong, what is right, and how you know. Write in any language."),
    )
    reply_to = forms.CharField(
        label=_("Your name and address, if you like"),
        max_length=200,
        required=False,
        help_text=_("Only those who answer read it. You can read the answer without it too."),
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@at_find("report")
def about_find(request: HttpRequest, address: records.Address) -> HttpResponse:
    """Tell of an error in one record."""
    return _form(request, address)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest) -> HttpResponse:
    """Write to the house about anything."""
    return _form(request, None)


@never_cache
@require_safe
def sent(request: HttpRequest, key: UUID) -> HttpResponse:
    """What was written and what was answered, for whoever has the address."""
    report = ErrorReport.objects.filter(key=key).first()
    if report is None:
        raise Http404
    address = request.build_absolute_uri(request.path)
    context = {"report": report, "address": address, "section": "about"}
    return render(request, "catalog/reports/sent.html", context)


def _form(request: HttpRequest, about: records.Address | None) -> HttpResponse:
    given = request.POST if request.method == "POST" else None
    form = ReportForm(given, initial={"reason": request.GET.get("reason", "")})
    if form.is_valid():
        report = errorreport.send(
            find_id=about.pk if about else None,
            language=(get_language() or "")[:10],
            **form.cleaned_data,
        )
        return redirect("report-sent", report.key)
    context: dict[str, Any] = {"form": form, "about": about, "section": "about"}
    status = _REFUSED if form.is_bound else 200
    return render(request, "catalog/reports/form.html", context, status=status)
