"""Places as a visitor may know them."""

import pytest

from catalog import records
from tests.factories import (
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_place_name,
    make_remains,
    put_on,
)

pytestmark = pytest.mark.django_db


def test_only_shown_places_are_listed_and_they_count_what_lies_below() -> None:
    island = make_place("Shumshu")
    height = make_place("Height 171", parent=island, kind="landform")
    trench = make_place("Trench", parent=height, kind="trench")
    make_find(published=True, place=trench)
    make_find(published=True, place=island)
    make_remains(published=True, place=height, individuals=4)
    make_find(place=height)

    told = [
        (place.slug, place.depth, place.tally.objects, place.tally.individuals)
        for place in records.places()
    ]

    assert told == [("shumshu", 0, 2, 4), ("height-171", 1, 1, 4)]


def test_a_private_place_and_what_is_below_it_have_no_page() -> None:
    site = make_place("Dugout", kind="site")
    make_place("Corner", kind="landform", parent=site)

    assert records.place("dugout") is None
    assert records.place("corner") is None


def test_a_place_tells_its_names_and_its_parts() -> None:
    island = make_place("Shumshu", name_ja="占守島")
    make_place("Height 171", parent=island, kind="landform")
    make_place("Trench", parent=island, kind="trench")
    make_place_name(island, "Shimushu", language="en", kind="historic")
    make_photo(published=True, place=island)
    make_photo(place=island)
    expedition = make_expedition("SHU")
    make_find(published=True, place=island, expedition=expedition)
    make_find(place=island)

    place = records.place("shumshu")

    assert [str(one.name) for one in place.other_names] == ["Shumshu", "占守島", "Shimushu"]
    assert [child.slug for child in place.children] == ["height-171"]
    assert len(place.photos) == 1
    assert [code for code, _title in place.expeditions] == ["SHU"]


@pytest.mark.parametrize(
    ("precision", "lies", "is_shown"),
    [
        ("1km", "height-171", True),
        ("place_only", "height-171", True),
        ("place_only", "shumshu", False),
        ("withheld", "height-171", False),
    ],
)
def test_a_place_shows_no_picture_of_a_find_that_is_not_told_to_lie_there(
    precision: str, lies: str, is_shown: bool
) -> None:
    island = make_place("Shumshu")
    height = make_place("Height 171", parent=island, kind="landform")
    place = {one.slug: one for one in (island, height)}[lies]
    find = make_find(published=True, place=place, public_precision=precision)
    make_photo(find, published=True, place=height)
    make_photo(make_find(published=True, place=height), published=True, place=height)

    assert len(records.place("height-171").photos) == 1 + is_shown


def test_a_draft_says_nothing_of_where_a_picture_is_shown() -> None:
    island = make_place("Shumshu")
    photo = make_photo(make_find(published=True, place=island), published=True, place=island)
    put_on(make_find(public_precision="withheld"), photo)

    assert len(records.place("shumshu").photos) == 1
