"""Workbooks: every text comes back as it went, typed as text; numbers are numbers."""

import io
import tracemalloc
import zipfile
from collections.abc import Iterator, Sequence

import openpyxl
import pytest
from hypothesis import given, strategies as st

from catalog.lib import workbook

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def made(rows: Sequence[Sequence[str]], header: Sequence[str] = ("a", "b"), **options: object):
    content = b"".join(workbook.pieces("finds", header, rows, **options))
    return openpyxl.load_workbook(io.BytesIO(content), read_only=True)


def cells(rows: Sequence[Sequence[str]], **options: object) -> list[list[str]]:
    sheet = made(rows, **options)["finds"]
    return [
        [workbook.unescape(cell.value or "") for cell in row] for row in sheet.iter_rows(min_row=2)
    ]


@pytest.mark.slow
@given(st.lists(st.tuples(ANY, ANY), min_size=1, max_size=3))
def test_any_text_comes_back(rows: list[tuple[str, str]]) -> None:
    found = cells(rows)

    assert [tuple(row) for row in found] == rows


@pytest.mark.parametrize("text", ["=1+1", "1945-08", "0042", "1E5", "TRUE", "#REF!", "  a  "])
def test_text_is_typed_as_text(text: str) -> None:
    (row,) = made([[text, "x"]])["finds"].iter_rows(min_row=2)

    assert (row[0].value, row[0].data_type) == (text, "s")
    assert row[0].number_format == "@"


@pytest.mark.parametrize("text", ["0", "12", "-156.25", "0.5", "999999999.999"])
def test_a_number_is_a_number_where_it_is_wanted(text: str) -> None:
    (row,) = made([[text, text]], numbers=["a"])["finds"].iter_rows(min_row=2)

    assert (row[0].data_type, row[1].data_type) == ("n", "s")
    assert str(row[0].value) == row[1].value


@pytest.mark.parametrize("text", ["007", "1.50", "0.000001", "12345678901234567", "20+", "nan"])
def test_a_number_that_would_change_stays_text(text: str) -> None:
    assert cells([[text, "x"]], numbers=["a"]) == [[text, "x"]]


def test_a_text_too_long_for_a_cell_is_left_out_and_told() -> None:
    long = "я" * (workbook.MOST_CHARACTERS + 1)
    book = made([["A-1", "short"], ["A-2", long]])

    assert book.sheetnames == ["finds", "left out"]
    assert [[cell.value for cell in row] for row in book["finds"].iter_rows(min_row=3)] == [
        ["A-2", None]
    ]
    told = [[cell.value for cell in row] for row in book["left out"].iter_rows()]
    assert told == [["a", "column", "characters"], ["A-2", "b", len(long)]]


def test_what_one_sheet_cannot_hold_goes_on_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)

    book = made([[str(number), ""] for number in range(5)])

    assert book.sheetnames == ["finds", "finds 2", "finds 3"]
    first = [[row[0].value for row in book[name].iter_rows()] for name in book.sheetnames]
    assert first == [["a", "0", "1"], ["a", "2", "3"], ["a", "4"]]


def test_the_same_rows_give_the_same_bytes_and_a_sound_archive() -> None:
    first, second = (b"".join(workbook.pieces("finds", ["a"], [["1"]])) for _turn in range(2))

    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.testzip() is None


@pytest.mark.slow
def test_memory_does_not_grow_with_the_rows() -> None:
    def rows(number: int) -> Iterator[list[str]]:
        return ([f"row {one}", "x" * 200] for one in range(number))

    def held(number: int) -> int:
        tracemalloc.start()
        for _piece in workbook.pieces("finds", ["a", "b"], rows(number)):
            pass
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert held(8_000) < 1.2 * held(2_000)
