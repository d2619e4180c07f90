"""The one path from a query string to a page of finds, for every door."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from catalog.lib.languages import Text
from catalog.lib.tally import Tally
from catalog.search import facets
from catalog.search.answers import Answer, answered
from catalog.search.facets import Facet
from catalog.search.filters import PER_PAGE, VIEWS
from catalog.search.histogram import Stretch, histogram
from catalog.search.ordering import RELEVANCE, SORTS
from catalog.search.query import Query
from catalog.visibility import PUBLIC, Viewer


@dataclass(frozen=True, slots=True)
class Chip:
    """A wish that holds, with the query that drops it."""

    name: str
    title: str
    label: Text
    query: Query


@dataclass(frozen=True, slots=True)
class WayOut:
    """What would be found without one of the wishes."""

    label: Text
    count: int
    query: Query


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a listing, and all that is said around it."""

    ids: list[int]
    tally: Tally
    facets: list[Facet]
    notes: list[str]
    query: Query
    wishes: Mapping[str, Any]
    sort: str
    view: str
    per: int
    number: int
    ways_out: list[WayOut]
    tell_chips: Callable[[], list[Chip]]
    count_years: Callable[[], list[list[Stretch]]]

    @property
    def chips(self) -> list[Chip]:
        """The wishes that narrow it, put into words when they are looked at."""
        return self.tell_chips()

    @property
    def years(self) -> list[list[Stretch]]:
        """Rows of bars to choose a date by, counted when they are looked at."""
        return self.count_years()

    @property
    def total(self) -> int:
        """How many records match."""
        return self.tally.records

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per))

    @property
    def is_beyond(self) -> bool:
        """Whether a page was asked for that lies after the last."""
        return self.number > self.pages

    @property
    def first(self) -> int:
        """The place of its first find among all, from 1."""
        return (self.number - 1) * self.per + 1

    @property
    def last(self) -> int:
        """The place of its last find."""
        return min(self.number * self.per, self.total)


def page(
    params: QueryDict,
    viewer: Viewer = PUBLIC,
    *,
    facet_names: Collection[str] | None = None,
    whole_facets: bool = False,
) -> Page:
    """The page a query string asks for: the rule first, the wishes after it.

    `facet_names` are the facets wanted, all unless given; `whole_facets` come with every value.
    """
    if viewer != PUBLIC:
        raise ValueError(viewer)
    answer = answered(params)
    asked, tally = answer.asked, answer.tally()
    query = query_of(answer, params)
    counted = facets.counts(answer, facet_names, whole=whole_facets)
    chips, shape = cache(partial(_chips, answer, query, counted)), _shape(answer)
    return Page(
        ids=answer.ids((shape["number"] - 1) * shape["per"], shape["number"] * shape["per"]),
        tally=tally,
        facets=counted,
        notes=asked.notes,
        query=query,
        wishes=asked.wishes,
        **shape,
        ways_out=[] if tally.records else _ways_out(answer, chips(), query),
        tell_chips=chips,
        count_years=partial(histogram, answer, query),
    )


def query_of(answer: Answer, params: QueryDict) -> Query:
    """What of a query string was understood."""
    wishes = answer.asked.wishes.items()
    return Query.of({name: _values(params, name, value) for name, value in wishes})


def per_page(answer: Answer) -> int:
    """How many finds a page of the answer has."""
    return int(answer.asked.wishes.get("per", PER_PAGE[0]))


def _shape(answer: Answer) -> dict[str, Any]:
    wishes = answer.asked.wishes
    return {
        "sort": answer.sort,
        "view": wishes.get("view", VIEWS[0]),
        "per": per_page(answer),
        "number": wishes.get("page", 1),
    }


def _values(params: QueryDict, name: str, value: Any) -> list[str]:
    """A wish as it stands in the query string."""
    if isinstance(value, dict):
        return list(value)
    return [params.get(name, "").replace("\x00", "").strip()]


def _chips(answer: Answer, query: Query, counted: list[Facet]) -> list[Chip]:
    by_name = {facet.name: facet for facet in counted}
    filters, narrowing = answer.asked.filters, answer.asked.narrowing
    return [
        Chip(
            name,
            str(filters[name].label),
            _label(by_name.get(name), name, value),
            query.without(name, value),
        )
        for name, value in query.pairs
        if name in narrowing
    ]


def _label(facet: Facet | None, name: str, value: str) -> Text:
    if facet is not None:
        return facet.label_of(value)
    patterns = {
        "q": _("“{value}”"),
        "from": _("found from {value}"),
        "to": _("found until {value}"),
        "bbox": _("map area {value}"),
    }
    shown = value if len(value) <= 60 else f"{value[:60]}…"
    return Text(patterns.get(name, "{value}").format(value=shown))


def _ways_out(answer: Answer, chips: list[Chip], query: Query) -> list[WayOut]:
    """For an empty result: each kind of wish dropped whole, and what is found then."""
    ways = []
    for name in dict.fromkeys(chip.name for chip in chips):
        count = answer.count(name)
        words = ", ".join(chip.label.value for chip in chips if chip.name == name)
        if count:
            ways.append(WayOut(Text(words), count, query.without(name)))
    return ways


def sorts(found: Page) -> list[tuple[str, str, bool]]:
    """The orders to choose from: value, word, whether it holds; relevance for words only."""
    return [
        (value, str(sort.label), value == found.sort)
        for value, sort in SORTS.items()
        if value != RELEVANCE or "q" in found.wishes
    ]
