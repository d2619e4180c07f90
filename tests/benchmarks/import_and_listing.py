"""How fast lists go in and out, and pages come: one table, in a database made for it.

    python -m tests.benchmarks.import_and_listing [--finds 10000] [--repeat 20]

DATABASE_URL may name an empty database; otherwise SQLite in a temporary folder is used.
"""

import argparse
import io
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import django

try:
    import resource
except ImportError:  # Windows has no such counter
    resource = None

COLUMNS = ("what", "ms", "cpu ms", "rows/s", "peak MB")
MAPPING = '[options]\ncreate_missing = ["expedition", "place", "holder", "found_by"]\n'
PAGES = {
    "listing": "",
    "listing, two filters": "?category=helmet&nationality=japan",
    "listing, search": "?q=каска",
    "listing, page 100": "?page=100",
}


def main() -> None:
    """Make the list, take the times, print the table."""
    wanted = _arguments()
    with _scratch() as folder:
        _say(COLUMNS)
        _say(("-" * 24, *["-" * 8] * 4))
        made = _lists(folder, wanted.finds)
        _import_and_export(folder, made, wanted.finds)
        _pages(wanted.repeat)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--finds", type=int, default=10_000)
    parser.add_argument("--repeat", type=int, default=20, help="requests of each page")
    return parser.parse_args()


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder and an empty catalogue that are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="findspot-bench-") as name:
        folder = Path(name)
        os.environ.setdefault("DATABASE_URL", f"sqlite:///{folder / 'bench.sqlite3'}")
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()

        from django.core.management import call_command

        from catalog.models import Find

        call_command("migrate", verbosity=0)
        if Find.objects.exists():
            sys.exit("The database holds finds; name an empty one.")
        yield folder


def _lists(folder: Path, number: int) -> Path:
    from tests.benchmarks import made_finds

    path = folder / "finds.csv"
    made_finds.write(path, number)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return path


def _import_and_export(folder: Path, path: Path, number: int) -> None:
    from django.core.management import call_command

    out, mapping = folder / "out.csv", folder / "mapping.toml"

    def run(*arguments: object) -> None:
        call_command(*map(str, arguments), stdout=io.StringIO(), stderr=io.StringIO())

    _timed("import, all new", number, lambda: run("import_finds", path, "--mapping", mapping))
    _timed("import, unchanged", number, lambda: run("import_finds", path, "--mapping", mapping))
    _timed("export", number, lambda: run("export_finds", "-o", out))
    _timed("import of the export", number, lambda: run("import_finds", out))


def _timed(what: str, number: int, work: Callable[[], None]) -> None:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    _say((what, f"{wall * 1000:.0f}", f"{cpu * 1000:.0f}", f"{number / wall:.0f}", _peak()))


def _pages(repeat: int) -> None:
    from django.test import Client
    from django.urls import reverse

    from catalog.models import Find

    visitor, listing = Client(HTTP_HOST="127.0.0.1"), reverse("finds")
    some = Find.objects.filter(publication_status="published").order_by("pk").first()
    pages = {what: f"{listing}{query}" for what, query in PAGES.items()}
    pages["one find"] = reverse("find", args=[some.slug])
    for what, address in pages.items():
        walls, cpus = _requests(visitor, address, repeat)
        _say((what, f"{walls:.1f}", f"{cpus:.1f}", "", _peak()))


def _requests(visitor: object, address: str, repeat: int) -> tuple[float, float]:
    """Median milliseconds of wall clock and of processor, after one request that warms up."""
    walls, cpus = [], []
    for _number in range(repeat + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        answer = visitor.get(address)
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
        if answer.status_code != 200:
            sys.exit(f"{address} answered {answer.status_code}")
    return statistics.median(walls[1:]), statistics.median(cpus[1:])


def _peak() -> str:
    """Peak memory of this process so far, in MB; "" where nobody counts it."""
    if resource is None:
        return ""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return f"{most / (1 << 20 if sys.platform == 'darwin' else 1 << 10):.0f}"


def _say(row: tuple[str, ...]) -> None:
    first, *rest = row
    line = " | ".join([f"{first:<24}", *(f"{cell:>8}" for cell in rest)])
    sys.stdout.write(f"| {line} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
