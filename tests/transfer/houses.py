"""Installations of their own: processes work over a database that no test holds open.

The database is of the kind the tests run on: a file of SQLite, or one more on the same server.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
import uuid
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from catalog.lib.beacons import FRESH_S

ROOT = Path(__file__).resolve().parents[2]


class File:
    """A database of SQLite."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "house.sqlite3"
        self.address = f"sqlite:///{self._path}"

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self._path) as file:
            return file.execute(sql).fetchall()

    def is_sound(self) -> bool:
        return self.ask("PRAGMA integrity_check") == [("ok",)]

    def drop(self) -> None:
        """It goes with its folder."""


class Server:
    """A database on the PostgreSQL server of the tests."""

    def __init__(self) -> None:
        import psycopg

        told = connection.settings_dict
        self._name = f"house_{uuid.uuid4().hex}"
        named = {"host": told["HOST"], "port": told["PORT"], "password": told["PASSWORD"]}
        self._ways = {"user": told["USER"], **{key: one for key, one in named.items() if one}}
        self._connect = psycopg.connect
        self._on_server(f"CREATE DATABASE {self._name}")
        password = f":{quote(told['PASSWORD'])}" if told["PASSWORD"] else ""
        port = f":{told['PORT']}" if told["PORT"] else ""
        # A host that is a folder holds the socket of the server.
        host = "/" + told["HOST"] if told["HOST"].startswith("/") else told["HOST"] + port + "/"
        self.address = f"postgres://{told['USER']}{password}@{host.rstrip('/')}/{self._name}"

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with self._connect(dbname=self._name, **self._ways) as server:
            return server.execute(sql).fetchall()

    def is_sound(self) -> bool:
        return True  # it has no such question; what was asked would have failed

    def drop(self) -> None:
        self._on_server(f"DROP DATABASE {self._name} WITH (FORCE)")

    def _on_server(self, sql: str) -> None:
        with self._connect(dbname="postgres", autocommit=True, **self._ways) as server:
            server.execute(sql)


class House:
    """An installation: a folder for files, a database, and workers that can be killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.database = Server() if connection.vendor == "postgresql" else File(folder)
        self.ask, self.is_sound = self.database.ask, self.database.is_sound
        self._environment = {
            **os.environ,
            "DATABASE_URL": self.database.address,
            "MEDIA_ROOT": str(folder / "media"),
            "FINDSPOT_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "PYTHONPATH": str(ROOT),
        }
        (folder / "media").mkdir()
        self.run("manage.py", "migrate", "-v0")

    def run(self, *words: str) -> None:
        """Run a program to its end."""
        subprocess.run([sys.executable, *words], cwd=ROOT, env=self._environment, check=True)

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """Begin a command of ours."""
        command = [sys.executable, "manage.py", *words]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, **quiet)

    def worker(self) -> subprocess.Popen[bytes]:
        """Begin a worker that takes every list that waits."""
        return self.begin("work_imports", "--once", "--pause", "0.2")

    def kill_a_worker(self, chance: random.Random, *, within_s: float) -> bool:
        """Start one, kill it some time after it began to write; False where it ended by itself."""
        worker = self.worker()
        while worker.poll() is None and not list(self.folder.rglob("*.beacon")):
            time.sleep(0.01)
        time.sleep(chance.uniform(0, within_s))
        worker.send_signal(signal.SIGKILL)
        ended = worker.wait() == 0
        self._let_the_beacon_go_out()
        return not ended

    def _let_the_beacon_go_out(self) -> None:
        old = time.time() - FRESH_S - 1
        for beacon in self.folder.rglob("*.beacon"):
            os.utime(beacon, (old, old))
