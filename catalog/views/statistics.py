"""The statistics of a query string: what the listing finds, counted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import stats
from catalog.search.answers import answered
from catalog.search.page import Page, page
from catalog.search.query import Query

_SHAPING = ("per", "sort", "view")


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Figures of everything, or of the finds a filter leaves."""
    answer = answered(request.GET)
    found = page(request.GET, facet_names=list(answer.asked.wishes))
    query = Query(found.query.hidden(*_SHAPING))
    context = {
        "page": found,
        "query": query,
        "objects": stats.objects(answer, query) if found.tally.objects else [],
        "people": stats.people(answer, query) if found.tally.people_records else [],
        "timeline": stats.timeline(answer, query),
        "claims": _claims(found),
        "section": "statistics",
    }
    return render(request, "catalog/statistics/page.html", context)


def _claims(found: Page) -> list[stats.ClaimRow]:
    """Those of the expeditions asked for; none where a filter makes them no match."""
    names = {chip.name for chip in found.chips}
    if names - {"expedition"}:
        return []
    return stats.claim_rows(list(found.wishes["expedition"]) if names else None)
