"""Killed at any moment: what was confirmed is there with its file, and no copy is half a copy.

FINDSPOT_KILLED_ROUNDS sets how often; the whole promise is 20. Killed imports have a test of their
own, in tests/transfer.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection

from catalog.backup import manifest
from catalog.models import Photo
from tests.factories import make_find

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=connection.vendor == "postgresql"),
]
ROUNDS = int(os.environ.get("FINDSPOT_KILLED_ROUNDS", "5"))
# Uploads photographs until it is killed; each is told once it is committed.
WRITER = """
import itertools, sys, django
django.setup()
from django.db import transaction
from catalog.models import Find
from tests import factories
factories._numbers = itertools.count(1000 * int(sys.argv[1]))
find = Find.objects.get()
while True:
    with transaction.atomic():
        photo = factories.make_photo(find)
    print(photo.pk, flush=True)
"""


def kill(started: subprocess.Popen[str]) -> None:
    """End it and its children at once, as `kill -9` does."""
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)


@contextmanager
def process(house: Path, *command: str) -> Iterator[subprocess.Popen[str]]:
    """A process on the same database and uploads; killed at the end, if it still lives."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{house / 'house.sqlite3'}",
        "MEDIA_ROOT": str(house / "media"),
        "PYTHONPATH": str(django_settings.BASE_DIR),
    }
    started = subprocess.Popen(
        [sys.executable, *command],
        cwd=django_settings.BASE_DIR,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        kill(started)
        started.wait()
        started.stdout.close()


def assert_whole_originals() -> None:
    """Every photograph has its file, byte for byte."""
    for photo in Photo.objects.all():
        with photo.file.open() as file:
            assert manifest.copied(file, None, lambda _bytes: None) == photo.sha256


def test_nothing_confirmed_is_lost_and_nothing_is_half(house: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the processes share an SQLite file; PostgreSQL is a server of its own")
    make_find()
    connection.close()
    chance, confirmed = random.Random(9), set()
    backups = house / "backups"

    for number in range(1, ROUNDS + 1):
        with (
            process(house, "-c", WRITER, str(number)) as writer,
            process(house, "manage.py", "backup", str(backups)) as copier,
        ):
            confirmed.add(int(writer.stdout.readline()))
            time.sleep(chance.random() * 2)
            first, second = chance.sample([writer, copier], 2)
            kill(first)
            time.sleep(chance.random() / 2)
            kill(second)
            confirmed |= {int(line) for line in writer.stdout.read().split()}

    assert len(confirmed) > ROUNDS
    assert confirmed <= set(Photo.objects.values_list("pk", flat=True))
    assert_whole_originals()
    for made in backups.glob("[0-9]*"):
        call_command("restore", str(made), check=True)
    call_command("backup", str(backups))
