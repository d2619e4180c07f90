"""A page: sorted, paged, with chips that drop one wish and counts that keep people apart."""

import pytest
from django.utils import translation

from catalog.models import Find
from catalog.search.neighbours import neighbours
from catalog.vocab import Category
from tests.factories import make_find, make_place, make_remains, nationality
from tests.search.asking import ask, numbers

pytestmark = pytest.mark.django_db


def find(number: str, **fields: object) -> object:
    return make_find(published=True, catalogue_number=number, **fields)


def test_the_newest_find_comes_first_and_the_undated_last() -> None:
    find("A-1", found_on="")
    find("A-2", found_on="2014")
    find("A-3", found_on="2015-08-12")

    assert numbers() == ["A-3", "A-2", "A-1"]
    assert numbers("sort=oldest") == ["A-2", "A-3", "A-1"]


def test_numbers_sort_as_numbers_and_break_ties() -> None:
    for number in ("A-10", "A-9", "A-100"):
        find(number)

    assert numbers("sort=number") == ["A-9", "A-10", "A-100"]
    assert numbers() == ["A-9", "A-10", "A-100"]


def test_restoration_goes_from_the_field_to_the_museum() -> None:
    find("A-1", restoration_status="restored")
    find("A-2", restoration_status="awaiting")
    make_remains(published=True, catalogue_number="A-3")

    assert numbers("sort=restoration") == ["A-2", "A-1", "A-3"]


def test_places_sort_by_name() -> None:
    find("A-1", place=make_place("Urup"))
    find("A-2", place=make_place("Iturup"))

    assert numbers("sort=place") == ["A-2", "A-1"]


def test_pages_hold_24_and_know_their_last() -> None:
    for number in range(30):
        find(f"A-{number}")

    second = ask("page=2&sort=number")

    assert (len(second.ids), second.pages, second.first, second.last) == (6, 2, 25, 30)
    assert len(ask("per=48").ids) == 30
    assert ask("page=3").is_beyond
    assert ask("page=3").ids == []


def test_each_chip_drops_its_value_and_the_page_and_nothing_else() -> None:
    found = ask("category=tank&category=helmet&q=x&page=1&sort=number")

    chips = {(chip.name, chip.label.value): str(chip.query) for chip in found.chips}

    assert chips == {
        ("category", "Tanks"): "?category=helmet&q=x&sort=number",
        ("category", "Helmets"): "?category=tank&q=x&sort=number",
        ("q", "“x”"): "?category=tank&category=helmet&sort=number",
    }


def test_people_are_counted_apart_and_by_side_in_the_order_of_words() -> None:
    find("A-1", category=Category.TANK)
    make_remains(published=True, individuals=9, nationality=nationality("ussr"))
    make_remains(published=True, individuals=4, nationality=nationality("ussr"))
    make_remains(published=True, individuals=13, nationality=nationality("japan"))
    make_remains(individuals=100)

    tally = ask().tally

    assert (tally.records, tally.objects, tally.individuals) == (4, 1, 26)
    assert [(side.labels["en"], side.individuals) for side in tally.people] == [
        ("Japan", 13),
        ("USSR", 13),
    ]


def test_a_record_that_is_part_of_another_adds_no_people() -> None:
    make_remains(published=True, individuals=3)
    make_remains(published=True, individuals=0, is_part=True)

    assert ask().tally.individuals == 3


def test_an_empty_result_offers_ways_out_that_lead_somewhere() -> None:
    find("A-1", category=Category.TANK, found_on="2015")

    found = ask("category=tank&from=2020")

    assert [(way.label.value, way.count) for way in found.ways_out] == [("found from 2020", 1)]
    assert str(found.ways_out[0].query) == "?category=tank"


def test_words_are_in_the_language_of_the_page() -> None:
    find("A-1", nationality=nationality("japan"))

    with translation.override("ru"):
        found = ask("nationality=japan")

    assert found.chips[0].label.value == "Япония"


def beside(asked: str, number: str) -> tuple[str, int, int, list[str]]:
    """Query, place, total and the numbers around a find in a listing."""
    find = Find.objects.get(catalogue_number=number)
    around = neighbours(asked, find.pk)
    numbers = {one.pk: one.catalogue_number for one in Find.objects.all()}
    sides = [f"{side} {numbers[pk]}" for side, pk in around.sides.items()]
    return str(around.query), around.number, around.total, sides


@pytest.mark.parametrize("sort", ["newest", "number", "updated"])
def test_neighbours_are_those_of_the_listing(sort: str) -> None:
    for number in ("A-1", "A-2", "A-3"):
        find(number, category=Category.TANK)
        find(f"B-{number}", category=Category.HELMET)
    make_find(catalogue_number="A-0", category=Category.TANK)
    asked = f"category=tank&sort={sort}"
    order = numbers(asked)

    found = [beside(asked, number) for number in order]

    assert found == [
        (f"?{asked}", 1, 3, [f"after {order[1]}"]),
        (f"?{asked}", 2, 3, [f"before {order[0]}", f"after {order[2]}"]),
        (f"?{asked}", 3, 3, [f"before {order[1]}"]),
    ]


def test_neighbours_follow_the_words_looked_for() -> None:
    find("A-1", description_en="a buckle", found_on="2015")
    find("A-2", title_en="Buckle", found_on="2014")

    assert beside("q=buckle", "A-2") == ("?q=buckle", 1, 2, ["after A-1"])


def test_the_way_back_leads_to_the_page_that_holds_the_find() -> None:
    for number in range(30):
        find(f"A-{number}")

    assert beside("sort=number&page=7", "A-24") == (
        "?page=2&sort=number",
        25,
        30,
        ["before A-23", "after A-25"],
    )
    assert beside("", "A-3") == ("?", 4, 30, ["before A-2", "after A-4"])


def test_what_the_listing_does_not_hold_has_no_neighbours() -> None:
    find("A-1", category=Category.TANK)
    make_find(catalogue_number="A-2", category=Category.HELMET)

    assert beside("category=helmet", "A-1") == ("?category=helmet", 0, 0, [])
    assert beside("category=helmet", "A-2") == ("?category=helmet", 0, 0, [])
    assert beside("&" * 3000, "A-1") == ("?", 1, 1, [])
    assert beside("q=" + "x" * 5000, "A-1") == ("?", 1, 1, [])
