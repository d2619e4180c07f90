"""Values that stand under one another: a parent counts all below it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from catalog.lib.languages import Text
from catalog.search.thesaurus import Branch

# A longer tree is not sent whole with every page: its values have a page of their own.
MANY = 40
ABREAST = 8


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its word, how many finds it would leave, and what is below it."""

    value: str
    label: Text
    count: int
    is_selected: bool = False
    children: tuple["FacetValue", ...] = ()

    @property
    def has_selected_below(self) -> bool:
        """Whether a value below it is ticked, so that its fold must stand open."""
        return any(child.is_open for child in self.children)

    @property
    def is_open(self) -> bool:
        """Whether it or a value below it is ticked."""
        return self.is_selected or self.has_selected_below


class Tree:
    """What is counted or ticked of a branch, and all above it.

    Of a tree of more than `MANY` values come the first few abreast, what is ticked, and what is
    below either a ticked value or one that stands alone; all of it where it is asked for whole.
    """

    def __init__(
        self,
        branch: Branch,
        counted: Mapping[Any, int],
        chosen: Collection[str],
        *,
        by_word: bool = False,
        whole: bool = False,
    ) -> None:
        self._branch = branch
        self._totals = branch.totals(counted)
        ticked = [branch.by_code[code].pk for code in chosen if code in branch.by_code]
        self._ticked = frozenset(ticked)
        self._open = {above for pk in ticked for above in branch.lineages[pk]}
        known = self._totals.keys() | self._open
        self.number = len(known)
        self._is_whole = whole or self.number <= MANY
        self._below = self._sorted(known, by_word=by_word)

    def _sorted(self, known: Collection[int], *, by_word: bool) -> Mapping[int | None, list[int]]:
        """What stands directly below each; the labels come in the order of their words."""
        below: dict[int | None, list[int]] = {}
        for pk in self._branch.labels:
            if pk in known:
                lineage = self._branch.lineages[pk]
                below.setdefault(lineage[-2] if len(lineage) > 1 else None, []).append(pk)
        if not by_word:
            for places in below.values():
                places.sort(key=lambda pk: -self._totals.get(pk, 0))
        return below

    def values(self) -> list[FacetValue]:
        """The roots, each with what is shown below it."""
        return self._level(None)

    def _level(self, parent: int | None) -> list[FacetValue]:
        level = self._below.get(parent, [])
        shown = level
        if not self._is_whole:
            shown = level[:ABREAST] + [pk for pk in level[ABREAST:] if pk in self._open]
        return [self._value(pk, is_alone=len(level) == 1) for pk in shown]

    def _value(self, pk: int, *, is_alone: bool) -> FacetValue:
        goes_on = self._is_whole or is_alone or pk in self._open
        return FacetValue(
            self._branch.by_pk[pk].code,
            self._branch.labels[pk],
            self._totals.get(pk, 0),
            pk in self._ticked,
            tuple(self._level(pk)) if goes_on else (),
        )
