"""An import killed at any moment leaves nothing, or a job that goes on to exactly the right rows.

The worker is a process of its own, over a database of its own, and is killed as `kill -9` does.
FINDSPOT_KILLED_ROWS sets the number of rows of the list, 100000 for the whole promise.
"""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.lib.beacons import FRESH_S

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("FINDSPOT_KILLED_ROWS", "15000"))
REFUSED_EVERY = 100
SENDER = """
import sys
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from catalog.transfer import jobs
from catalog.models import Expedition
from tests.factories import make_expedition
Expedition.objects.filter(code="SHU-2015").exists() or make_expedition("SHU-2015")
run = jobs.prepare(Path(sys.argv[1]), "list.csv", user=None, now=timezone.now())
jobs.send(run, mode=sys.argv[2], now=timezone.now())
"""


class House:
    """An installation of its own: a folder with a database and the files of the imports."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.database = folder, folder / "house.sqlite3"
        self._environment = {
            **os.environ,
            "DATABASE_URL": f"sqlite:///{self.database}",
            "MEDIA_ROOT": str(folder / "media"),
            "FINDSPOT_DEMO": "1",
            "DJANGO_SETTINGS_MODULE": "project.settings",
            "PYTHONPATH": str(ROOT),
        }
        (folder / "media").mkdir()
        self.run("manage.py", "migrate", "-v0")

    def run(self, *words: str) -> None:
        subprocess.run([sys.executable, *words], cwd=ROOT, env=self._environment, check=True)

    def worker(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "work_imports", "--once", "--pause", "0.2"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, **quiet)

    def kill_a_worker(self, chance: random.Random) -> bool:
        """Start one, kill it some time after it began to write; False where it ended by itself."""
        worker = self.worker()
        while worker.poll() is None and not list(self.folder.rglob("*.beacon")):
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 6 * ROWS / 100_000))
        worker.send_signal(signal.SIGKILL)
        ended = worker.wait() == 0
        self._let_the_beacon_go_out()
        return not ended

    def _let_the_beacon_go_out(self) -> None:
        old = time.time() - FRESH_S - 1
        for beacon in self.folder.rglob("*.beacon"):
            os.utime(beacon, (old, old))

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with sqlite3.connect(self.database) as connection:
            return connection.execute(sql).fetchall()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def lines(letter: str, *, refused: bool) -> Iterator[str]:
    yield "catalogue_number,expedition,category,object_type,title_en,quantity"
    for number in range(ROWS):
        quantity = "few" if refused and number % REFUSED_EVERY == 0 else "1"
        yield f"{letter}-{number},SHU-2015,helmet,helmet,Helmet {number},{quantity}"


def send(house: House, mode: str, letter: str = "K") -> None:
    path = house.folder / f"{letter}.csv"
    path.write_text("\n".join(lines(letter, refused=mode == "good")), encoding="utf-8")
    house.run("-c", SENDER, str(path), mode)


def test_good_rows_killed_ten_times_are_exactly_the_right_ones(house: House) -> None:
    send(house, "good")
    chance = random.Random(20150812)

    kills = sum(house.kill_a_worker(chance) for _time in range(10))
    assert house.worker().wait() == 0

    good = ROWS - len(range(0, ROWS, REFUSED_EVERY))
    assert kills > 0
    told = "SELECT status, rows_read, rows_new, rows_refused FROM catalog_importrun"
    assert house.ask(told) == [("done", ROWS, good, ROWS - good)]
    finds = "SELECT count(*), count(DISTINCT number_key) FROM catalog_find"
    assert house.ask(finds) == [(good, good)]
    for table in ("catalog_historicalfind", "catalog_staffwords"):
        assert house.ask(f"SELECT count(*) FROM {table}") == [(good,)]
    (refused,) = [path for path in house.folder.rglob("imports/*.csv") if "_problem" in head(path)]
    assert refused.read_text("utf-8").count("\n") == ROWS - good + 1


def head(path: Path) -> str:
    with path.open(encoding="utf-8") as stream:
        return stream.readline()


def test_all_or_nothing_killed_leaves_nothing(house: House) -> None:
    send(house, "all")
    chance = random.Random(19450818)

    for _time in range(4):
        if not house.kill_a_worker(chance):
            break
        assert house.ask("SELECT count(*) FROM catalog_find") == [(0,)]
    assert house.worker().wait() == 0

    assert house.ask("SELECT count(*) FROM catalog_find") == [(ROWS,)]
    assert house.ask("SELECT count(*) FROM catalog_historicalfind") == [(ROWS,)]
    assert house.ask("PRAGMA integrity_check") == [("ok",)]


def test_two_workers_at_once_bring_both_lists_whole(house: House) -> None:
    send(house, "good", "K")
    send(house, "all", "L")

    workers = [house.worker(), house.worker()]
    assert [worker.wait() for worker in workers] == [0, 0]
    # A worker that found nothing to do while the other wrote may have left a list waiting.
    assert house.worker().wait() == 0

    good = ROWS - len(range(0, ROWS, REFUSED_EVERY))
    told = "SELECT status, rows_new, rows_refused FROM catalog_importrun ORDER BY id"
    assert house.ask(told) == [("done", good, ROWS - good), ("done", ROWS, 0)]
    finds = "SELECT count(*), count(DISTINCT number_key) FROM catalog_find"
    assert house.ask(finds) == [(good + ROWS, good + ROWS)]
    assert house.ask("PRAGMA integrity_check") == [("ok",)]
