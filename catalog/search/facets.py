"""Facets: each counted among what meets all wishes but its own; one table declares them all.

The numbers come from memory (`answers`); here they get their words and their order.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from django.utils.translation import get_language, gettext as _

from catalog.lib.languages import Text
from catalog.search.answers import Answer
from catalog.search.filters import MISSING
from catalog.search.thesaurus import Thesaurus
from catalog.search.trees import FacetValue, Tree
from catalog.vocab import (
    Category,
    Condition,
    CustodyStatus,
    HazardStatus,
    RestorationStatus,
)

SHOWN = 8
# A longer list can be narrowed by typing.
LONG = 15
# In a short list a value nobody has is shown, so that one sees it is there to choose.
SHORT = 12

Counts = Mapping[Any, int]


class Asked(NamedTuple):
    """What a facet is made of: numbers, the values ticked, the words, and whether to tell all."""

    counted: Counts
    chosen: Collection[str]
    words: Thesaurus
    whole: bool


class Told(NamedTuple):
    """The values to show, and how many there are."""

    values: list[FacetValue]
    number: int


@dataclass(frozen=True, slots=True)
class Facet:
    """A heading and its values, the first few shown and the rest behind a fold."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    number: int

    @property
    def is_choice(self) -> bool:
        """Whether there is anything to tick or to untick: what suits no find is not asked of it."""
        return any(value.count or value.is_open for value in self.values)

    @property
    def has_more(self) -> bool:
        """Whether there are more values than come with it."""
        return self.number > len(self._all())

    @property
    def first(self) -> tuple[FacetValue, ...]:
        """The values shown at once: all of a short list."""
        is_short = len(self.values) <= SHORT or self.has_more
        return self.values if is_short else self.values[:SHOWN]

    @property
    def rest(self) -> tuple[FacetValue, ...]:
        """The values behind the fold."""
        return self.values[len(self.first) :]

    @property
    def is_long(self) -> bool:
        """Whether all values are here, and so many that one looks for a word among them."""
        return not self.has_more and self.number > LONG

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
    values: Callable[[Asked], Told]
    # Remains have no such state: they are not even "not recorded".
    of_objects: bool = False


def counts(
    answer: Answer, names: Collection[str] | None = None, *, whole: bool = False
) -> list[Facet]:
    """The facets with their values, each counted without its own choice; all unless named.

    Of very many values come the first and the ticked ones, or all of them as a `whole`.
    """
    language = get_language()
    return [
        answer.remembered((kind.name, language, whole), partial(_facet, answer, kind, whole=whole))
        for kind in KINDS
        if names is None or kind.name in names
    ]


def _facet(answer: Answer, kind: Kind, *, whole: bool) -> Facet:
    counted = answer.counts(kind.column, kind.name, of_objects=kind.of_objects)
    chosen = answer.asked.wishes.get(kind.name, {})
    told = kind.values(Asked(counted, chosen, answer.thesaurus, whole))
    title = str(answer.asked.filters[kind.name].label)
    return Facet(kind.name, title, tuple(told.values), told.number)


def _closed(choices: Any, *, by_count: bool = False, missing: bool = False) -> Callable:
    """Values of a closed list, in its own order unless by count."""

    def values(asked: Asked) -> Told:
        words = [(value, Text(str(label))) for value, label in choices.choices]
        counted = asked.counted
        if missing:
            counted = {**counted, MISSING: counted.get("", 0)}
            words.append((MISSING, Text(_("Not recorded"))))
        listed = [_leaf(value, label, counted, asked.chosen) for value, label in words]
        return _told(_worth_showing(sorted(listed, key=_by_count) if by_count else listed))

    return values


def _told(values: list[FacetValue]) -> Told:
    return Told(values, len(values))


def _leaf(value: str, label: Text, counted: Counts, chosen: Collection[str]) -> FacetValue:
    return FacetValue(value, label, counted.get(value, 0), is_selected=value in chosen)


def _by_count(value: FacetValue) -> tuple[int, str]:
    return -value.count, value.label.value


def _worth_showing(values: list[FacetValue]) -> list[FacetValue]:
    if len(values) <= SHORT:
        return values
    return [value for value in values if value.count or value.is_selected]


def _types(asked: Asked) -> Told:
    tree = Tree(asked.words.types, asked.counted, asked.chosen, whole=asked.whole)
    return Told(tree.values(), tree.number)


def _nationalities(asked: Asked) -> Told:
    """In the order of their words: no ranking of the sides; "not determined" comes last."""
    branch, counted = asked.words.nationalities, asked.counted
    if counted.get(None) and "unknown" in branch.by_code:
        pk = branch.by_code["unknown"].pk
        counted = {**counted, pk: counted.get(pk, 0) + counted[None]}
    tree = Tree(branch, counted, asked.chosen, by_word=True, whole=asked.whole)
    return Told(sorted(tree.values(), key=lambda one: one.value == "unknown"), tree.number)


def _places(asked: Asked) -> Told:
    tree = Tree(asked.words.places, asked.counted, asked.chosen, whole=asked.whole)
    values, number = tree.values(), tree.number
    if asked.counted.get(None) or MISSING in asked.chosen:
        hidden = {MISSING: asked.counted.get(None, 0)}
        values.append(_leaf(MISSING, Text(_("Not published")), hidden, asked.chosen))
        number += 1
    return Told(values, number)


def _expeditions(asked: Asked) -> Told:
    """The latest season first."""
    branch = asked.words.expeditions
    return _told(
        [
            FacetValue(
                entry.code,
                branch.labels[pk],
                asked.counted.get(pk, 0),
                is_selected=entry.code in asked.chosen,
            )
            for pk, entry in branch.by_pk.items()
            if pk in asked.counted or entry.code in asked.chosen
        ]
    )


def _photos(asked: Asked) -> Told:
    words = {"yes": _("With a photograph"), "no": _("Without a photograph")}
    counted = {"yes": asked.counted.get(True, 0), "no": asked.counted.get(False, 0)}
    return _told(
        [_leaf(value, Text(label), counted, asked.chosen) for value, label in words.items()]
    )


KINDS: tuple[Kind, ...] = (
    Kind("category", "category", _closed(Category, by_count=True)),
    Kind("nationality", "nationality", _nationalities),
    Kind("type", "object_type", _types),
    Kind("place", "public_place", _places),
    Kind("expedition", "expedition", _expeditions),
    Kind("restoration", "restoration_status", _closed(RestorationStatus), of_objects=True),
    Kind("condition", "condition", _closed(Condition, missing=True), of_objects=True),
    Kind("custody", "custody_status", _closed(CustodyStatus), of_objects=True),
    Kind("hazard", "hazard_status", _closed(HazardStatus), of_objects=True),
    Kind("photo", "has_photo", _photos),
)
