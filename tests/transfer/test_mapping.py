"""Mappings: what a foreign spreadsheet becomes, and every way to write one wrongly."""

from pathlib import Path

import pytest

from catalog.models import Find
from catalog.transfer import mapping
from catalog.transfer.importing import ImportRefused
from catalog.transfer.mapping import CREATABLE, Mapping, MappingError
from tests.transfer.lists_in import counts, problems, row, sentences, take

ROOT = Path(__file__).resolve().parents[2]
FOREIGN = "\r\n".join(
    [
        ",Id,Kind,Region,Spot,Seen,Point,Rest",
        'A,7,Spearhead,Kuril Islands,Shumshu,2015-08-12T23:30:00Z,POINT (156.3 50.7),"a, b"',
        "B,8,Coin,NA,Shumshu,n.a.,,",
    ]
)
TOML = """
[columns]
catalogue_number = "M-{Id}"
category = "Kind"
object_type = "Kind"
title_en = "{Kind}, {Region}, {Spot}"
place = "{Region} > {Spot}"
found_on = "Seen"
coordinates = "Point"
other_numbers = "row {#}: {column 1}"

[constants]
expedition = "SHU-2015"
nationality = "unknown"
description_en = "Nothing more is known."

[values.category]
"spearHEAD" = "weapon"
"*" = "personal"

[values.object_type]
"Spearhead" = "weapon"
"Coin" = "personal-item"

[options]
missing = ["NA", "n.a."]
coordinate_order = "lon lat"
time_zone = "Asia/Sakhalin"
"""


@pytest.mark.django_db
@pytest.mark.usefixtures("furnished")
def test_foreign_spreadsheet_becomes_our_columns() -> None:
    report = take(file=FOREIGN, toml=TOML)

    first, second = Find.objects.order_by("number_sort")
    assert report.ignored == ["Rest"]
    assert (first.catalogue_number, first.category, first.title_en) == (
        "M-7",
        "weapon",
        "Spearhead, Kuril Islands, Shumshu",
    )
    assert (first.found_on, first.found_on_text) == ("2015-08-13", "2015-08-12T23:30:00Z")
    assert (str(first.latitude), str(first.longitude)) == ("50.700000", "156.300000")
    assert first.other_numbers == "row 1: A"
    assert (second.title_en, second.place.name_en) == ("Coin, Shumshu", "Shumshu")
    assert (second.found_on, second.latitude) == ("", None)
    assert second.nationality.code == "unknown"


@pytest.mark.django_db
@pytest.mark.usefixtures("furnished")
def test_point_without_a_stated_order_is_refused() -> None:
    report = take(file=FOREIGN, toml=TOML.replace('coordinate_order = "lon lat"', ""))

    assert problems(report) == [(2, "coordinates")]
    assert "coordinate_order" in sentences(report)


@pytest.mark.django_db
@pytest.mark.usefixtures("furnished")
def test_list_with_a_mapping_of_words_only_is_fitted_by_name() -> None:
    toml = '[values.category]\n"шлем" = "helmet"\n[constants]\nexpedition = "SHU-2015"'
    file = "number,category,type,title\r\nA-1,Шлем,helmet,Helmet\r\n"

    assert counts(take(file=file, toml=toml)) == {"new": 1}


WRONG = [
    ("[columns", "not TOML"),
    ('[colums]\ntitle_en = "x"', "section “colums”, which is none. Nearest: columns"),
    ('[columns]\ntitel_en = "x"', "column “titel_en”, which is none. Nearest: title_en"),
    ('[constants]\nnationalty = "x"', "Nearest: nationality"),
    ('[values.categry]\n"a" = "b"', "Nearest: category"),
    ('[options]\ndelimeter = ";"', "option “delimeter”, which is none. Nearest: delimiter"),
    ("[columns]\ntitle_en = 3", r"[columns] holds pairs"),
    ("[constants]\nquantity = 1", r"[constants] holds pairs"),
    ('[values]\ncategory = "x"', r"[values.category] holds pairs"),
    ("[values.category]\na = 1", r"[values.category] holds pairs"),
    ("[values.category.deeper]\na = 'b'", r"[values.category] holds pairs"),
    ('columns = "x"', r"[columns] holds pairs"),
    ('values = "x"', "write it as [values]"),
    ("options = 3", "write it as [options]"),
    ("[[options]]\nlanguage = 'en'", "write it as [options]"),
    ('[options]\ncreate_missing = "place"', "create_missing = ["),
    ("[options]\ncreate_missing = [1]", "create_missing = ["),
    ('[options]\ncreate_missing = ["palce"]', "Nearest: place"),
    ('[options]\ncreate_missing = ["category"]', "create_missing “category”"),
    ('[options]\nmissing = "NA"', "missing = ["),
    ('[options]\nskip_errors = "yes"', "skip_errors = true"),
    ("[options]\nyear_only_january = 1", "year_only_january = true"),
    ("[options]\ntime_zone = 9", 'time_zone = "…"'),
    ('[options]\ntime_zone = "Mars/Base"', "“Mars/Base” is not the name of a time zone"),
    ('[options]\ntime_zone = "../../etc/passwd"', "not the name of a time zone"),
    ('[options]\ndate_order = "ymdh"', "allowed: dmy, mdy, ymd"),
    ('[options]\ncoordinate_order = "xy"', "allowed: lat lon, lon lat"),
    ('[options]\nlanguage = "de"', "allowed: en, ru, ja"),
    ('[options]\nencoding = "klingon"', "“klingon” is no encoding"),
    ('[options]\nencoding = "unicode_escape"', "is no encoding"),
    ("[options]\ndelimiter = 1979-05-27", 'delimiter = "…"'),
]


@pytest.mark.parametrize(("toml", "part"), WRONG)
def test_wrong_mapping_is_refused_in_a_sentence(toml: str, part: str) -> None:
    with pytest.raises(MappingError) as refused:
        mapping.read(toml)

    assert part in str(refused.value)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("toml", "part"),
    [
        ('[columns]\ncatalogue_number = "ID"', "no column “ID”. Nearest: Id"),
        ('[columns]\ncatalogue_number = "{Id}{Kin}"', "no column “Kin”. Nearest: Kind"),
        ('[columns]\ntitle_en = "Kind"', "no column for the catalogue number"),
        ('[columns]\ncatalogue_number="Id"\n[options]\ndelimiter = ";;"', "give one character"),
        ('[columns]\ncatalogue_number="Id"\n[options]\ndelimiter = "\\n"', "give one character"),
        (
            '[columns]\ncatalogue_number="Id"\n[options]\nencoding = "utf-16"',
            "not written in utf-16",
        ),
    ],
)
def test_mapping_that_does_not_fit_the_file_is_refused(toml: str, part: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        take(file=FOREIGN, toml=toml)

    assert part in str(refused.value)


def test_header_with_braces_is_a_header_before_it_is_a_template() -> None:
    wanted = Mapping(columns={"length_mm": "size {mm}", "title_en": "{size {mm}}"})

    fitted = mapping.fit(Mapping(columns={"length_mm": "size {mm}"}), ["size {mm}", "mm"])
    cells = {column.name: cell.of_row(["12", "3"], 1) for column, cell in fitted.cells}

    assert cells == {"length_mm": "12"}
    with pytest.raises(MappingError):
        mapping.fit(wanted, ["other"])


def test_what_an_empty_part_leaves_dangling_is_tidied_away() -> None:
    fitted = mapping.fit(
        Mapping(columns={"place": "{a} > {b} > {c}", "title_en": "{a}, {b}"}), ["a", "b", "c"]
    )
    cells = {column.name: cell for column, cell in fitted.cells}

    assert cells["place"].of_row(["A", "", "C"], 1) == "A > C"
    assert cells["place"].of_row(["", "", "C"], 1) == "C"
    assert cells["title_en"].of_row(["A", "", "C"], 1) == "A"
    assert cells["title_en"].of_row(["", "", "C"], 1) == ""


def test_every_column_that_can_make_names_is_a_column() -> None:
    assert set(CREATABLE) <= set(mapping.BY_NAME)


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "mappings").glob("*.toml")), ids=str)
def test_mappings_that_come_with_the_house_are_right(path: Path) -> None:
    assert mapping.read(path.read_text(encoding="utf-8")).columns


@pytest.mark.django_db
@pytest.mark.usefixtures("furnished")
def test_both_coordinates_in_one_cell_are_as_exact_as_they_are_written() -> None:
    take(row("A-1", coordinates="50,7° с.ш. 156,3° в.д."))

    find = Find.objects.get()
    assert (str(find.latitude), str(find.longitude)) == ("50.700000", "156.300000")
    assert find.coordinate_uncertainty_m == 11_100
    assert find.verbatim_coordinates == "50,7° с.ш. 156,3° в.д."
