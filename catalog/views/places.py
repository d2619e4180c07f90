"""The places by name, and one of them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from catalog import records
from catalog.views import kept
from catalog.views.pages import newest_cards


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every place a visitor may know by name."""
    return render(
        request, "catalog/places/list.html", {"places": kept.places(), "section": "places"}
    )


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A place: its names, what lies in it, its latest finds."""
    place = kept.place(slug)
    if place is None:
        return _elsewhere(slug)
    found, cards = newest_cards(place=slug)
    context = {"place": place, "page": found, "cards": cards, "section": "places"}
    return render(request, "catalog/places/detail.html", context)


def _elsewhere(slug: str) -> HttpResponse:
    """The place that took in the one of this address."""
    moved = records.moved_place(slug)
    if moved is None:
        raise Http404
    return redirect("place", moved, permanent=True)
