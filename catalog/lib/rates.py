"""How often a caller may come: counted in a small file that all processes of a machine share.

No query and no server: a few microseconds a request. Each caller has one number, the moment until
which what they asked for is paid off; asking moves it on, and beyond a minute ahead of now they
are asked to wait. Several machines count each for itself.
"""

import hashlib
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: the demo and development, one process
    fcntl = None  # type: ignore[assignment]

PERIOD = 60.0
_SLOT = struct.Struct("=Qd")
_SLOTS = 1 << 15
_NEAR = 8  # slots one caller may lie in
_SIZE = _SLOT.size * _SLOTS


class Ledger:
    """The file of one folder; where none can be written, the process counts for itself."""

    def __init__(self, path: Path) -> None:
        self._lock = threading.Lock()
        self._descriptor, self._pages = _mapped(path)

    def wait(self, door: str, caller: str, per_minute: int, *, now: float | None = None) -> float:
        """Count one request; 0 when it may pass, else the seconds until the next one may."""
        now = time.time() if now is None else now
        key = _key(door, caller)
        with self._alone():
            place, paid = self._find(key, now)
            due = max(paid, now) + PERIOD / per_minute
            if due - now > PERIOD:
                return due - now - PERIOD
            _SLOT.pack_into(self._pages, place, key, due)
            return 0.0

    def _find(self, key: int, now: float) -> tuple[int, float]:
        """The slot of a caller, else one that is free, else the one whose caller waits least."""
        best = (float("inf"), 0)
        for step in range(_NEAR):
            place = ((key + step) % _SLOTS) * _SLOT.size
            found, paid = _SLOT.unpack_from(self._pages, place)
            if found == key:
                # A moment far ahead is one of a clock that was set back.
                return place, paid if paid - now <= PERIOD else now
            best = min(best, (paid, place))
        return best[1], now

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with self._lock:
            if self._descriptor is None or fcntl is None:
                yield
                return
            fcntl.flock(self._descriptor, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.flock(self._descriptor, fcntl.LOCK_UN)


def _mapped(path: Path) -> tuple[int | None, mmap.mmap]:
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
        if os.fstat(descriptor).st_size != _SIZE:
            os.ftruncate(descriptor, _SIZE)
        return descriptor, mmap.mmap(descriptor, _SIZE)
    except (OSError, ValueError):
        return None, mmap.mmap(-1, _SIZE)


def _key(door: str, caller: str) -> int:
    """No address is written down, only a number made of it."""
    digest = hashlib.blake2b(f"{door} {caller}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") or 1
