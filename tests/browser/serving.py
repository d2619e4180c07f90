"""Servers for the browser: the demo, a catalogue of many finds, and a door in front of either."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

ROOT = Path(__file__).resolve().parents[2]
DEMO = ("manage.py", "demo", "--port", "{port}")
HOUSE = ("-m", "gunicorn", "--threads", "4", "--bind", "127.0.0.1:{port}", "project.wsgi")


@contextmanager
def served_demo(also: str = "") -> Iterator[str]:
    """The address of a demo that lives as long as the block; `also` is a module that adds to it."""
    with tempfile.TemporaryDirectory() as folder:
        given = _environment(folder, f"{folder}/demo.sqlite3")
        with served(DEMO, given) as address:
            if also:
                subprocess.run([sys.executable, "-m", also], cwd=ROOT, env=given, check=True)
            yield address


@contextmanager
def served_finds(number: int, database: str = "") -> Iterator[str]:
    """The address of a catalogue of so many made finds, or of those a database file holds."""
    with tempfile.TemporaryDirectory() as made:
        # The pictures of a database lie beside it.
        folder = str(Path(database).parent) if database else made
        given = _environment(folder, database or f"{folder}/finds.sqlite3")
        if not database:
            make = [sys.executable, "-m", "tests.browser.many_finds", folder, str(number)]
            subprocess.run(make, cwd=ROOT, env=given, check=True)
        with served(HOUSE, given) as address:
            yield address


@contextmanager
def served(command: tuple[str, ...], environment: dict[str, str]) -> Iterator[str]:
    """The address of a server of this house, on a free port, as long as the block lives."""
    port = free_port()
    started = [sys.executable, *(part.format(port=port) for part in command)]
    with subprocess.Popen(started, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as server:
        try:
            yield _when_ready(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(folder: str, database: str) -> dict[str, str]:
    own = {
        "DATABASE_URL": f"sqlite:///{database}",
        "DJANGO_SETTINGS_MODULE": "project.settings",
        "FINDSPOT_DEMO": "1",
        "MEDIA_ROOT": folder,
    }
    return os.environ | own


def _when_ready(address: str, seconds: int = 400) -> str:
    for _second in range(seconds):
        try:
            with urlopen(f"{address}/healthz"):
                return address
        except (URLError, ConnectionError):
            time.sleep(1)
    raise TimeoutError(address)
