"""A change of many finds in one transaction: told once in the log, its words written together."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction

from catalog.index.database import is_postgresql, run, select
from catalog.index.words import Words, forget, texts_of

FEW_ROWS = 1_000  # a list of more changes than these says "everything" instead
# FTS5 writes what it has gathered whenever a statement may have to be taken back, as those before
# and after the words are; many at once make fewer pieces to merge.
_WORDS = 10_000


@contextmanager
def bulk() -> Iterator["Bulk"]:
    """A transaction that may change many finds: told of more than a few, the log says "all"."""
    with transaction.atomic(savepoint=False):
        change = Bulk()
        yield change
        change._end()


class Bulk:
    """Counts the rows of a bulk change, and gathers the finds whose words are to be written."""

    def __init__(self) -> None:
        self._rows = 0
        self._words, self._known = Words(), list[int]()
        self._triggers: list[str] = []

    def about_to_change(self, rows: int) -> None:
        """Say it before each batch; beyond `FEW_ROWS` the next change stands for all others."""
        was_few, self._rows = self._rows <= FEW_ROWS, self._rows + rows
        if was_few and self._rows > FEW_ROWS:
            _hush("1")
        elif not was_few and not self._triggers and not is_postgresql():
            self._put_triggers_away()

    def index_text(self, finds: Sequence[Mapping[str, Any]], *, fresh: bool = False) -> None:
        """Write the words of finds, told by `{column: value}` as they are written.

        That is at the latest when the change ends. `fresh` ones have no words yet.
        """
        if not fresh:
            self._known += [find["id"] for find in finds]
        self._words.add(map(texts_of, finds))
        if len(self._words) >= _WORDS:
            self._write_words()

    def _write_words(self) -> None:
        forget(self._known)
        self._words.write()
        self._words, self._known = Words(), []

    def _put_triggers_away(self) -> None:
        """Once the log says "all" its triggers have nothing to add until the transaction ends.

        SQLite keeps a copy of every page a row touches while a trigger with a default that calls
        a function might fail, which doubles the time an INSERT takes.
        """
        if select("SELECT quiet FROM catalog_indexstate") != [(2,)]:
            return
        found = select(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s ESCAPE %s",
            [r"catalog\_%\_log\_%", "\\"],
        )
        for name, sql in found:
            run(f"DROP TRIGGER {name}")
            self._triggers.append(sql)

    def _end(self) -> None:
        self._write_words()
        for sql in self._triggers:
            run(sql)
        _hush("0")


def _hush(level: str) -> None:
    if is_postgresql():
        run("SELECT set_config('findspot.quiet', %s, true)", [level])
    else:
        run("UPDATE catalog_indexstate SET quiet = %s", [int(level)])
