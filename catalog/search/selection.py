"""Selection: which finds in memory meet the wishes of a query string, and how many of what.

The same wishes that `FindFilter` turns into SQL are turned into masks here; a test holds both
equal. A mask is one byte a find; those of single wishes are kept, for they come again.
"""

import math
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from functools import cached_property, partial
from typing import Any

import numpy as np

from catalog.search import fulltext, orders
from catalog.search.columns import MICRO, NO_DAY, NOWHERE, Array, Columns
from catalog.search.filters import MISSING
from catalog.search.ordering import DEFAULT
from catalog.search.profiles import NAMES, Profiles, are_people
from catalog.search.thesaurus import Thesaurus

_KEPT_MASKS = 32
_KEPT_COUNTS = 512
_KEPT_GRIDS = 2


class Selection:
    """Questions to one state of the columns; it never changes, so it may remember answers."""

    def __init__(
        self,
        columns: Columns,
        profiles: Profiles,
        thesaurus: Thesaurus,
        before: "Selection | None" = None,
    ) -> None:
        self.columns = columns
        self.profiles = profiles
        self.thesaurus = thesaurus
        self.tables = profiles.tables()
        self._masks: OrderedDict[Any, Array] = OrderedDict()
        self._counts: OrderedDict[Any, Any] = OrderedDict()
        self._orders: dict[str, Array] = {}
        self._grids: OrderedDict[Any, Any] = OrderedDict()
        self._wholes = before._still_true_of(columns) if before else {}

    def __len__(self) -> int:
        return len(self.columns["id"])

    # Which

    def mask(self, wishes: Mapping[str, Any], left_out: str = "") -> Array | None:
        """The finds that meet every wish but the one left out; None means all of them."""
        found: Array | None = None
        for name, value in wishes.items():
            if name == left_out or name not in _WISHES:
                continue
            one = self.one(name, value)
            found = one if found is None else found & one
        return found

    def one(self, name: str, value: Any) -> Array:
        """The finds that meet one wish."""
        return _kept(
            self._masks, (name, key(value)), lambda: _WISHES[name](self, value), _KEPT_MASKS
        )

    @cached_property
    def _places(self) -> Array:
        """By id: where a find stands, -1 for none."""
        known = self.columns["id"]
        places = np.full(int(known.max(initial=0)) + 1, -1, dtype="i4")
        places[known] = np.arange(len(known))
        return places

    def of_ids(self, ids: Array) -> Array:
        """The mask of these finds; ids that are not public fall out."""
        places = self._places[ids[ids < len(self._places)]]
        found = np.zeros(len(self), dtype=bool)
        found[places[places >= 0]] = True
        return found

    # In which order

    def ids(self, mask: Array | None, sort: str, start: int, stop: int) -> list[int]:
        """The ids of one page of the chosen."""
        order = None if sort == DEFAULT else self._order(sort)
        if mask is None:
            places: Any = slice(start, stop) if order is None else order[start:stop]
        elif order is None:
            places = np.flatnonzero(mask)[start:stop]
        else:
            places = order[mask[order]][start:stop]
        return self.columns["id"][places].tolist()

    def place_of(self, pk: int, mask: Array | None, sort: str) -> int | None:
        """How many of the chosen stand before a find in that order; None if it is not chosen."""
        place = int(self._places[pk]) if pk < len(self._places) else -1
        if place < 0 or (mask is not None and not mask[place]):
            return None
        chosen = np.ones(len(self), dtype=bool) if mask is None else mask
        if sort == DEFAULT:
            return int(np.count_nonzero(chosen[:place]))
        order = self._order(sort)
        return int(np.flatnonzero(order[chosen[order]] == place)[0])

    def _order(self, sort: str) -> Array:
        if sort not in self._orders:
            places = orders.by_number(self.columns)
            self._orders[sort] = orders.sorted_by(orders.KEYS[sort](self), places)
        return self._orders[sort]

    # How many of what

    def counts(
        self, column: str, asked: Any, rows: Callable[[], Array | None], *, of_objects: bool
    ) -> Mapping[Any, int]:
        """`{value: number}` of one column among the chosen; `asked` is what chose them."""
        counted = partial(self._counted, column, of_objects=of_objects)
        if asked:
            return self.remembered((column, of_objects, asked), lambda: counted(rows()))
        of = ("profile",) if column in NAMES else ("profile", column)
        return self.whole((column, of_objects), of, lambda: counted(None))

    def remembered(self, name: Any, made: Callable[[], Any]) -> Any:
        """What was worked out of this state by this name, or is now; it must never change."""
        return _kept(self._counts, name, made, _KEPT_COUNTS)

    def whole(self, name: Any, of: Collection[str], made: Callable[[], Any]) -> Any:
        """The same of these columns alone, whole: still true of a next state that shares them.

        An edit of one find leaves most columns as they are, and what is counted of all finds costs
        more than all else it asks for.
        """
        if name not in self._wholes:
            self._wholes[name] = (of, made())
        return self._wholes[name][1]

    def _still_true_of(self, columns: Columns) -> dict[Any, tuple[Collection[str], Any]]:
        return {
            name: (of, value)
            for name, (of, value) in list(self._wholes.items())
            if all(columns[one] is self.columns[one] for one in of)
        }

    def laid(self, size: Any, made: Callable[[], tuple[Array, Array]]) -> tuple[Array, Array]:
        """Where the finds lie in the grid of this size, worked out once while it is looked at."""
        return _kept(self._grids, size, made, _KEPT_GRIDS)

    def _counted(self, column: str, rows: Array | None, *, of_objects: bool) -> dict[Any, int]:
        if column in NAMES:
            numbers = self._by_profile(rows)
            return self.tables[column].counts(
                numbers * self._is_object[: len(numbers)] if of_objects else numbers
            )
        chosen = _chosen(self.columns[column], rows)
        if of_objects:
            chosen = chosen[self._is_object[_chosen(self.columns["profile"], rows)]]
        return _numbers(np.bincount(chosen))

    def _by_profile(self, rows: Array | None) -> Array:
        return np.bincount(_chosen(self.columns["profile"], rows))

    @cached_property
    def _is_object(self) -> Array:
        return ~are_people(self.tables)

    @property
    def _remains(self) -> Array:
        """The places of the records of people."""
        return self.whole(
            "remains",
            ("profile",),
            lambda: np.flatnonzero(are_people(self.tables)[self.columns["profile"]]),
        )

    def individuals(self, column: str, mask: Array | None) -> dict[Any, int]:
        """`{value: number of people}` of one column among the chosen remains."""
        chosen = self._people(mask)
        weights = self.columns["individuals"][chosen]
        if column in NAMES:
            profiles = self.columns["profile"][chosen]
            return self.tables[column].counts(np.bincount(profiles, weights=weights))
        return _numbers(np.bincount(self.columns[column][chosen], weights=weights))

    def _people(self, mask: Array | None) -> Array:
        return self._remains if mask is None else self._remains[mask[self._remains]]

    def people(self, mask: Array | None) -> list[tuple[int | None, int, int, int]]:
        """Of the remains among the chosen: (nationality, records, individuals, vague) a side."""
        chosen = self._people(mask)
        if not len(chosen):
            return []
        table = self.tables["nationality"]
        places = table.places[self.columns["profile"][chosen]]
        weights = (None, self.columns["individuals"][chosen], self.columns["is_vague"][chosen])
        sums = [np.bincount(places, weights=one).astype(int) for one in weights]
        return [
            (table.values[place], *(int(one[place]) for one in sums))
            for place in np.flatnonzero(sums[0]).tolist()
        ]

    def are_people(self, rows: Array | None) -> Array:
        """Whether each of the chosen is of people."""
        return ~self._is_object[_chosen(self.columns["profile"], rows)]


def key(value: Any) -> Any:
    """What a wish is remembered by."""
    return tuple(value) if isinstance(value, dict) else value


def _kept(known: OrderedDict, name: Any, made: Callable[[], Any], most: int) -> Any:
    """What is known by this name, or made now; what was not asked for the longest is dropped."""
    # Other threads ask too: a value is taken out and put back, never looked up twice.
    value = known.pop(name, None)
    if value is None:
        value = made()
    if value is None:
        return None  # of what is not there anybody could name so much that nothing else stayed
    known[name] = value
    if len(known) > most:
        known.popitem(last=False)
    return value


def _numbers(sums: Array) -> dict[Any, int]:
    """`{value: number}` of a column of ids; None for a missing row of another table."""
    return {value or None: int(sums[value]) for value in np.flatnonzero(sums).tolist()}


def _chosen(values: Array, rows: Array | None) -> Array:
    return values if rows is None else values[rows]


# The wishes


def _closed(column: str, *, of_objects: bool = True) -> Callable[[Selection, Any], Array]:
    def mask(selection: Selection, value: Collection[str]) -> Array:
        words = {"" if word == MISSING else word for word in value}
        allowed = selection.tables[column].where(words.__contains__)
        if of_objects:
            # Remains show no such state, so none is looked for there.
            allowed = allowed & selection._is_object
        return allowed[selection.columns["profile"]]

    return mask


def _nationality(selection: Selection, value: Mapping[str, Collection[int]]) -> Array:
    wanted: set[int | None] = set().union(*value.values())
    if "unknown" in value:
        wanted.add(None)
    allowed = selection.tables["nationality"].where(wanted.__contains__)
    return allowed[selection.columns["profile"]]


def _photo(selection: Selection, value: Collection[str]) -> Array:
    allowed = selection.tables["has_photo"].where(
        lambda has_photo: ("yes" if has_photo else "no") in value
    )
    return allowed[selection.columns["profile"]]


def _among(column: str) -> Callable[[Selection, Any], Array]:
    """Of one of these values of a tree or below it; `MISSING` means none at all."""

    def mask(selection: Selection, value: Mapping[str, Collection[int]]) -> Array:
        values = selection.columns[column]
        wanted = set().union(*value.values()) | ({0} if MISSING in value else set())
        allowed = np.zeros(max(int(values.max(initial=0)), *wanted, 0) + 1, dtype=bool)
        allowed[list(wanted)] = True
        return allowed[values]

    return mask


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
    "category": _closed("category", of_objects=False),
    "type": _among("object_type"),
    "nationality": _nationality,
    "place": _among("public_place"),
    "expedition": _among("expedition"),
    "condition": _closed("condition"),
    "restoration": _closed("restoration_status"),
    "custody": _closed("custody_status"),
    "hazard": _closed("hazard_status"),
    "photo": _photo,
    "from": _from,
    "to": _to,
    "bbox": _within,
}
