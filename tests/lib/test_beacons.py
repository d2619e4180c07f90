"""Beacons: seen while the work goes on, out when it ends or is killed."""

import os
import time
from pathlib import Path

from catalog.lib.beacons import FRESH_S, Beacon, Signal


def test_work_is_seen_from_outside(tmp_path: Path) -> None:
    mine, theirs = Beacon(tmp_path / "a" / "run.beacon"), Beacon(tmp_path / "a" / "run.beacon")

    with mine.burning():
        mine.tell(Signal(3, 10))
        seen = theirs.look()
    after = theirs.look()

    assert seen == Signal(3, 10)
    assert after is None


def test_beacon_of_a_killed_process_goes_out(tmp_path: Path) -> None:
    path = tmp_path / "run.beacon"
    path.write_text('{"done": 1, "total": 2}', encoding="ascii")
    old = time.time() - FRESH_S - 1
    os.utime(path, (old, old))

    assert Beacon(path).look() is None


def test_half_written_beacon_is_none(tmp_path: Path) -> None:
    path = tmp_path / "run.beacon"
    path.write_text('{"done"', encoding="ascii")

    assert Beacon(path).look() is None


def test_wish_to_stop_ends_with_the_work(tmp_path: Path) -> None:
    mine, theirs = Beacon(tmp_path / "run.beacon"), Beacon(tmp_path / "run.beacon")

    with mine.burning():
        before = mine.is_asked_to_stop
        theirs.ask_to_stop()
        asked = mine.is_asked_to_stop

    assert (before, asked, mine.is_asked_to_stop) == (False, True, False)
