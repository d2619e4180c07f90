"""Facets: each counted among what meets all wishes but its own; one table declares them all.

The numbers come from memory (`answers`); here they get their words and their order.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from catalog.lib.languages import Text
from catalog.models import Expedition, Place, Term
from catalog.models.words import all_words, in_language
from catalog.search.answers import Answer
from catalog.search.filters import MISSING
from catalog.search.trees import FacetValue, Node, grown
from catalog.vocab import (
    Category,
    Condition,
    CustodyStatus,
    HazardStatus,
    RestorationStatus,
)

SHOWN = 8
# In a short list a value nobody has is shown, so that one sees it is there to choose.
SHORT = 12

Counts = Mapping[Any, int]


@dataclass(frozen=True, slots=True)
class Facet:
    """A heading and its values, the first few shown and the rest behind a fold."""

    name: str
    title: str
    values: tuple[FacetValue, ...]

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """The values shown at once: all of a short list."""
        return self.values if len(self.values) <= SHORT else self.values[:SHOWN]

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        """The values behind the fold."""
        return self.values[len(self.first) :]

    @property
    def is_rest_open(self) -> bool:
        """Whether a ticked value would be hidden by the fold."""
        return any(value.is_open for value in self.rest)

    def label_of(self, code: str) -> Text:
        """The word of a value."""
        found = (value for value in self._all() if value.value == code)
        return next((value.label for value in found), Text(code))

    def _all(self) -> list[FacetValue]:
        found, waiting = [], list(self.values)
        while waiting:
            value = waiting.pop()
            found.append(value)
            waiting.extend(value.children)
        return found


@dataclass(frozen=True, slots=True)
class Kind:
    """A row of the table: what is counted, and how the counts become values."""

    name: str
    column: str
    values: Callable[[Counts, Mapping[str, Any]], list[FacetValue]]
    # Remains have no such state: they are not even "not recorded".
    of_objects: bool = False


def counts(answer: Answer, names: Collection[str] | None = None) -> list[Facet]:
    """The facets with their values, each counted without its own choice; all unless named."""
    wishes, filters = answer.asked.wishes, answer.asked.filters
    return [
        Facet(
            name=kind.name,
            title=str(filters[kind.name].label),
            values=tuple(kind.values(_counted(answer, kind), wishes.get(kind.name, {}))),
        )
        for kind in KINDS
        if names is None or kind.name in names
    ]


def _counted(answer: Answer, kind: Kind) -> Counts:
    return answer.counts(kind.column, kind.name, of_objects=kind.of_objects)


def _closed(choices: Any, *, by_count: bool = False, missing: bool = False) -> Callable:
    """Values of a closed list, in its own order unless by count."""

    def values(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
        words = [(value, Text(str(label))) for value, label in choices.choices]
        if missing:
            counted = {**counted, MISSING: counted.get("", 0)}
            words.append((MISSING, Text(_("Not recorded"))))
        listed = [_leaf(value, label, counted, chosen) for value, label in words]
        return _worth_showing(sorted(listed, key=_by_count) if by_count else listed)

    return values


def _leaf(value: str, label: Text, counted: Counts, chosen: Mapping[str, Any]) -> FacetValue:
    return FacetValue(value, label, counted.get(value, 0), is_selected=value in chosen)


def _by_count(value: FacetValue) -> tuple[int, str]:
    return -value.count, value.label.value


def _worth_showing(values: list[FacetValue]) -> list[FacetValue]:
    if len(values) <= SHORT:
        return values
    return [value for value in values if value.count or value.is_selected]


def _types(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
    return sorted(_terms(counted, chosen), key=_by_count)


def _nationalities(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
    """In the order of their words: no ranking of the sides; "not determined" comes last."""
    unknown = counted.get(None, 0)
    if unknown:
        pk = Term.objects.filter(vocabulary="nationality", code="unknown").values_list("pk")[0][0]
        counted = {**counted, pk: counted.get(pk, 0) + unknown}
    return sorted(_terms(counted, chosen), key=lambda one: (one.value == "unknown", one.label))


def _terms(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
    nodes = _with_ancestors(Term.objects.all(), counted, chosen)
    return grown([_node(row, row.code, "label") for row in nodes], counted, chosen)


def _places(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
    nodes = _with_ancestors(Place.objects.public(), counted, chosen)
    values = grown([_node(row, row.slug, "name") for row in nodes], counted, chosen)
    values.sort(key=_by_count)
    if counted.get(None) or MISSING in chosen:
        label = Text(_("Not published"))
        values.append(_leaf(MISSING, label, {MISSING: counted.get(None, 0)}, chosen))
    return values


def _with_ancestors(rows: QuerySet, counted: Counts, chosen: Mapping[str, Any]) -> list[Any]:
    """The rows counted or chosen and all above them; at most two queries."""
    paths = "".join(path for path in chosen.values() if path)
    wanted = {pk for pk in counted if pk} | {int(pk) for pk in paths.split("/") if pk}
    found = rows.in_bulk(wanted)
    above = {pk for row in found.values() for pk in row.path_ids} - found.keys()
    return list({**found, **(rows.in_bulk(above) if above else {})}.values())


def _node(row: Any, code: str, words: str) -> Node:
    label = Text(*in_language(all_words(row, words)))
    return Node(row.pk, code, label, row.path_ids)


def _expeditions(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
    """The latest season first."""
    wanted = {*counted, *chosen.values()}
    return [
        FacetValue(
            row.code,
            Text(*in_language(row.titles)),
            counted.get(row.pk, 0),
            is_selected=row.code in chosen,
        )
        for row in Expedition.objects.filter(pk__in=wanted).newest()
    ]


def _photos(counted: Counts, chosen: Mapping[str, Any]) -> list[FacetValue]:
    words = {"yes": _("With a photograph"), "no": _("Without a photograph")}
    return [
        FacetValue(value, Text(label), counted.get(value == "yes", 0), is_selected=value in chosen)
        for value, label in words.items()
    ]


KINDS: tuple[Kind, ...] = (
    Kind("category", "category", _closed(Category, by_count=True)),
    Kind("nationality", "nationality", _nationalities),
    Kind("type", "object_type", _types),
    Kind("place", "public_place", _places),
    Kind("expedition", "expedition", _expeditions),
    Kind("restoration", "restoration_status", _closed(RestorationStatus), of_objects=True),
    Kind("condition", "condition", _closed(Condition, missing=True), of_objects=True),
    Kind("custody", "custody_status", _closed(CustodyStatus), of_objects=True),
    Kind("hazard", "hazard_status", _closed(HazardStatus)),
    Kind("photo", "has_photo", _photos),
)
