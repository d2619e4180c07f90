import csv
import io
import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from catalog.lib import sheets

DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", "../shared/data"))
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(content, **options):
    with sheets.open_sheet(io.BytesIO(content), **options) as sheet:
        return sheet, list(sheet.rows)


def refusal(content, **options):
    with pytest.raises(sheets.SheetError) as caught:
        read(content, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("encoding", "written", "note"),
    [
        ("utf-8", "номер,название\n1,Шлем\n", False),
        ("utf-8-sig", "номер,название\n1,Шлем\n", False),
        ("utf-16", "номер,название\n1,Шлем\n", False),
        ("utf-32", "номер,название\n1,Шлем\n", False),
        ("cp1251", "номер,название\n1,Шлем с каской «СШ-40»\n", True),
        ("cp932", "番号,名称\n1,鉄帽（てつぼう）\n", True),
        ("cp932", "番号,名称\n1,遺跡\n", True),
    ],
)
def test_the_encoding_is_recognised_and_a_guess_is_said(encoding, written, note):
    sheet, rows = read(written.encode(encoding))

    assert sheet.header == written.splitlines()[0].split(",")
    assert rows == [(2, written.splitlines()[1].split(","))]
    assert sheet.encoding.startswith(encoding.removesuffix("-sig"))
    assert bool(sheet.notes) == note


def test_a_named_encoding_is_obeyed():
    content = "номер\nшлем\n".encode("koi8-r")

    assert read(content, encoding="koi8-r")[1] == [(2, ["шлем"])]
    assert read("\ufeffa\n1\n".encode(), encoding="utf-8")[0].header == ["a"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_that_has_lost_its_mark_is_recognised_and_may_be_named(encoding):
    content = "номер,название\n1,Шлем\n".encode(encoding)

    for options in ({}, {"encoding": encoding}):
        assert read(content, **options)[1] == [(2, ["1", "Шлем"])]
    assert read(content)[0].notes


def test_a_byte_lost_does_not_make_another_encoding_of_utf_8():
    content = "номер,название\n1,Шлем\n2,Каска\n".encode().replace("К".encode(), b"\xd0")

    assert "Line 3 is not written in utf-8" in refusal(content)


@pytest.mark.parametrize("encoding", ["klingon", "base64", "rot13", ""])
def test_an_unknown_encoding_is_refused(encoding):
    if encoding:
        assert "is no encoding" in refusal(b"a\n1\n", encoding=encoding)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_separator_is_the_one_the_rows_agree_on(delimiter):
    cells = [["number", "latitude", "note"], ["1", "50;7", "a|b"], ["2", "51,25", "c|d; e"]]

    sheet, rows = read(sheets.lines(cells, delimiter=delimiter))

    assert sheet.delimiter == delimiter
    assert [row for _line, row in rows] == cells[1:]


def test_decimal_commas_do_not_hide_the_semicolon():
    content = "number;latitude;longitude\n1;50,7;156,3\n2;51,2;156,4\n"

    assert read(content.encode())[0].header == ["number", "latitude", "longitude"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_know_the_line_they_start_on(end):
    content = end.join(["a,b", '1,"two', 'lines"', "", "2,x", ",", "3,y"]) + end

    _sheet, rows = read(content.encode())

    assert [line for line, _cells in rows] == [2, 5, 7]
    assert rows[0][1] == ["1", f"two{end}lines"]


def test_empty_rows_and_columns_are_left_out():
    content = ",,\n \u00a0number , b\u3000,,\n1,2,,\n,,,\n3,4\n5,6,7\n8\n".encode()

    sheet, rows = read(content)

    assert sheet.header == ["number", "b"]
    assert rows == [(3, ["1", "2"]), (5, ["3", "4"]), (6, ["5", "6", "7"]), (7, ["8"])]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n", "is empty"),
        (b",,,\n , \n", "no header row"),
        (b"\x89PNG\r\n\x1a\n", "PNG picture"),
        (b"\xff\xd8\xff\xe0", "JPEG picture"),
        (b"%PDF-1.7", "PDF document"),
        (b"PK\x03\x04 xl/workbook.xml", "is damaged"),
        (b"PK\x03\x04 other", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "old Excel"),
        (b"\x1f\x8b\x08", "compressed file"),
        (b"a,b\n1,\x002\n", "Line 2 holds NUL"),
        (b'a,b\n1,"open\n2,x\n', "line 2 is never closed"),
        (b'a,b\n1,"x" y\n', "line 2 has text after"),
    ],
)
def test_what_is_no_table_is_refused_in_words(content, reason):
    assert reason in refusal(content)


def test_a_bad_byte_far_down_is_named_by_its_line():
    good = b"number,title\n" + b"1,a helmet\n" * 60_000

    assert "Line 60002 is not written in utf-8" in refusal(good + b"2,\xd8\xeb\xe5\xec\n")
    assert "Line 60003 holds NUL" in refusal(good + b"2,b\n3,\0\n")


def test_a_cell_without_end_is_refused():
    assert "quotation mark" in refusal(b'a,b\n1,"' + b"x" * 1_100_000 + b'"\n')


def test_a_cell_may_be_long():
    _sheet, rows = read(b"a,b\n1," + b"x" * 1_000_000 + b"\n")

    assert len(rows[0][1][1]) == 1_000_000


def test_a_file_on_disk_is_closed_even_when_not_read(tmp_path):
    path = tmp_path / "finds.csv"
    path.write_bytes(b"a,b\n" + b"1,2\n" * 200_000)

    with sheets.open_sheet(path) as sheet:
        next(sheet.rows)

    assert sheet.source.closed
    with pytest.raises(sheets.SheetError, match="no header"):
        sheets.open_sheet(io.BytesIO(b",\n"))


def test_a_stream_handed_in_stays_open():
    stream = io.BytesIO(b"a\n1\n")

    with sheets.open_sheet(stream) as sheet:
        list(sheet.rows)

    assert not stream.closed


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=5))
def test_what_is_written_is_read_back(rows):
    written = sheets.lines([["first", "second"], *rows])

    _sheet, found = read(b"\xef\xbb\xbf" + written, delimiter=",")

    assert [cells for _line, cells in found] == [row for row in rows if any(map(str.strip, row))]


def test_rows_are_written_as_the_standard_wants():
    written = sheets.lines([["a", "b"], ["1,2", 'say "x"'], ["-156.3", "two\nlines"]])

    assert written == b'a,b\r\n"1,2","say ""x"""\r\n-156.3,"two\nlines"\r\n'


@given(st.lists(st.tuples(*[st.text(alphabet='",\r\n aИ') | st.text()] * 3)))
def test_columns_are_written_as_their_rows_are(rows):
    columns = list(zip(*rows, strict=True)) or [()] * 3

    assert sheets.lines_of(columns) == sheets.lines(rows)


@given(st.lists(st.text(alphabet="'=+-@\t\rax ") | st.text()))
def test_many_cells_are_guarded_as_one_is(cells):
    assert list(sheets.guard_all(cells)) == [sheets.guard(cell) for cell in cells]


@given(st.text(alphabet="'=+-@\t\rax ") | st.text())
def test_a_guarded_text_comes_back_and_is_harmless(cell):
    guarded = sheets.guard(cell)

    assert sheets.unguard(guarded) == cell
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_an_apostrophe_that_is_a_letter_is_left_alone():
    assert sheets.guard("'s GRAVENZANDE") == "'s GRAVENZANDE"
    assert sheets.unguard("'s GRAVENZANDE") == "'s GRAVENZANDE"
    assert sheets.guard("'=1") == "''=1"


@pytest.mark.skipif(not DATA.is_dir(), reason="FINDSPOT_DATA_DIR has no lists to try")
def test_real_lists_are_read_whole():
    expected = {
        "britain-bombing-ww2/bombings.csv": (11, 32869),
        "cwgc-cemeteries/cemetery-list-2016-11-23.csv": (6, 15814),
        "spb-monuments/monuments.csv": (10, 50),
        "spb-monuments/plaques.csv": (9, 103),
        "tokyo-iseki/13Tokyo_total.csv": (12, 5312),
        "tokyo-iseki/cabon-datingREKIHAKU.tsv": (29, 1903),
        "touroku-bunkazai/latest_original.csv": (18, 13456),
        "pas-bronze-age/pas_0.csv": (42, 500),
        "opencontext-pinarbasi/pinarbasi.csv": (71, 3365),
    }

    found = {}
    for name in expected:
        with sheets.open_sheet(DATA / name) as sheet:
            found[name] = (len(sheet.header), sum(1 for _row in sheet.rows))

    assert found == expected


def test_the_limit_of_cells_is_set_for_reading():
    csv.field_size_limit(10)

    assert len(read(b"a\n" + b"x" * 100 + b"\n")[1]) == 1
