"""The engine behind the buttons and the API of django-import-export."""

from datetime import datetime

import pytest
from django.contrib.auth.models import User
from tablib import Dataset

from catalog.models import Find, ImportRun
from catalog.transfer.columns import header
from catalog.transfer.resource import FindResource
from tests.factories import make_find
from tests.transfer.lists_in import GOOD, row

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("furnished")]


def test_preview_says_what_would_become_of_every_row_and_writes_nothing() -> None:
    find = make_find(catalogue_number="A-1", title_en="<b>Old</b>")
    known = row("A-1", expedition=find.expedition.code, title_en="New")

    result = FindResource().import_data(_dataset(known, row("A-2")), dry_run=True)

    assert [one.import_type for one in result.rows] == ["update", "new"]
    assert "&lt;b&gt;Old&lt;/b&gt;" in result.rows[0].diff[-1]
    assert not result.has_validation_errors()
    assert Find.objects.count() == 1


def test_refused_rows_come_back_as_invalid_with_their_columns() -> None:
    result = FindResource().import_data(_dataset(row("A-1"), row("A-2", quantity="0")))

    (invalid,) = result.invalid_rows
    assert list(invalid.error.message_dict) == ["quantity"]
    assert result.totals["new"] == 0
    assert not Find.objects.exists()


def test_lines_that_are_no_rows_do_not_shift_the_others() -> None:
    empty, total = dict.fromkeys(GOOD, ""), {**dict.fromkeys(GOOD, ""), "catalogue_number": "Total"}

    result = FindResource().import_data(_dataset(row("A-1"), empty, total, row("A-2")))

    assert [one.row_values["catalogue_number"] for one in result.rows] == ["A-1", "A-2"]
    assert [one.diff[0] for one in result.rows] == ["A-1", "A-2"]
    assert result.totals["new"] == 2


@pytest.mark.parametrize("words", ["=1+1", "'=1+1", "#N/A", "'#N/A", "\\N", "  x", "'x", "+7"])
def test_odd_texts_go_out_and_come_in_the_same(words: str) -> None:
    make_find(damage=words)

    assert FindResource().import_data(FindResource().export()).totals["skip"] == 1


def test_list_that_is_none_is_a_base_error() -> None:
    result = FindResource().import_data(Dataset(["x"], headers=["nothing known"]))

    assert "no column for the catalogue number" in str(result.base_errors[0].error)


def test_errors_are_raised_where_asked() -> None:
    with pytest.raises(ValueError, match="from 1"):
        FindResource().import_data(_dataset(row(quantity="0")), raise_errors=True)


def test_person_behind_the_button_has_their_own_rights(recorder: User) -> None:
    result = FindResource(user=recorder).import_data(
        _dataset(row(publication_status="published")), file_name="mine.xlsx"
    )

    assert result.has_validation_errors()
    FindResource(user=recorder).import_data(_dataset(row()), file_name="mine.xlsx")
    assert (ImportRun.objects.get().file_name, ImportRun.objects.get().user) == (
        "mine.xlsx",
        recorder,
    )


def test_cells_of_a_workbook_are_taken_as_they_are_shown() -> None:
    data = Dataset(headers=[*GOOD, "quantity", "damage", "found_on", "depth_cm", "carries_name"])
    data.append([*GOOD.values(), 3.0, None, datetime(2015, 8, 12), 40, True])

    result = FindResource().import_data(data)

    find = Find.objects.get()
    assert result.totals["new"] == 1
    assert (find.quantity, find.found_on, find.depth_cm, find.carries_name) == (
        3,
        "2015-08-12",
        40,
        True,
    )


def test_half_a_character_does_not_break_the_list() -> None:
    FindResource().import_data(_dataset(row(title_en="\ud800 helmet")))

    assert Find.objects.get().title_en == "? helmet"


def test_export_hides_what_the_person_may_not_see(recorder: User, administrator: User) -> None:
    make_find(latitude="50.731234", longitude="156.187654")

    for_all = FindResource(user=recorder).export()
    for_few = FindResource(user=administrator).export(export_fields=["latitude"])

    assert "latitude" not in for_all.headers
    assert "50.731234" not in for_all.csv
    assert for_few.headers == ["latitude"]


def test_export_is_what_import_reads_back() -> None:
    make_find()

    data = FindResource().export()

    assert data.headers == header()
    assert FindResource().import_data(data).totals["skip"] == 1


def _dataset(*rows: dict[str, str]) -> Dataset:
    names = list(dict.fromkeys(name for one in rows for name in one))
    return Dataset(*[[one.get(name, "") for name in names] for one in rows], headers=names)
