"""The listing and one find, for programs."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from catalog import records
from catalog.api.answers import answer, door, refusal, site
from catalog.formats import listing as listings, plain
from catalog.records import Address
from catalog.search.page import Page, page


@door
def listing(request: HttpRequest) -> HttpResponse:
    """The page of finds a query string asks for, with counts and facets."""
    found = page(request.GET)
    if found.is_beyond:
        message = _("There is no page %(number)s; the last one is %(last)s.")
        numbers = {"number": found.number, "last": found.pages}
        return refusal(message % numbers, status=404)
    here = site(request)
    turns = _turns(found, here.absolute(request.path))
    return answer(listings.page(found, records.cards(found.ids), here, turns=turns))


def _turns(found: Page, address: str) -> dict[str, str | None]:
    numbers = {"next": found.number + 1, "previous": found.number - 1}
    return {
        name: f"{address}{found.query.with_('page', str(number))}"
        if 1 <= number <= found.pages
        else None
        for name, number in numbers.items()
    }


@door
def values(request: HttpRequest, name: str) -> HttpResponse:
    """Every value of one facet: a listing comes with the first of very many."""
    found = page(request.GET, facet_names=[name], whole_facets=True)
    if not found.facets:
        return _nothing()
    return answer({"total": found.total, **listings.facet(found.facets[0])})


@door
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """All that a visitor may know of one find."""
    address = records.resolve(slug)
    if address is None:
        return _nothing()
    if address.slug != slug:
        return redirect("api-find", address.slug, permanent=True)
    if address.pk is None:
        return _gone(address)
    find = records.of(address.pk)
    if find is None:
        return _nothing()
    return answer(plain.record(find, site(request)))


def _nothing() -> HttpResponse:
    return refusal(_("There is nothing at this address"), status=404)


def _gone(address: Address) -> HttpResponse:
    message = _("This record was withdrawn. Reason: %(reason)s.")
    return refusal(
        message % {"reason": address.reason},
        status=410,
        number=address.number,
        reason=address.reason,
    )
