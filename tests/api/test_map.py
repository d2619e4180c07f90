"""The map as pages and programs read it; what lies in which cell is tested beside the search."""

import json
from typing import Any

import pytest
from django.test import Client

from catalog import records
from catalog.models import Find
from catalog.vocab import Category
from tests.api.reading import read
from tests.factories import LATITUDE, LONGITUDE, make_find, make_place

pytestmark = pytest.mark.django_db


def on_map(number: str, latitude: str, longitude: str, **fields: object) -> object:
    """A published find whose position is published as it is."""
    shown = {
        "category": Category.OTHER,
        "hazard_status": "inert_certified",
        "public_precision": "exact",
        "latitude": latitude,
        "longitude": longitude,
    }
    return make_find(published=True, catalogue_number=number, **{**shown, **fields})


@pytest.mark.parametrize(
    ("prefix", "title"), [("", "Button"), ("/ru", "Пуговица"), ("/ja", "Button")]
)
def test_points_tell_what_a_marker_needs(visitor: Client, prefix: str, title: str) -> None:
    on_map("A 1", "50.731234", "156.187654", title_en="Button", title_ru="Пуговица")
    make_find(published=True)

    answer = read(visitor, f"{prefix}/api/v1/map/")

    assert {name: answer[name] for name in ("total", "unplaced", "here", "kind", "notes")} == {
        "total": 2,
        "unplaced": 1,
        "here": 1,
        "kind": "points",
        "notes": [],
    }
    (point,) = (dict(zip(answer["fields"], row, strict=True)) for row in answer["rows"])
    assert point == {
        "slug": "A_1",
        "number": "A 1",
        "title": title,
        "category": "other",
        "latitude": 50.731234,
        "longitude": 156.187654,
        "uncertainty_m": 10,
        "cell_degrees": None,
    }


def test_many_points_are_counted_by_cell(visitor: Client) -> None:
    for number in range(3):
        on_map(f"A-{number}", f"50.73{number}", "156.18")

    answer = read(visitor, "/api/v1/map/?bbox=156,50,157,51&limit=2")

    assert (answer["kind"], answer["here"], answer["cell_degrees"]) == ("cells", 3, 0.1)
    assert answer["fields"] == ["south", "west", "records"]
    assert answer["rows"] == [[50.7, 156.1, 3]]


def test_hidden_positions_are_on_no_map(visitor: Client) -> None:
    where = {"latitude": LATITUDE, "longitude": LONGITUDE}
    make_find(published=True, category=Category.MUNITION, **where)
    make_find(catalogue_number="DRAFT-1", **where)
    make_find(published=True, place=make_place("Trench", kind="trench"))
    generalised = make_find(published=True, public_precision="1km", **where)

    answer = read(visitor, "/api/v1/map/")
    around = f"{LONGITUDE},{LATITUDE},{LONGITUDE},{LATITUDE}"

    assert (answer["total"], answer["here"]) == (3, 1)
    assert answer["rows"][0][0] == generalised.slug
    assert answer["rows"][0][4:6] == [50.735, 156.185]
    assert answer["rows"][0][7] == 0.01
    assert read(visitor, f"/api/v1/map/?bbox={around}")["here"] == 0


def test_a_box_that_is_none_is_told(visitor: Client) -> None:
    on_map("A-1", "50.73", "156.18")

    answer = read(visitor, "/api/v1/map/?bbox=0,0,1")

    assert answer["here"] == 1
    assert answer["notes"] == ["“0,0,1” is not known under “Map area”; it was left out."]


@pytest.mark.django_db(transaction=True)
def test_points_known_from_before_follow_every_change(visitor: Client) -> None:
    find = on_map("A-1", "50.73", "156.18", title_en="Button", title_ru="Пуговица")
    other = on_map("A-2", "50.73", "156.18", title_en="Spoon")

    def titles(prefix: str = "") -> list[str]:
        return sorted(row[2] for row in read(visitor, f"{prefix}/api/v1/map/")["rows"])

    assert titles() == titles() == ["Button", "Spoon"]
    assert titles("/ru") == ["Spoon", "Пуговица"]
    find.title_en = "Brass button"
    find.save()
    assert titles() == ["Brass button", "Spoon"]
    type(other).objects.filter(pk=other.pk).update(publication_status="withdrawn")
    assert titles() == ["Brass button"]
    assert titles("/ru") == ["Пуговица"]


def test_points_cost_no_query_the_second_time(
    visitor: Client, django_assert_num_queries: Any
) -> None:
    on_map("A-1", "50.73", "156.18")
    known: dict[int, str] = {}
    ids = list(Find.objects.values_list("pk", flat=True))

    first = records.points_text(ids, known=known)
    with django_assert_num_queries(0):
        assert records.points_text(ids, known=known) == first
    assert [list(point) for point in records.points(ids)] == json.loads(f"[{first}]")
