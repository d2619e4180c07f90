from pathlib import Path
from typing import Any

import pytest
from django.core.checks import CheckMessage

from catalog import checks

SQLITE = "catalog.lib.sqlite"


def ids(messages: list[CheckMessage]) -> list[str | None]:
    return [message.id for message in messages]


def test_media_folder_that_is_missing_gets_a_warning(settings: Any, tmp_path: Path) -> None:
    assert ids(checks.check_media_folder()) == []

    settings.MEDIA_ROOT = tmp_path / "absent"

    assert ids(checks.check_media_folder()) == ["catalog.W001"]
    assert "absent" in checks.check_media_folder()[0].msg


@pytest.mark.parametrize(
    ("engine", "name", "expected"),
    [
        (SQLITE, "{here}/findspot.sqlite3", []),
        (SQLITE, "{here}/absent/findspot.sqlite3", ["catalog.E001"]),
        (SQLITE, ":memory:", []),
        (SQLITE, "file:memorydb_default?mode=memory&cache=shared", []),
        ("django.db.backends.postgresql", "absent/finds", []),
    ],
)
def test_sqlite_needs_a_folder_it_can_write(
    monkeypatch: pytest.MonkeyPatch,
    settings: Any,
    tmp_path: Path,
    engine: str,
    name: str,
    expected: list[str],
) -> None:
    database = {"ENGINE": engine, "NAME": name.format(here=tmp_path)}
    monkeypatch.setitem(settings.DATABASES, "default", database)

    assert ids(checks.check_database_folder()) == expected


@pytest.mark.parametrize(
    ("demo", "hosts", "expected"),
    [
        (True, ["localhost", "127.0.0.1", "[::1]"], []),
        (True, ["localhost", "finds.example.org"], ["catalog.W002"]),
        (True, ["*"], ["catalog.W002"]),
        (False, ["finds.example.org"], []),
    ],
)
def test_demo_that_answers_to_other_machines_gets_a_warning(
    settings: Any, demo: bool, hosts: list[str], expected: list[str]
) -> None:
    settings.DEMO = demo
    settings.ALLOWED_HOSTS = hosts

    assert ids(checks.check_demo_stays_home()) == expected


def test_any_host_gets_a_warning_in_a_deployment(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["finds.example.org"]
    assert ids(checks.check_hosts_are_named()) == []

    settings.ALLOWED_HOSTS = ["*"]

    assert ids(checks.check_hosts_are_named()) == ["catalog.W003"]
