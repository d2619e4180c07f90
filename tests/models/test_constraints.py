"""Each named constraint refuses twice: with its sentence in a form, and in the database itself."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from catalog.models import (
    Expedition,
    Find,
    FindPhoto,
    FindRelation,
    FindSource,
    MunitionDetail,
    Photo,
    Place,
    RemainsDetail,
    StructureDetail,
    VehicleDetail,
)
from catalog.vocab import Category
from tests.factories import (
    make_expedition,
    make_find,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_remains,
    make_source,
    make_term,
    put_on,
)

pytestmark = pytest.mark.django_db


def sentences(row: models.Model) -> str:
    """What a form would say of the row; fails when it says nothing."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return " ".join(refusal.value.messages)


def assert_database_refuses(row: models.Model, **columns: Any) -> None:
    """Write past `save()`, as a bulk path or another program would."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(**columns)


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"latitude": 95, "longitude": 10}, "Latitude lies between −90 and 90 degrees."),
        ({"latitude": -91, "longitude": 10}, "Latitude lies between −90 and 90 degrees."),
        ({"latitude": 10, "longitude": 181}, "Longitude lies between −180 and 180 degrees."),
        ({"latitude": 10, "longitude": None}, "Latitude and longitude go together."),
        ({"latitude": None, "longitude": 10}, "Latitude and longitude go together."),
        ({"coordinate_uncertainty_m": 0}, "The uncertainty of a position is above zero metres."),
        ({"quantity": 0}, "The quantity is at least one."),
        (
            {"title_en": "", "title_ru": "", "title_ja": ""},
            "Give it a name in at least one language.",
        ),
    ],
)
def test_find_is_refused(columns: dict[str, Any], sentence: str) -> None:
    find = make_find()
    assert_database_refuses(find, **columns)

    for name, value in {"coordinate_uncertainty_m": 5, **columns}.items():
        setattr(find, name, value)
    assert sentence in sentences(find)


@pytest.mark.parametrize("what", ["found", "made"])
def test_end_before_start_is_refused(what: str) -> None:
    find = make_find()
    assert_database_refuses(
        find, **{f"{what}_from": date(2015, 8, 20), f"{what}_to": date(2015, 8, 10)}
    )

    setattr(find, f"{what}_on", "2015-08-20/2015-08-10")
    with pytest.raises(ValidationError) as refusal:
        find.full_clean()
    assert list(refusal.value.message_dict) == [f"{what}_on"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("SHU15-1", "shu15-1"),
        ("Ш-12а", "Ш-12А"),
        ("SHU15-1", "ＳＨＵ１５－１"),
        ("№ 7", "№\u00a07"),
    ],
)
def test_number_is_taken_whatever_its_case_width_and_blanks(first: str, second: str) -> None:
    make_find(catalogue_number=first)
    other = make_find()
    other.catalogue_number = second

    assert "This catalogue number is taken already." in sentences(other)
    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_numbers_of_other_letters_are_others() -> None:
    make_find(catalogue_number="Ш-12")

    make_find(catalogue_number="Щ-12").full_clean()


def test_position_needs_its_uncertainty_in_a_form() -> None:
    find = make_find()
    find.latitude, find.longitude = "50.7", "156.2"

    assert "Say within how many metres the position is right." in sentences(find)


def test_object_type_of_another_category_is_refused() -> None:
    find = make_find(category=Category.HELMET)
    find.category = Category.TANK

    assert "“Helmet” belongs to the category “Helmets”." in sentences(find)


def test_title_of_three_hundred_characters_is_refused() -> None:
    find = make_find()
    find.title_en = "a" * 300

    assert "at most 200 characters (it has 300)" in sentences(find)


def test_count_of_people_is_at_least_one() -> None:
    detail = make_remains().remains
    assert_database_refuses(detail, individuals=0)

    detail.individuals = 0
    assert "Count at least one person" in sentences(detail)


def test_part_of_another_record_may_count_nobody() -> None:
    detail = make_remains(individuals=0, is_part=True).remains

    detail.full_clean()
    assert RemainsDetail.objects.get(pk=detail.pk).individuals == 0


@pytest.mark.parametrize(
    ("model", "category", "columns", "sentence"),
    [
        (MunitionDetail, Category.MUNITION, {"calibre_mm": 0}, "The calibre is above zero"),
        (VehicleDetail, Category.TANK, {"completeness_pct": 101}, "between 0 and 100 percent"),
        (StructureDetail, Category.STRUCTURE, {"orientation_deg": 360}, "between 0 and 359"),
    ],
)
def test_detail_is_refused(
    model: type[models.Model], category: str, columns: dict[str, Any], sentence: str
) -> None:
    detail = model.objects.get(find=make_find(category=category))
    assert_database_refuses(detail, **columns)

    for name, value in columns.items():
        setattr(detail, name, value)
    assert sentence in sentences(detail)


@pytest.mark.parametrize("gap", ["credit_line", "license_uri", "file"])
def test_photograph_is_not_published_without(gap: str) -> None:
    photo = make_photo(published=True)
    assert_database_refuses(photo, **{gap: ""})

    setattr(photo, gap, "")
    assert "only with its file, its credit and its licence" in sentences(photo)


def test_unpublished_photograph_may_lack_everything() -> None:
    photo = make_photo(file="", credit_line="", license_uri="")

    photo.full_clean()
    assert not Photo.objects.get(pk=photo.pk).published


def test_one_photograph_stands_for_a_find() -> None:
    find = make_find()
    make_photo(find)
    second = put_on(find, make_photo())
    assert_database_refuses(second, is_primary=True)

    second.is_primary = True
    assert "Only one photograph stands for the find." in sentences(second)


def test_photograph_hangs_on_a_find_once() -> None:
    find = make_find()
    photo = make_photo(find)
    again = FindPhoto(find=find, photo=photo, order=2)

    assert "This photograph is on the find already." in sentences(again)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


@pytest.mark.parametrize("make", [make_place, make_term])
def test_nothing_is_part_of_itself(make: Any) -> None:
    row = make()
    assert_database_refuses(row, parent=row.pk)

    row.parent = row
    with pytest.raises(ValidationError, match="cannot be part of"):
        row.save()
    assert "It cannot be part of itself." in sentences(row)


@pytest.mark.parametrize(
    "columns",
    [
        {"latitude": 91, "longitude": 0},
        {"latitude": 0, "longitude": -181},
        {"latitude": 5, "longitude": None},
    ],
)
def test_middle_of_a_place_lies_on_the_globe(columns: dict[str, Any]) -> None:
    place = make_place()
    assert_database_refuses(place, **columns)

    for name, value in columns.items():
        setattr(place, name, value)
    assert "(−180 to 180) go together" in sentences(place)


def test_expedition_does_not_end_before_it_starts() -> None:
    expedition = make_expedition()
    assert_database_refuses(expedition, date_from=date(2015, 8, 2), date_to=date(2015, 8, 1))

    expedition.dates = "2015-08-02/2015-08-01"
    with pytest.raises(ValidationError) as refusal:
        expedition.full_clean()
    assert "dates" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("make", "column", "sentence"),
    [
        (make_expedition, "code", "Another expedition has this code."),
        (make_institution, "slug", "Another institution has this code."),
        (make_source, "code", "Another source has this code."),
        (make_person, "name", "A contributor of this name is recorded already."),
        (make_place, "slug", "Another place has this address."),
        (make_term, "code", "This vocabulary has a term of that code already."),
    ],
)
def test_key_of_a_list_is_given_once(make: Any, column: str, sentence: str) -> None:
    first, second = make(), make()
    assert_database_refuses(second, **{column: getattr(first, column)})

    setattr(second, column, getattr(first, column))
    assert sentence in sentences(second)


def test_same_code_may_stand_in_two_vocabularies() -> None:
    make_term("star", vocabulary="object_type")

    make_term("star", vocabulary="material").full_clean()


def test_term_stands_under_a_term_of_its_own_vocabulary() -> None:
    term = make_term(vocabulary="material")
    term.parent = make_term(vocabulary="object_type")

    assert "The broader term belongs to another vocabulary." in sentences(term)


@pytest.mark.parametrize(
    ("model", "columns"),
    [
        (Place, {"name_en": "", "name_ru": "", "name_ja": ""}),
        (Expedition, {"title_en": "", "title_ru": "", "title_ja": ""}),
    ],
)
def test_name_in_one_language_is_enough_and_needed(
    model: type[models.Model], columns: dict[str, str]
) -> None:
    row = make_place() if model is Place else make_expedition()
    language = next(iter(columns))[:-2] + "ja"
    model._base_manager.filter(pk=row.pk).update(**{**columns, language: "占守島"})
    assert_database_refuses(row, **columns)

    for name, value in columns.items():
        setattr(row, name, value)
    assert "Give it a name in at least one language." in sentences(row)


def test_link_between_finds_is_recorded_once_and_not_to_itself() -> None:
    here, there = make_find(), make_find()
    link = FindRelation.objects.create(from_find=here, to_find=there, kind="found_with")
    again = FindRelation(from_find=here, to_find=there, kind="found_with")

    assert "This link is recorded already." in sentences(again)
    assert_database_refuses(link, to_find=here)
    link.to_find = here
    assert "A find cannot be related to itself." in sentences(link)


def test_source_is_given_once() -> None:
    source = make_source()
    find = make_find(sources=[source])
    again = FindSource(find=find, source=source)

    assert "This source is given already." in sentences(again)
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_every_constraint_that_people_meet_has_a_sentence_of_its_own() -> None:
    silent = [
        constraint.name
        for model in (Find, *_models())
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
        and "public_id" not in constraint.name
        and constraint.name != "former_number_unique"
    ]

    assert silent == []


def _models() -> list[type[models.Model]]:
    return [
        model
        for model in Find._meta.apps.get_app_config("catalog").get_models()
        if not model.__name__.startswith("Historical")
    ]
