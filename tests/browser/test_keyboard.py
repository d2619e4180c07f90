"""By keyboard alone: from the first link to a find, its pictures, and on to the next find."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.listing import status, stock
from tests.factories import make_find, make_photo, nationality

pytestmark = pytest.mark.browser
MOST_STOPS = 120
# What has the focus is seen where nothing lies over the middle of its part within the window.
IN_SIGHT = """
() => {
  const here = document.activeElement;
  const boxes = [...here.getClientRects()].filter((box) => box.width && box.height);
  return boxes.some((box) => {
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const x = middle(box.left, box.right, innerWidth), y = middle(box.top, box.bottom, innerHeight);
    const there = document.elementFromPoint(x, y);
    return there && (here.contains(there) || there.contains(here));
  });
}
"""
WHAT = "document.activeElement.outerHTML.slice(0, 120)"


@pytest.fixture
def house(live_server: Any) -> str:
    """A stocked listing whose newest find is a tank with two pictures."""
    stock()
    find = make_find(
        published=True,
        catalogue_number="K-1",
        category="tank",
        nationality=nationality("japan"),
        found_on="2020-08-18",
    )
    make_photo(find, published=True)
    make_photo(find, published=True)
    return str(live_server)


def tab_to(page: Page, selector: str) -> None:
    """Go on by the Tab key until something has the focus; at each stop it must be in sight."""
    for _stop in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(IN_SIGHT), page.evaluate(WHAT)
        if page.evaluate("(what) => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"{selector} is not reached")


def shows_focus(page: Page) -> bool:
    """Whether a picture of the window changes when the focus goes."""
    focused = page.screenshot()
    page.evaluate("window.held = document.activeElement; held.blur()")
    blurred = page.screenshot()
    page.evaluate("held.focus({ preventScroll: true })")
    return focused != blurred


def test_way_from_the_first_link_to_the_next_find(house: str, page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{house}/finds/")

    tab_to(page, "[href='#filters']")
    assert shows_focus(page)
    page.keyboard.press("Enter")
    tab_to(page, "[name=category][value=tank]")
    assert shows_focus(page)
    page.keyboard.press("Space")
    expect(status(page)).to_have_text("5 finds")
    tab_to(page, ".tag-title a")
    assert shows_focus(page)
    with page.expect_navigation(url=re.compile("/finds/k-1/", re.IGNORECASE)):
        page.keyboard.press("Enter")
    tab_to(page, ".photo-link")
    assert shows_focus(page)
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog).to_be_visible()
    tab_to(page, "[value=close]")
    assert shows_focus(page)
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator(".photo-link").first).to_be_focused()
    page.reload()
    tab_to(page, "[rel=next]")
    assert shows_focus(page)
    page.keyboard.press("Enter")

    expect(page.get_by_text("2 of 5")).to_be_visible()


def test_focus_stays_on_the_view_and_the_order_chosen(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/")

    for link in (".switch a[href*='view=list']", ".ledger thead a[href*='sort=number']"):
        page.locator(link).focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{link}:focus")).to_have_count(1)
        expect(page).to_have_url(re.compile("view=list"))

    expect(page).to_have_url(re.compile("sort=number"))


def test_skip_link_leads_to_the_results(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/")

    tab_to(page, "[href='#results']")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#results$"))
    page.keyboard.press("Tab")

    expect(page.locator("#results :focus")).to_have_count(1)


@pytest.mark.parametrize("path", ["/finds/", "/finds/?view=list", "/finds/K-1/", "/statistics/"])
def test_no_bar_covers_the_focus_on_a_telephone(
    house: str, person: Callable[..., Page], path: str
) -> None:
    page = person(viewport={"width": 360, "height": 640})
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{house}{path}")

    tab_to(page, ".colophon a")
    # There is no trap: the last stop is the form at the foot, and then the page is left.
    tab_to(page, ".themes button:last-of-type")


def test_page_behind_a_dialog_is_out_of_reach(house: str, page: Page) -> None:
    page.goto(f"{house}/finds/K-1/")
    page.locator(".photo-link").first.press("Enter")
    expect(page.get_by_role("dialog", name="Pictures")).to_be_visible()

    for _stop in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('dialog')"
        ), page.evaluate(WHAT)
    page.keyboard.press("Escape")

    expect(page.locator(".photo-link").first).to_be_focused()


def test_page_behind_the_drawer_stays_where_it_is(house: str, person: Callable[..., Page]) -> None:
    page = person(viewport={"width": 360, "height": 640})
    page.goto(f"{house}/finds/")
    page.locator("#filters > summary").click()
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    before = page.evaluate("scrollY")

    page.mouse.move(180, 320)
    for _turn in range(12):
        page.mouse.wheel(0, 600)
        page.wait_for_timeout(30)

    assert page.evaluate("scrollY") == before
