"""docs/columns.md as the table of columns has it; a test compares, UPDATE_GOLDEN=1 rewrites."""

from collections.abc import Iterable
from pathlib import Path

from django.utils import translation

from catalog.transfer.columns import COLUMNS, READ_ONLY, Column

PAGE = Path(__file__).resolve().parents[2] / "docs" / "columns.md"
HEAD = """# The columns of a list of finds

Made from the program's own table of columns: it is what `export_finds` writes, what
`import_finds` reads, and what the buttons of the admin use. How lists go in and out is told in
[lists in](import.md) and [lists out](export.md).

- A header may be the name below, one of its other names, or its label in English, Russian or
  Japanese; case and order do not matter.
- A name with * is required of a new find; a title in one language is required too.
- A name with † is seen and changed only by those who may see what is withheld.
- An empty cell leaves a recorded find as it is; `\\N` empties the fact, where it may be empty.
- Several values in a cell are parted by `|`; a bar inside a value is written `\\|`.
- A closed list takes its codes and their labels in three languages.

"""
READ_ONLY_HEAD = """
## Columns that are only read

A list may bring these; `export_finds` never writes them.

"""
DATE = "a date, EDTF or as people write it: `1945-08-18`, `18.08.1945`, `ca. 1943`"
MEASURE = "a number with at most 3 decimals, without a unit"
NAMES = "names of contributors, parted by a bar"
WITHOUT_LIMIT = "text"
HINTS = {
    "catalogue_number": "at most 64 characters, unique; case does not matter",
    "public_id": "the UUID of a recorded find; leave it empty for new ones",
    "expedition": "code or title",
    "object_type": "a term by code, label or synonym",
    "quantity": "`3`, `20+` (at least), `~15` (about)",
    "nationality": "a term by code, label or synonym; `unknown` is an answer",
    "made_on": DATE,
    "carries_name": "`yes` or `no`; with yes the markings and serial numbers stay hidden",
    "materials": "terms, parted by a bar",
    "length_mm": MEASURE,
    "width_mm": MEASURE,
    "height_mm": MEASURE,
    "weight_g": MEASURE,
    "damage_count": "`3`, `20+`, `~15`",
    "found_on": DATE,
    "found_by": NAMES,
    "place": "a path from the largest area down: `Kuril Islands > Shumshu`",
    "latitude": "`50.7333`, `50,7333`, `50°44′00″N`; together with the longitude",
    "longitude": "`156.3167`, `156°19′E`; together with the latitude",
    "coordinate_uncertainty_m": "whole metres above zero; else taken from how finely it is written",
    "secret_until": "a day, such as `2027-05-09`; what was chosen before it ends then",
    "depth_cm": "a whole number",
    "holder": "an institution by code or name",
    "eod_date": DATE,
    "calibre_mm": "a number with at most 2 decimals, above zero; munitions only",
    "individuals": "a whole number; required for remains; 0 only as `part_of` another record",
    "vehicle_completeness_pct": "0 to 100; tanks, vehicles, aircraft",
    "hull_number": "text, at most 100 characters; tanks, vehicles, aircraft",
    "related_finds": "`kind:number`, parted by a bar; kinds: `found_with`, `part_of`, "
    "`identifies`, `same_as`",
    "sources": "codes of sources, each with a page if you like: `SURVEY-2015 @ p. 4`",
    "photo": "name of the file, at most 255 characters; the picture itself comes with photos.csv",
    "photo_credit": "text, at most 300 characters, exactly as it must be printed",
    "photo_via": "text, at most 200 characters",
    "photo_via_url": "a web address, at most 500 characters",
    "updated_at": "moment with time zone; a list older than the find is refused where they differ",
    "title": "the title in the language of the record",
    "description": "the description in the language of the record",
    "coordinates": (
        "`POINT (156.3 50.7)`, `50.7333; 156.3167` or `50°44′N 156°19′E`; without letters the "
        "mapping states the order of the axes"
    ),
}


def page() -> str:
    """The whole page, in English."""
    with translation.override("en"):
        return f"{HEAD}{_table(COLUMNS)}{READ_ONLY_HEAD}{_table(READ_ONLY)}"


def _table(columns: Iterable[Column]) -> str:
    head = "| column | label | what may stand in it | other headers |\n|---|---|---|---|\n"
    return head + "".join(map(_row, columns))


def _row(column: Column) -> str:
    marks = "*" * column.required + "†" * column.sensitive
    name = f"`{column.name}`" + (f" {marks}" if marks else "")
    cells = (name, str(column.label), _allowed(column), ", ".join(column.aliases))
    return f"| {' | '.join(cells)} |\n"


def _allowed(column: Column) -> str:
    if column.choices is not None:
        return ", ".join(f"`{value}`" for value in column.choices.values)
    if column.name in HINTS:
        return HINTS[column.name]
    return f"text, at most {column.limit} characters" if column.limit else WITHOUT_LIMIT
