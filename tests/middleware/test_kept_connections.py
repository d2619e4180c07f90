"""A connection kept from request to request is of the database that is there now."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from catalog.models import Find
from tests.factories import make_find

pytestmark = [
    pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite is a file"),
    pytest.mark.django_db,
]


def test_connections_are_kept() -> None:
    assert settings.DATABASES["default"]["CONN_MAX_AGE"] > 0


def test_a_database_put_in_place_of_another_is_read(house: Path) -> None:
    find = make_find(category="helmet", catalogue_number="OLD-1", published=True)
    shutil.copy(house / "house.sqlite3", house / "kept.sqlite3")
    shutil.copy(house / "house.sqlite3-wal", house / "kept.sqlite3-wal")
    Find.objects.filter(pk=find.pk).update(catalogue_number="NEW-1")
    assert b"NEW-1" in Client().get("/finds/").content

    for ending in ("", "-wal"):
        (house / f"kept.sqlite3{ending}").replace(house / f"house.sqlite3{ending}")
    page = Client().get("/finds/")

    assert b"OLD-1" in page.content
    assert b"NEW-1" not in page.content
