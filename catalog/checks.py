"""System checks: mistakes of an installation, told at start in a sentence."""

import os
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning as CheckWarning, register
from django.http.request import validate_host

from catalog.lib.sqlite import ENGINE

LOOPBACK = ["localhost", "127.0.0.1", "[::1]", ".localhost"]


@register(Tags.files)
def check_media_folder(**kwargs: Any) -> list[CheckMessage]:
    """Warn where uploads cannot be kept."""
    folder = Path(settings.MEDIA_ROOT)
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        CheckWarning(
            f"The folder of uploads, {folder}, is missing or cannot be written.",
            hint="Make it for the user who runs Findspot, or set MEDIA_ROOT.",
            id="catalog.W001",
        )
    ]


@register(Tags.files)
def check_database_folder(**kwargs: Any) -> list[CheckMessage]:
    """Refuse an SQLite file in a folder that is missing or read-only."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] != ENGINE or _is_in_memory(database["NAME"]):
        return []
    folder = Path(database["NAME"]).absolute().parent
    # SQLite keeps its write-ahead log beside the file.
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return []
    return [
        Error(
            f"The database's folder, {folder}, is missing or cannot be written.",
            hint="Make it for the user who runs Findspot, or set DATABASE_URL.",
            id="catalog.E001",
        )
    ]


@register(Tags.security)
def check_demo_stays_home(**kwargs: Any) -> list[CheckMessage]:
    """Warn where the demo, which speaks plain http, answers to other machines."""
    abroad = [host for host in settings.ALLOWED_HOSTS if not validate_host(host, LOOPBACK)]
    if not settings.DEMO or not abroad:
        return []
    return [
        CheckWarning(
            f"The demo speaks plain http, and ALLOWED_HOSTS lets it answer to {', '.join(abroad)}.",
            hint="Passwords would travel in the open: unset FINDSPOT_DEMO or ALLOWED_HOSTS.",
            id="catalog.W002",
        )
    ]


@register(Tags.security, deploy=True)
def check_hosts_are_named(**kwargs: Any) -> list[CheckMessage]:
    """Warn where any host name is taken: links would lead wherever a visitor's header says."""
    if "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        CheckWarning(
            'ALLOWED_HOSTS holds "*", so anybody may choose the host in links and redirects.',
            hint="Name the hosts of this site.",
            id="catalog.W003",
        )
    ]


def _is_in_memory(name: str | Path) -> bool:
    return str(name) == ":memory:" or str(name).startswith("file:")
