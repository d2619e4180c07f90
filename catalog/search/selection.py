"""Selection: which rows of the columns meet the wishes of a query string, and how many of what.

The same wishes that `FindFilter` turns into SQL are turned into masks here; a test holds both
equal. A mask is one byte a find; those of single wishes are kept, for they come again.
"""

import math
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

import numpy as np

from catalog.models import Place, Term
from catalog.search import fulltext
from catalog.search.columns import KINDS, MICRO, NO_DAY, NOWHERE, Array
from catalog.search.filters import MISSING
from catalog.vocab import CATEGORY_RULES

_KEPT_MASKS = 32
_PEOPLE = [value for value, rule in CATEGORY_RULES.items() if rule.counts_people]


class Selection:
    """Questions to one state of the columns."""

    def __init__(self, columns: Mapping[str, Array]) -> None:
        self.columns = columns
        self._masks: OrderedDict[Any, Array] = OrderedDict()
        self._places: Array | None = None

    def __len__(self) -> int:
        return len(self.columns["id"])

    def mask(self, wishes: Mapping[str, Any], left_out: str = "") -> Array | None:
        """The finds that meet every wish but the one left out; None means all of them."""
        found: Array | None = None
        for name, value in wishes.items():
            if name == left_out or name not in _WISHES:
                continue
            one = self._one(name, value)
            found = one if found is None else found & one
        return found

    def _one(self, name: str, value: Any) -> Array:
        key = (name, tuple(value.items()) if isinstance(value, dict) else value)
        # Other threads ask too: a mask is taken out and put back at the end, never looked up twice.
        mask = self._masks.pop(key, None)
        if mask is None:
            mask = _WISHES[name](self, value)
        self._masks[key] = mask
        if len(self._masks) > _KEPT_MASKS:
            self._masks.popitem(last=False)
        return mask

    def of_ids(self, ids: Iterable[int]) -> Array:
        """The mask of these finds; ids that are not public fall out."""
        if self._places is None:
            known = self.columns["id"]
            places = np.full(int(known.max(initial=0)) + 1, -1, dtype="i4")
            places[known] = np.arange(len(known))
            # Not before it is whole: other threads read it.
            self._places = places
        wanted = np.fromiter(ids, dtype="i8")
        places = self._places[wanted[wanted < len(self._places)]]
        found = np.zeros(len(self), dtype=bool)
        found[places[places >= 0]] = True
        return found

    def rows(self, mask: Array | None) -> Array | None:
        """The places of the chosen finds; None means all."""
        return None if mask is None else np.flatnonzero(mask)

    def ids(self, rows: Array | None, start: int, stop: int) -> list[int]:
        """The ids of one page, in the default order."""
        ids = self.columns["id"]
        return (ids[start:stop] if rows is None else ids[rows[start:stop]]).tolist()

    def counts(
        self, column: str, rows: Array | None, *, of_objects: bool = False
    ) -> dict[Any, int]:
        """`{value: number}` of one column among the chosen; values as the database has them."""
        values = self.columns[column]
        chosen = values if rows is None else values[rows]
        if of_objects:
            people = self._people()
            chosen = chosen[~(people if rows is None else people[rows])]
        numbers = np.bincount(chosen) if chosen.dtype != bool else _two(chosen)
        present = np.flatnonzero(numbers)
        return {_value(column, place): int(numbers[place]) for place in present.tolist()}

    def _people(self) -> Array:
        return self._one("category", dict.fromkeys(_PEOPLE))

    def people(self, rows: Array | None) -> list[tuple[int, int, int, int]]:
        """Of the remains among the chosen: (nationality, records, individuals, vague) a side."""
        people = self._people()
        chosen = np.flatnonzero(people) if rows is None else rows[people[rows]]
        sides, where = np.unique(self.columns["nationality"][chosen], return_inverse=True)
        sums = (
            np.bincount(where, weights=weights, minlength=len(sides)).astype(int)
            for weights in (
                None,
                self.columns["individuals"][chosen],
                self.columns["is_vague"][chosen],
            )
        )
        return list(zip(sides.tolist(), *(one.tolist() for one in sums), strict=True))


def _two(flags: Array) -> Array:
    true = int(np.count_nonzero(flags))
    return np.array([flags.size - true, true])


def _value(column: str, place: int) -> Any:
    """What the database has for a place in a column; None for a missing row of another table."""
    words = KINDS[column].words
    if words:
        return words[place]
    if KINDS[column].dtype == "?":
        return bool(place)
    return place or None


def _among(column: str, *, of_objects: bool = True) -> Callable[[Selection, Any], Array]:
    words = KINDS[column].words

    def mask(selection: Selection, value: Collection[str]) -> Array:
        allowed = np.zeros(len(words), dtype=bool)
        for word in value:
            allowed[words.index("" if word == MISSING else word)] = True
        found = allowed[selection.columns[column]]
        # Remains show no such state, so none is looked for there.
        return found & ~selection._people() if of_objects else found

    return mask


def _below(column: str, rows: Any) -> Callable[[Selection, Any], Array]:
    """Of these rows of a tree or below them; an empty path means "none"."""

    def mask(selection: Selection, value: Mapping[str, str]) -> Array:
        wanted = (
            {0}
            if "" in value.values() or (column == "nationality" and "unknown" in value)
            else set()
        )
        for path in filter(None, value.values()):
            wanted.update(rows.filter(path__startswith=path).values_list("pk", flat=True))
        return _of(selection.columns[column], wanted)

    return mask


def _of(values: Array, wanted: Collection[int]) -> Array:
    size = max(int(values.max(initial=0)), max(wanted, default=0)) + 1
    allowed = np.zeros(size, dtype=bool)
    allowed[list(wanted)] = True
    return allowed[values]


def _expeditions(selection: Selection, value: Mapping[str, int]) -> Array:
    return _of(selection.columns["expedition"], set(value.values()))


def _photo(selection: Selection, value: Mapping[str, str]) -> Array:
    flags = selection.columns["has_photo"]
    both = np.ones(len(selection), dtype=bool)
    return both if len(value) == 2 else flags if "yes" in value else ~flags


def _from(selection: Selection, day: Any) -> Array:
    first, last = selection.columns["found_from"], selection.columns["found_to"]
    open_ended = (last == NO_DAY) & (first != NO_DAY)
    return (last >= day.earliest.toordinal()) | open_ended


def _to(selection: Selection, day: Any) -> Array:
    first, last = selection.columns["found_from"], selection.columns["found_to"]
    open_ended = (first == NO_DAY) & (last != NO_DAY)
    return ((first != NO_DAY) & (first <= day.latest.toordinal())) | open_ended


def _within(selection: Selection, box: tuple[Any, ...]) -> Array:
    # Whole numbers are compared without being copied; the box holds its own edges.
    west, south = (math.ceil(edge * MICRO) for edge in box[:2])
    east, north = (math.floor(edge * MICRO) for edge in box[2:])
    latitude, longitude = selection.columns["latitude"], selection.columns["longitude"]
    if box[0] <= box[2]:
        across = (longitude >= west) & (longitude <= east)
    else:
        across = (longitude >= west) | (longitude <= east)
    return across & (latitude >= south) & (latitude <= north) & (latitude != NOWHERE)


def _having(selection: Selection, typed: str) -> Array:
    return selection.of_ids(fulltext.hits(typed))


_WISHES: Mapping[str, Callable[[Selection, Any], Array]] = {
    "q": _having,
    "category": _among("category", of_objects=False),
    "type": _below("object_type", Term.objects),
    "nationality": _below("nationality", Term.objects),
    "place": _below("public_place", Place.objects),
    "expedition": _expeditions,
    "condition": _among("condition"),
    "restoration": _among("restoration_status"),
    "custody": _among("custody_status"),
    "hazard": _among("hazard_status"),
    "photo": _photo,
    "from": _from,
    "to": _to,
    "bbox": _within,
}
