"""A database and a folder of uploads of a test's own, as a server has them: in files."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import connections

NAME = "findspot_house"


@pytest.fixture
def house(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path, settings: Any
) -> Iterator[Path]:
    """The folder of it; the tests' own database is where it was afterwards."""
    settings.MEDIA_ROOT = tmp_path / "media"
    with django_db_blocker.unblock():
        seeded = connections["default"]
        moved = _to_file if seeded.vendor == "sqlite" else _to_database
        with moved(seeded, tmp_path) as name:
            other = seeded.copy()
            other.settings_dict = {**seeded.settings_dict, "NAME": name}
            connections["default"] = other
            try:
                yield tmp_path
            finally:
                other.close()
                connections["default"] = seeded


@contextmanager
def _to_file(seeded: Any, folder: Path) -> Iterator[str]:
    path = folder / "house.sqlite3"
    seeded.ensure_connection()
    # Its own way to copy would wait for the transaction of this test.
    path.write_bytes(seeded.connection.serialize())
    yield str(path)


@contextmanager
def _to_database(seeded: Any, folder: Path) -> Iterator[str]:
    name = f"{NAME}_{seeded.settings_dict['NAME']}"
    seeded.close()
    with seeded._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{seeded.settings_dict["NAME"]}"')
    yield name
    with seeded._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
