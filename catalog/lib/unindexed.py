"""A column that is compared row by row, where an index would be the longer way."""

from typing import Any

from django.db.models import Func


class Unindexed(Func):
    """A column as it is, but not looked up in an index of SQLite."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, db: Any, **context: Any) -> Any:
        return self.as_sql(compiler, db, template="+%(expressions)s", **context)
