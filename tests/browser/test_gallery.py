"""The pictures of a find in their dialog: by keyboard, enlarged, and never without their credit."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_find, make_photo

pytestmark = pytest.mark.browser


@pytest.fixture
def address(live_server: Any) -> str:
    """A find with three pictures."""
    find = make_find(published=True, catalogue_number="A-1")
    for name in ("Anna Field", "Boris Trench", "Chie Hill"):
        make_photo(find, published=True, credit_line=f"Photo: {name}")
    return f"{live_server}/finds/A-1/"


def test_credit_follows_the_picture_and_is_always_in_sight(address: str, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 600})
    page.goto(address)
    page.locator(".photo-link").first.click()
    dialog = page.get_by_role("dialog", name="Pictures")

    for number, name in enumerate(("Anna Field", "Boris Trench", "Chie Hill"), start=1):
        expect(dialog.get_by_text(f"{number} of 3")).to_be_visible()
        expect(dialog.get_by_text(f"Photo: {name}")).to_be_in_viewport(ratio=1)
        expect(dialog.get_by_role("link", name="CC BY 4.0")).to_be_in_viewport(ratio=1)
        dialog.get_by_role("button", name="Larger").click()
        dialog.get_by_role("button", name="Larger").click()
        expect(dialog.get_by_text(f"Photo: {name}")).to_be_in_viewport(ratio=1)
        dialog.get_by_role("button", name="Next").click()
    expect(dialog.get_by_text("1 of 3")).to_be_visible()


def test_keyboard_leads_through_and_back(address: str, page: Page) -> None:
    page.goto(address)
    page.locator(".photo-link").first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog).to_be_visible()

    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_text("Photo: Boris Trench")).to_be_visible()
    page.keyboard.press("+")
    expect(page.locator(".gallery-stage")).to_have_attribute("data-zoom", "1.5")
    page.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    back = page.locator(".photo-link").nth(1)
    expect(back).to_have_attribute("href", re.compile("/photos/2/$"))
    expect(back).to_be_focused()


def test_link_stays_a_link(address: str, page: Page) -> None:
    page.goto(address)

    href = page.locator(".photo-link").nth(1).get_attribute("href")
    page.goto(f"{address.partition('/finds/')[0]}{href}")

    expect(page.get_by_text("Photo: Boris Trench").first).to_be_visible()
