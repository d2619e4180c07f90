"""The expeditions, and one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog.views import kept
from catalog.views.pages import newest_cards


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every expedition, the latest first."""
    return render(
        request,
        "catalog/expeditions/list.html",
        {"expeditions": kept.expeditions(), "section": "expeditions"},
    )


@require_safe
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """A season: who, when, where, what was found, and what was published of it."""
    expedition = kept.expedition(code)
    if expedition is None:
        raise Http404
    if expedition.code != code:
        return redirect("expedition", expedition.code, permanent=True)
    found, cards = newest_cards(expedition=code)
    context = {"expedition": expedition, "page": found, "cards": cards, "section": "expeditions"}
    return render(request, "catalog/expeditions/detail.html", context)
