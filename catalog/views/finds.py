"""The listing, the page of a find, its short address."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog import records
from catalog.formats.citation import cite
from catalog.lib import qr
from catalog.lib.addresses import lasting
from catalog.lib.reversing import path_to
from catalog.search.filters import PER_PAGE
from catalog.search.neighbours import neighbours, origin
from catalog.search.page import Page, page, sorts
from catalog.search.query import Query
from catalog.views import map as chart
from catalog.views.addressed import at_find
from catalog.views.language import preferred_address
from catalog.views.machines import linked
from catalog.views.pages import CATALOGUE

_KEPT_BY_FILTERS = ("bbox", "per", "sort", "view")


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The finds a query string asks for."""
    found = page(request.GET)
    if _has_empty(request) or _has_moved(request, found):
        # A form sends its empty fields along; the address people share is without them, and
        # names places as they are named today.
        return HttpResponseRedirect(f"{request.path}{found.query}")
    context = {
        "page": found,
        "cards": records.cards(found.ids),
        "origin": origin(found.query),
        "map": chart.shown(request.GET, found.query) if found.view == "map" else None,
        "sorts": sorts(found),
        "sizes": PER_PAGE,
        # What the forms carry along: all that they do not ask for themselves.
        "hidden": [pair for pair in found.query.pairs if pair[0] in _KEPT_BY_FILTERS],
        "values_query": Query(found.query.hidden()),
        "unsorted": found.query.hidden("sort"),
        "download": Query(found.query.hidden("per", "view")),
        "section": "finds",
    }
    status = 404 if found.is_beyond else 200
    return render(request, "catalog/finds/list.html", context, status=status)


@require_safe
def values(request: HttpRequest, name: str) -> HttpResponse:
    """Every value of one facet, to be ticked: more of them than a listing can carry."""
    found = page(request.GET, facet_names=[name], whole_facets=True)
    if not found.facets:
        raise Http404
    context = {
        "page": found,
        "facet": found.facets[0],
        "hidden": found.query.hidden(name),
        "section": "finds",
    }
    return render(request, "catalog/finds/values.html", context)


@require_safe
@at_find("find")
def detail(request: HttpRequest, address: records.Address) -> HttpResponse:
    """All that a visitor may know of one find."""
    find = records.of(address.pk)
    if find is None:
        raise Http404
    short = _short_address(request, find.slug)
    citation = cite(find, catalogue=CATALOGUE, url=short, on=timezone.localdate())
    context = {
        "find": find,
        "citation": citation,
        "short_address": short,
        "linked": linked(request, find),
        "around": _around(request, address.pk),
        "section": "finds",
    }
    return render(request, "catalog/finds/detail.html", context)


def _around(request: HttpRequest, pk: int) -> dict[str, Any] | None:
    """The finds before and after one in the listing the visitor came from, if from any."""
    asked = request.GET.get("from")
    if asked is None:
        return None
    beside = neighbours(asked, pk)
    cards = {side: records.cards([at]) for side, at in beside.sides.items()}
    return {
        "before": None,
        "after": None,
        "listing": beside,
        "origin": origin(beside.query),
        **{side: card for side, found in cards.items() for card in found},
    }


@require_safe
@at_find("find-code")
def code(request: HttpRequest, address: records.Address) -> HttpResponse:
    """The short address as a picture, for a label or a printed page."""
    drawn = qr.drawn(_short_address(request, address.slug))
    kept = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(drawn, content_type="image/svg+xml", headers=kept)


def _short_address(request: HttpRequest, slug: str) -> str:
    return lasting(request, path_to("find-short", slug))


@require_safe
def short(request: HttpRequest, slug: str) -> HttpResponse:
    """The address on labels: it sends a visitor on to the page in their language."""
    address = records.resolve(slug)
    if address is None:
        raise Http404
    return redirect(preferred_address(request, "find", address.slug))


def _has_moved(request: HttpRequest, found: Page) -> bool:
    """Whether a place was asked for by the address it had before it was merged."""
    return not found.wishes.get("place", {}).keys() <= set(request.GET.getlist("place"))


def _has_empty(request: HttpRequest) -> bool:
    return any(not value for values in request.GET.lists() for value in values[1])
