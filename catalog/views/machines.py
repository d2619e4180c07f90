"""What programs read of the pages: sitemaps, robots.txt, feeds, linked data."""

import json

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, translate_url
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_safe

from catalog import records
from catalog.formats import atom, linked_data, sitemap
from catalog.formats.site import Site
from catalog.lib.reversing import path_to
from catalog.records import listed
from catalog.search.page import page
from catalog.search.query import Query
from catalog.views import kept
from catalog.views.pages import CATALOGUE

# Every find has a page in each language.
_FINDS = sitemap.MOST // len(settings.LANGUAGES)
_LATEST = 24
_PAGES = (
    "home",
    "finds",
    "places",
    "expeditions",
    "statistics",
    "remembered",
    "about",
    "about-data",
    "about-remains",
    "about-accessibility",
    "contact",
)


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the sitemap: the pages, and the finds by ranges."""
    parts = [
        reverse("sitemap-pages"),
        *(reverse("sitemap-finds", args=[part]) for part in listed.parts(_FINDS)),
    ]
    return _xml(sitemap.index(map(request.build_absolute_uri, parts)))


@require_safe
def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """All that is no find, in every language."""
    paths = [
        *(reverse(name) for name in _PAGES),
        *(reverse("place", args=[place.slug]) for place in kept.places()),
        *(reverse("expedition", args=[one.code]) for one in kept.expeditions()),
    ]
    return _xml(sitemap.part(_in_every_language(request, [(path, "") for path in paths])))


@require_safe
def sitemap_finds(request: HttpRequest, part: int) -> HttpResponse:
    """The finds of one range, in every language."""
    finds = listed.in_part(part, _FINDS) if part < 2**32 else []
    if not finds:
        raise Http404
    paths = [(reverse("find", args=[slug]), day) for slug, day in finds]
    return _xml(sitemap.part(_in_every_language(request, paths)))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by everybody; where all of it is listed."""
    where = request.build_absolute_uri(reverse("sitemap"))
    told = f"User-agent: *\nDisallow:\n\nSitemap: {where}\n"
    return HttpResponse(told, content_type="text/plain")


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """The latest changes among the finds a query string asks for."""
    params = request.GET.copy()
    params["sort"] = "updated"
    params.pop("page", None)
    found = page(params, facet_names=())
    asked = Query(found.query.hidden("per", "sort", "view", "page"))
    title = " - ".join([CATALOGUE, *(str(chip.label) for chip in found.chips)])
    content = atom.feed(
        records.many(found.ids[:_LATEST]),
        site_of(request),
        title=title if found.chips else _("{catalogue}: what is new").format(catalogue=CATALOGUE),
        address=request.build_absolute_uri(f"{request.path}{_query(asked)}"),
        page=request.build_absolute_uri(f"{reverse('finds')}{_query(asked)}"),
        language=get_language() or "en",
    )
    return HttpResponse(content, content_type=atom.CONTENT_TYPE)


@require_safe
def find_linked(request: HttpRequest, slug: str) -> HttpResponse:
    """One find as linked data."""
    address = records.resolve(slug)
    if address is not None and address.slug != slug:
        return redirect("find-linked", address.slug, permanent=True)
    find = records.of(address.pk) if address is not None and address.pk is not None else None
    if find is None:
        raise Http404
    content = json.dumps(linked(request, find), ensure_ascii=False, indent=1)
    return HttpResponse(content, content_type=linked_data.CONTENT_TYPE)


def linked(request: HttpRequest, find: records.FindRecord) -> dict[str, object]:
    """A find in the words of schema.org, in the language of the page."""
    language = get_language() or "en"
    return linked_data.of_find(find, site_of(request), catalogue=CATALOGUE, language=language)


def site_of(request: HttpRequest) -> Site:
    """This site as the visitor addressed it."""
    return Site(request.build_absolute_uri("/")[:-1], path_to("finds"))


def _query(query: Query) -> str:
    return str(query).removesuffix("?")


def _in_every_language(request: HttpRequest, pages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    here = request.build_absolute_uri("/")[:-1]
    return [
        (f"{here}{translate_url(path, code)}", day)
        for code, _name in settings.LANGUAGES
        for path, day in pages
    ]


def _xml(content: str) -> HttpResponse:
    return HttpResponse(content, content_type=sitemap.CONTENT_TYPE)
