"""Dreadful files: nothing but sentences comes back, and what goes in comes out the same."""

import csv
import io
import os
import random
import tracemalloc
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from catalog.lib import sheets
from catalog.models import Find
from catalog.transfer import importing
from catalog.transfer.mapping import CREATABLE, Mapping, Options
from catalog.transfer.report import Report
from tests.transfer.lists_in import GOOD, NOW, counts, exported, row, sentences, take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", ROOT.parent / "shared" / "data"))
# Columns of text that take anything of sixty characters.
TEXTS = [
    "field_number",
    "other_numbers",
    "title_en",
    "title_ru",
    "title_ja",
    "unit_attribution",
    "maker",
    "markings",
    "serial_numbers",
    "damage",
    "context",
    "internal_notes",
    "holder_number",
    "current_location",
    "verbatim_coordinates",
    "description_en",
    "description_ru",
    "description_ja",
    "eod_report",
]
NAMES = ("object_type", "materials", "place", "holder", "found_by", "sources")


def naughty() -> list[str]:
    """Strings that break programs, each cut to what a short column holds."""
    folder = DATA / "security"
    if not folder.exists():
        pytest.skip("no naughty strings: FINDSPOT_DATA_DIR names no folder of test lists")
    lines: list[str] = []
    for path in ("blns/blns.txt", "csv-injection/payloadbox-csv-payload.txt"):
        text = (folder / path).read_text(encoding="utf-8", errors="replace")
        lines += [line for line in text.split("\n") if line and not line.startswith("#")]
    return [line.replace("\0", "")[:60] for line in lines]


def test_naughty_texts_come_out_as_they_went_in() -> None:
    words = [word for word in naughty() if word.strip()]
    rows = [row(f"N-{index}", **dict.fromkeys(TEXTS, word)) for index, word in enumerate(words)]

    first, second = take(*rows), take(*rows)

    assert counts(first) == {"new": len(words)}, sentences(first)
    assert counts(second) == {"same": len(words)}
    assert counts(take(file=exported())) == {"same": len(words)}
    stored = Find.objects.order_by("pk").values_list("markings", flat=True)
    assert [_as_stored(word) for word in words] == list(stored)


@pytest.mark.slow
def test_naughty_names_are_made_once_or_refused() -> None:
    options = Options(create_missing=CREATABLE, skip_errors=True)
    rows = [row(f"N-{i}", **dict.fromkeys(NAMES, word)) for i, word in enumerate(naughty())]
    file = _table([*GOOD, *NAMES[1:]], ([one[name] for name in one] for one in rows))

    first = _run(file, Mapping(options=options))
    second = _run(file, Mapping(options=options))

    assert first.counts["new"] > len(rows) * 0.9
    assert second.counts["same"] == first.counts["new"]
    assert counts(take(file=exported())) == {"same": first.counts["new"]}


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_any_column_of_any_real_list_may_be_taken_for_any_of_ours(seed: int) -> None:
    chance = random.Random(seed)
    for number, path in enumerate(_real_lists()):
        data = path.read_bytes()[:20_000]
        data = data[: data.rfind(b"\n") + 1]
        wild = _wild_mapping(chance, data, f"W{number}-{{#}}")
        try:
            first = _run(data, wild)
        except importing.ImportRefused:
            continue
        second = _run(data, wild)
        assert second.counts["same"] == first.counts["new"], (path, wild)


@pytest.mark.parametrize(
    "column", ["title_en", "nationality", "place", "quantity", "found_on", "latitude", "found_by"]
)
def test_cell_of_very_many_characters_is_refused_shortly(column: str) -> None:
    report = take(row(**{column: "9" * 900_000}))

    assert {one.column for one in report.problems} <= {column, "longitude"}
    assert max(len(str(one)) for one in report.problems) < 500


def test_thousands_of_columns_are_left_aside() -> None:
    names = [f"column of nobody {number}" for number in range(5000)]

    report = take(row() | dict.fromkeys(names, "x"))

    assert counts(report) == {"new": 1}
    assert len(report.ignored) == 5000


@pytest.mark.slow
def test_list_of_junk_does_not_fill_the_memory() -> None:
    chance = random.Random(1)
    header = [*GOOD, "nationality", "place", "quantity", "found_on", "latitude", "materials"]

    def junk(number: int) -> bytes:
        cells = ([f"{chance.random():.9f}" for _name in header] for _row in range(number))
        return _table(header, cells)

    few, many = _peak(junk(1_500)), _peak(junk(6_000))

    assert many < few * 2


def _as_stored(word: str) -> str:
    """A list has no blanks at the ends of a cell, and loses one guard of a formula."""
    return sheets.unguard(word.strip())


def _run(file: bytes, mapping: Mapping) -> Report:
    request = importing.Request(file=io.BytesIO(file), name="list.csv", mapping=mapping)
    return importing.run(request, user=None, now=NOW)


def _table(header: Sequence[str], rows: Iterator[Sequence[str]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue().encode()


def _real_lists() -> list[Path]:
    found = sorted(DATA.glob("*/*.csv")) + sorted(DATA.glob("csv-torture/**/*.csv"))
    if not found:
        pytest.skip("no real lists: FINDSPOT_DATA_DIR names no folder of test lists")
    return found


def _wild_mapping(chance: random.Random, data: bytes, number: str) -> Mapping:
    """A mapping nobody in their senses would write, but for the number."""
    try:
        with sheets.open_sheet(io.BytesIO(data)) as sheet:
            headers = [name for name in sheet.header if name] or ["x"]
    except ValueError:
        headers = ["x"]
    wanted = chance.sample([*TEXTS, *NAMES, "quantity", "found_on", "latitude", "photo_credit"], 8)
    columns = {name: chance.choice(headers) for name in wanted} | {"catalogue_number": number}
    constants = {**GOOD, "title_ru": "x", "nationality": "unknown"}
    del constants["catalogue_number"]
    options = Options(create_missing=CREATABLE, skip_errors=True, coordinate_order="lat lon")
    return Mapping(columns=columns, constants=constants, options=options)


def _peak(file: bytes) -> int:
    tracemalloc.start()
    try:
        report = _run(file, Mapping(options=Options(skip_errors=True)))
        assert report.refused == report.read
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
