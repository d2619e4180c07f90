"""The words of finds, written by whoever writes a find, in the same transaction."""

from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from django.db import transaction

from catalog.index.database import is_postgresql, marks, run, run_many, select
from catalog.index.log import renew
from catalog.lib.words import BARRIER, index_words, words_of_folded
from catalog.vocab import PublicationStatus

_BATCH = 1_000
_PUBLISHED = str(PublicationStatus.PUBLISHED)
# The columns of a find that its words are made of.
_COLUMNS = ("id", "publication_status", "catalogue_number", "title_en", "title_ru", "title_ja")
_COLUMNS += ("public_text", "staff_text")
_TEXTS = f"SELECT {', '.join(_COLUMNS)} FROM catalog_find"
texts_of = itemgetter(*_COLUMNS)


class Words:
    """The words of finds, gathered to be written together."""

    def __init__(self) -> None:
        self._public: dict[int, tuple[str, str]] = {}
        self._staff: dict[int, str] = {}
        self._document = _vector if is_postgresql() else " ".join

    def __len__(self) -> int:
        return len(self._staff)

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Finds as `texts_of` tells them.

        Staff ask both tables: what the public one holds of a find need not stand in theirs.
        """
        document = self._document
        for pk, status, *titles, public_text, staff_text in rows:
            open_words, own = words_of_folded(public_text), words_of_folded(staff_text)
            if status == _PUBLISHED:
                head = index_words(" ".join(titles))
                self._public[pk] = document(head), document(open_words)
            else:
                self._public.pop(pk, None)
                own = [*open_words, BARRIER, *own]
            self._staff[pk] = document(own)

    def write(self) -> None:
        """Write what is gathered of finds that have no words yet."""
        column = _key()
        run_many(
            f"INSERT INTO catalog_publicwords ({column}, head, body) VALUES (%s, %s, %s)",
            [(pk, head, body) for pk, (head, body) in self._public.items()],
        )
        run_many(
            f"INSERT INTO catalog_staffwords ({column}, body) VALUES (%s, %s)",
            list(self._staff.items()),
        )


def index_text(ids: Sequence[int]) -> None:
    """Write the words of these finds as their rows stand now."""
    with transaction.atomic(savepoint=False):
        forget(ids)
        for batch in _batches(ids):
            _write_words(select(f"{_TEXTS} WHERE id IN ({marks(batch)})", batch))


def forget(ids: Sequence[int]) -> None:
    """Take the words of these finds away; deleting a find does it by itself."""
    for table in ("catalog_publicwords", "catalog_staffwords"):
        for batch in _batches(ids):
            run(f"DELETE FROM {table} WHERE {_key()} IN ({marks(batch)})", batch)


def _batches(ids: Sequence[int]) -> list[list[int]]:
    return [list(ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH)]


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
    words = Words()
    words.add(rows)
    words.write()


def _vector(words: Sequence[str]) -> str:
    """Words as PostgreSQL takes them: each with its places."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _key() -> str:
    return "find_id" if is_postgresql() else "rowid"
