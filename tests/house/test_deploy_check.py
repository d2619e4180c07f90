"""A deployment that follows docs/install.md passes Django's own checks without a word."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz-0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "ALLOWED_HOSTS": "finds.example.org",
}


SIGN_IN_PAGE = """
import project.wsgi
from django.test import Client
client = Client(headers={"host": "finds.example.org", "x-forwarded-proto": "https"})
response = client.get("/admin/login/")
print(response.status_code, response.headers["Strict-Transport-Security"])
print(response.cookies["csrftoken"].OutputString())
print(response.text)
print(Client(headers={"host": "finds.example.org"}).get("/admin/login/").headers["Location"])
"""


def manage(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a fresh process that knows only these variables."""
    return subprocess.run(
        [sys.executable, "-W", "error", str(ROOT / "manage.py"), *arguments],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "project.settings"} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_production_settings_pass_the_deployment_check() -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert result.returncode == 0, result.stderr
    assert "no issues (0 silenced)" in result.stdout


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "secret", "too weak"),
        ("DEBUG", "perhaps", "DEBUG is 'perhaps'; it must be one of: 1, true"),
        ("DATABASE_URL", "mysql://root:hidden@db/finds", "must begin with sqlite:/// or postgres"),
        ("HSTS_SECONDS", "a year", "HSTS_SECONDS is 'a year'"),
    ],
)
def test_wrong_value_stops_the_start_in_a_sentence(name: str, value: str, sentence: str) -> None:
    result = manage("check", **(PRODUCTION | {name: value}))

    assert result.returncode != 0
    assert sentence in result.stderr
    assert "hidden" not in result.stderr


@pytest.mark.slow
def test_production_serves_https_with_secure_cookies_and_named_static_files(tmp_path: Path) -> None:
    variables = PRODUCTION | {
        "STATIC_ROOT": str(tmp_path / "static"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'findspot.sqlite3'}",
        "TRUST_PROXY": "1",
    }

    gathered = manage("collectstatic", "--noinput", "--verbosity", "0", **variables)
    served = manage("shell", "--verbosity", "0", "--command", SIGN_IN_PAGE, **variables)

    assert gathered.returncode == 0, gathered.stderr
    assert served.returncode == 0, served.stderr
    assert served.stdout.startswith("200 max-age=31536000; includeSubDomains; preload\n")
    assert "Secure" in served.stdout.splitlines()[1]
    assert re.search(r"/static/admin/css/base\.[0-9a-f]{12}\.css", served.stdout)
    assert served.stdout.splitlines()[-1] == "https://finds.example.org/admin/login/"
