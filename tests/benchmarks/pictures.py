"""What the copies of a photograph cost, beside Pillow's plain way: open, shrink a copy, save.

    python -m tests.benchmarks.pictures [--repeat 3]

Each picture is made into three widths by both, as JPEG and as WebP, each in a process of its own.
`cpu s` is the least of the runs, without starting the process; `MB` the most it held beyond what it
had before, as Linux tells it.
"""

import argparse
import io
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

PICTURES = {"12 MP": (4000, 3000), "48 MP": (8000, 6000)}
WIDTHS = (1200, 640, 320)
KINDS = ("JPEG", "WEBP")
COLUMNS = ("picture", "copies", "way", "cpu s", "MB", "times plain")


def ours(data: bytes, kind: str) -> None:
    """As the server makes them."""
    # It wants the settings of the process that measures.
    from catalog.lib.image_copies import copies

    list(copies(io.BytesIO(data), [(width, kind) for width in WIDTHS]))


def plain(data: bytes, kind: str) -> None:
    """As one would who reads the first page of Pillow's handbook."""
    with Image.open(io.BytesIO(data)) as image:
        for width in WIDTHS:
            copy = image.copy()
            copy.thumbnail((width, width))
            copy.save(io.BytesIO(), kind, quality=82)


WAYS: dict[str, Callable[[bytes, str], None]] = {"ours": ours, "plain": plain}


def main() -> None:
    """Print the table, or measure one way for the process that asked."""
    wanted = _arguments()
    if wanted.one:
        way, kind = wanted.one
        sys.stdout.write(json.dumps(_measure(WAYS[way], sys.stdin.buffer.read(), kind)))
        return
    _say(COLUMNS)
    _say(tuple("-" * max(5, len(name)) for name in COLUMNS))
    for name, size in PICTURES.items():
        data = _picture(size)
        for kind in KINDS:
            costs = {way: _told(way, kind, data, wanted.repeat) for way in WAYS}
            for way, (seconds, held) in costs.items():
                times = "" if way == "plain" else f"{costs['plain'][0] / seconds:.1f}"
                _say((name, kind, way, f"{seconds:.2f}", f"{held:.0f}", times))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repeat", type=int, default=3, help="processes of each way")
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    return parser.parse_args()


def _picture(size: tuple[int, int]) -> bytes:
    """A JPEG with as much in it as a camera's: some 4 MB for 12 megapixels."""
    rough = Image.effect_noise((size[0] // 4, size[1] // 4), 60).convert("RGB")
    stream = io.BytesIO()
    rough.resize(size, Image.Resampling.BICUBIC).save(stream, "JPEG", quality=92)
    return stream.getvalue()


def _told(way: str, kind: str, data: bytes, repeat: int) -> tuple[float, float]:
    """The least of several processes: seconds, and MB."""
    command = [sys.executable, "-m", __spec__.name, "--one", way, kind]
    settings = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    runs = []
    for _run in range(repeat):
        done = subprocess.run(command, input=data, stdout=subprocess.PIPE, env=settings, check=True)
        runs.append(json.loads(done.stdout))
    return min(run[0] for run in runs), min(run[1] for run in runs)


def _measure(way: Callable[[bytes, str], None], data: bytes, kind: str) -> tuple[float, float]:
    way(_picture((64, 48)), kind)  # what is loaded and made once is in no measure
    before, began = _held(), time.process_time()
    way(data, kind)
    return time.process_time() - began, _held() - before


def _held() -> float:
    """The most this process has held so far, in MB; `getrusage` tells of its parent too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) * 1024 / 1e6


def _say(row: tuple[str, ...]) -> None:
    cells = (f"{cell:<{max(5, len(name))}}" for cell, name in zip(row, COLUMNS, strict=True))
    sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
