"""The words of finds, written by whoever writes a find, in the same transaction.

Columns that everybody or all staff may read are read as they stand; what needs a judgement, or
stands in another table, `models.derivation` has put into `public_text` and `staff_text`.
"""

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
# The columns of a find that its words are made of: its head, its descriptions, staff's notes.
HEAD = ("catalogue_number", "title_en", "title_ru", "title_ja")
DESCRIPTIONS = ("description_en", "description_ru", "description_ja")
NOTES = ("field_number", "context", "internal_notes", "unit_attribution")
_COLUMNS = ("id", "publication_status", "public_text", "staff_text")
_COLUMNS += (*HEAD, *DESCRIPTIONS, *NOTES)
# Where they stand among what is told besides the first four.
_HEAD = slice(len(HEAD))
_DESCRIPTIONS = slice(len(HEAD), len(HEAD) + len(DESCRIPTIONS))
_NOTES = slice(len(HEAD) + len(DESCRIPTIONS), None)
_TEXTS = f"SELECT {', '.join(_COLUMNS)} FROM catalog_find"
texts_of = itemgetter(*_COLUMNS)


class Words:
    """The words of finds, gathered to be written together."""

    def __init__(self) -> None:
        self._public: dict[int, tuple[str, str]] = {}
        self._staff: dict[int, tuple[str, str]] = {}
        self._documents = _vectors if is_postgresql() else _texts

    def __len__(self) -> int:
        return len(self._staff)

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        """Finds as `texts_of` tells them.

        Staff ask both tables: what the public one holds of a find need not stand in theirs.
        """
        for pk, status, public_text, staff_text, *told in rows:
            head, described = _words_of(told[_HEAD]), _words_of(told[_DESCRIPTIONS])
            body = [*words_of_folded(public_text), BARRIER, *described]
            shown = _words_of(told[_NOTES])
            if status == _PUBLISHED:
                self._public[pk] = self._documents(head, body)
            else:
                self._public.pop(pk, None)
                shown = [*head, BARRIER, *body, BARRIER, *shown]
            self._staff[pk] = self._documents(shown, words_of_folded(staff_text))

    def write(self) -> None:
        """Write what is gathered of finds that have no words yet."""
        column = _key()
        run_many(
            f"INSERT INTO catalog_publicwords ({column}, head, body) VALUES (%s, %s, %s)",
            [(pk, head, body) for pk, (head, body) in self._public.items()],
        )
        run_many(
            f"INSERT INTO catalog_staffwords ({column}, shown, body) VALUES (%s, %s, %s)",
            [(pk, shown, body) for pk, (shown, body) in self._staff.items()],
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


def _words_of(columns: Sequence[str]) -> list[str]:
    text = " ".join(filter(None, columns))
    return index_words(text) if text else []


def _texts(first: Sequence[str], rest: Sequence[str]) -> tuple[str, str]:
    """Words as FTS5 takes them: it asks all columns of a table at once."""
    return " ".join(first), " ".join(rest)


def _vectors(first: Sequence[str], rest: Sequence[str]) -> tuple[str, str]:
    """Words as PostgreSQL takes them: it asks one column, so that the second holds them all."""
    return _vector(first), _vector([*first, BARRIER, *rest])


def _vector(words: Sequence[str]) -> str:
    """Each word with its places."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(words, 1):
        places.setdefault(word, []).append(str(place))
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())


def _key() -> str:
    return "find_id" if is_postgresql() else "rowid"
