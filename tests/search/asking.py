"""How these tests ask: a query string in, a page or the numbers on it out."""

from django.http import QueryDict

from catalog import records
from catalog.search.facets import Facet, FacetValue
from catalog.search.page import Page, page


def ask(query: str = "") -> Page:
    """The page a query string asks for."""
    return page(QueryDict(query))


def numbers(query: str = "") -> list[str]:
    """The catalogue numbers on it, in order."""
    return [card.number for card in records.cards(ask(query).ids)]


def facet(found: Page, name: str) -> Facet:
    """One facet of a page."""
    return next(facet for facet in found.facets if facet.name == name)


def counts(found: Page, name: str) -> dict[str, int]:
    """`{value: count}` of a facet, what is below a value included."""
    return {value.value: value.count for value in flat(facet(found, name).values)}


def flat(values: tuple[FacetValue, ...]) -> list[FacetValue]:
    """The values of a tree in one list."""
    return [one for value in values for one in (value, *flat(value.children))]
