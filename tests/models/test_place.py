"""Trees of places and terms: cycles, depth, and what a visitor may know of a place."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from catalog.models import Place
from catalog.models.place import free_slug
from catalog.models.references import place_ref
from catalog.vocab import PlaceKind
from tests.factories import make_find, make_place, make_place_name, make_term

pytestmark = pytest.mark.django_db


def chain(*names: str, make: Any = make_place) -> list[Any]:
    """Rows each part of the one before."""
    rows: list[Any] = []
    for name in names:
        rows.append(make(name, parent=rows[-1] if rows else None))
    return rows


@pytest.mark.parametrize("make", [make_place, make_term])
def test_path_leads_from_the_root(make: Any) -> None:
    top, middle, low = chain("a", "b", "c", make=make)

    assert low.path == f"/{top.pk}/{middle.pk}/{low.pk}/"
    assert low.path_ids == [top.pk, middle.pk, low.pk]


@pytest.mark.parametrize("make", [make_place, make_term])
def test_cycle_is_refused_with_both_names(make: Any) -> None:
    top, _, low = chain("Kurils", "Shumshu", "Trench 4", make=make)

    with pytest.raises(ValidationError, match="“Kurils” cannot be part of “Trench 4”"):
        top.move(low)
    assert type(top).objects.get(pk=top.pk).parent is None


def test_move_carries_everything_below() -> None:
    top, middle, low = chain("a", "b", "c")
    other = make_place("other")

    middle.move(other)

    low.refresh_from_db()
    assert low.path == f"/{other.pk}/{middle.pk}/{low.pk}/"
    assert list(Place.objects.below(top.path)) == [top]


def test_eight_levels_are_the_most() -> None:
    rows = chain(*"abcdefgh")

    with pytest.raises(ValidationError, match="deeper than 8 levels"):
        make_place("i", parent=rows[-1])


def test_branch_is_not_moved_where_its_lowest_would_lie_too_deep() -> None:
    deep = chain(*"abcdef")[-1]
    branch, _, low = chain("x", "y", "z")
    path = low.path

    with pytest.raises(ValidationError, match="deeper than 8 levels"):
        branch.move(deep)
    low.refresh_from_db()
    assert low.path == path
    low.move(deep)
    assert len(low.path_ids) == 7


@pytest.mark.parametrize("kind", PlaceKind.values)
def test_sites_trenches_and_unspecified_are_private_by_default(kind: str) -> None:
    place = make_place(kind=kind)

    assert place.is_public is (kind not in ("site", "trench", "unspecified"))
    assert place.is_shown is place.is_public


def test_mark_of_a_person_comes_before_the_default() -> None:
    assert make_place(kind=PlaceKind.TRENCH, is_public=True).is_shown
    assert not make_place(kind=PlaceKind.ISLAND, is_public=False).is_shown


def test_public_place_below_a_private_one_is_not_shown() -> None:
    site = make_place(kind=PlaceKind.SITE)
    inside = make_place(parent=site, kind=PlaceKind.LANDFORM)

    assert inside.is_public
    assert not inside.is_shown
    assert list(Place.objects.public()) == []


def test_showing_follows_a_change_above() -> None:
    top, middle, low = chain("a", "b", "c")

    top.is_public = False
    top.save()
    assert list(Place.objects.public()) == []

    top.is_public = True
    top.save()
    assert set(Place.objects.public()) == {top, middle, low}


def test_moving_under_a_private_place_hides_what_is_below() -> None:
    _, middle, low = chain("a", "b", "c")

    middle.move(make_place(kind=PlaceKind.SITE))

    low.refresh_from_db()
    assert not low.is_shown


def test_find_in_a_trench_is_published_at_the_nearest_public_place() -> None:
    island = make_place("Shumshu")
    height = make_place("Height 171", parent=island, kind=PlaceKind.LANDFORM)
    trench = make_place("Trench 4", parent=height, kind=PlaceKind.TRENCH)

    find = make_find(place=trench)

    assert find.public_place == height
    assert "height 171" in find.public_text
    assert "trench 4" not in find.public_text
    assert "trench 4" in find.staff_text


def test_find_in_private_places_alone_has_no_public_place() -> None:
    find = make_find(place=make_place("Trench 4", kind=PlaceKind.TRENCH))

    assert find.public_place is None
    assert "trench" not in find.public_text


def test_withheld_place_is_not_even_named() -> None:
    find = make_find(place=make_place("Shumshu"), public_precision="withheld")

    assert find.public_place is None
    assert "shumshu" not in find.public_text
    assert "shumshu" in find.staff_text


def test_precision_of_the_nearest_place_counts() -> None:
    island = make_place(public_precision="10km")
    height = make_place(parent=island, kind=PlaceKind.LANDFORM, public_precision="100m")
    bay = make_place(parent=island, kind=PlaceKind.LANDFORM)

    assert make_find(place=height).location_precision == "100m"
    assert make_find(place=bay).location_precision == "10km"


def test_other_names_are_words_too() -> None:
    place = make_place("Shumshu", name_ja="占守島")
    make_place_name(place, "Shimushu", kind="historic")

    assert place_ref(place).public_words == "Shumshu 占守島 Shimushu"


def test_address_is_made_of_the_name_in_any_script_and_numbered() -> None:
    assert make_place("Height 171").slug == "height-171"
    assert make_place("Height 171").slug == "height-171-2"
    assert make_place("", name_en="", name_ja="占守島").slug == "占守島"
    assert free_slug("?!") == "place"
