"""No line of a file is lost: what is read, refused and left out adds up, and the report says so."""

import io
from datetime import date

import openpyxl
import pytest

from catalog.models import Find
from tests.transfer.lists_in import (
    GOOD,
    counts,
    exported,
    problems,
    row,
    sentences,
    table,
    take,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]
HEADER = ",".join(GOOD)


def line(number: str) -> str:
    return ",".join([number, *list(GOOD.values())[1:]])


def test_report_proves_that_no_line_was_lost() -> None:
    file = "\n".join(
        [
            "Finds of 2015",
            "",
            HEADER,
            line("A-1"),
            HEADER,
            line("A-2"),
            "A-3,too,short",
            "Total,,,,3",
            "",
        ]
    )

    report = take(file=file, skip_refused=True)

    assert report.lines == len(file.split("\n")) - 1
    assert report.proof() == (
        "Lines of the file: 8 = 3 rows read + above the header 1 + empty 1 + header 1 + "
        "the header again 1 + total 1."
    )
    assert report.skipped_lines() == [
        "Line 1 was left out: above the header.",
        "Line 5 was left out: the header again.",
        "Line 8 was left out: total.",
    ]
    assert counts(report) == {"new": 2, "refused": 1}


def test_row_that_swallowed_others_is_refused_and_says_to_which_line() -> None:
    opened = line("A-1").replace("Helmet", '"Helmet')
    closed = line("A-3").replace("hole", 'hole"')
    file = "\n".join([HEADER, opened, line("A-2"), closed, line("A-4"), ""])

    report = take(file=file, skip_refused=True)

    assert problems(report) == [(2, "")]
    assert "to line 4" in sentences(report)
    assert set(Find.objects.values_list("catalogue_number", flat=True)) == {"A-4"}
    assert report.lines == 5


def test_workbook_goes_in_by_the_same_engine() -> None:
    made = openpyxl.Workbook()
    made.active.append([*GOOD, "found_on", "quantity"])
    made.active.append([*row("A-1").values(), 42228, 2])
    stream = io.BytesIO()
    made.save(stream)

    report = take(file=stream.getvalue())

    assert problems(report) == [(2, "found_on")]
    assert "2015-08-12" in sentences(report)


def test_sheet_is_named_by_the_mapping() -> None:
    made = openpyxl.Workbook()
    made.active.append(["x", "y"])
    sheet = made.create_sheet("Finds")
    sheet.append(list(GOOD))
    sheet.append(list(row("A-1").values()))
    stream = io.BytesIO()
    made.save(stream)

    report = take(file=stream.getvalue(), toml='[options]\nsheet = "Finds"\n')

    assert counts(report) == {"new": 1}


def test_plain_list_adds_up_too() -> None:
    report = take(row("A-1"), row("A-2"))

    assert report.lines == len(table([row("A-1"), row("A-2")]).splitlines())


@pytest.mark.parametrize("cell", ["#N/A", "#REF!", "#ЗНАЧ!"])
@pytest.mark.parametrize("column", ["catalogue_number", "title_en", "quantity", "found_by"])
def test_what_a_formula_that_failed_has_left_is_refused(column: str, cell: str) -> None:
    report = take(row("A-1", **{column: cell}))

    assert problems(report) == [(2, column)]
    assert f"“{cell}”: A spreadsheet writes this where a formula failed" in sentences(report)


def test_same_words_that_somebody_has_entered_come_back() -> None:
    take(row("A-1", damage="'#N/A", markings="''#REF!"))

    assert Find.objects.get().damage == "#N/A"
    assert "'#N/A" in exported()
    assert counts(take(file=exported())) == {"same": 1}


def test_number_a_spreadsheet_has_made_a_day_of_is_marked_once() -> None:
    made = openpyxl.Workbook()
    made.active.append(list(GOOD))
    made.active.append([date(1942, 6, 1), *list(GOOD.values())[1:]])
    stream = io.BytesIO()
    made.save(stream)

    first, second = take(file=stream.getvalue()), take(file=stream.getvalue())

    assert [str(one) for one in first.warnings] == [
        "Line 2, catalogue_number: “1942-06-01”: It reads like a day: did a spreadsheet make it of "
        "another number?"
    ]
    assert (counts(first), second.warnings) == ({"new": 1}, [])
