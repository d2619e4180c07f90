"""When a place, term, expedition or holder changes its words, the finds that point to it follow."""

from typing import Any

import pytest

from catalog.models import Find
from catalog.models.rederive import finds_of, rederive
from catalog.vocab import Category, PlaceKind
from tests.factories import (
    make_expedition,
    make_find,
    make_institution,
    make_place,
    make_place_name,
    make_term,
    root_type,
)

pytestmark = pytest.mark.django_db


def rename(row: Any, column: str, words: str) -> int:
    setattr(row, column, words)
    row.save()
    return rederive(finds_of(row))


def test_renamed_place_is_found_by_its_new_name_below_too() -> None:
    island = make_place("Shumshu")
    find = make_find(place=make_place(parent=island))
    make_find(place=make_place("Paramushir"))

    assert rename(island, "name_en", "Shimushu") == 1

    find.refresh_from_db()
    assert "shimushu" in find.public_text
    assert "shumshu" not in find.public_text


def test_place_made_private_leaves_its_finds() -> None:
    island = make_place("Shumshu")
    height = make_place("Height 171", parent=island, kind=PlaceKind.LANDFORM)
    find = make_find(place=height)

    rename(height, "is_public", False)

    find.refresh_from_db()
    assert find.public_place == island
    assert "171" not in find.public_text


def test_coarser_place_coarsens_its_finds() -> None:
    place = make_place()
    find = make_find(place=place, latitude="50.731234", longitude="156.187654")

    rename(place, "public_precision", "withheld")

    find.refresh_from_db()
    assert (find.public_latitude, find.public_longitude, find.public_place) == (None, None, None)


def test_another_name_counts() -> None:
    place = make_place("Shumshu")
    find = make_find(place=place)
    make_place_name(place, "占守島")

    rederive(finds_of(place))

    find.refresh_from_db()
    assert "占守島" in find.public_text


def test_renamed_term_reaches_finds_of_narrower_terms() -> None:
    broad = make_term("hat", category=Category.HELMET)
    find = make_find(object_type=make_term("steel-hat", parent=broad, category=Category.HELMET))

    assert rename(broad, "label_ru", "Шляпа") == 1

    find.refresh_from_db()
    assert "шляпа" in find.public_text


def test_renamed_nationality_expedition_and_holder_count() -> None:
    side = make_term("kuril", vocabulary="nationality")
    expedition, museum = make_expedition(), make_institution()
    find = make_find(nationality=side, expedition=expedition, holder=museum)

    rename(side, "label_en", "Kurilian")
    rename(expedition, "title_en", "Great survey")
    rename(museum, "name_ja", "博物館")

    find.refresh_from_db()
    assert all(word in find.public_text for word in ("kurilian", "great survey", "博物館"))


def test_rederiving_writes_no_history_and_keeps_the_facts() -> None:
    find = make_find(internal_notes="x", object_type=root_type(Category.HELMET))
    rows = find.history.count()

    assert rederive(Find.objects.all()) == 1

    assert find.history.count() == rows
    assert Find.objects.get().internal_notes == "x"


def test_rederiving_changes_nothing_when_nothing_changed() -> None:
    make_find(place=make_place(), latitude="50.7", longitude="156.1", found_on="2015")
    before = Find.objects.values().get()

    rederive(Find.objects.all())

    assert Find.objects.values().get() == before
