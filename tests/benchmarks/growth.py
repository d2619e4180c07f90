"""How pages, counts and the map cost more with more finds: one table, a block for each size.

    python -m tests.benchmarks.growth [--finds 10000 100000 1000000] [--repeat 20]

Each size is made, imported and measured in a process and a database of its own. DATABASE_URL may
name a database that holds finds already: then that one is measured and left as it is, but for one
title that is written again.

`times plain` compares with the same question asked of the database by the ORM, with no memory: its
ids of a page, its number, and a count for every facet.
"""

import argparse
import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

COLUMNS = ("finds", "what", "cpu ms", "times plain", "growth")
RARE, COMMON = 0.016, 0.145  # shares of the finds that have the word looked for
PLAIN = ("listing", "two filters", "word, rare", "word, common", "page 1,000 or last")


def main() -> None:
    """Print the table: of the database that is named, or of each size."""
    wanted = _arguments()
    if wanted.one:
        _measure(wanted.one, wanted.repeat)
        return
    _say(COLUMNS)
    _say(("-" * 10, "-" * 22, *["-" * 12] * 3))
    before: dict[str, float] = {}
    sizes = [0] if os.environ.get("DATABASE_URL") else wanted.finds
    for size in sizes:
        before = _print(_told(size, wanted.repeat), before)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--finds", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--repeat", type=int, default=20, help="requests of each page")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _told(size: int, repeat: int) -> list[list[str]]:
    """The lines a process of its own tells of one size; 0 is the database that is named."""
    with tempfile.TemporaryDirectory(prefix="findspot-bench-") as name:
        named = {} if not size else {"DATABASE_URL": f"sqlite:///{Path(name) / 'bench.sqlite3'}"}
        folder = Path(name) / f"{size}"
        command = [sys.executable, "-m", __spec__.name, "--one", folder, "--repeat", str(repeat)]
        done = subprocess.run(
            [str(part) for part in command],
            env={**os.environ, **named, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    return [line.split("\t") for line in done.stdout.splitlines()]


def _print(lines: list[list[str]], before: dict[str, float]) -> dict[str, float]:
    now = {}
    for size, what, cost, plain in lines:
        now[what] = float(cost)
        times = f"{float(plain) / now[what]:.1f}" if plain else ""
        growth = f"{now[what] / before[what]:.2f}" if before.get(what) else ""
        _say((f"{int(size):,}", what, f"{now[what]:.2f}", times, growth))
    return now


def _say(row: tuple[str, ...]) -> None:
    size, what, *rest = row
    cells = [f"{size:>10}", f"{what:<22}", *(f"{cell:>12}" for cell in rest)]
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


# In the process of one size


def _measure(folder: Path, repeat: int) -> None:
    django.setup()
    from catalog.models import Find

    if int(folder.name):
        make(folder, int(folder.name))
    size = Find.objects.count()
    plain = {what: _cost(_plainly(query), 1) for what, query in _queries().items() if what in PLAIN}
    for what, cost in _costs(repeat).items():
        sys.stdout.write(f"{size}\t{what}\t{cost:.3f}\t{plain.get(what, '')}\n")


def make(folder: Path, size: int) -> None:
    """So many made finds, imported into an empty database."""
    from django.core.management import call_command

    from tests.benchmarks import made_finds
    from tests.benchmarks.import_and_listing import MAPPING

    folder.mkdir()
    made_finds.write(folder / "finds.csv", size)
    (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    call_command("migrate", verbosity=0)
    names = [str(folder / "finds.csv"), "--mapping", str(folder / "mapping.toml")]
    call_command("import_finds", *names, stdout=io.StringIO(), stderr=io.StringIO())


def _costs(repeat: int) -> dict[str, float]:
    """Milliseconds of the processor, the median, by what was asked."""
    from django.test import Client
    from django.urls import reverse

    from catalog.models import Find
    from catalog.search import memory
    from tests.views.bad_queries import QUERIES

    visitor = Client(HTTP_HOST="127.0.0.1")
    some = Find.objects.public().order_by("pk")[:repeat]
    costs = {"memory, built": _cost(memory.built, 1)}
    for what, query in _queries().items():
        costs[what] = _cost(lambda query=query: visitor.get(f"/finds/?{query}"), repeat)
    costs["the dearest bad query"] = max(
        _cost(lambda query=query: visitor.get(f"/finds/?{query}"), 1) for query in QUERIES.values()
    )
    told = f"/api/v1/finds/?{_queries()['two filters']}"
    costs["two filters as JSON"] = _cost(lambda: visitor.get(told), repeat)
    addresses = iter([reverse("find", args=[one.slug]) for one in some] * 2)
    costs["one find"] = _cost(lambda: visitor.get(next(addresses)), repeat)
    around = f"/api/v1/map/?bbox={_box()}&limit=2000"
    costs["map, some 2,000 points"] = _cost(lambda: visitor.get(around), repeat)
    costs["one edit, seen"] = _cost(lambda: _edit(some[0], visitor), 3)
    return costs


def _cost(work: Callable[[], Any], repeat: int) -> float:
    costs = []
    for _number in range(repeat + 1):
        begun = time.process_time()
        work()
        costs.append((time.process_time() - begun) * 1000)
    # The first one warms up, where there is more than one.
    return statistics.median(costs[1:])


def _edit(find: Any, visitor: Any) -> None:
    """What the next page costs after a change; the writing is not counted among the pages."""
    type(find).objects.filter(pk=find.pk).update(title_en=find.title_en)
    visitor.get("/finds/")


def _queries() -> dict[str, str]:
    from catalog.models import Find

    last = max(1, Find.objects.public().count() // 24)
    rare, common = _words()
    return {
        "listing": "",
        "two filters": "category=helmet&nationality=japan",
        "word, rare": f"q={rare}&sort=newest",
        "word, common": f"q={common}&sort=newest",
        "page 1,000 or last": f"page={min(1000, last)}",
    }


_WORDS: list[str] = []


def _words() -> list[str]:
    """Words of titles that nearly the wanted shares of the finds have."""
    from catalog.models import Find
    from catalog.search import fulltext

    if not _WORDS:
        public = Find.objects.public()
        titles = public.order_by("-number_key").values_list("title_en", "title_ru")[:300]
        words = {word for title in titles for word in " ".join(title).split() if len(word) > 3}
        found = {word: len(fulltext.hits(word)) / public.count() for word in sorted(words)}
        for share in (RARE, COMMON):
            _WORDS.append(min(found, key=lambda word: abs(found[word] - share)))
    return _WORDS


def _box() -> str:
    """A box of some 2,000 finds: those around one of them."""
    from catalog.models import Find

    placed = Find.objects.public().filter(public_latitude__isnull=False).order_by("pk")
    one = placed.values_list("public_latitude", "public_longitude")[0]
    reach = 0.0001
    while reach < 90:
        south, west, north, east = (
            *(float(axis) - reach for axis in one),
            *(float(axis) + reach for axis in one),
        )
        around = placed.filter(
            public_latitude__range=(south, north), public_longitude__range=(west, east)
        )
        if len(around[:2000]) >= 1000:
            break
        reach *= 1.5
    return f"{max(west, -180)},{max(south, -90)},{min(east, 180)},{min(north, 90)}"


def _plainly(query: str) -> Callable[[], None]:
    """The page asked of the database by the ORM, and a count for every facet."""
    from django.db.models import Count
    from django.http import QueryDict

    from catalog.models import Find
    from catalog.search import facets
    from catalog.search.filters import FindFilter, has_photo
    from catalog.search.ordering import ordered

    def ask() -> None:
        asked = FindFilter(QueryDict(query), Find.objects.public())
        start = (asked.wishes.get("page", 1) - 1) * 24
        list(ordered(asked.without(), "newest").values_list("pk")[start : start + 24])
        asked.without().count()
        for kind in facets.KINDS:
            finds = asked.without(kind.name)
            if kind.column == "has_photo":
                finds = finds.annotate(has_photo=has_photo())
            list(finds.order_by().values_list(kind.column).annotate(n=Count("pk")))

    return ask


if __name__ == "__main__":
    main()
