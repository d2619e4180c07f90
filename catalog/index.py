"""What the indexes are told: the words of finds, and the log of what changed in public.

Raw SQL by table name, for this lies below the models. The words are written by whoever writes a
find, in the same transaction (`index_text`); the log is written by triggers, so that no write
slips past it, and `changes_since` reads it. Readers read outside a transaction that writes.
"""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection, transaction

from catalog.lib.words import BARRIER, index_words, words_of_folded
from catalog.vocab import PublicationStatus

MOST_CHANGES = 5_000  # more than these at once are read anew, all of them
FEW_ROWS = 1_000  # a list of more changes than these says "everything" instead
_BATCH = 1_000
_PUBLISHED = str(PublicationStatus.PUBLISHED)
_TEXTS = (
    "SELECT id, publication_status, catalogue_number, title_en, title_ru, title_ja, public_text, "
    "staff_text FROM catalog_find"
)


# The words


def index_text(ids: Sequence[int], *, fresh: bool = False) -> None:
    """Write the words of these finds as their rows stand now; `fresh` ones have none yet."""
    with transaction.atomic(savepoint=False):
        for start in range(0, len(ids), _BATCH):
            batch = list(ids[start : start + _BATCH])
            if not fresh:
                forget(batch)
            _write_words(_rows(f"{_TEXTS} WHERE id IN ({_marks(batch)})", batch))


def forget(ids: Sequence[int]) -> None:
    """Take the words of these finds away; deleting a find does it by itself."""
    for table in ("catalog_publicwords", "catalog_staffwords"):
        _run(f"DELETE FROM {table} WHERE {_key()} IN ({_marks(ids)})", ids)


def rebuild_text(progress: Callable[[int], None] = lambda _done: None) -> int:
    """Write the words of all finds from nothing, in one transaction; returns how many.

    `progress` is told the number of finds done, batch by batch. Readers begin anew after it.
    """
    count, last = 0, 0
    with transaction.atomic(savepoint=False):
        _empty_words()
        while rows := _rows(f"{_TEXTS} WHERE id > %s ORDER BY id LIMIT {_BATCH}", [last]):
            _write_words(rows)
            count, last = count + len(rows), rows[-1][0]
            progress(len(rows))
        _optimize_words()
        renew()
    return count


def _empty_words() -> None:
    if _is_postgresql():
        # Other writers wait, so that none writes between the reading and the writing.
        tables = "catalog_find, catalog_publicwords, catalog_staffwords"
        _run(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    for table in ("catalog_publicwords", "catalog_staffwords"):
        _run(f"DELETE FROM {table}")


def _optimize_words() -> None:
    if not _is_postgresql():
        for table in ("catalog_publicwords", "catalog_staffwords"):
            _run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def _write_words(rows: Sequence[tuple[Any, ...]]) -> None:
    public, staff = [], []
    document = _vector if _is_postgresql() else " ".join
    for pk, status, *titles, public_text, staff_text in rows:
        open_words = words_of_folded(public_text)
        if status == _PUBLISHED:
            head = index_words(" ".join(titles))
            public.append((pk, document(head), document(open_words)))
        staff.append((pk, document(_staff_words(open_words, public_text, staff_text))))
    column = _key()
    _run_many(f"INSERT INTO catalog_publicwords ({column}, head, body) VALUES (%s, %s, %s)", public)
    _run_many(f"INSERT INTO catalog_staffwords ({column}, body) VALUES (%s, %s)", staff)


def _staff_words(open_words: list[str], public_text: str, staff_text: str) -> list[str]:
    """The staff's text begins with the public one, whose words are known already."""
    if not staff_text.startswith(public_text):
        return words_of_folded(staff_text)
    return [*open_words, BARRIER, *words_of_folded(staff_text[len(public_text) :])]


def _vector(words: Sequence[str]) -> str:
    """Words as PostgreSQL takes them: each with its places."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _key() -> str:
    return "find_id" if _is_postgresql() else "rowid"


# The log


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
    return Position(*_rows(f"SELECT {_end()} FROM catalog_indexstate s")[0])


def changes_since(previous: Position, columns: Sequence[str] = (), joins: str = "") -> Changes:
    """What was committed after a position, in one statement.

    `columns` are SQL expressions over `f`, the row of catalog_find, and over `joins`; they are
    read in the same statement, so that the changes and the values belong together.
    """
    if not previous.generation:
        return Changes(position(), None)
    sql, values = _since(previous, "".join(f", {column}" for column in columns), joins)
    found = _rows(sql, values)
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
    snapshot = "CAST(pg_current_snapshot() AS text)" if _is_postgresql() else "''"
    return f"s.generation, {_LAST}, {snapshot}"


def _since(previous: Position, columns: str, joins: str) -> tuple[str, list[Any]]:
    """SQLite commits in the order of the numbers; PostgreSQL tells what a snapshot had not seen."""
    if _is_postgresql():
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
    count = "s.pruned + (SELECT count(*) FROM catalog_change)" if _is_postgresql() else _LAST
    generation, number = _rows(f"SELECT s.generation, {count} FROM catalog_indexstate s")[0]
    return f"{generation}-{number}"


def changed_at() -> datetime:
    """When the last change of something public was written, at the latest."""
    latest = "(SELECT at FROM catalog_change ORDER BY seq DESC LIMIT 1)"
    moment = _rows(f"SELECT coalesce({latest}, s.since) FROM catalog_indexstate s")[0][0]
    return moment if isinstance(moment, datetime) else datetime.fromisoformat(moment)


def touch(ids: Sequence[int] | None = None) -> None:
    """Have finds read again, or everything (None), where the triggers cannot know."""
    rows = [(None,)] if ids is None else [(pk,) for pk in ids]
    _run_many("INSERT INTO catalog_change (find_id) VALUES (%s)", rows)


def renew() -> None:
    """Begin a new generation: after a restore or a rebuild every reader builds anew."""
    with transaction.atomic(savepoint=False):
        _run("DELETE FROM catalog_change")
        begun = ", pruned_xid = '0'" if _is_postgresql() else ""
        _run(
            f"UPDATE catalog_indexstate SET generation = %s, since = %s{begun}",
            [secrets.token_hex(8), datetime.now(UTC).isoformat()],
        )


def prune(*, keep: int) -> None:
    """Shorten the log to so many rows; readers further behind build anew. It prunes itself."""
    if _is_postgresql():
        _run("SELECT catalog_change_prune(%s)", [keep])
        return
    with transaction.atomic(savepoint=False):
        ends = _rows("SELECT coalesce(max(seq), 0) - %s FROM catalog_change", [keep])[0][0]
        _run("DELETE FROM catalog_change WHERE seq <= %s", [ends])
        _run("UPDATE catalog_indexstate SET pruned = max(pruned, %s)", [ends])


@contextmanager
def bulk() -> Iterator["Bulk"]:
    """A transaction that may change many finds: told of more than a few, the log says "all"."""
    with transaction.atomic(savepoint=False):
        yield Bulk()
        _hush("0")


class Bulk:
    """Counts the rows of a bulk change."""

    def __init__(self) -> None:
        self._rows = 0

    def about_to_change(self, rows: int) -> None:
        """Say it before each batch; beyond `FEW_ROWS` the next change stands for all others."""
        was_few, self._rows = self._rows <= FEW_ROWS, self._rows + rows
        if was_few and self._rows > FEW_ROWS:
            _hush("1")


def _hush(level: str) -> None:
    if _is_postgresql():
        _run("SELECT set_config('findspot.quiet', %s, true)", [level])
    else:
        _run("UPDATE catalog_indexstate SET quiet = %s", [int(level)])


# The database


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _marks(values: Sequence[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _run(sql: str, values: Sequence[Any] | None = None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _run_many(sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(sql, rows)


def _rows(sql: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
