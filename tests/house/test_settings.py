"""Settings: each one a deployment may set is documented, and the defaults are safe."""

import re
import runpy
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECRET = "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NAME_READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')
HEADING = re.compile(r"^#+ `([A-Z_]+)`$", re.MULTILINE)


def names_read() -> set[str]:
    source = (ROOT / "project" / "settings.py").read_text(encoding="utf-8")
    return set(NAME_READ.findall(source)) | {"SECRET_KEY_FILE"}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Read the settings afresh under the given environment and nothing else."""

    def with_environment(**variables: str) -> dict[str, Any]:
        for name in names_read():
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"SECRET_KEY": SECRET} | variables).items():
            monkeypatch.setenv(name, value)
        return runpy.run_path(str(ROOT / "project" / "settings.py"))

    return with_environment


def test_every_setting_has_its_heading_in_the_docs_and_no_other_has() -> None:
    documented = HEADING.findall((ROOT / "docs" / "install.md").read_text(encoding="utf-8"))

    assert sorted(documented) == sorted(names_read())


def test_nothing_set_means_a_deployment_over_https(load: Any) -> None:
    settings = load()

    assert not settings["DEBUG"]
    assert not settings["DEMO"]
    assert settings["SECURE_SSL_REDIRECT"]
    assert settings["SESSION_COOKIE_SECURE"]
    assert settings["CSRF_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] > 0
    assert settings["ALLOWED_HOSTS"] == ["localhost", "127.0.0.1", "[::1]"]
    assert "SECURE_PROXY_SSL_HEADER" not in settings


def test_demo_speaks_http_without_showing_its_insides(load: Any) -> None:
    settings = load(FINDSPOT_DEMO="1")

    assert not settings["DEBUG"]
    assert not settings["SECURE_SSL_REDIRECT"]
    assert not settings["SESSION_COOKIE_SECURE"]
    assert settings["SECURE_HSTS_SECONDS"] == 0
    assert settings["WHITENOISE_USE_FINDERS"]


def test_sqlite_begins_writes_at_once_and_waits_for_its_turn(load: Any) -> None:
    database = load()["DATABASES"]["default"]

    assert database["ENGINE"] == "catalog.lib.sqlite"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert database["OPTIONS"]["timeout"] == 20
    first, second, *_rest = database["OPTIONS"]["init_command"].split("; ")
    # A file gets its pages before anything is written into it.
    assert (first, second) == ("PRAGMA page_size=16384", "PRAGMA journal_mode=WAL")


def test_database_url_chooses_postgresql(load: Any) -> None:
    database = load(DATABASE_URL="postgres://curator:word@db.museum:5433/finds")["DATABASES"][
        "default"
    ]

    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert (database["HOST"], database["PORT"], database["NAME"]) == ("db.museum", 5433, "finds")
    assert database["CONN_HEALTH_CHECKS"]


@pytest.mark.parametrize("address", ["", "postgres://curator@db.museum/finds"])
def test_reading_requests_run_in_no_transaction(load: Any, address: str) -> None:
    assert load(DATABASE_URL=address)["DATABASES"]["default"]["ATOMIC_REQUESTS"] is False


def test_proxy_is_believed_only_when_asked(load: Any) -> None:
    settings = load(TRUST_PROXY="1")

    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")


def test_uploads_have_no_address_of_their_own(load: Any) -> None:
    assert "MEDIA_URL" not in load()
