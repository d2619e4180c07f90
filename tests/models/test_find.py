"""A find: its number and former numbers, its words, its history."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from simple_history.utils import bulk_create_with_history

from catalog.lib import text
from catalog.models import Find, FormerNumber
from catalog.vocab import Category
from tests.factories import (
    make_expedition,
    make_find,
    make_person,
    make_term,
    make_user,
    root_type,
)

pytestmark = pytest.mark.django_db


def former_numbers() -> dict[str, str]:
    """Former number → the number it has now."""
    rows = FormerNumber.objects.select_related("find")
    return {row.catalogue_number: row.find.catalogue_number for row in rows}


def renumber(find: Find, number: str) -> None:
    find.catalogue_number = number
    find.full_clean()
    find.save()


def test_renumbered_find_keeps_its_old_address() -> None:
    find = make_find(catalogue_number="SHU15-0001")

    renumber(find, "SHU15-0100")

    assert former_numbers() == {"SHU15-0001": "SHU15-0100"}
    assert find.slug == "SHU15-0100"


def test_find_renumbered_twice_is_found_by_both() -> None:
    find = make_find(catalogue_number="A-1")

    renumber(find, "A-2")
    renumber(find, "A-3")

    assert former_numbers() == {"A-1": "A-3", "A-2": "A-3"}


def test_find_may_return_to_a_number_it_had() -> None:
    find = make_find(catalogue_number="A-1")

    renumber(find, "A-2")
    renumber(find, "A-1")
    renumber(find, "A-2")

    assert former_numbers() == {"A-1": "A-2", "A-2": "A-2"}


def test_another_case_is_the_same_number() -> None:
    find = make_find(catalogue_number="shu-1")

    renumber(find, "SHU-1")

    assert former_numbers() == {}
    assert Find.objects.get().catalogue_number == "SHU-1"


def test_number_another_find_had_is_refused() -> None:
    renumber(make_find(catalogue_number="A-1"), "A-2")
    other = make_find()

    with pytest.raises(ValidationError, match="Another find had this number"):
        renumber(other, "a-1")


@pytest.mark.parametrize("number", ["", "  ", "1,2E+05", "Jun-42", "=A1", "SHU\u200b-1", "SНU-1"])
def test_what_is_no_number_is_refused(number: str) -> None:
    find = make_find()
    find.catalogue_number = number

    with pytest.raises(ValidationError) as refusal:
        find.full_clean()
    assert "catalogue_number" in refusal.value.message_dict


def test_form_says_that_a_number_is_taken() -> None:
    make_find(catalogue_number="A-1")
    find = make_find()
    form_class = forms.modelform_factory(Find, fields=["catalogue_number"])

    form = form_class({"catalogue_number": "a-1"}, instance=find)

    assert form.errors == {"__all__": ["This catalogue number is taken already."]}


@pytest.mark.parametrize("date", ["18.08.1945", "ca. 1943", "32.08.2025", "1945-13"])
def test_date_that_is_not_edtf_is_refused_at_its_field(date: str) -> None:
    find = make_find()
    find.found_on = date

    with pytest.raises(ValidationError) as refusal:
        find.full_clean()
    assert list(refusal.value.message_dict) == ["found_on"]


def test_title_falls_back_to_another_language() -> None:
    find = make_find(title_ru="Каска", title_ja="鉄帽")

    assert find.title == "Каска"
    assert find.titles == {"ru": "Каска", "ja": "鉄帽"}


def test_creation_and_change_are_in_the_history_with_their_user() -> None:
    user = make_user("recorder")
    find = make_find()
    find._history_user = user
    find.title_ru = "Каска"
    find.save()

    rows = find.history.order_by("history_id")
    assert [(row.history_type, row.history_user) for row in rows] == [("+", None), ("~", user)]
    assert rows[1].title_ru == "Каска"
    assert rows[1].import_run is None


def test_history_leaves_out_what_is_derived() -> None:
    columns = {field.name for field in Find.history.model._meta.fields}

    assert not columns & {"number_key", "public_latitude", "public_text", "fullness"}
    assert {"latitude", "internal_notes", "publication_status"} <= columns


def test_history_keeps_who_found_it() -> None:
    finder = make_person()
    find = make_find()

    find.found_by.add(finder)

    rows = find.history.order_by("-history_id").first().found_by.all()
    assert [row.person for row in rows] == [finder]


def test_history_can_be_written_in_bulk() -> None:
    expedition, kind = make_expedition(), root_type(Category.HELMET)
    values: dict[str, Any] = {"expedition": expedition, "object_type": kind, "category": "helmet"}
    finds = [Find(catalogue_number=f"B-{n}", title_en="x", **values) for n in range(3)]
    for find in finds:
        find.derive_columns()

    bulk_create_with_history(finds, Find)

    assert Find.history.count() == 3


def test_find_does_not_go_with_what_it_points_to() -> None:
    find = make_find(nationality=make_term(vocabulary="nationality"))

    for row in (find.expedition, find.object_type, find.nationality):
        with pytest.raises(Exception, match="protected"):
            row.delete()


class TestNextNumber:
    """What an expedition offers for its next find."""

    def test_first_number_follows_the_prefix(self) -> None:
        assert make_expedition(number_prefix="SHU15-").next_number() == "SHU15-0001"

    def test_code_stands_in_for_a_prefix(self) -> None:
        assert make_expedition("KUR19", number_prefix="").next_number() == "KUR19-0001"

    def test_highest_number_counts_not_the_last(self) -> None:
        expedition = make_expedition(number_prefix="SHU15-")
        for tail in ("0009", "0100", "7", "12a", "x"):
            make_find(expedition=expedition, catalogue_number=f"SHU15-{tail}")

        assert expedition.next_number() == "SHU15-0101"

    def test_numbers_of_other_expeditions_and_former_ones_are_not_free(self) -> None:
        expedition = make_expedition(number_prefix="SHU-")
        make_find(catalogue_number="shu-0004")
        renumber(make_find(expedition=expedition, catalogue_number="SHU-0008"), "Z-1")

        assert expedition.next_number() == "SHU-0009"

    def test_cyrillic_prefix_is_followed_too(self) -> None:
        expedition = make_expedition(number_prefix="Ш-")
        make_find(expedition=expedition, catalogue_number="ш-0003")

        number = expedition.next_number()

        assert number == "Ш-0004"
        make_find(expedition=expedition, catalogue_number=number)
        assert Find.objects.numbered(text.number_key("Ш-0004")).exists()
