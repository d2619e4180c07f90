"""The words of finds, written by whoever writes a find, in the same transaction."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import transaction

from catalog.index.database import is_postgresql, marks, run, run_many, select
from catalog.index.log import renew
from catalog.lib.words import BARRIER, index_words, words_of_folded
from catalog.vocab import PublicationStatus

_BATCH = 1_000
_PUBLISHED = str(PublicationStatus.PUBLISHED)
_TEXTS = (
    "SELECT id, publication_status, catalogue_number, title_en, title_ru, title_ja, public_text, "
    "staff_text FROM catalog_find"
)


def index_text(ids: Sequence[int], *, fresh: bool = False) -> None:
    """Write the words of these finds as their rows stand now; `fresh` ones have none yet."""
    batches = [list(ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH)]
    with transaction.atomic(savepoint=False):
        for batch in [] if fresh else batches:
            forget(batch)
        for batch in batches:
            _write_words(select(f"{_TEXTS} WHERE id IN ({marks(batch)})", batch))


def forget(ids: Sequence[int]) -> None:
    """Take the words of these finds away; deleting a find does it by itself."""
    for table in ("catalog_publicwords", "catalog_staffwords"):
        run(f"DELETE FROM {table} WHERE {_key()} IN ({marks(ids)})", ids)


def rebuild_text(progress: Callable[[int], None] = lambda _done: None) -> int:
    """Write the words of all finds from nothing, in one transaction; returns how many.

    `progress` is told the number of finds done, batch by batch. Readers begin anew after it.
    """
    count, last = 0, 0
    with transaction.atomic(savepoint=False):
        _empty_words()
        while rows := select(f"{_TEXTS} WHERE id > %s ORDER BY id LIMIT {_BATCH}", [last]):
            _write_words(rows)
            count, last = count + len(rows), rows[-1][0]
            progress(len(rows))
        _optimize_words()
        renew()
    return count


def _empty_words() -> None:
    if is_postgresql():
        # Other writers wait, so that none writes between the reading and the writing.
        tables = "catalog_find, catalog_publicwords, catalog_staffwords"
        run(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")
    for table in ("catalog_publicwords", "catalog_staffwords"):
        run(f"DELETE FROM {table}")


def _optimize_words() -> None:
    if not is_postgresql():
        for table in ("catalog_publicwords", "catalog_staffwords"):
            run(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def _write_words(rows: Sequence[tuple[Any, ...]]) -> None:
    """Staff ask both tables: what the public one holds of a find need not stand in theirs."""
    public, staff = [], []
    document = _vector if is_postgresql() else " ".join
    for pk, status, *titles, public_text, staff_text in rows:
        open_words, own = words_of_folded(public_text), words_of_folded(staff_text)
        if status == _PUBLISHED:
            head = index_words(" ".join(titles))
            public.append((pk, document(head), document(open_words)))
        else:
            own = [*open_words, BARRIER, *own]
        staff.append((pk, document(own)))
    column = _key()
    run_many(f"INSERT INTO catalog_publicwords ({column}, head, body) VALUES (%s, %s, %s)", public)
    run_many(f"INSERT INTO catalog_staffwords ({column}, body) VALUES (%s, %s)", staff)


def _vector(words: Sequence[str]) -> str:
    """Words as PostgreSQL takes them: each with its places."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _key() -> str:
    return "find_id" if is_postgresql() else "rowid"
