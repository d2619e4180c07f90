"""An import killed at any moment leaves nothing, or a job that goes on to exactly the right rows.

The worker is a process of its own, over a database of its own, and is killed as `kill -9` does.
FINDSPOT_KILLED_ROWS sets the number of rows of the list, 100000 for the whole promise.
"""

import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.transfer.houses import House

pytestmark = pytest.mark.slow
ROWS = int(os.environ.get("FINDSPOT_KILLED_ROWS", "15000"))
REFUSED_EVERY = 100
WITHIN_S = 6 * ROWS / 100_000
EXPEDITION = """
import sys
from pathlib import Path
import django
django.setup()
from django.utils import timezone
from catalog.transfer import jobs
from catalog.models import Expedition
from tests.factories import make_expedition
Expedition.objects.filter(code="SHU-2015").exists() or make_expedition("SHU-2015")
"""
SENDER = f"""
{EXPEDITION}
run = jobs.prepare(Path(sys.argv[1]), "list.csv", user=None, now=timezone.now())
jobs.send(run, mode=sys.argv[2], now=timezone.now())
"""


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.database.drop()


def lines(letter: str, *, refused: bool, first: int = 0) -> Iterator[str]:
    yield "catalogue_number,expedition,category,object_type,title_en,quantity"
    for number in range(first, first + ROWS):
        quantity = "few" if refused and number % REFUSED_EVERY == 0 else "1"
        yield f"{letter}-{number},SHU-2015,helmet,helmet,Helmet {number},{quantity}"


def send(house: House, mode: str, letter: str = "K") -> None:
    path = house.folder / f"{letter}.csv"
    path.write_text("\n".join(lines(letter, refused=mode == "good")), encoding="utf-8")
    house.run("-c", SENDER, str(path), mode)


def test_good_rows_killed_ten_times_are_exactly_the_right_ones(house: House) -> None:
    send(house, "good")
    chance = random.Random(20150812)

    kills = sum(house.kill_a_worker(chance, within_s=WITHIN_S) for _time in range(10))
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
        if not house.kill_a_worker(chance, within_s=WITHIN_S):
            break
        assert house.ask("SELECT count(*) FROM catalog_find") == [(0,)]
    assert house.worker().wait() == 0

    assert house.ask("SELECT count(*) FROM catalog_find") == [(ROWS,)]
    assert house.ask("SELECT count(*) FROM catalog_historicalfind") == [(ROWS,)]
    assert house.is_sound()


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
    assert house.is_sound()


def test_two_commands_at_once_write_what_they_would_one_after_the_other(house: House) -> None:
    """Half of the finds stand in both lists; who came second finds them unchanged."""
    house.run("-c", EXPEDITION)
    files = [house.folder / name for name in ("one.csv", "two.csv")]
    for place, path in enumerate(files):
        listed = lines("C", refused=False, first=place * ROWS // 2)
        path.write_text("\n".join(listed), encoding="utf-8")

    commands = [house.begin("import_finds", str(path)) for path in files]
    ended = [command.wait() for command in commands]
    # SQLite lets nobody wait longer than its time: that list was refused whole, and goes in again.
    assert 0 in ended
    for path in (path for path, code in zip(files, ended, strict=True) if code):
        house.run("manage.py", "import_finds", str(path))

    both = ROWS + ROWS // 2
    finds = "SELECT count(*), count(DISTINCT number_key) FROM catalog_find"
    assert house.ask(finds) == [(both, both)]
    for table in ("catalog_historicalfind", "catalog_staffwords"):
        assert house.ask(f"SELECT count(*) FROM {table}") == [(both,)]
    told = "SELECT rows_new, rows_same FROM catalog_importrun ORDER BY rows_new"
    assert house.ask(told) == [(ROWS // 2, ROWS - ROWS // 2), (ROWS, 0)]
    assert house.is_sound()
