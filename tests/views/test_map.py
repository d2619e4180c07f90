"""The map as a visitor without JavaScript meets it, and what its script is told."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.views import map as map_view
from catalog.vocab import Category
from tests.factories import make_expedition, make_find, make_photo, make_place, make_remains
from tests.views.reading import inline, page, uncredited, words

pytestmark = pytest.mark.django_db
LANGUAGES = {"": "Shumshu", "/ru": "Шумшу", "/ja": "占守島"}


def on_map(number: str, latitude: str, longitude: str, **fields: object) -> Any:
    """A published find whose position is published within a kilometre, unless told otherwise."""
    shown = {
        "category": Category.OTHER,
        "hazard_status": "inert_certified",
        "public_precision": "1km",
        "latitude": latitude,
        "longitude": longitude,
    }
    return make_find(published=True, catalogue_number=number, **{**shown, **fields})


@pytest.fixture
def island() -> Any:
    return make_place(
        "Shumshu",
        name_ru="Шумшу",
        name_ja="占守島",
        latitude="50.733",
        longitude="156.317",
        uncertainty_m=15000,
    )


def script(document: Any) -> dict[str, Any]:
    """What the page tells its script."""
    (host,) = document.xpath("//*[@id='map']")
    return json.loads(host.get("data-map"))


def listed(document: Any) -> list[str]:
    rows = document.xpath("//*[contains(@class, 'map-spots')]//*[@class='map-find']")
    return [words(row.xpath("./*[@class='number']")[0]) for row in rows]


@pytest.mark.parametrize("address", ["/map/", "/finds/?view=map"])
def test_the_list_stands_before_the_map_and_both_show_the_same(
    visitor: Client, island: Any, address: str
) -> None:
    on_map("A-1", "50.731", "156.181", place=island)
    on_map("A-2", "50.732", "156.182", place=island)
    on_map("A-3", "50.851", "156.441")
    make_remains(published=True, catalogue_number="R-1", place=island)

    document = page(visitor, address)

    order = document.xpath("//*[contains(@class, 'map-list') or @class='map-canvas']/@class")
    assert order == ["map-list", "map-canvas"]
    assert sorted(listed(document)) == ["A-1", "A-2", "A-3"]
    assert sorted(script(document)["areas"]) == [
        [50.735, 156.185, 0.01, None, 2],
        [50.855, 156.445, 0.01, None, 1],
    ]
    assert "No published location: 1" in words(document.xpath("//*[@id='unplaced']/summary")[0])
    assert "R-1" in words(document.xpath("//*[@id='unplaced']")[0])
    assert inline(document) == []


@pytest.mark.parametrize("prefix", LANGUAGES)
def test_places_are_named_in_the_language_of_the_page(
    visitor: Client, island: Any, prefix: str
) -> None:
    on_map("A-1", "50.60", "156.05", place=island)
    on_map("A-2", "50.88", "156.58", place=island)

    document = page(visitor, f"{prefix}/map/")

    name = LANGUAGES[prefix]
    assert [one[3] for one in script(document)["names"]] == [name]
    assert name in words(document.xpath("//*[@class='map-names']")[0])
    assert name in words(document.xpath("//*[@class='map-where']")[0])


def test_drawing_has_areas_and_links_into_the_list(visitor: Client) -> None:
    on_map("A-1", "50.731", "156.181")
    on_map("A-2", "50.851", "156.441", public_precision="exact")

    document = page(visitor, "/ru/map/")

    (square,) = document.xpath("//svg//rect[@class='map-area']")
    (circle,) = document.xpath("//svg//circle[@class='map-area']")
    numbers = [square.get(name) for name in ("x", "y", "width", "height")] + [circle.get("cx")]
    assert all(float(number) > 0 for number in numbers)
    ids = set(document.xpath("//li[contains(@class, 'map-spot')]/@id"))
    links = document.xpath("//svg//a[@class='map-mark']")
    assert {link.get("href")[1:] for link in links} == ids
    assert all(link.get("aria-label") == "1 находка" for link in links)
    assert document.xpath("//svg//path[@class='map-land']/@d")[-1].startswith("M")


def test_many_are_counted_by_square(visitor: Client, monkeypatch: Any, island: Any) -> None:
    monkeypatch.setattr(map_view, "SINGLY", 2)
    for number in range(3):
        on_map(f"A-{number}", f"50.7{number}", "156.3", place=island)
    on_map("B-1", "50.9", "156.9")

    document = page(visitor, "/map/?category=other&q=")

    rows = document.xpath("//li[contains(@class, 'map-square')]")
    assert sum(area[4] for area in script(document)["areas"]) == 4
    assert len(rows) == len(script(document)["areas"])
    first = rows[0].xpath("./a")[0]
    assert words(first).startswith("Shumshu 50.")
    assert "bbox=" in first.get("href")
    assert "category=other" in first.get("href")
    inside = page(visitor, f"/map/{first.get('href')}")
    assert sum(area[4] for area in script(inside)["areas"]) == script(document)["areas"][0][4]


def test_pictures_wait_in_the_list_with_their_credit(visitor: Client) -> None:
    find = on_map("A-1", "50.731", "156.181")
    make_photo(find, published=True, credit_line="Anna Field")

    document = page(visitor, "/map/")

    (picture,) = document.xpath("//template//img")
    assert uncredited(document) == []
    assert "Anna Field" in words(picture.getparent())


def test_a_map_of_nothing_is_the_world_and_a_sentence(visitor: Client) -> None:
    document = page(visitor, "/map/?category=tank")

    assert "None of these has a published position here." in words(document.xpath("//main")[0])
    assert script(document)["areas"] == []
    assert len(document.xpath("//svg//path[@class='map-land']")) == 1


def test_filters_hold_and_can_be_dropped(visitor: Client) -> None:
    on_map("A-1", "50.731", "156.181")
    on_map("H-1", "50.731", "156.181", category=Category.HELMET)

    document = page(visitor, "/map/?category=helmet")

    assert listed(document) == ["H-1"]
    chips = [words(chip) for chip in document.xpath("//*[@class='chips']//a")]
    assert chips[0].startswith("Remove: Helmets")
    assert script(document)["api"] == "/api/v1/map/?category=helmet"


def test_pages_without_a_map_load_none_of_it(visitor: Client) -> None:
    on_map("A-1", "50.731", "156.181")

    assert "leaflet" in visitor.get("/finds/?view=map").text
    for address in ("/", "/finds/", "/finds/?view=list", "/places/"):
        assert "leaflet" not in visitor.get(address).text


def test_tiles_are_off_unless_a_deployment_wants_them(visitor: Client, settings: Any) -> None:
    assert script(page(visitor, "/map/"))["tiles"] == ""

    settings.MAP_TILES_URL = "https://tiles.example.org/{z}/{x}/{y}.png"
    settings.MAP_TILES_CREDIT = "© Mappers"
    document = page(Client(), "/map/")

    assert script(document)["tiles"] == settings.MAP_TILES_URL
    assert "© Mappers" in words(document.xpath("//*[@class='map-notes']")[0])


def test_pages_cost_the_same_queries_however_many_lie_there(visitor: Client) -> None:
    spent = []
    for number in range(12):
        on_map(f"A-{number}", f"50.7{number}", "156.3")
        make_remains(published=True)
        if number in (1, 11):
            with CaptureQueriesContext(connection) as queries:
                visitor.get("/map/")
            spent.append(len(queries))

    assert spent[0] == spent[1]


def small_map(document: Any) -> list[str]:
    """What the small map of a page draws: rect for a square, circle for an extent."""
    return [
        one.tag
        for one in document.xpath("//*[starts-with(@class, 'map-small')]//*[@class='map-area']")
    ]


def test_areas_of_the_map_of_places_lead_where_the_list_beside_it_leads(visitor: Client) -> None:
    island = make_place("Shumshu", latitude="50.733", longitude="156.317", uncertainty_m=15000)
    hill = make_place(
        "Height 171", parent=island, latitude="50.86", longitude="156.45", uncertainty_m=1000
    )
    make_find(published=True, place=hill)
    make_remains(published=True, place=hill, individuals=3)

    for address in ("/", "/places/"):
        document = page(visitor, address)
        areas = document.xpath("//figure[contains(@class, 'map-small')]//*[@class='map-place']")
        # The larger first, so that the smaller lies above it and can be pressed.
        assert [area.get("href") for area in areas] == ["/places/shumshu/", "/places/height-171/"]
        (area,) = areas[1:]
        assert area.get("aria-label").startswith("Height 171: 2 records: 1 find")
        assert document.xpath("//ul[contains(@class, 'rows')]//a[@href='/places/height-171/']")


def test_a_find_shows_the_square_published_of_it(visitor: Client, island: Any) -> None:
    on_map("A-1", "50.731234", "156.187654", place=island)

    document = page(visitor, "/ru/finds/A-1/")

    assert small_map(document) == ["rect"]
    assert "Где-то в этом квадрате." in words(document.xpath("//figure/figcaption")[-1])
    assert document.xpath("//figure/a[contains(@href, '/ru/map/?place=')]")
    assert document.xpath("//*[@class='map-bar']")


def test_what_is_known_by_its_place_alone_shows_the_extent_of_that(
    visitor: Client, island: Any
) -> None:
    make_remains(
        published=True,
        catalogue_number="R-1",
        place=island,
        latitude="50.731234",
        longitude="156.187654",
    )

    document = page(visitor, "/finds/R-1/")

    assert small_map(document) == ["circle"]
    (circle,) = document.xpath("//circle[@class='map-area']")
    # The middle of the window is that of the place, wherever the find lay.
    assert float(circle.get("cx")) == pytest.approx(160, abs=1)
    assert float(circle.get("r")) > 50


def test_where_not_even_the_area_is_published_there_is_no_map(visitor: Client, island: Any) -> None:
    on_map("A-1", "50.731", "156.181", place=island, public_precision="withheld")
    on_map("A-2", "50.731", "156.181", public_precision="place_only")

    for number in ("A-1", "A-2"):
        assert small_map(page(visitor, f"/finds/{number}/")) == []


@pytest.mark.parametrize("address", ["/places/shumshu/", "/places/", "/", "/expeditions/SHU/"])
def test_places_and_expeditions_show_their_extent(
    visitor: Client, island: Any, address: str
) -> None:
    expedition = make_expedition("SHU", area=island)
    on_map("A-1", "50.731", "156.181", place=island, expedition=expedition)

    assert small_map(page(visitor, address)) == ["circle"]


def test_an_expedition_to_an_area_of_no_extent_has_no_map(visitor: Client) -> None:
    make_expedition("FAR", area=make_place("Somewhere"))
    make_expedition("NOWHERE")

    for code in ("FAR", "NOWHERE"):
        assert small_map(page(visitor, f"/expeditions/{code}/")) == []
