"""Which lines of a file are rows: none is lost, and what is left out is told."""

import io
import os
from pathlib import Path

import pytest
from hypothesis import given, strategies as st

from catalog.lib import sheets

DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", "../shared/data"))
WIDE = "number,title,place,date,quantity,note\n"


def read(content, **options):
    file = io.BytesIO(content if isinstance(content, bytes) else content.encode())
    with sheets.open_sheet(file, **options) as sheet:
        return sheet, [cells for _line, cells in sheet.rows]


def test_title_above_the_header_is_left_out_and_told():
    content = f"List of finds 2015\n\n{WIDE}A-1,Helmet,Hill,2015,1,x\nA-2,Helmet,Hill,2015,1,x\n"

    sheet, rows = read(content)

    assert sheet.header[0] == "number"
    assert [cells[0] for cells in rows] == ["A-1", "A-2"]
    assert sheet.skipped.counts == {"above the header": 1, "empty": 1, "header": 1}
    assert sheet.skipped.told == [(1, "above the header")]


def test_names_of_groups_above_the_header_are_left_out():
    header = "number,title,place,date,quantity,note,length,width,height,weight\n"
    groups = "Compiled by:,A. Name,on,2015,,,,,,\nPassport,,,Find,,,Measures,,,\n"
    row = "A-1,Helmet,Hill,2015,1,x,1,2,3,4\n"

    sheet, rows = read(groups + header + row)

    assert (sheet.header[0], len(rows)) == ("number", 1)
    assert sheet.skipped.told == [(1, "above the header"), (2, "above the header")]


def test_header_of_rows_that_are_mostly_full_is_no_title():
    assert read("a,b,c,d\n1,2,3,4,5,6,7\n1,2,3,4,5,6,7\n")[0].header == list("abcd")


def test_title_does_not_hide_the_separator():
    content = f"Список, 2015\n{WIDE.replace(',', ';')}A-1;Helmet;Hill;2015;1,5;x\n"

    assert read(content)[0].delimiter == ";"


def test_list_of_two_columns_keeps_its_header():
    sheet, rows = read("number,title\nA-1,Helmet\n")

    assert (sheet.header, rows) == (["number", "title"], [["A-1", "Helmet"]])


def test_header_again_and_totals_are_left_out_and_told():
    row = "A-1,Helmet,Hill,2015,1,x\n"
    content = f"{WIDE}{row}{WIDE}{row}Итого:,,,,2,\n,,,Total,2,\n"

    sheet, rows = read(content)

    assert len(rows) == 2
    assert sheet.skipped.told == [(3, "the header again"), (5, "total"), (6, "total")]


def test_find_whose_title_is_total_is_a_row():
    assert len(read("title,number\nTotal,A-1\n")[1]) == 1


def test_stray_quotation_mark_that_takes_rows_is_named():
    row = "A-{},Helmet,Hill,2015,1,x\n"
    content = WIDE + 'A-1,"Helmet,Hill,2015,1,x\n' + row.format(2) + 'A-3,Helmet",Hill,2015,1,x\n'

    sheet, rows = read(content)

    assert len(rows) == 1
    assert "to line 4" in sheet.swallowed[2]
    assert sheet.skipped.counts["further lines of a cell"] == 2


def test_text_of_several_lines_is_no_such_thing():
    sheet, rows = read(f'{WIDE}A-1,"Helmet,\nwith a hole, rusty",Hill,2015,1,x\n')

    assert (len(rows), sheet.swallowed) == (1, {})


@given(
    st.lists(st.lists(st.text(st.sampled_from('a ,"\n;1Ито'), max_size=6), max_size=5), max_size=12)
)
def test_rows_and_lines_left_out_add_up_to_the_lines_of_the_file(table):
    content = sheets.lines([["a", "b", "c"], *table])

    sheet, rows = read(content, encoding="utf-8", delimiter=",")

    physical = content.decode().replace("\r\n", "\n").count("\n")
    assert len(rows) + sheet.skipped.lines == physical


def test_real_lists_lose_no_line():
    paths = sorted((DATA / "csv-torture").rglob("*.csv")) + sorted(DATA.glob("*/*.csv"))
    if not paths:
        pytest.skip("no lists: FINDSPOT_DATA_DIR names no folder of test lists")
    for path in paths:
        if path.stat().st_size > 2_000_000:
            continue
        try:
            with sheets.open_sheet(path) as sheet:
                read_rows = sum(1 for _row in sheet.rows)
                text = path.read_bytes().decode(sheet.encoding, "strict")
        except (sheets.SheetError, UnicodeError):
            continue
        ends = io.StringIO(text, newline=None).read()
        physical = ends.count("\n") + (not ends.endswith("\n"))
        assert read_rows + sheet.skipped.lines == physical, path


def test_words_of_totals_are_known_in_three_languages():
    for word in ("TOTAL", "Итого:", "всего", "合計", "計"):
        _sheet, rows = read(f"{WIDE}A-1,Helmet,Hill,2015,1,x\n{word},,,,1,\n")
        assert len(rows) == 1, word
