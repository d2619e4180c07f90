"""The derived columns: one pure function, the same for `save()` and for the bulk path."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from catalog.models import Find
from catalog.models.derivation import DERIVED, PlaceRef, Refs, bounds, derive
from catalog.models.references import refs_of
from catalog.vocab import (
    CATEGORY_RULES,
    Category,
    CustodyStatus,
    HazardStatus,
    Precision,
    Presence,
)
from tests.factories import make_expedition, make_find, make_institution, make_place, nationality

PLAIN = {field.attname: field.get_default() for field in Find._meta.concrete_fields}
NOTES = {"field_number", "context", "internal_notes", "unit_attribution"}
SECRET_WORDS = {
    "field_number": "bagseven",
    "context": "layerseven",
    "internal_notes": "noteseven",
    "current_location": "shelfseven",
}


def values(**columns: Any) -> dict[str, Any]:
    """The columns of a find, empty but for what is given."""
    return {**PLAIN, "catalogue_number": "A-1", "category": Category.HELMET, **columns}


def derived_columns() -> set[str]:
    return {Find._meta.get_field(name).attname for name in DERIVED}


def test_all_derived_columns_are_filled() -> None:
    assert set(derive(values(), Refs())) == derived_columns()


def test_derive_reads_nothing_and_changes_nothing() -> None:
    given_values = values(catalogue_number="Ш-12")
    before = dict(given_values)

    first = derive(given_values, Refs())

    assert derive(given_values, Refs()) == first
    assert given_values == before


def test_number_is_folded_padded_and_made_an_address() -> None:
    columns = derive(values(catalogue_number="Ш-12 А/3"), Refs())

    assert columns["number_key"] == "ш-12 а/3"
    assert columns["number_sort"] == "ш-000000000012 а/000000000003"
    assert columns["slug"] == "Ш-12_А~2f~3"


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("", None, None),
        ("2015-08-18", date(2015, 8, 18), date(2015, 8, 18)),
        ("2015-08", date(2015, 8, 1), date(2015, 8, 31)),
        ("194X", date(1940, 1, 1), date(1949, 12, 31)),
        ("1945-08-18/1945-08-23", date(1945, 8, 18), date(1945, 8, 23)),
    ],
)
def test_bounds_are_the_first_and_last_day_meant(
    edtf: str, first: date | None, last: date | None
) -> None:
    assert bounds(edtf) == (first, last)


@pytest.mark.parametrize("name", SECRET_WORDS)
def test_words_for_staff_are_not_public(name: str) -> None:
    columns = derive(values(**{name: SECRET_WORDS[name]}), Refs())

    assert SECRET_WORDS[name] not in columns["public_text"]
    # All staff find it by its notes, and those are read as they stand.
    assert (SECRET_WORDS[name] in columns["staff_text"]) is (name not in NOTES)


@pytest.mark.parametrize("name", ["review_note", "verbatim_coordinates", "coordinate_source"])
def test_words_beside_a_position_or_a_review_are_not_searched_at_all(name: str) -> None:
    columns = derive(values(**{name: "canaryseven"}), Refs())

    assert "canaryseven" not in columns["public_text"] + columns["staff_text"]


@pytest.mark.parametrize("category", Category.values)
@pytest.mark.parametrize("carries_name", [False, True])
def test_markings_and_serials_are_searched_only_where_shown(
    category: str, carries_name: bool
) -> None:
    columns = derive(
        values(
            category=category,
            carries_name=carries_name,
            markings="markseven",
            serial_numbers="serialseven",
        ),
        Refs(),
    )

    serials = CATEGORY_RULES[category].serials_public
    assert ("markseven" in columns["public_text"]) is (category != "remains" and not carries_name)
    assert ("serialseven" in columns["public_text"]) is (serials and not carries_name)
    assert "markseven serialseven" in columns["staff_text"]


@pytest.mark.parametrize(
    "name", ["unit_attribution", "maker", "damage", "holder_number", "other_numbers", "markings"]
)
def test_remains_are_not_searched_by_words_their_page_does_not_show(name: str) -> None:
    thing = derive(values(**{name: "wordseven"}), Refs())
    remains = derive(values(category=Category.REMAINS, **{name: "wordseven"}), Refs())

    assert "wordseven" in thing["public_text"]
    assert "wordseven" not in remains["public_text"]
    assert ("wordseven" in remains["staff_text"]) is (name not in NOTES)


def test_holder_is_a_public_word_of_things_alone() -> None:
    refs = Refs(holder="museumseven")

    assert "museumseven" in derive(values(), refs)["public_text"]
    assert "museumseven" not in derive(values(category=Category.REMAINS), refs)["public_text"]


def test_text_is_folded_in_every_script() -> None:
    columns = derive(values(maker="ЁЛКА", damage="Dented", markings="ﾍﾙﾒｯﾄ"), Refs())

    for words in ("елка", "dented", "ヘルメット"):
        assert words in columns["public_text"]
        assert words in columns["staff_text"]


def test_fullness_grows_with_what_is_told() -> None:
    empty = derive(values(), Refs())["fullness"]
    some = derive(values(title_en="x", description_ja="x", found_on="2015"), Refs())["fullness"]

    assert empty == 0 < some < 100


facts = st.fixed_dictionaries(
    {
        "catalogue_number": st.from_regex(r"[A-ZА-Я]{1,4}[0-9]{0,3}-[0-9]{1,5}", fullmatch=True),
        "category": st.sampled_from(Category.values),
        "title_en": st.text(max_size=20).filter(lambda text: "\x00" not in text),
        "title_ru": st.sampled_from(["Каска", "Ёлка"]),
        "found_on": st.sampled_from(["", "2015", "2015-08-18", "1943~", "194X"]),
        "latitude": st.decimals(-90, 90, places=6),
        "longitude": st.decimals(-180, 180, places=6),
        "coordinate_uncertainty_m": st.integers(1, 5000),
        "public_precision": st.sampled_from(["", *Precision.values]),
        "custody_status": st.sampled_from(["", *CustodyStatus.values]),
        "hazard_status": st.sampled_from(["", *HazardStatus.values]),
        "ammunition_aboard": st.sampled_from(["", *Presence.values]),
        "human_remains_associated": st.sampled_from(["", *Presence.values]),
        "carries_name": st.booleans(),
        "markings": st.sampled_from(["", "士"]),
        "internal_notes": st.sampled_from(["", "Заметка"]),
    }
)


@given(facts)
def test_no_facts_make_it_fail_or_publish_an_exact_point_unasked(columns: dict[str, Any]) -> None:
    place = PlaceRef(public_id=7, public_words="Shumshu", staff_words="Shumshu Trench 4")

    answer = derive(values(**columns), Refs(place=place))

    asked = columns["public_precision"] == Precision.EXACT
    point = (answer["public_latitude"], answer["public_longitude"])
    assert asked or point != (columns["latitude"], columns["longitude"]) or _is_a_centre(point)
    assert "trench 4" not in answer["public_text"]


def _is_a_centre(point: tuple[Any, Any]) -> bool:
    return all(str(Decimal(degrees).normalize())[-1] == "5" for degrees in point)


@pytest.mark.django_db
@settings(max_examples=25)
@given(columns=facts)
def test_save_writes_what_derive_says(columns: dict[str, Any]) -> None:
    find = make_find(
        **columns,
        place=make_place("Shumshu", name_ja="占守島"),
        nationality=nationality("japan"),
        holder=make_institution("Sakhalin museum"),
        expedition=make_expedition(title_ru="Экспедиция"),
    )

    stored = Find.objects.get(pk=find.pk)

    answer = derive(stored._values(), refs_of(stored))
    assert {name: getattr(stored, name) for name in answer} == answer
    Find.objects.all().delete()
