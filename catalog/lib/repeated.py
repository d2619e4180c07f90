"""Values that come again in a column: what is made of them is made once."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

# Where more of the values differ, to remember them takes longer than to make them anew.
_FEW = 0.6


def each_once(make: Callable[[Any], Any], values: Sequence[Any]) -> Sequence[Any]:
    """What is made of each value; the same value is asked for once where that pays."""
    different = set(values)
    if len(different) == 1:
        return [make(values[0])] * len(values)
    if len(different) > _FEW * len(values):
        return [make(value) for value in values]
    known = {value: make(value) for value in different}
    return [known[value] for value in values]


def each_thing_once(make: Callable[[Any], Any], things: Sequence[Any]) -> Sequence[Any]:
    """The same of things that cannot be compared quickly, but are shared where they are equal."""
    different = {id(thing): thing for thing in things}
    if len(different) > _FEW * len(things):
        return [make(thing) for thing in things]
    known = {key: make(thing) for key, thing in different.items()}
    return [known[id(thing)] for thing in things]


def in_order(ids: Iterable[int], columns: Sequence[Sequence[Any]], width: int) -> list[Any]:
    """So many columns, the first of which has ids, put into the order of `ids`."""
    places = {pk: place for place, pk in enumerate(columns[0] if columns else ())}
    order = [places[pk] for pk in ids if pk in places]
    if order == list(range(len(order))):
        return list(columns) or [()] * width
    return [[column[place] for place in order] for column in columns]
