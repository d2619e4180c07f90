"""Workbooks as they come: the sheet that is seen, each cell as a text, bombs refused."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from catalog.lib import sheets, workbook

HEADER = ["number", "title", "date", "quantity"]


def book(*tables, hidden=()):
    """A workbook of named tables, as bytes."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in tables:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
        if name in hidden:
            sheet.sheet_state = "hidden"
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def read(content, **options):
    with sheets.open_sheet(io.BytesIO(content), **options) as sheet:
        return sheet, list(sheet.rows)


def refusal(content, **options):
    with pytest.raises(sheets.SheetError) as caught:
        read(content, **options)
    return str(caught.value)


def test_cells_are_texts():
    cells = ["A-1", "Каска", datetime(2015, 8, 12), 3, 2.5, True, None, date(2015, 8, 12), 1e18]
    content = book(("Finds", [[f"c{n}" for n in range(9)], cells]))

    assert read(content)[1] == [
        (2, ["A-1", "Каска", "2015-08-12", "3", "2.5", "true", "", "2015-08-12", "1E+18"])
    ]


def test_first_sheet_that_is_seen_is_read_or_the_one_named():
    rows = [HEADER, ["A-1", "Helmet", "2015", 1]]
    content = book(("Old", [["x", "y"]]), ("Finds", rows), ("More", [HEADER]), hidden=["Old"])

    sheet, found = read(content)
    named = read(content, name="More")[0]

    assert (sheet.names, found) == (["Finds", "More"], [(2, ["A-1", "Helmet", "2015", "1"])])
    assert named.header == HEADER
    assert "no sheet “Nothing”; its sheets: Finds, More" in refusal(content, name="Nothing")


def test_short_rows_empty_rows_and_titles_are_no_fault():
    wide = [*HEADER, "place", "note"]
    rows = [["A list"], [], wide, ["A-1", "Helmet", 2015, 1, "Hill"], [], ["A-2", *"bcdef"]]
    content = book(("Finds", rows))

    sheet, found = read(content)

    assert [line for line, _cells in found] == [4, 6]
    assert found[0][1] == ["A-1", "Helmet", "2015", "1", "Hill", ""]
    assert sheet.skipped.counts == {"above the header": 1, "empty": 2, "header": 1}


def test_workbook_of_our_own_comes_back():
    rows = [["=1+1", "x\ny"], ["_x0041_", "\x01"]]
    content = b"".join(workbook.pieces("Finds", ["a", "b"], rows))

    assert [cells for _line, cells in read(content)[1]] == rows


@pytest.mark.parametrize("cell", ["_x0000_", "a_xD83D__xDE00_", "_xdfff_ and _x0041_"])
def test_what_no_database_takes_stays_escaped(cell):
    made = openpyxl.Workbook()
    made.active.append(["a", "b"])
    made.active.append(["x", cell])
    stream = io.BytesIO()
    made.save(stream)

    assert read(stream.getvalue())[1] == [(2, ["x", cell])]


def test_bombs_are_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 80 * 1024 * 1024)

    assert "unpacks to too much" in refusal(stream.getvalue())


def test_other_archives_are_no_tables():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "text")

    assert "not a table" in refusal(stream.getvalue())


def changed(content, part, old, new):
    """A workbook with one part of it written otherwise."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(stream, "w") as made:
        for name in source.namelist():
            text = source.read(name)
            made.writestr(name, text.replace(old, new) if name == part else text)
    return stream.getvalue()


def test_formula_whose_result_was_not_saved_is_no_empty_cell():
    content = book(("Finds", [HEADER, ["A-1", "=UPPER(A1)", "2015", "=1+1"]]))

    assert "without a result, in B2, D2:" in refusal(content)


def test_formula_with_its_result_is_read_as_that():
    sheet = "xl/worksheets/sheet1.xml"
    content = book(("Finds", [HEADER, ["A-1", "=UPPER(A1)", "2015", "=1+1"]]))
    content = changed(content, sheet, b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    content = changed(
        content,
        sheet,
        b'<c r="B2"><f>UPPER(A1)</f><v></v>',
        b'<c r="B2" t="str"><f>UPPER(A1)</f><v></v>',
    )

    assert read(content)[1] == [(2, ["A-1", "", "2015", "2"])]


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/workbook.xml", b"sheetId", b"sheetIt"),
        ("xl/styles.xml", b"<", b">"),
        ("xl/worksheets/sheet1.xml", b"</row>", b""),
        ("xl/worksheets/sheet1.xml", b'r="A2"', b'r="2A"'),
        ("xl/worksheets/sheet1.xml", b't="n"', b't="s"'),
    ],
)
def test_damaged_workbook_is_refused_in_a_sentence(part, old, new):
    content = book(("Finds", [HEADER, ["A-1", "Helmet", "2015", 7]]))

    assert "damaged" in refusal(changed(content, part, old, new))


def test_workbook_whose_sheets_are_all_hidden_says_so():
    content = changed(book(("Finds", [HEADER])), "xl/workbook.xml", b'"visible"', b'"hidden"')

    assert "Every sheet of the workbook is hidden" in refusal(content)
    assert read(content, name="Finds")[0].header == HEADER


def test_workbook_with_an_empty_sheet_of_charts_is_refused_in_a_sentence():
    made = openpyxl.Workbook()
    made.active.append(HEADER)
    made.create_chartsheet("Chart")
    stream = io.BytesIO()
    made.save(stream)

    assert "damaged" in refusal(stream.getvalue())


@pytest.mark.slow
def test_row_far_beyond_the_end_of_a_sheet_is_not_waited_for():
    content = book(("Finds", [HEADER, ["A-1", "Helmet", "2015", 1], ["A-2", "Helmet", "2015", 1]]))
    far = changed(content, "xl/worksheets/sheet1.xml", b'<row r="3">', b'<row r="9999999999">')

    assert [cells[0] for _line, cells in read(far)[1]] == ["A-1"]
