"""Exporting: what a list holds, for whom, and in how many queries."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Find
from catalog.transfer import exporting
from catalog.transfer.columns import header
from tests.factories import make_find, make_person, make_photo, make_source, seeded
from tests.transfer.lists_in import exported

pytestmark = pytest.mark.django_db


def test_list_is_in_the_order_of_numbers_as_people_count() -> None:
    for number in ("A-10", "A-2", "A-1"):
        make_find(catalogue_number=number)

    names, rows = exporting.full(Find.objects.all())

    assert names == header()
    assert [row[0] for row in rows] == ["A-1", "A-2", "A-10"]


def test_withheld_columns_are_left_out_where_asked() -> None:
    make_find(latitude="50.731234", longitude="156.187654", internal_notes="hush")

    names, rows = exporting.full(Find.objects.all(), sensitive=False)

    assert not {"latitude", "longitude", "internal_notes", "markings"} & set(names)
    assert "hush" not in str(list(rows))


def test_formulas_are_guarded_and_negative_degrees_are_not() -> None:
    make_find(title_en="=1+1", latitude="-50.5", longitude="-156.25", damage="'-1")

    row = next(csv.DictReader(io.StringIO(exported(), newline="")))

    assert (row["title_en"], row["damage"]) == ("'=1+1", "''-1")
    assert (row["latitude"], row["longitude"]) == ("-50.5", "-156.25")


def test_cells_hold_what_people_and_machines_read() -> None:
    find = make_find(
        materials=[seeded(code, vocabulary="material") for code in ("steel", "brass")],
        found_by=[make_person("B | C"), make_person("A")],
        sources=[make_source(code="S-1")],
        length_mm="280.500",
        damage_count=15,
        damage_qualifier="approx",
    )
    make_photo(find, original_name="a.jpg", credit_line="Credit")

    row = next(csv.DictReader(io.StringIO(exported(), newline="")))

    assert row["materials"] == "brass|steel"
    assert row["found_by"] == r"A|B \| C"
    assert (row["sources"], row["length_mm"], row["damage_count"]) == ("S-1", "280.5", "~15")
    assert (row["photo"], row["photo_credit"]) == ("a.jpg", "Credit")


def test_queries_do_not_grow_with_the_finds() -> None:
    make_find(sources=[make_source()], found_by=[make_person()])
    with CaptureQueriesContext(connection) as few:
        exported()
    for _number in range(15):
        make_find(sources=[make_source()], found_by=[make_person()])
    with CaptureQueriesContext(connection) as many:
        exported()

    assert len(many) == len(few)
