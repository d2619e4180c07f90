"""The map in a real browser: by keyboard, without JavaScript, and from our own files alone."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.vocab import Category
from tests.browser.waiting import comes_true, follow
from tests.factories import make_find, make_photo, make_place

pytestmark = pytest.mark.browser
# Compressed, all that a page with a map loads of scripts and of everything (UX, budgets).
MOST_SCRIPT, MOST = 60_000, 220_000


@pytest.fixture
def house(live_server: Any) -> str:
    """Three finds on an island, two of them in one square, and one without a position."""
    island = make_place(
        "Shumshu", name_ru="Шумшу", latitude="50.733", longitude="156.317", uncertainty_m=15000
    )
    for number, latitude in enumerate(("50.731", "50.732", "50.851"), start=1):
        find = make_find(
            published=True,
            catalogue_number=f"A-{number}",
            title_en=f"Button {number}",
            category=Category.OTHER,
            hazard_status="inert_certified",
            public_precision="1km",
            place=island,
            latitude=latitude,
            longitude="156.181",
        )
        make_photo(find, published=True, credit_line=f"Anna Field {number}")
    make_find(published=True, catalogue_number="B-1", title_en="Nowhere", place=island)
    return str(live_server)


@pytest.fixture
def transferred(page: Page) -> dict[str, int]:
    """How many bytes came over the line, by kind, as the browser counts them."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    kinds: dict[str, str] = {}
    counted: dict[str, int] = {}

    def answered(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]

    def finished(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "")
        counted[kind] = counted.get(kind, 0) + int(event["encodedDataLength"])

    session.on("Network.responseReceived", answered)
    session.on("Network.loadingFinished", finished)
    return counted


def test_by_keyboard_from_the_map_to_a_find(house: str, page: Page) -> None:
    page.goto(f"{house}/map/")
    pin = page.get_by_role("link", name="Shumshu: 2 finds")
    expect(pin).to_be_visible()

    pin.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_text("Anna Field 1")).to_be_visible()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(pin).to_be_focused()
    page.keyboard.press("Enter")
    popup.get_by_role("link", name="Button 2").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Button 2")).to_be_visible()


@pytest.mark.parametrize("address", ["/map/", "/ru/finds/?view=map"])
def test_pins_open_the_finds_of_the_list_and_no_others(
    house: str, page: Page, address: str
) -> None:
    page.goto(f"{house}{address}")
    expect(page.locator(".map-pin a").first).to_be_visible()

    opened: list[str] = []
    for pin in page.locator(".map-pin a").all():
        pin.focus()
        page.keyboard.press("Enter")
        links = page.locator(".leaflet-popup .map-find a")
        expect(links.first).to_be_visible()
        opened += [str(link.get_attribute("href")) for link in links.all()]
        page.keyboard.press("Escape")
        expect(links).to_have_count(0)

    listed = page.locator(".map-spots .map-find a").all()
    assert sorted(opened) == sorted(str(link.get_attribute("href")) for link in listed)
    assert len(opened) == 3


def test_buttons_take_it_further_away_until_the_island_has_its_name(house: str, page: Page) -> None:
    page.goto(f"{house}/ru/map/")
    area, name = page.locator("path.map-area").first, page.locator(".map-name", has_text="Шумшу")
    expect(area).to_be_attached()
    before = area.bounding_box()

    page.get_by_role("button", name="Отдалить").click()

    expect(name).to_have_count(1)
    assert comes_true(lambda: area.bounding_box()["width"] < before["width"])


def test_without_javascript_the_drawing_leads_into_the_list(
    house: str, person: Callable[..., Page]
) -> None:
    page = person(java_script_enabled=False)
    page.goto(f"{house}/map/")

    page.locator("svg .map-mark").first.click()

    expect(page.locator(".map-spot:target")).to_be_in_viewport()
    expect(page.locator(".map-spot:target")).to_contain_text("A-")
    expect(page.get_by_text("No published location: 1", exact=False).first).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("address", ["/map/", "/ja/finds/?view=map", "/finds/A-1/"])
def test_a_narrow_window_needs_no_sideways_scrolling(
    house: str, person: Callable[..., Page], address: str, script: bool
) -> None:
    page = person(viewport={"width": 320, "height": 640}, java_script_enabled=script)
    page.goto(f"{house}{address}")

    (box,) = [one.bounding_box() for one in page.locator("main").all()]
    assert box["width"] <= 320
    wide = page.locator(".map-canvas, .map-list, .map-small").all()
    assert wide
    assert all(one.bounding_box()["width"] <= 320 for one in wide)


def test_many_are_counted_and_come_apart_on_coming_closer(
    house: str, page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.views.map.SINGLY", 1)
    page.goto(f"{house}/map/")

    page.locator(".map-pin a").first.click()

    expect(page.locator(".map-here")).to_contain_text("In this part of the map:")
    follow(page.locator(".map-here a"))
    expect(page.locator("#results-status")).to_contain_text("find")
    assert "bbox=" in page.url


def test_scripts_and_all_stay_within_their_budget(
    house: str, page: Page, transferred: dict[str, int]
) -> None:
    """Files lie uncompressed here: what is compressed on the way in a deployment is a third."""
    page.goto(f"{house}/map/", wait_until="networkidle")

    assert transferred["Script"] < 3.3 * MOST_SCRIPT
    assert sum(transferred.values()) < 3.3 * MOST


@pytest.mark.parametrize("singly", [200, 1], ids=["singly", "counted"])
def test_both_sides_of_the_date_line_are_seen_at_once(
    live_server: Any, page: Page, monkeypatch: pytest.MonkeyPatch, singly: int
) -> None:
    monkeypatch.setattr("catalog.views.map.SINGLY", singly)
    for number, longitude in enumerate(("178.5", "179.5", "-179.5", "-178.5"), start=1):
        make_find(
            published=True,
            catalogue_number=f"D-{number}",
            hazard_status="inert_certified",
            category=Category.OTHER,
            public_precision="1km",
            latitude="10.5",
            longitude=longitude,
        )
    page.goto(f"{live_server}/map/", wait_until="networkidle")
    assert comes_true(lambda: _numbers_in_sight(page) == 4)

    canvas = page.locator(".map-canvas").bounding_box()
    middle = canvas["y"] + canvas["height"] / 2
    for side, other in ((0.3, 0.7), (0.7, 0.3)):
        page.mouse.move(canvas["x"] + canvas["width"] * side, middle)
        page.mouse.down()
        page.mouse.move(canvas["x"] + canvas["width"] * other, middle, steps=8)
        # A hand that rests before it lets go gives the map no swing.
        page.wait_for_timeout(300)
        page.mouse.up()
        page.wait_for_timeout(500)

    assert comes_true(lambda: _numbers_in_sight(page) == 4)
    if singly == 1:
        assert comes_true(lambda: _asks_across_the_date_line(page))


def _asks_across_the_date_line(page: Page) -> bool:
    """Whether the link to the finds of the window begins further east than it ends."""
    link = page.locator(".map-here a").get_attribute("href")
    west, _south, east, _north = link.partition("bbox=")[2].replace("%2C", ",").split(",")
    return float(west) > float(east)


def _numbers_in_sight(page: Page) -> int:
    """How many finds the pins within the canvas stand for."""
    return page.evaluate(
        """() => {
          const canvas = document.querySelector(".map-canvas").getBoundingClientRect();
          return [...document.querySelectorAll(".map-pin a")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.left >= canvas.left && box.right <= canvas.right;
          }).reduce((sum, one) => sum + Number(one.textContent || 1), 0);
        }"""
    )
