"""Each count beside a value is what ticking it gives, and where one was is where one comes back."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.listing import box, status, stock, tick
from tests.browser.waiting import comes_true, follow

pytestmark = pytest.mark.browser
MOST = 30
# Values that can be ticked: their parameter, themselves, and the count beside them.
TICKABLE = """
[...document.querySelectorAll(".filters-form input[type=checkbox]:enabled:not(:checked)")].map(
  (input) => [input.name, input.value, input.parentElement.querySelector(".tick-count").textContent]
)
"""


@pytest.fixture
def house(live_server: Any) -> str:
    stock()
    return str(live_server)


@pytest.mark.parametrize("wished", [("nationality", "japan"), ("category", "tank")])
def test_count_is_what_ticking_alone_gives(
    sample: str, page: Page, wished: tuple[str, str]
) -> None:
    name, value = wished
    page.goto(f"{sample}/finds/?{name}={value}")
    tickable = page.evaluate(TICKABLE)
    assert len(tickable) > MOST

    wrong = []
    for other, choice, told in tickable[:: len(tickable) // MOST]:
        # Of its own facet a value counts what it alone would give.
        others = "" if other == name else f"{name}={value}&"
        answer = page.request.get(f"{sample}/finds/?{others}{other}={choice}")
        (line,) = re.findall(r'<p id="results-status"[^>]*>(\d+)', answer.text())
        if line != told:
            wrong.append((other, choice, told, line))

    assert wrong == []


def test_tick_leaves_the_counts_of_its_own_facet(house: str, page: Page) -> None:
    def counts(name: str) -> list[str]:
        return page.locator(f"fieldset:has([name={name}]) .tick-count").all_inner_texts()

    page.goto(f"{house}/finds/")
    kinds, sides = counts("category"), counts("nationality")

    tick(page, "category", "tank")
    expect(status(page)).to_have_text("4 finds")

    assert counts("category") == kinds
    assert counts("nationality") != sides


def test_back_forward_and_reload_come_back_to_where_one_was(
    house: str, person: Callable[..., Page]
) -> None:
    page = person(viewport={"width": 1280, "height": 500})
    page.goto(f"{house}/finds/")
    _scroll(page, 180)
    tick(page, "category", "tank")
    expect(status(page)).to_have_text("4 finds")
    _scroll(page, 240)

    page.reload()
    _is_at(page, 240)
    page.go_back()
    expect(status(page)).to_have_text("8 finds")
    _is_at(page, 180)
    page.go_forward()
    expect(status(page)).to_have_text("4 finds")
    _is_at(page, 240)
    follow(page.locator(".tag-title a").first)
    page.go_back()

    expect(status(page)).to_have_text("4 finds")
    expect(box(page, "category", "tank")).to_be_checked()
    _is_at(page, 240)


def _scroll(page: Page, pixels: int) -> None:
    page.evaluate("(pixels) => scrollTo(0, pixels)", pixels)
    page.wait_for_timeout(100)


def _is_at(page: Page, pixels: int) -> None:
    def is_there() -> bool:
        return abs(page.evaluate("scrollY") - pixels) <= 50

    assert comes_true(is_there), f"at {page.evaluate('scrollY')} instead of {pixels}"
