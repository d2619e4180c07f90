"""FindFilter: or within a parameter, and across; junk is left out and told."""

import pytest

from catalog.vocab import Category, Precision
from tests.factories import (
    LATITUDE,
    LONGITUDE,
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    nationality,
    seeded,
)
from tests.search.asking import ask, numbers

pytestmark = pytest.mark.django_db


def find(number: str, **fields: object) -> object:
    return make_find(published=True, catalogue_number=number, **fields)


def test_values_of_one_parameter_add_up_and_parameters_narrow() -> None:
    japan, ussr = nationality("japan"), nationality("ussr")
    find("A-1", category=Category.TANK, nationality=japan)
    find("A-2", category=Category.HELMET, nationality=japan)
    find("A-3", category=Category.HELMET, nationality=ussr)
    find("A-4", category=Category.WEAPON, nationality=japan)

    found = numbers("category=tank&category=helmet&nationality=japan&sort=number")

    assert found == ["A-1", "A-2"]


def test_a_type_includes_all_below_it() -> None:
    find("A-1", category=Category.TANK, object_type=seeded("type-95-ha-go"))
    find("A-2", category=Category.TANK, object_type=seeded("medium-tank"))

    assert numbers("type=light-tank") == ["A-1"]
    assert numbers("type=tank&sort=number") == ["A-1", "A-2"]


def test_a_place_includes_all_below_it_and_a_private_one_is_no_place() -> None:
    island = make_place("Shumshu")
    height = make_place("Height 171", parent=island, kind="landform")
    trench = make_place("Trench 7", parent=height, kind="trench")
    find("A-1", place=trench)
    find("A-2", place=island)

    assert numbers("place=height-171") == ["A-1"]
    assert numbers("place=shumshu&sort=number") == ["A-1", "A-2"]
    assert ask("place=trench-7").total == 2
    assert ask("place=trench-7").notes


def test_what_is_not_recorded_can_be_asked_for() -> None:
    find("A-1", condition="")
    find("A-2", condition="good")
    make_remains(published=True, catalogue_number="A-3")

    assert numbers("condition=none") == ["A-1"]


def test_an_unknown_nationality_includes_none_at_all() -> None:
    find("A-1", nationality=nationality("unknown"))
    find("A-2", nationality=None)
    find("A-3", nationality=nationality("japan"))

    assert numbers("nationality=unknown&sort=number") == ["A-1", "A-2"]


def test_a_withheld_photograph_is_no_photograph() -> None:
    make_photo(find("A-1"), published=True)
    make_photo(find("A-2"), published=False)
    make_photo(find("A-3"), published=True, sensitivity="withheld")

    assert numbers("photo=yes") == ["A-1"]
    assert numbers("photo=no&sort=number") == ["A-2", "A-3"]
    assert len(numbers("photo=no&photo=yes")) == 3


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("from=2015", ["A-2", "A-3"]),
        ("to=2014", ["A-1", "A-2"]),
        ("from=2015-08-10&to=2015-08-31", ["A-2", "A-3"]),
        ("from=2016", []),
    ],
)
def test_dates_overlap(query: str, expected: list[str]) -> None:
    find("A-1", found_on="2014-05")
    find("A-2", found_on="2014/2015")
    find("A-3", found_on="2015-08-12")

    assert numbers(f"{query}&sort=number") == expected


def test_a_box_sees_the_published_point_alone() -> None:
    lifted = {"custody_status": "in_store", "latitude": LATITUDE, "longitude": LONGITUDE}
    find("A-1", **lifted)
    find("A-2", **lifted, public_precision=Precision.PLACE_ONLY)

    # The published point is the middle of the cell: 50.735, 156.185.
    assert numbers("bbox=156.184,50.734,156.186,50.736") == ["A-1"]
    assert numbers("bbox=156.1876,50.7312,156.1877,50.7313") == []


def test_a_box_may_cross_the_date_line() -> None:
    find("A-1", custody_status="in_store", latitude="10.5", longitude="179.5")
    find("A-2", custody_status="in_store", latitude="10.5", longitude="0.5")

    assert numbers("bbox=170,0,-170,20") == ["A-1"]


def test_an_expedition_is_asked_for_by_its_code() -> None:
    find("A-1", expedition=make_expedition("SHU-2015"))
    find("A-2")

    assert numbers("expedition=SHU-2015") == ["A-1"]


@pytest.mark.parametrize(
    "query",
    [
        "category=spoon",
        "category=%00",
        "nationality=atlantis",
        "type=%F0%9F%92%A3",
        "place=nowhere",
        "page=0",
        "page=-1",
        "page=abc",
        "page=%D9%A3",
        "page=99999999999999999999",
        "sort=zz",
        "view=globe",
        "per=25",
        "from=yesterday",
        "to=2015-02-31",
        "bbox=1,2,3",
        "bbox=nan,0,1,1",
        "bbox=0,0,1e999,1",
        "bbox=0,0,200,1",
        "bbox=0,50,1,40",
    ],
)
def test_junk_is_left_out_and_told(query: str) -> None:
    find("A-1")

    found = ask(query)

    assert found.total == 1
    assert found.notes or "%00" in query


@pytest.mark.parametrize(
    "query",
    [
        f"q={'x' * 10_000}",
        "q=%00",
        "q=%25%5F%5C%27%22",
        'q="',
        "q=%F0%9F%92%A3",
        "q=" + "+".join("word" for _ in range(500)),
        "&".join(f"category=c{n}" for n in range(200)),
        "&".join(f"type=t{n}" for n in range(200)),
        "nothing=at&all=x",
        "page=2&page=",
    ],
)
def test_no_query_string_breaks_the_listing(query: str) -> None:
    find("A-1")

    found = ask(query)

    assert found.total in (0, 1)
    assert len(found.notes) <= 6


def test_drafts_and_withdrawn_finds_match_nothing() -> None:
    make_find(catalogue_number="A-1")
    make_find(catalogue_number="A-2", publication_status="in_review")
    make_find(catalogue_number="A-3", publication_status="withdrawn")

    found = ask()

    assert found.total == 0
    assert all(not value.count for facet in found.facets for value in facet.values)
