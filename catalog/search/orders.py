"""Orders: every way to sort the finds in memory, worked out when it is first asked for.

The columns come in the order of their numbers, and sorting is stable: so the number decides among
equals, as it does in SQL (`ordering`).
"""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import numpy as np

from catalog.search.columns import NO_DAY, Array, Columns
from catalog.search.ordering import STAGES

if TYPE_CHECKING:
    from catalog.search.selection import Selection

_LAST = np.iinfo("u4").max


def sorted_by(keys: Array, start: Array) -> Array:
    """The places in `start`, by their keys (whole numbers from 0), stable.

    Sixteen bits at a time, for which numpy counts instead of comparing: a tenth of the time.
    """
    order = start
    digits = keys.view("u2").reshape(len(keys), -1) if len(keys) else keys.reshape(0, 1)
    for column in range(digits.shape[1]):
        digit = digits[:, column]
        if len(digit) and (digit != digit[0]).any():
            order = order[np.argsort(digit[order], kind="stable")]
    return order


def newest(columns: Columns) -> Array:
    """The places from the latest day to the earliest, the undated last; from number order."""
    days = columns["found_from"].astype("u4")
    return sorted_by(_LAST - days, np.arange(len(days), dtype="i4"))


def arranged(columns: Columns) -> Columns:
    """The columns from the newest find to the oldest; `rank` is the place by number.

    They are taken one by one out of what is given, so that memory never holds all of them twice.
    """
    order = newest(columns)
    return {**{name: columns.pop(name)[order] for name in tuple(columns)}, "rank": order}


def by_number(columns: Columns) -> Array:
    """The places of arranged columns in the order of their numbers."""
    places = np.empty(len(columns["rank"]), dtype="i4")
    places[columns["rank"]] = np.arange(len(places), dtype="i4")
    return places


def _oldest(selection: "Selection") -> Array:
    days = selection.columns["found_from"]
    return np.where(days == NO_DAY, _LAST, days.astype("u4"))


def _updated(selection: "Selection") -> Array:
    return np.iinfo("u8").max - selection.columns["updated"].astype("u8")


def _number(selection: "Selection") -> Array:
    return np.zeros(len(selection), dtype="u4")


def _place(selection: "Selection") -> Array:
    places, wanted = selection.thesaurus.places, selection.columns["public_place"]
    ranks = np.full(max([*places.by_pk, int(wanted.max(initial=0))]) + 1, _LAST, dtype="u4")
    for rank, code in enumerate(sorted(places.by_code)):
        ranks[places.by_code[code].pk] = rank
    return ranks[wanted]


def _restoration(selection: "Selection") -> Array:
    table = selection.tables["restoration_status"]
    stages = {str(stage): place for place, stage in enumerate(STAGES)}
    by_value = np.array([stages.get(value, len(stages)) for value in table.values], dtype="u4")
    return by_value[table.places][selection.columns["profile"]] if len(selection) else by_value[:0]


# Every order but the default one, which is that of the columns.
KEYS: Mapping[str, Callable[["Selection"], Array]] = {
    "oldest": _oldest,
    "number": _number,
    "place": _place,
    "updated": _updated,
    "restoration": _restoration,
}
