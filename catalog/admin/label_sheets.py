"""Sheets of labels: which finds, on which paper, and the page that is printed."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, gettext_lazy as _

from catalog.admin.label import Label, labels
from catalog.lib.addresses import lasting
from catalog.lib.reversing import path_to
from catalog.querysets import Among

# More than anybody sticks on in an evening; the address that names so many is not too long.
MOST = 500
_STEPS = re.compile(r"\d{1,10}(?:\.\d{1,10})*")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper labels are printed on: its name, how many a page, which page it asks for."""

    name: Promise
    number: int
    paper: str = "a4"


SHEETS = {
    "a4-21": Sheet(_("A4, 21 labels of 63.5 × 38.1 mm"), 21),
    "a4-14": Sheet(_("A4, 14 labels of 99.1 × 38.1 mm"), 14),
    "roll": Sheet(_("Roll, 62 mm wide, cut every 38 mm"), 1, "roll"),
}


# What is printed where nothing is asked for.
_BEGINNING = {"sheet": "a4-21", "skip": 0, "copies": 1}


class LabelsForm(forms.Form):
    """On which paper, and where to begin."""

    sheet = forms.ChoiceField(
        label=_("Paper"),
        widget=forms.RadioSelect,
        choices=[(code, sheet.name) for code, sheet in SHEETS.items()],
    )
    skip = forms.IntegerField(
        label=_("Labels gone from the first sheet"),
        min_value=0,
        help_text=_("Counted row by row; printing begins on the one after them."),
    )
    copies = forms.IntegerField(label=_("Labels for each find"), min_value=1)

    def __init__(self, *args: Any, finds: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.finds = finds

    def clean_copies(self) -> int:
        """No more labels than can be printed at once."""
        number = self.finds * self.cleaned_data["copies"]
        if number > MOST:
            words = gettext("That would be {number} labels; at most {most} are printed at once.")
            raise forms.ValidationError(words.format(number=number, most=MOST))
        return self.cleaned_data["copies"]

    def clean(self) -> None:
        super().clean()
        sheet, skip = SHEETS.get(self.cleaned_data.get("sheet", "")), self.cleaned_data.get("skip")
        if sheet and skip and skip >= sheet.number > 1:
            words = gettext("This sheet has {number} labels: fewer than that can be gone.")
            self.add_error("skip", words.format(number=sheet.number))


class LabelSheets:
    """Mixed into the admin of finds."""

    def get_urls(self) -> list[URLPattern]:
        """Add `labels/<finds>/`, which asks, and `labels/<finds>/sheet/`, which is printed."""
        asks, shows = map(self.admin_site.admin_view, (self.labels_view, self.sheet_view))
        ours = [
            path("labels/<str:finds>/", asks, name="catalog_find_labels"),
            path("labels/<str:finds>/sheet/", shows, name="catalog_find_labels_sheet"),
        ]
        return [*ours, *super().get_urls()]

    @admin.action(description=_("Print labels"), permissions=["view"])
    def print_labels(self, request: HttpRequest, finds: QuerySet) -> HttpResponse | None:
        """From the list to the page that asks for the paper."""
        ids = list(finds.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(ids) > MOST:
            words = gettext("Labels of at most {most} finds are printed at once: choose fewer.")
            self.message_user(request, words.format(most=MOST), messages.ERROR)
            return None
        return redirect("admin:catalog_find_labels", steps(ids))

    def labels_view(self, request: HttpRequest, finds: str) -> HttpResponse:
        """Ask for the paper."""
        chosen = self._chosen(request, finds)
        return self._asked(request, finds, LabelsForm(initial=_BEGINNING, finds=chosen.count()))

    def sheet_view(self, request: HttpRequest, finds: str) -> HttpResponse:
        """The labels as they are printed; what was asked wrongly is asked again."""
        chosen = self._chosen(request, finds)
        form = LabelsForm({**_BEGINNING, **request.GET.dict()}, finds=chosen.count())
        if not form.is_valid():
            return self._asked(request, finds, form)
        said = form.cleaned_data
        sheet = SHEETS[said["sheet"]]
        each = [label for label in _of(request, chosen) for _copy in range(said["copies"])]
        context = {
            "sheet": said["sheet"],
            "style": f"catalog/labels-{sheet.paper}.css",
            "pages": _pages(each, sheet, skip=said["skip"]),
            "number": len(each),
            "host": lasting(request, "/"),
            "back": reverse("admin:catalog_find_labels", args=[finds]),
        }
        return TemplateResponse(request, "admin/catalog/find/label_sheet.html", context)

    def _chosen(self, request: HttpRequest, finds: str) -> QuerySet:
        """The finds an address names; those it names and are not there are left out."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        ids = _numbers(finds)
        chosen = self.get_queryset(request).filter(Among("pk", ids))
        if not 0 < len(ids) <= MOST or not chosen.exists():
            raise Http404
        return chosen

    def _asked(self, request: HttpRequest, finds: str, form: LabelsForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Print labels"),
            "form": form,
            "number": form.finds,
            "is_lasting": bool(settings.PUBLIC_ADDRESS),
            "sheet_address": reverse("admin:catalog_find_labels_sheet", args=[finds]),
            "host": lasting(request, "/"),
            "back": reverse("admin:catalog_find_changelist"),
        }
        return TemplateResponse(request, "admin/catalog/find/labels.html", context)


def _of(request: HttpRequest, finds: QuerySet) -> Iterator[Label]:
    """Their labels, whose codes lead to the short addresses."""
    return labels(finds, lambda slug: lasting(request, path_to("find-short", slug)))


def steps(ids: Iterable[int]) -> str:
    """Ids in rising order as the steps from each to the next: 7, 8, 40 are "7.1.32"."""
    return ".".join(str(after - before) for before, after in pairwise([0, *ids]))


def _numbers(written: str) -> list[int]:
    if not _STEPS.fullmatch(written):
        return []
    return list(accumulate(map(int, written.split("."))))


def _pages(printed: Sequence[Label], sheet: Sheet, *, skip: int) -> list[list[Label | None]]:
    """The labels sheet by sheet; None where one is gone already."""
    gone = [None] * skip if sheet.number > 1 else []
    places = [*gone, *printed]
    return [places[at : at + sheet.number] for at in range(0, len(places), sheet.number)]
