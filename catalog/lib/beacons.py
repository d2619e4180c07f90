"""Beacons: how a process tells others how far it is, and how they ask it to stop.

Files, because a transaction that holds the database for minutes lets nobody write to a table, and
because a process that was killed cannot say so: its beacon goes out.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Event, Thread

FRESH_S = 30.0  # a beacon that old has gone out
_EVERY_S = 5.0  # how often a burning beacon is tended
_PAUSE_S = 0.3  # how often news is written at most


@dataclass(frozen=True, slots=True)
class Signal:
    """How far a piece of work is; `total` is 0 while it is not known."""

    done: int = 0
    total: int = 0


class Beacon:
    """One piece of work, known by a path; the folder is made when it is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stop = path.with_suffix(".stop")
        self._told_at = 0.0

    @contextmanager
    def burning(self) -> Iterator[None]:
        """Burn while the work goes on, however long one step of it takes."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._write(Signal())
        over = Event()
        keeper = Thread(target=self._tend, args=(over,), daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join()
            self.put_out()

    def _tend(self, over: Event) -> None:
        while not over.wait(_EVERY_S):
            with suppress(OSError):
                os.utime(self._path)

    def tell(self, signal: Signal) -> None:
        """Say how far the work is; most calls cost nothing."""
        now = time.monotonic()
        if now - self._told_at >= _PAUSE_S:
            self._told_at = now
            self._write(signal)

    def _write(self, signal: Signal) -> None:
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(signal)), encoding="ascii")
        fresh.replace(self._path)

    def look(self) -> Signal | None:
        """How far the work is; None where nobody works."""
        try:
            age = time.time() - self._path.stat().st_mtime
            return Signal(**json.loads(self._path.read_text("ascii"))) if age < FRESH_S else None
        except (OSError, ValueError):
            return None

    def ask_to_stop(self) -> None:
        """Have the work stop at its next step."""
        self._stop.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._stop.touch()

    @property
    def is_asked_to_stop(self) -> bool:
        """Whether somebody asked."""
        return self._stop.exists()

    def put_out(self) -> None:
        """Nobody works on it any more, and nobody needs to stop."""
        for path in (self._path, self._stop):
            path.unlink(missing_ok=True)
