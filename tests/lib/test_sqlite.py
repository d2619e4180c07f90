"""The questions that reach SQLite are those Django would send."""

import pytest
from django.db import connection
from django.db.backends.sqlite3.base import SQLiteCursorWrapper

QUESTIONS = [
    "SELECT %s, '%%', '%%s'",
    "SELECT %s " + ", %s" * 9_000,
    "SELECT 1",
]


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="it is about SQLite's cursor")
@pytest.mark.parametrize("question", QUESTIONS)
def test_it_is_written_as_django_writes_it(question: str) -> None:
    with connection.cursor() as cursor:
        ours = cursor.cursor.convert_query(question)

        assert ours == SQLiteCursorWrapper.convert_query(cursor.cursor, question)
        named = cursor.execute("SELECT %(one)s + %(two)s", {"one": 1, "two": 2}).fetchone()

    assert named == (3,)
