"""The listing in a browser: each tick is answered at once, in place, and nothing is lost.

That the same addresses answer the same without a script is tested in tests/views/test_listing.py.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.listing import box, count_of, seen, status, stock, tick
from tests.browser.waiting import comes_true
from tests.factories import make_find, make_place

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}}


@pytest.fixture
def house(live_server: Any) -> str:
    """Tanks and helmets of two sides."""
    stock()
    return str(live_server)


def test_tick_is_answered_in_place_with_the_focus_kept(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/")
    page.evaluate("document.querySelector('.filters-form [value=tank]').kept = true")

    tick(page, "category", "tank")

    expect(status(page)).to_have_text("4 finds")
    assert page.url.endswith("?category=tank")
    assert page.evaluate("document.activeElement.kept")
    assert page.title().startswith("4 finds - Tanks")
    # Its own facet goes on telling what the other values would add.
    assert count_of(page, "category", "helmet") == "4"
    assert count_of(page, "nationality", "japan") == "2"
    assert page.locator(".cards > li").count() == 4
    expect(page.locator("#results[aria-live]")).to_have_count(0)


def test_page_in_place_is_the_page_at_its_address(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/")
    tick(page, "category", "tank")
    expect(status(page)).to_have_text("4 finds")
    tick(page, "category", "helmet")
    expect(status(page)).to_have_text("8 finds")
    tick(page, "nationality", "japan")
    expect(status(page)).to_have_text("4 finds")
    before = seen(page)

    page.reload()

    assert seen(page) == before


def test_back_and_forward_restore_ticks_and_finds(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/")
    tick(page, "category", "tank")
    expect(status(page)).to_have_text("4 finds")
    tick(page, "nationality", "japan")
    expect(status(page)).to_have_text("2 finds")

    page.go_back()
    expect(status(page)).to_have_text("4 finds")
    expect(box(page, "nationality", "japan")).not_to_be_checked()
    expect(box(page, "category", "tank")).to_be_checked()
    page.go_back()
    expect(status(page)).to_have_text("8 finds")
    page.go_forward()
    expect(status(page)).to_have_text("4 finds")
    expect(box(page, "category", "tank")).to_be_checked()


def test_chip_goes_and_leaves_the_focus_to_the_next(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/?category=tank&nationality=japan")

    page.locator(".chips a").first.click()
    expect(page.locator(".chips li")).to_have_count(2)
    expect(page.locator(".chips a:focus")).to_have_count(1)
    page.locator(".chips a").first.click()

    expect(status(page)).to_have_text("8 finds")
    expect(page.locator("#results-status")).to_be_focused()


def test_late_answer_is_dropped(house: str, page: Page) -> None:
    held: list[Route] = []
    over: list[str] = []
    page.route("**/finds/?category=tank", lambda route: held.append(route))
    page.on("requestfinished", lambda request: over.append(request.url))
    page.on("requestfailed", lambda request: over.append(request.url))
    page.goto(f"{house}/finds/")
    first = f"{house}/finds/?category=tank"
    with page.expect_request(first):
        tick(page, "category", "tank")
    tick(page, "nationality", "japan")
    expect(status(page)).to_have_text("2 finds")
    (late,) = held

    # The answer to the first question comes now, unless the page has already hung up on it.
    late.continue_()
    assert comes_true(lambda: page.evaluate("true") and first in over)
    page.wait_for_timeout(300)

    expect(status(page)).to_have_text("2 finds")
    expect(box(page, "nationality", "japan")).to_be_checked()
    assert page.url.endswith("?category=tank&nationality=japan")


def test_broken_answer_becomes_an_ordinary_visit(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/")
    answers = iter(["abort"])
    page.route(
        "**/finds/?category=tank",
        lambda route: route.abort() if next(answers, "") else route.continue_(),
    )

    # What broke is told in the console, and that is not a mistake of the page.
    page.evaluate("addEventListener('unhandledrejection', (event) => event.preventDefault())")
    tick(page, "category", "tank")

    expect(status(page)).to_have_text("4 finds")
    expect(box(page, "category", "tank")).to_be_checked()


def test_drawer_counts_before_it_shows(house: str, person: Callable[..., Page]) -> None:
    page = person(**PHONE)
    page.goto(f"{house}/finds/")
    page.locator("#filters > summary").click()
    drawer = page.get_by_role("dialog", name="Filters")

    tick(page, "category", "tank")
    expect(drawer.get_by_role("button", name="Show 4 finds")).to_be_visible()
    tick(page, "nationality", "japan")
    show = drawer.get_by_role("button", name="Show 2 finds")
    expect(show).to_be_visible()
    assert page.url.endswith("/finds/")
    show.click()

    expect(drawer).to_be_hidden()
    expect(status(page)).to_have_text("2 finds")
    expect(page.locator("#filters > summary")).to_be_focused()
    page.locator("#filters").get_by_text("Filters (2)").click()
    page.keyboard.press("Escape")
    expect(drawer).to_be_hidden()
    expect(page.locator("#filters > summary")).to_be_focused()


def test_thumb_bar_opens_the_drawer_and_gets_the_focus_back(
    house: str, person: Callable[..., Page]
) -> None:
    page = person(**PHONE)
    page.goto(f"{house}/finds/")
    thumb = page.locator(".thumb")
    expect(thumb).to_be_in_viewport()

    thumb.get_by_text("Filters").click()
    tick(page, "category", "tank")
    page.get_by_role("button", name="Show 4 finds").click()

    expect(status(page)).to_have_text("4 finds")
    expect(thumb.get_by_text("Filters (1)")).to_be_focused()
    thumb.get_by_text("Sort").click()
    expect(page.locator("#sort")).to_be_focused()


def test_thumb_bar_is_of_links_without_a_script(house: str, person: Callable[..., Page]) -> None:
    page = person(java_script_enabled=False, **PHONE)
    page.goto(f"{house}/finds/")

    page.locator(".thumb").get_by_text("Filters").click()

    expect(page.locator("#filter-q")).to_be_in_viewport()
    expect(page.locator(".narrowing")).to_have_count(0)


def test_bar_of_a_year_is_answered_in_place_and_let_go_again(house: str, page: Page) -> None:
    for number, year in enumerate((1945, 1945, 1991)):
        make_find(published=True, catalogue_number=f"Y-{number}", found_on=str(year))
    page.goto(f"{house}/finds/")
    bar = page.locator("#years-1940–1949")
    assert bar.inner_text().strip() == "1940–1949: 2"

    bar.focus()
    page.keyboard.press("Enter")

    expect(status(page)).to_have_text("2 finds")
    expect(bar).to_be_focused()
    expect(bar).to_have_attribute("aria-current", "true")
    expect(page.locator("#years-1945")).to_have_text("1945: 2")
    assert "from=1940&to=1949" in page.url
    page.keyboard.press("Enter")
    expect(status(page)).to_have_text("11 finds")


def test_long_list_is_narrowed_by_typing(house: str, page: Page) -> None:
    for number in range(16):
        place = make_place(f"Island {number:02}", name_ru=f"Берёза {number:02}")
        make_find(published=True, catalogue_number=f"P-{number}", place=place)
    page.goto(f"{house}/ru/finds/")
    facet = page.locator("fieldset:has([name=place])")
    before, every = page.url, facet.locator(".tick").count()

    facet.locator("[data-narrows]").fill("береза 1")
    page.keyboard.press("Enter")

    expect(facet.locator(".tick:visible")).to_have_count(6)
    expect(facet.locator("[aria-live]")).to_have_text(f"6 / {every}")
    assert page.url == before
    facet.locator("[data-narrows]").fill("")
    expect(facet.locator("li[hidden]")).to_have_count(0)
