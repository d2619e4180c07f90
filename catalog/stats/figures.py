"""Figures: a heading, and a bar for each value that is not empty."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _, gettext_lazy, pgettext_lazy

from catalog.lib.languages import Text
from catalog.search import facets
from catalog.search.answers import Answer
from catalog.search.filters import MISSING
from catalog.search.query import Query
from catalog.search.thesaurus import Thesaurus
from catalog.search.trees import FacetValue
from catalog.vocab import Category

# The longest bar; whole numbers, because a decimal comma means nothing in SVG.
FULL = 1000
_FACETS = {kind.name: kind for kind in facets.KINDS}
_HEADINGS = {
    "category": gettext_lazy("By kind"),
    "nationality": gettext_lazy("By side"),
    "place": gettext_lazy("By place"),
    "expedition": gettext_lazy("By season"),
    "restoration": gettext_lazy("On the way to restoration"),
    "custody": gettext_lazy("Where they are now"),
    "photo": gettext_lazy("Photographs"),
}
_COLUMN_HEADINGS = {
    "category": gettext_lazy("Kind"),
    "nationality": pgettext_lazy("people", "Side"),
    "place": gettext_lazy("Place"),
    "expedition": gettext_lazy("Expedition"),
    "restoration": gettext_lazy("Restoration status"),
    "custody": gettext_lazy("Where it is now"),
    "photo": gettext_lazy("Photograph"),
}
_OF_OBJECTS = ("category", "nationality", "place", "expedition", "restoration", "custody", "photo")
_OF_PEOPLE = ("nationality", "place", "expedition")
# What nobody knows or what is not published is drawn hatched.
_OPEN = ("unknown", MISSING, "no", "not_recorded", "not_assessed")


@dataclass(frozen=True, slots=True)
class Bar:
    """A value, its number, the length of its bar, and the listing it stands for."""

    value: str
    label: Text
    number: int
    length: int
    query: Query
    depth: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it stands for what is not known."""
        return self.value in _OPEN


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart that is a table as well; `total` is the sum of the bars that stand in no other."""

    name: str
    title: str
    heading: str
    bars: tuple[Bar, ...]
    total: int
    counts_people: bool = False

    @property
    def identifier(self) -> str:
        """Its place on the page."""
        return f"{'people' if self.counts_people else 'finds'}-{self.name}"

    @property
    def is_tree(self) -> bool:
        """Whether some bars stand in others."""
        return any(bar.depth for bar in self.bars)


def objects(answer: Answer, query: Query) -> list[Figure]:
    """The figures of all but remains."""
    return [
        _figure(name, answer.counts(_FACETS[name].column, of_objects=True), query, answer.thesaurus)
        for name in _OF_OBJECTS
    ]


def people(answer: Answer, query: Query) -> list[Figure]:
    """The figures of remains: how many people, never how many records."""
    query = query.with_("category", Category.REMAINS)
    return [
        _figure(
            name,
            answer.individuals(_FACETS[name].column),
            query,
            answer.thesaurus,
            counts_people=True,
        )
        for name in _OF_PEOPLE
    ]


def _figure(
    name: str,
    counted: Mapping[Any, int],
    query: Query,
    words: Thesaurus,
    *,
    counts_people: bool = False,
) -> Figure:
    roots = _values(name, counted, words)
    longest = max((value.count for value in roots), default=0)
    return Figure(
        name=name,
        title=str(_HEADINGS[name]),
        heading=str(_COLUMN_HEADINGS[name]),
        bars=tuple(_bars(roots, name, query, longest=longest)),
        total=sum(value.count for value in roots),
        counts_people=counts_people,
    )


def _values(name: str, counted: Mapping[Any, int], words: Thesaurus) -> list[FacetValue]:
    """The values as the facet of the listing has them; seasons in the order of time."""
    values = _FACETS[name].values(facets.Asked(counted, (), words, whole=True)).values
    if counted.get("") and all(value.value != MISSING for value in values):
        values = [*values, FacetValue(MISSING, Text(_("Not recorded")), counted[""])]
    return values[::-1] if name == "expedition" else _opened(values)


def _opened(roots: list[FacetValue]) -> list[FacetValue]:
    """Without the outer shells that hold everything and say nothing."""
    while len(roots) == 1 and sum(child.count for child in roots[0].children) == roots[0].count:
        roots = list(roots[0].children)
    return roots


def _bars(
    values: list[FacetValue] | tuple[FacetValue, ...],
    name: str,
    query: Query,
    *,
    longest: int,
    depth: int = 0,
) -> Iterator[Bar]:
    for value in values:
        if not value.count:
            continue
        length = max(1, round(value.count * FULL / longest))
        wanted = query.with_(name, value.value)
        yield Bar(value.value, value.label, value.count, length, wanted, depth)
        yield from _bars(value.children, name, query, longest=longest, depth=depth + 1)
