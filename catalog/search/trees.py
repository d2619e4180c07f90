"""Values that stand under one another: a parent counts all below it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.lib.languages import Text


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


@dataclass(frozen=True, slots=True)
class Node:
    """A row of a tree: ids from the root down to itself."""

    pk: int
    code: str
    label: Text
    path_ids: list[int]


def grown(
    nodes: list[Node], counted: Mapping[Any, int], chosen: Mapping[str, Any]
) -> list[FacetValue]:
    """The roots among `nodes`, each with what hangs below it; counts include all below."""
    totals: dict[int, int] = {}
    below: dict[int | None, list[Node]] = {}
    known = {node.pk for node in nodes}
    for node in nodes:
        above = [pk for pk in node.path_ids[:-1] if pk in known]
        below.setdefault(above[-1] if above else None, []).append(node)
        for pk in (*above, node.pk):
            totals[pk] = totals.get(pk, 0) + counted.get(node.pk, 0)
    return [_value(node, below, totals=totals, chosen=chosen) for node in below.get(None, ())]


def _value(
    node: Node,
    below: Mapping[int | None, list[Node]],
    *,
    totals: Mapping[int, int],
    chosen: Mapping[str, Any],
) -> FacetValue:
    children = [
        _value(child, below, totals=totals, chosen=chosen) for child in below.get(node.pk, ())
    ]
    children.sort(key=lambda child: (-child.count, child.label.value))
    return FacetValue(node.code, node.label, totals[node.pk], node.code in chosen, tuple(children))
