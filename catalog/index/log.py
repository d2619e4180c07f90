"""The log of what changed in public: written by triggers, so that no write slips past it.

Readers read it outside a transaction that writes.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from catalog.index.database import is_postgresql, run, run_many, select
from catalog.vocab import PublicationStatus

MOST_CHANGES = 5_000  # more than these at once are read anew, all of them
_PUBLISHED = str(PublicationStatus.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader has read; opaque, and good for one database."""

    generation: str = ""
    seq: int = 0
    snapshot: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed after a position.

    `ids` are the finds to read again, None says everything. `rows` maps each of them to the
    columns asked for, None where it is not public any more or gone.
    """

    position: Position
    ids: frozenset[int] | None
    rows: Mapping[int, tuple[Any, ...] | None] = field(default_factory=dict)


def position() -> Position:
    """Where the log ends now; take it before reading everything."""
    return Position(*select(f"SELECT {_end()} FROM catalog_indexstate s")[0])


def changes_since(previous: Position, columns: Sequence[str] = (), joins: str = "") -> Changes:
    """What was committed after a position, in one statement.

    `columns` are SQL expressions over `f`, the row of catalog_find, and over `joins`; they are
    read in the same statement, so that the changes and the values belong together.
    """
    if not previous.generation:
        return Changes(position(), None)
    sql, values = _since(previous, "".join(f", {column}" for column in columns), joins)
    found = select(sql, values)
    now, is_known = Position(*found[0][:3]), found[0][3]
    changed = [row[4:] for row in found if row[4] is not None]
    everything = len(changed) > MOST_CHANGES or any(row[1] is None for row in changed)
    is_ours = previous.generation == now.generation and is_known and previous.seq <= now.seq
    if everything or not is_ours:
        return Changes(now, None)
    rows = {
        find_id: tuple(more) if status == _PUBLISHED else None
        for _seq, find_id, status, *more in changed
        if find_id
    }
    return Changes(now, frozenset(rows), rows)


_LAST = "coalesce((SELECT max(seq) FROM catalog_change), s.pruned)"


def _end() -> str:
    snapshot = "CAST(pg_current_snapshot() AS text)" if is_postgresql() else "''"
    return f"s.generation, {_LAST}, {snapshot}"


def _since(previous: Position, columns: str, joins: str) -> tuple[str, list[Any]]:
    """SQLite commits in the order of the numbers; PostgreSQL tells what a snapshot had not seen."""
    if is_postgresql():
        known = "s.pruned_xid < pg_snapshot_xmin(%s::pg_snapshot)"
        # No snapshot knows the changes of its own transaction: those go by their numbers.
        own = "pg_current_xact_id_if_assigned()"
        new = f"""(c.xid >= pg_snapshot_xmin(%s::pg_snapshot)
            AND NOT pg_visible_in_snapshot(c.xid, %s::pg_snapshot) AND c.xid IS DISTINCT FROM {own})
            OR (c.xid = {own} AND c.seq > %s)"""
        values = [previous.snapshot] * 3 + [previous.seq]
    else:
        known, new, values = "s.pruned <= %s", "c.seq > %s", [previous.seq] * 2
    sql = f"""
        SELECT {_end()}, {known}, c.seq, c.find_id, f.publication_status{columns}
        FROM catalog_indexstate s LEFT JOIN catalog_change c ON {new}
        LEFT JOIN catalog_find f ON f.id = c.find_id {joins}
        LIMIT {MOST_CHANGES + 1}
    """
    return sql, values


def change_number() -> str:
    """A token that is another one whenever something public was committed."""
    # Numbers are given before they are committed on PostgreSQL, so there rows are counted.
    count = "s.pruned + (SELECT count(*) FROM catalog_change)" if is_postgresql() else _LAST
    generation, number = select(f"SELECT s.generation, {count} FROM catalog_indexstate s")[0]
    return f"{generation}-{number}"


def changed_at() -> datetime:
    """When the last change of something public was written, at the latest."""
    latest = "(SELECT at FROM catalog_change ORDER BY seq DESC LIMIT 1)"
    moment = select(f"SELECT coalesce({latest}, s.since) FROM catalog_indexstate s")[0][0]
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def touch(ids: Sequence[int] | None = None) -> None:
    """Have finds read again, or everything (None), where the triggers cannot know."""
    rows = [(None,)] if ids is None else [(pk,) for pk in ids]
    run_many("INSERT INTO catalog_change (find_id) VALUES (%s)", rows)


def renew() -> None:
    """Begin a new generation: after a restore or a rebuild every reader builds anew."""
    with transaction.atomic(savepoint=False):
        run("DELETE FROM catalog_change")
        begun = ", pruned_xid = '0'" if is_postgresql() else ""
        run(
            f"UPDATE catalog_indexstate SET generation = %s, since = %s{begun}",
            [secrets.token_hex(8), datetime.now(UTC).isoformat()],
        )


def prune(*, keep: int) -> None:
    """Shorten the log to so many rows; readers further behind build anew. It prunes itself."""
    if is_postgresql():
        run("SELECT catalog_change_prune(%s)", [keep])
        return
    with transaction.atomic(savepoint=False):
        ends = select("SELECT coalesce(max(seq), 0) - %s FROM catalog_change", [keep])[0][0]
        run("DELETE FROM catalog_change WHERE seq <= %s", [ends])
        run("UPDATE catalog_indexstate SET pruned = max(pruned, %s)", [ends])
