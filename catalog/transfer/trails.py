"""Trails: what a run did to rows, read from their history, and what others did after it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from catalog.models import (
    FindPhoto,
    FindRelation,
    FindSource,
    MunitionDetail,
    RemainsDetail,
    StructureDetail,
    VehicleDetail,
)

# What hangs on a find, by the column that names it; what points to others goes first.
OWNED: Mapping[type[Model], str] = {
    FindRelation: "from_find_id",
    FindSource: "find_id",
    FindPhoto: "find_id",
    RemainsDetail: "find_id",
    MunitionDetail: "find_id",
    VehicleDetail: "find_id",
    StructureDetail: "find_id",
}


@dataclass(frozen=True, slots=True)
class Trail:
    """What a run did to one row.

    `sign` is the first thing it did (+ made, ~ changed, - removed), `before` the row of history
    that stood until then, `later` the first row somebody else wrote after it. `is_over` tells that
    it was taken back already.
    """

    sign: str
    before: int | None
    later: int | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Runs:
    """A run, and the runs that took parts of it back already.

    `undone` tells of every run of undoing which run it took back.
    """

    run: int
    undos: frozenset[int]
    undone: Mapping[int, int] = field(default_factory=dict)

    @property
    def ours(self) -> Set[int]:
        """All of them."""
        return self.undos | {self.run}

    def others(self, after: Iterable[tuple[int, int | None]]) -> list[int]:
        """Of `(row of history, run)` written after this run what others wrote and still stands.

        What another list did and what took that back again come to nothing.
        """
        left: list[tuple[int, int | None]] = []
        for key, run in after:
            if run in self.undone:
                left = [one for one in left if one[1] != self.undone[run]]
            elif run not in self.ours:
                left.append((key, run))
        return [key for key, _run in left]


def trails(model: Any, runs: Runs, keys: Collection[int]) -> dict[int, Trail]:
    """The trails of these rows; rows the run did not write are left out. One query."""
    name = model._meta.pk.attname
    history = model.history.filter(**{f"{name}__in": keys}).order_by("history_id")
    steps: dict[int, list[tuple[int, str, int | None]]] = defaultdict(list)
    for key, *step in history.values_list(name, "history_id", "history_type", "import_run"):
        steps[key].append(tuple(step))
    found = ((key, _trail(rows, runs)) for key, rows in steps.items())
    return {key: trail for key, trail in found if trail}


def _trail(steps: list[tuple[int, str, int | None]], runs: Runs) -> Trail | None:
    ours = [place for place, (_key, _sign, run) in enumerate(steps) if run == runs.run]
    if not ours:
        return None
    first, last = ours[0], ours[-1]
    after = steps[last + 1 :]
    return Trail(
        sign=steps[first][1],
        before=steps[first - 1][0] if first else None,
        later=next(iter(runs.others((key, run) for key, _sign, run in after)), None),
        is_over=any(run in runs.undos for _key, _sign, run in after),
    )


def touched(model: Any, run: int, column: str) -> Iterable[int]:
    """The values of a column in the history a run wrote, each once."""
    rows = model.history.filter(import_run=run).order_by(column)
    return rows.values_list(column, flat=True).distinct().iterator()


def past(model: Any, keys: Collection[int]) -> dict[int, dict[str, Any]]:
    """`{row: columns}` of these rows of history; what the history leaves out is not in it."""
    names = [field.attname for field in model.history.model.tracked_fields]
    rows = model.history.filter(history_id__in=keys).values(*names)
    return {row[model._meta.pk.attname]: row for row in rows}
