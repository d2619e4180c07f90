"""On a bad day the site says which one it is, and what was sent is not lost."""

import errno
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, OperationalError, connection, transaction
from django.test import Client

from catalog.lib.bad_days import BadDay, bad_day
from catalog.models import Source
from catalog.views import health
from tests.conftest import make_member

pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
FORM = "/admin/catalog/source/add/"
TITLE = "Two\nlines <b>"


@pytest.fixture
def client(house: Path) -> Client:
    """Signed in, with the token a browser has, in a house whose database is a file."""
    if connection.vendor != "sqlite":
        pytest.skip("the days are made with an SQLite file; what others say is told below")
    client = Client(raise_request_exception=False)
    client.force_login(make_member("reviewer"))
    assert client.get(FORM).status_code == 200
    connection.settings_dict["OPTIONS"] = {**connection.settings_dict["OPTIONS"], "timeout": 0.1}
    connection.close()
    return client


@contextmanager
def locked(house: Path) -> Iterator[None]:
    with closing(sqlite3.connect(house / "house.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def read_only(house: Path) -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only=ON")
    yield
    connection.close()


@contextmanager
def full(house: Path) -> Iterator[None]:
    with connection.cursor() as cursor:
        # No smaller than it is now.
        cursor.execute("PRAGMA max_page_count=1")
    yield
    connection.close()


@contextmanager
def gone(house: Path) -> Iterator[None]:
    name = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = str(house / "nowhere" / "house.sqlite3")
    yield
    connection.close()
    connection.settings_dict["NAME"] = name


DAYS = [
    (locked, "Somebody else is writing", "5"),
    (read_only, "can only be read", "600"),
    (full, "disk of the catalogue is full", "600"),
    (gone, "does not reach its database", "60"),
]


@pytest.mark.parametrize(("day", "sentence", "wait"), DAYS)
def test_form_comes_back_with_a_sentence(
    client: Client, house: Path, day: Any, sentence: str, wait: str
) -> None:
    note = "long words " * 60_000
    with day(house):
        response = client.post(
            FORM, {"code": "S1", "type": "report", "title": TITLE, "citation": note}
        )
    page = response.content.decode()

    assert response.status_code == 503
    assert response.headers["Retry-After"] == wait
    assert sentence in page
    assert page.count("<h1 lang=") == 3
    assert f'action="{FORM}"' in page
    assert '<textarea name="title" hidden>\nTwo\nlines &lt;b&gt;</textarea>' in page
    assert note in page
    assert not Source.objects.exists()


@pytest.mark.parametrize("day", [locked, read_only, full])
def test_visitors_go_on_reading(client: Client, house: Path, day: Any) -> None:
    with day(house):
        assert Client().get("/finds/").status_code == 200


def test_page_without_a_database_says_so(client: Client, house: Path) -> None:
    with gone(house):
        response = client.get("/finds/?q=helmet")

    assert response.status_code == 503
    assert "<textarea" not in response.content.decode()


@pytest.mark.parametrize("day", [locked, read_only, gone])
def test_password_is_not_written_into_a_page(client: Client, house: Path, day: Any) -> None:
    with day(house):
        sent = {"username": "reviewer", "password": "eleven-blue-lamps"}
        response = Client(raise_request_exception=False).post("/admin/login/", sent)

    assert response.status_code == 503
    assert "eleven-blue-lamps" not in response.content.decode()


def test_form_of_a_stranger_is_not_echoed(client: Client, house: Path) -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    with locked(house):
        response = strict.post(FORM, {"title": "strange"})

    assert "strange" not in response.content.decode()


@pytest.mark.parametrize(
    ("error", "day"),
    [
        (OperationalError("deadlock detected"), BadDay.BUSY),
        (OperationalError("canceling statement due to lock timeout"), BadDay.BUSY),
        (OperationalError("could not extend file: No space left on device"), BadDay.FULL),
        (DatabaseError("cannot execute INSERT in a read-only transaction"), BadDay.READ_ONLY),
        (OperationalError("connection refused"), BadDay.GONE),
        (OSError(errno.ENOSPC, "No space left on device"), BadDay.FULL),
        (OSError(errno.EROFS, "Read-only file system"), BadDay.READ_ONLY),
        (OperationalError("no such table: catalog_find"), None),
        (DatabaseError("syntax error"), None),
        (FileNotFoundError(2, "no such file"), None),
        (ValueError("x"), None),
    ],
)
def test_bad_days_are_told_from_faults(error: Exception, day: BadDay | None) -> None:
    outer = RuntimeError("while saving")
    outer.__cause__ = error

    assert bad_day(error) is bad_day(outer) is day


def test_ready_tells_what_is_well(visitor: Client) -> None:
    response = visitor.get("/readyz")

    assert response.content == b"database ok\nmigrations ok\nmedia ok\nindex ok\n"
    assert response.headers["Content-Type"] == "text/plain"
    assert "no-store" in response.headers["Cache-Control"]


def test_house_without_its_database_is_alive_and_not_ready(
    client: Client, house: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    with gone(house):
        ready, alive = client.get("/readyz"), client.get("/healthz")

    assert (ready.status_code, alive.status_code) == (503, 200)
    assert ready.content.startswith(b"database failed\n")
    assert str(house) not in ready.content.decode()


def test_house_without_room_for_uploads_is_not_ready(
    visitor: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "missing"

    response = visitor.get("/readyz")

    assert response.status_code == 503
    assert b"media failed" in response.content


def test_database_of_another_version_is_not_ready(visitor: Client) -> None:
    health._is_migrated.cache_clear()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE id = "
                "(SELECT max(id) FROM django_migrations WHERE app = 'catalog')"
            )
        response = visitor.get("/readyz")
        # No other test may find it so.
        transaction.set_rollback(True)

    assert b"migrations failed" in response.content
    assert response.status_code == 503
