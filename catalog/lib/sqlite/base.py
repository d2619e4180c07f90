"""The backend, where Django looks for it."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

# A question with very many signs is asked once.
_LONGEST = 20_000


class Cursor(base.SQLiteCursorWrapper):
    """Turns `%s` into `?` once for each question: on the page of one find it took a twentieth."""

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """The question as SQLite writes it."""
        if param_names is not None or len(query) > _LONGEST:
            return super().convert_query(query, param_names=param_names)
        return _converted(query)


@lru_cache(maxsize=1024)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with that cursor."""

    def create_cursor(self, name: str | None = None) -> Cursor:
        """A cursor for one question or a few."""
        return self.connection.cursor(factory=Cursor)
