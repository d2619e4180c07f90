"""Files: the same finds in four formats, and nothing withheld in those for others."""

import csv
import io
import json
from typing import Any

import openpyxl
import pytest

from catalog.formats.site import Site
from catalog.lib import sheets, workbook
from catalog.models import Find
from catalog.transfer import files
from catalog.transfer.columns import header, visible_columns
from catalog.transfer.files import FORMATS, Profile, Wanted
from tests.factories import LATITUDE, make_find

pytestmark = pytest.mark.django_db
SITE = Site("https://finds.example.org")


def made(kind: str, profile: str) -> bytes:
    ids = list(Find.objects.order_by("pk").values_list("pk", flat=True))
    return b"".join(files.pieces(kind, Wanted(ids, profile, SITE)))


def table(kind: str, profile: str) -> list[dict[str, str]]:
    """The rows of a table, as import reads them."""
    content = made(kind, profile)
    if kind == "csv":
        text = content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(text, newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(content), read_only=True)["finds"]
    names, *rows = sheet.iter_rows(values_only=True)
    return [
        {
            name: workbook.unescape("" if cell is None else str(cell))
            for name, cell in zip(names, row, strict=True)
        }
        for row in rows
    ]


@pytest.fixture
def helmet() -> Find:
    return make_find(
        published=True,
        catalogue_number="A-1",
        title_en="=HYPERLINK(1)",
        title_ru="'=1",
        damage="two\r\nlines\t",
        latitude=LATITUDE,
        longitude="-156.25",
        internal_notes="hush",
        quantity=3,
    )


def test_workbook_holds_what_the_csv_holds(helmet: Find) -> None:
    make_find(title_ja="＝1", markings="_x0041_", latitude="0.000001", longitude="0")

    assert table("xlsx", "full") == table("csv", "full")


def test_formulas_are_harmless_in_both_tables_and_plain_elsewhere(helmet: Find) -> None:
    for kind in ("csv", "xlsx"):
        row = table(kind, "full")[0]
        assert (row["title_en"], row["title_ru"]) == ("'=HYPERLINK(1)", "''=1")
        assert (sheets.unguard(row["title_en"]), row["longitude"]) == ("=HYPERLINK(1)", "-156.25")

    line = json.loads(made("jsonl", "full"))

    assert (line["title_en"], line["title_ru"], line["quantity"]) == ("=HYPERLINK(1)", "'=1", 3)
    assert (line["longitude"], line["title_ja"]) == (-156.25, None)


def test_wide_signs_and_line_feeds_are_signs_too() -> None:
    for text in ("＝1", "＋1", "－1", "＠A1", "\n=1"):
        assert sheets.guard(text) == f"'{text}"
        assert sheets.unguard(sheets.guard(text)) == text


def test_full_map_layer_has_the_exact_point(helmet: Find) -> None:
    make_find()

    first, second = json.loads(made("geojson", "full"))["features"]

    assert first["geometry"]["coordinates"] == [-156.25, float(LATITUDE)]
    assert first["properties"]["catalogue_number"] == "A-1"
    assert not {"latitude", "longitude"} & set(first["properties"])
    assert second["geometry"] is None


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("profile", [Profile.PUBLIC, Profile.HOUSE])
def test_only_the_full_profile_tells_what_is_withheld(
    helmet: Find, kind: str, profile: str
) -> None:
    text = made(kind, profile) if kind != "xlsx" else str(table(kind, profile)).encode()

    assert b"A-1" in text
    for secret in (LATITUDE, "hush"):
        assert secret.encode() not in text


def test_each_profile_has_its_columns(helmet: Find) -> None:
    house = [column.name for column in visible_columns(sensitive=False)]

    assert list(table("csv", "full")[0]) == header()
    assert list(table("csv", "house")[0]) == house
    assert "latitude" in table("csv", "public")[0]


def test_every_find_passed_on_is_counted(helmet: Find) -> None:
    ids, told = [helmet.pk], []

    for kind in FORMATS:
        wanted: Any = Wanted(ids, Profile.FULL, SITE, told.append)
        assert list(files.pieces(kind, wanted))

    assert told == [1] * len(FORMATS)
