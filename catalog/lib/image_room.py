"""Pictures are decoded in a process of their own, which may die of them; the server may not."""

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.conf import settings

from catalog.lib.image_checks import TOO_COSTLY, ImageFacts, ImageRefused, read_within
from catalog.lib.image_credit import NO_CREDIT, Credit

# A busy machine gives a process a part of its time only; the clock allows so many times as much.
_PATIENCE = 6
# Facts that travel as words.
_KINDS = {"taken_on": date.fromisoformat, "latitude": Decimal, "longitude": Decimal}
# It has settings of its own, for it must not know ours.
_PROGRAM = """
from django.conf import settings
settings.configure()
from catalog.lib.image_decoder import main
main()
"""
# What a decoder needs of our environment: how to find its libraries. Our secrets stay here.
_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP")


def inspect(stream: IO[bytes], *, max_bytes: int, max_pixels: int) -> ImageFacts:
    """The facts of a photograph, decoded whole to prove it; ImageRefused says why not.

    Reads from the current position of the stream and leaves it there.
    """
    data = read_within(stream, max_bytes)
    told, _files = _ask("inspect", data, max_bytes=max_bytes, max_pixels=max_pixels)
    facts = told["facts"]
    for name, kind in _KINDS.items():
        facts[name] = facts[name] and kind(facts[name])
    return ImageFacts(**facts)


def copies(
    stream: IO[bytes], wanted: Iterable[tuple[int, str]], *, credit: Credit = NO_CREDIT
) -> list[bytes]:
    """What may be shown of a picture, as `image_copies.copies` makes it; it is read whole."""
    stream.seek(0)
    return _ask("copies", stream.read(), wanted=list(wanted), credit=asdict(credit))[1]


def render(
    stream: IO[bytes],
    *,
    width: int,
    format: str = "JPEG",  # noqa: A002 - the word of the imaging library
    credit: Credit = NO_CREDIT,
) -> bytes:
    """The same for one width and format."""
    return copies(stream, [(width, format)], credit=credit)[0]


def _ask(work: str, data: bytes, **how: Any) -> tuple[dict[str, Any], list[bytes]]:
    with _decoder() as decoder:
        told, files = decoder.ask(work, data, how)
    if "refused" in told:
        raise ImageRefused(told["refused"], **told["values"])
    return told, files


class _Decoder:
    """One process that decodes picture after picture. It ends with ours: nobody asks it then."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # nosec B603
            [sys.executable, "-c", _PROGRAM],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(),
        )

    def ask(
        self, work: str, data: bytes, how: dict[str, Any]
    ) -> tuple[dict[str, Any], list[bytes]]:
        """What it tells, and the files it made; ImageRefused when the picture was its end."""
        seconds = settings.PHOTO_MAX_SECONDS
        asked = {"work": work, "size": len(data), "seconds": seconds, "how": how}
        alarm = threading.Timer(seconds * _PATIENCE, self._process.kill)
        alarm.daemon = True
        alarm.start()
        try:
            return self._exchange(json.dumps(asked).encode() + b"\n", data)
        except (OSError, EOFError, ValueError) as error:
            self.end()
            raise ImageRefused(TOO_COSTLY) from error
        finally:
            alarm.cancel()

    def _exchange(self, asked: bytes, data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        source, target = self._process.stdout, self._process.stdin
        target.write(asked)
        target.write(data)
        target.flush()
        told = json.loads(source.readline())
        files = [source.read(size) for size in told["sizes"]]
        if [len(file) for file in files] != told["sizes"]:
            raise EOFError
        return told, files

    @property
    def is_alive(self) -> bool:
        """Whether it waits for a picture."""
        return self._process.poll() is None

    def end(self) -> None:
        """Wherever it is in its work."""
        self._process.kill()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    path = os.pathsep.join(filter(None, sys.path))
    # A decoder's threads must not reserve memory each for itself: what is reserved counts.
    return {**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "1"}


# No more at once than there are processors, or many uploads together would take the memory.
_places = threading.BoundedSemaphore(os.cpu_count() or 1)
_idle: list[_Decoder] = []


@contextlib.contextmanager
def _decoder() -> Iterator[_Decoder]:
    """One for this thread alone; kept for the next picture while it lives."""
    with _places:
        decoder = _take()
        try:
            yield decoder
        except BaseException:
            decoder.end()
            raise
        _idle.append(decoder)


def _take() -> _Decoder:
    with contextlib.suppress(IndexError):
        while True:
            decoder = _idle.pop()
            if decoder.is_alive:
                return decoder
            decoder.end()
    return _Decoder()


@atexit.register
def _end_all() -> None:
    while _idle:
        _idle.pop().end()


# A process that was split off has the pipes of its parent; it starts decoders of its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_idle.clear)
