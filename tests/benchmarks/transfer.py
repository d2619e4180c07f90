"""What lists cost going in and out, beside plain ways to move the same rows: one table.

    python -m tests.benchmarks.transfer [--finds 100000]

Every line is a process of its own, so that its memory is its own; processor seconds are counted
without starting it. `times plain` compares with the plain way above it: for lists going in the
`sqlite-utils` command where there is one (insert and enable-fts: no checks, no history, no
derived columns), else the standard library; for lists going out `csv.writer` over the joins.
DATABASE_URL is not read: the catalogue is an SQLite file in a temporary folder.
"""

import argparse
import csv
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import django

from tests.benchmarks import made_finds
from tests.benchmarks.import_and_listing import MAPPING

try:
    import resource
except ImportError:  # Windows has no such counter
    resource = None

COLUMNS = ("what", "rows", "cpu s", "us a row", "peak MB", "times plain")
PREVIEWED, REFUSED_EVERY = 5_000, 25
_SHORT = """f.catalogue_number, f.title_en, f.category, o.label_en, n.label_en, p.name_en,
    f.latitude, f.longitude, e.code, f.found_on, f.quantity, f.condition, h.name_en,
    f.description_en, f.description_ru, f.description_ja, f.publication_status"""
# What a find points to, and what is listed under it: the rest of the columns of a list.
_POINTED = """o.code, n.code, p.name_en, e.code, h.slug, r.individuals, r.individuals_qualifier,
    m.calibre_mm, m.fuzed, v.completeness_pct, v.hull_number,
    (SELECT group_concat(t.code, '|') FROM catalog_find_materials x
        JOIN catalog_term t ON t.id = x.term_id WHERE x.find_id = f.id),
    (SELECT group_concat(t.name, '|') FROM catalog_find_found_by x
        JOIN catalog_person t ON t.id = x.person_id WHERE x.find_id = f.id),
    (SELECT group_concat(t.code || ' @ ' || x.locator, '|') FROM catalog_findsource x
        JOIN catalog_source t ON t.id = x.source_id WHERE x.find_id = f.id),
    (SELECT group_concat(x.kind || ':' || t.catalogue_number, '|') FROM catalog_findrelation x
        JOIN catalog_find t ON t.id = x.to_find_id WHERE x.from_find_id = f.id),
    y.original_name, y.credit_line, y.via_name, y.via_url, y.license_uri"""
_JOINED = """
    SELECT {} FROM catalog_find f LEFT JOIN catalog_term o ON o.id = f.object_type_id
    LEFT JOIN catalog_term n ON n.id = f.nationality_id
    LEFT JOIN catalog_place p ON p.id = f.place_id
    LEFT JOIN catalog_expedition e ON e.id = f.expedition_id
    LEFT JOIN catalog_institution h ON h.id = f.holder_id
    LEFT JOIN catalog_remainsdetail r ON r.find_id = f.id
    LEFT JOIN catalog_munitiondetail m ON m.find_id = f.id
    LEFT JOIN catalog_vehicledetail v ON v.find_id = f.id
    LEFT JOIN catalog_findphoto l ON l.find_id = f.id AND l.is_primary
    LEFT JOIN catalog_photo y ON y.id = l.photo_id
"""
_IN_ORDER = " ORDER BY f.number_sort, f.id"
_PUBLIC = " WHERE f.publication_status = 'published'"


def main() -> None:
    """Make the list, let each step work in its own process, print the table."""
    wanted = _arguments()
    if wanted.one:
        _work(wanted.one, wanted.folder)
        return
    with tempfile.TemporaryDirectory(prefix="findspot-bench-") as name:
        folder = Path(name)
        made_finds.write(folder / "finds.csv", wanted.finds)
        (folder / "mapping.toml").write_text(MAPPING, encoding="utf-8")
        _write_refused(folder)
        _say(COLUMNS)
        _say(("-" * 36, *["-" * 11] * 5))
        plain = 0.0
        for what, rows, cost, peak in _measured(folder, wanted.finds):
            plain = cost if what.startswith("plain") else plain
            times = "" if what.startswith("plain") else f"{cost / plain:.2f}"
            each = f"{cost / rows * 1e6:.0f}"
            _say((what, f"{rows:,}", f"{cost:.2f}", each, f"{peak:.0f}", times))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--finds", type=int, default=100_000)
    parser.add_argument("--one", choices=STEPS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    return parser.parse_args()


def _write_refused(folder: Path) -> None:
    """The head of the list with a word that is no quantity in some of its rows."""
    with (
        (folder / "finds.csv").open(encoding="utf-8", newline="") as source,
        (folder / "refused.csv").open("w", encoding="utf-8", newline="") as target,
    ):
        rows, out = csv.reader(source), csv.writer(target)
        header = next(rows)
        out.writerow(header)
        place = header.index("quantity")
        for number, row in enumerate(rows):
            if number == PREVIEWED:
                break
            row[place] = "few" if number % REFUSED_EVERY == 0 else row[place]
            out.writerow(row)


def _measured(folder: Path, finds: int) -> Iterator[tuple[str, int, float, float]]:
    """(what, rows, processor seconds, most MB held) of each step, in their order."""
    for step, (what, _do) in STEPS.items():
        if step == "plain_in" and shutil.which("sqlite-utils"):
            yield ("plain: sqlite-utils", finds, *_sqlite_utils(folder))
            continue
        command = [sys.executable, "-m", __spec__.name, "--one", step, "--folder", str(folder)]
        named = {"DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}"}
        done = subprocess.run(
            command,
            env={**os.environ, **named, "DJANGO_SETTINGS_MODULE": "tests.settings"},
            stdout=subprocess.PIPE,
            check=True,
        )
        yield (what, _rows(step, folder, finds), *json.loads(done.stdout))


def _rows(step: str, folder: Path, finds: int) -> int:
    if step == "preview":
        return min(finds, PREVIEWED)
    if not step.endswith("public"):
        return finds
    with sqlite3.connect(folder / "bench.sqlite3") as database:
        return database.execute(f"SELECT count(*) FROM catalog_find f{_PUBLIC}").fetchone()[0]


def _sqlite_utils(folder: Path) -> tuple[float, float]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    base, table = ["sqlite-utils"], [str(folder / "plain.sqlite3"), "finds"]
    listed = [str(folder / "finds.csv"), "--csv", "--silent"]
    words = [f"{name}_{code}" for name in ("title", "description") for code in ("en", "ru", "ja")]
    subprocess.run([*base, "insert", *table, *listed], check=True)
    subprocess.run([*base, "enable-fts", *table, *words], check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cost, after.ru_maxrss / 1024


def _say(row: tuple[str, ...]) -> None:
    first, *rest = row
    sys.stdout.write(f"| {' | '.join([f'{first:<36}', *(f'{cell:>11}' for cell in rest)])} |\n")
    sys.stdout.flush()


# In the process of one step


def _work(step: str, folder: Path) -> None:
    if not step.startswith("plain"):
        django.setup()
    do = STEPS[step][1](folder)
    begun = time.process_time()
    do()
    cost = time.process_time() - begun
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 if resource else 0
    sys.stdout.write(json.dumps([cost, most]))


def _plain_in(folder: Path) -> Callable[[], None]:
    """Rows as they are and two virtual columns of words, by the standard library alone."""
    names = ", ".join(made_finds.HEADER)
    marks = ", ".join("?" * len(made_finds.HEADER))

    def do() -> None:
        database = sqlite3.connect(folder / "plain.sqlite3")
        database.execute(f"CREATE TABLE finds ({names})")
        database.execute("CREATE VIRTUAL TABLE words USING fts5(title_en, description_en)")
        with (folder / "finds.csv").open(encoding="utf-8", newline="") as source:
            rows = csv.reader(source)
            next(rows)
            database.executemany(f"INSERT INTO finds VALUES ({marks})", rows)
        database.execute("INSERT INTO words SELECT title_en, description_en FROM finds")
        database.commit()

    return do


def _plain_out(folder: Path) -> Callable[[], None]:
    """A few columns, as somebody would pick them."""
    joined = _JOINED.partition("LEFT JOIN catalog_remains")[0]
    return _written(folder, joined.format(_SHORT) + _IN_ORDER)


def _plain_whole(folder: Path) -> Callable[[], None]:
    """The columns of the full list, from the same joins."""
    return _written(folder, _whole() + _IN_ORDER)


def _plain_public(folder: Path) -> Callable[[], None]:
    """The same columns of the finds that are public; no rule decides what is in them."""
    return _written(folder, _whole() + _PUBLIC + _IN_ORDER)


def _whole() -> str:
    django.setup()
    from catalog.transfer.columns import COLUMNS as LISTED
    from catalog.transfer.snapshots import FIND_FIELDS

    pointed = ("object_type_id", "nationality_id", "place_id", "expedition_id", "holder_id")
    keys = [key for column in LISTED for key in column.keys]
    own = [f"f.{key}" for key in keys if key in FIND_FIELDS and key not in pointed]
    return _JOINED.format(", ".join([*own, _POINTED]))


def _written(folder: Path, question: str) -> Callable[[], None]:
    def do() -> None:
        database = sqlite3.connect(folder / "bench.sqlite3")
        with (folder / "plain.csv").open("w", encoding="utf-8", newline="") as target:
            csv.writer(target).writerows(database.execute(question))

    return do


def _command(*words: str, migrate: bool = False) -> Callable[[Path], Callable[[], None]]:
    """A command of ours; the names of files in it stand in the folder."""

    def prepared(folder: Path) -> Callable[[], None]:
        from django.core.management import call_command

        named = [str(folder / word) if "." in word else word for word in words]
        if migrate:
            call_command("migrate", verbosity=0)
        quiet = {"stdout": io.StringIO(), "stderr": io.StringIO()}
        return lambda: call_command(*named, **quiet)

    return prepared


def _preview(folder: Path) -> Callable[[], None]:
    from django.utils import timezone

    from catalog.transfer import importing, mapping
    from catalog.transfer.preview import Preview

    shown = Preview()
    request = importing.Request(
        folder / "refused.csv",
        name="refused.csv",
        mapping=mapping.read(MAPPING),
        dry_run=True,
        outcome=shown.add,
    )

    def do() -> None:
        importing.run(request, user=None, now=timezone.now())
        shown.save(folder / "preview.json")

    return do


_IMPORT = ("import_finds", "finds.csv", "--mapping", "mapping.toml")
_EXPORT = _command("export_finds", "--profile", "full", "-o", "out.csv")
STEPS: dict[str, tuple[str, Callable[[Path], Callable[[], None]]]] = {
    "plain_in": ("plain: csv, executemany, FTS5", _plain_in),
    "trial": ("trial run, all new", _command(*_IMPORT, "--dry-run", migrate=True)),
    "new": ("import, all new", _command(*_IMPORT)),
    "again": ("import, unchanged", _command(*_IMPORT)),
    "preview": ("preview of 5,000 rows, 200 refused", _preview),
    "plain_out": ("plain: csv.writer, 17 columns", _plain_out),
    "short": ("export, CSV", _EXPORT),
    "plain_whole": ("plain: csv.writer, all columns", _plain_whole),
    "csv": ("export, CSV, beside them", _EXPORT),
    "plain_public": ("plain: csv.writer, what is public", _plain_public),
    "public": ("export, public CSV", _command("export_finds", "-o", "out.csv")),
    "xlsx": ("export, XLSX", _command("export_finds", "--format", "xlsx", "-o", "out.xlsx")),
}


if __name__ == "__main__":
    main()
