"""Lists as people publish them: the table of the documentation is what the engine does."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from catalog.transfer import importing, mapping
from tests.transfer.lists_in import NOW

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", ROOT.parent / "shared" / "data"))
MAPPINGS = ROOT / "docs" / "mappings"
_ROW = re.compile(
    r"\| `(?P<file>[^`]+)` \| \[[^]]+\]\(mappings/(?P<mapping>[^)]+)\) \|(?P<rest>.*)\|"
)


@dataclass(frozen=True)
class Told:
    """One line of the table."""

    file: str
    mapping: str
    lines: int
    others: int
    rows: int
    new: int
    refused: int


def table() -> list[Told]:
    page = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")
    return [
        Told(
            found["file"],
            found["mapping"],
            *(int(cell.replace(",", "")) for cell in found["rest"].split("|")[:5]),
        )
        for found in map(_ROW.match, page.splitlines())
        if found
    ]


@pytest.mark.parametrize("told", table(), ids=lambda told: told.file)
def test_numbers_of_the_table_add_up(told: Told) -> None:
    assert told.lines == told.others + told.rows
    assert told.rows == told.new + told.refused


@pytest.mark.slow
@pytest.mark.parametrize("told", table(), ids=lambda told: told.file)
def test_list_goes_in_as_the_table_says(told: Told) -> None:
    path = DATA / told.file
    if not path.exists():
        pytest.skip("no lists: FINDSPOT_DATA_DIR names no folder of test lists")
    request = importing.Request(
        file=path,
        name=path.name,
        mapping=mapping.read((MAPPINGS / told.mapping).read_text(encoding="utf-8")),
        dry_run=True,
        skip_refused=True,
    )

    report = importing.run(request, user=None, now=NOW)

    found = (report.lines, report.read, report.counts["new"], report.refused)
    assert found == (told.lines, told.rows, told.new, told.refused)


@pytest.mark.parametrize("path", sorted(MAPPINGS.glob("*.toml")), ids=lambda path: path.name)
def test_mapping_that_comes_with_the_program_can_be_read(path: Path) -> None:
    assert mapping.read(path.read_text(encoding="utf-8")).columns
    assert path.name in {told.mapping for told in table()}


def test_list_of_something_else_is_refused_with_the_reason() -> None:
    paths = sorted((DATA / "csv-torture").rglob("*.csv"))
    if not paths:
        pytest.skip("no lists: FINDSPOT_DATA_DIR names no folder of test lists")
    told = [_refusal(path) for path in paths]

    assert "" not in told
    assert all(words.endswith(".") for words in told)


def _refusal(path: Path) -> str:
    """The sentence that refuses a file, or the first row of it; "" where rows went in."""
    request = importing.Request(file=path, name=path.name, dry_run=True, skip_refused=True)
    try:
        report = importing.run(request, user=None, now=NOW)
    except importing.ImportRefused as refused:
        return str(refused)
    return "" if report.counts["new"] else f"{report.summary()}"
