"""Facets: counted without their own choice, nothing ticked vanishes."""

import pytest
from django.http import QueryDict

from catalog.search.page import page
from catalog.search.trees import MANY
from catalog.vocab import Category
from tests.factories import make_find, make_place, make_remains, nationality, seeded
from tests.search.asking import ask, counts, facet, flat

pytestmark = pytest.mark.django_db


def find(**fields: object) -> object:
    return make_find(published=True, **fields)


@pytest.fixture
def some_finds() -> None:
    japan, ussr = nationality("japan"), nationality("ussr")
    for category, side in (
        (Category.TANK, japan),
        (Category.HELMET, japan),
        (Category.HELMET, ussr),
        (Category.HELMET, ussr),
        (Category.WEAPON, ussr),
    ):
        find(category=category, nationality=side)


@pytest.mark.usefixtures("some_finds")
def test_a_facet_leaves_out_its_own_choice_and_keeps_the_others() -> None:
    found = ask("category=helmet&nationality=japan")

    assert counts(found, "nationality") == {"japan": 1, "ussr": 2}
    assert counts(found, "category")["tank"] == 1
    assert counts(found, "category")["helmet"] == 1
    assert counts(found, "category")["weapon"] == 0


@pytest.mark.usefixtures("some_finds")
def test_a_count_is_what_ticking_it_gives() -> None:
    for name in ("category", "nationality", "type", "custody", "restoration", "photo"):
        for value in flat(facet(ask("nationality=ussr"), name).values):
            kept = "" if name == "nationality" else "nationality=ussr&"
            assert ask(f"{kept}{name}={value.value}").total == value.count, (name, value.value)


@pytest.mark.usefixtures("some_finds")
def test_words_narrow_every_facet() -> None:
    find(title_en="Unusual thing", nationality=nationality("usa"))

    assert counts(ask("q=unusual"), "nationality") == {"usa": 1}


@pytest.mark.usefixtures("some_finds")
def test_a_ticked_value_stays_at_nought_and_can_be_unticked() -> None:
    found = ask("category=tank&nationality=finland&place=none")

    ticked = {
        value.value: value.count
        for one in found.facets
        for value in flat(one.values)
        if value.is_selected
    }
    assert ticked == {"tank": 0, "finland": 0, "none": 0}


def test_a_parent_counts_all_below_it_once() -> None:
    find(category=Category.TANK, object_type=seeded("type-95-ha-go"))
    find(category=Category.TANK, object_type=seeded("light-tank"))
    find(category=Category.TANK, object_type=seeded("tank"))

    found = counts(ask(), "type")

    assert found["tank"] == 3
    assert found["light-tank"] == 2
    assert found["type-95-ha-go"] == 1


def test_places_count_by_what_is_public() -> None:
    island = make_place("Shumshu")
    site = make_place("Secret dugout", parent=island, kind="site")
    find(place=site)
    find(place=island)

    assert counts(ask(), "place") == {"shumshu": 2}


def test_ordered_facets_keep_their_order_and_kinds_go_by_number() -> None:
    find(condition="poor")
    find(condition="poor")
    find(condition="good", category=Category.TANK)

    found = ask()

    assert [value.value for value in facet(found, "condition").values][:3] == [
        "good",
        "fair",
        "poor",
    ]
    assert [value.value for value in facet(found, "category").values][:2] == ["helmet", "tank"]


def test_sides_stand_in_the_order_of_their_words_the_undetermined_last() -> None:
    for code in ("ussr", "ussr", "unknown", "unknown", "unknown", "japan"):
        find(nationality=nationality(code))

    values = [value.value for value in facet(ask(), "nationality").values]

    assert values == ["japan", "ussr", "unknown"]


def test_remains_have_no_condition_not_even_an_unrecorded_one() -> None:
    make_remains(published=True)

    found = ask()

    assert counts(found, "condition")["none"] == 0
    assert sum(counts(found, "custody").values()) == 0


def test_labels_know_their_language() -> None:
    find(place=make_place("", name_en="", name_ja="占守島"))

    (value,) = facet(ask(), "place").values

    assert value.label == ("占守島", "ja")


def test_a_short_list_is_shown_whole_and_a_long_one_folds() -> None:
    for number in range(15):
        find(place=make_place(f"Island {number:02}"))

    found = ask()

    assert not facet(found, "category").rest
    assert (len(facet(found, "place").first), len(facet(found, "place").rest)) == (8, 7)
    assert not facet(found, "place").is_rest_open


def test_a_fold_that_holds_a_ticked_value_stands_open() -> None:
    for number in range(15):
        find(place=make_place(f"Island {number:02}"))

    assert facet(ask("place=island-14"), "place").is_rest_open


def test_a_very_long_list_comes_with_its_first_values_and_the_ticked_ones() -> None:
    places = [make_place(f"Island {number:02}") for number in range(MANY + 1)]
    for place in [*places, places[20]]:
        find(place=place)

    found = facet(ask("place=island-30"), "place")

    assert [value.value for value in found.values][:2] == ["island-20", "island-00"]
    assert [value.value for value in found.values][8:] == ["island-30"]
    assert (found.number, found.has_more, found.rest) == (MANY + 1, True, ())


def test_of_a_very_long_tree_what_is_ticked_stands_under_what_is_above_it() -> None:
    islands = [make_place(f"Island {number:02}") for number in range(MANY)]
    height = make_place("Height", parent=islands[-1], kind="landform")
    for place in [*islands, height]:
        find(place=place)

    found = counts(ask("place=height"), "place")

    assert found == {
        "island-39": 2,
        **{f"island-{number:02}": 1 for number in range(7)},
        "height": 1,
    }


def test_all_values_of_one_facet_are_told_where_they_are_asked_for() -> None:
    for number in range(MANY + 1):
        find(place=make_place(f"Island {number:02}"))

    whole = page(QueryDict(""), facet_names=["place"], whole_facets=True)

    assert len(counts(whole, "place")) == MANY + 1
    assert not facet(whole, "place").has_more
