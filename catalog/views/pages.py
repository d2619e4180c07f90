"""Home, about, and the pages that say no."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from catalog import records
from catalog.formats import table
from catalog.formats.citation import cite_whole
from catalog.search.page import Page, page
from catalog.views import kept
from catalog.views.language import led_on
from catalog.vocab import CATEGORY_RULES

CATALOGUE = "Findspot"
# Eight fill two rows, or four on a telephone.
_CARDS = 8
# Of places and seasons those come first that one looks for first; the rest has pages of its own.
_PLACES, _SEASONS = 16, 8
_OBJECTS = [str(value) for value, rule in CATEGORY_RULES.items() if not rule.counts_people]


@require_safe
@vary_on_headers("Cookie", "Referer")
def home(request: HttpRequest) -> HttpResponse:
    """What there is, by kind and by place, and what came last."""
    if own_language := led_on(request, "home"):
        return redirect(own_language)
    every = page(QueryDict(), facet_names=["category"])
    places = [place for place in kept.places() if place.tally.records]
    seasons = kept.expeditions()
    context = {
        "page": every,
        "place_count": len(places),
        "season_count": len(seasons),
        "places": _leading(places),
        "cards": newest_cards(category=_OBJECTS)[1],
        "scenery": records.scenery(),
        "expeditions": seasons[:_SEASONS],
    }
    return render(request, "catalog/pages/home.html", context)


def _leading(places: Sequence[records.PlaceRecord]) -> list[records.PlaceRecord]:
    """The places with most finds in the order of the tree: no place without the one it lies in."""
    most = sorted(places, key=lambda place: (-place.tally.records, place.depth))[:_PLACES]
    leading = {place.slug for place in most}
    return [place for place in places if place.slug in leading]


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the catalogue is, and what it does not show."""
    return render(request, "catalog/pages/about.html", {"section": "about"})


@require_safe
def about_data(request: HttpRequest) -> HttpResponse:
    """What the data hold, what may be done with them, and how to take them along."""
    every = page(QueryDict(), facet_names=())
    context = {
        "tally": every.tally,
        "columns": list(table.COLUMNS),
        "citation": cite_whole(
            catalogue=CATALOGUE,
            url=request.build_absolute_uri(reverse("home")),
            on=timezone.localdate(),
        ),
        "section": "about",
    }
    return render(request, "catalog/pages/data.html", context)


@require_safe
def about_remains(request: HttpRequest) -> HttpResponse:
    """How the catalogue treats the dead, and what their families may ask."""
    return render(request, "catalog/pages/remains.html", {"section": "about"})


@require_safe
def about_accessibility(request: HttpRequest) -> HttpResponse:
    """For whom the pages were made, and where they still fail."""
    return render(request, "catalog/pages/accessibility.html", {"section": "about"})


@require_safe
def remembered(request: HttpRequest) -> HttpResponse:
    """The dead as people: counts, and the names that may be printed; no picture."""
    context = {"remembered": kept.remembered(), "section": "remembered"}
    return render(request, "catalog/pages/remembered.html", context)


def newest_cards(**wishes: str | list[str]) -> tuple[Page, list[records.FindCard]]:
    """A listing narrowed by these parameters, and the cards of its newest finds."""
    params = QueryDict(mutable=True)
    for name, value in wishes.items():
        params.setlist(name, [value] if isinstance(value, str) else value)
    found = page(params, facet_names=["category"])
    return found, records.cards(found.ids[:_CARDS])


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page that is not there; near numbers where the address looks like one."""
    context: dict[str, Any] = {"near": records.near(request.path)}
    return render(request, "404.html", context, status=404)
