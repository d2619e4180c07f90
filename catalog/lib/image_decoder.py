"""The process that decodes pictures: little memory, little time, no file to write, no secrets.

A decoder is a large program fed by strangers. What it does wrong here costs this process, which is
started again, and never the server. It is asked and answers in one line of JSON, with bytes behind.
"""

import io
import json
import sys
import time
from dataclasses import asdict
from typing import IO, Any

from PIL import Image

from catalog.lib.image_checks import ImageRefused, inspect
from catalog.lib.image_copies import copies
from catalog.lib.image_credit import Credit

try:
    import resource
except ImportError:  # Windows knows no such limits; there the clock alone is watched
    resource = None

# What it may take beside the file: the program, and what a picture may unfold into.
_MEMORY = 500_000_000


def main() -> None:
    """Answer until nobody asks any more."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    # Our own limit is asked as soon as the size is known, and speaks of it.
    Image.MAX_IMAGE_PIXELS = None
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_CORE", 0)
    while line := source.readline():
        asked = json.loads(line)
        _limit("RLIMIT_AS", _MEMORY + asked["size"])
        _limit("RLIMIT_CPU", int(time.process_time()) + 1 + asked["seconds"])
        data = io.BytesIO(source.read(asked["size"]))
        _answer(target, _WORK[asked["work"]], data, asked["how"])


def _limit(name: str, amount: int) -> None:
    """Below what the system allows, which is left as it is, so that more can be given again."""
    if resource is None:
        return
    kind = getattr(resource, name)
    most = resource.getrlimit(kind)[1]
    now = amount if most == resource.RLIM_INFINITY else min(amount, most)
    resource.setrlimit(kind, (now, most))


def _answer(target: IO[bytes], work: Any, data: io.BytesIO, how: dict[str, Any]) -> None:
    try:
        told, files = work(data, **how)
    except ImageRefused as error:
        told, files = {"refused": error.sentence, "values": error.values}, []
    told["sizes"] = [len(file) for file in files]
    target.write(json.dumps(told, default=str).encode() + b"\n")
    target.writelines(files)
    target.flush()


def _facts(data: io.BytesIO, **limits: int) -> tuple[dict[str, Any], list[bytes]]:
    return {"facts": asdict(inspect(data, **limits))}, []


def _copies(
    data: io.BytesIO, *, wanted: list[tuple[int, str]], credit: dict[str, str]
) -> tuple[dict[str, Any], list[bytes]]:
    return {}, list(copies(data, wanted, credit=Credit(**credit)))


_WORK = {"inspect": _facts, "copies": _copies}
