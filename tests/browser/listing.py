"""What the tests of the listing share: a few finds, and hands for its ticks and its count."""

from typing import Any

from playwright.sync_api import Locator, Page

from tests.factories import make_find, nationality

KINDS = ("tank", "helmet")
SIDES = ("japan", "ussr")


def stock() -> None:
    """Tanks and helmets of two sides, two of each."""
    for number, (category, side) in enumerate(
        [(category, side) for category in KINDS for side in SIDES] * 2
    ):
        make_find(
            published=True,
            catalogue_number=f"A-{number}",
            category=category,
            nationality=nationality(side),
        )


def box(page: Page, name: str, value: str) -> Locator:
    return page.locator(f".filters-form input[name={name}][value={value}]")


def tick(page: Page, name: str, value: str) -> None:
    box(page, name, value).check()


def status(page: Page) -> Locator:
    """What the listing says of itself; there is one such line."""
    return page.locator("[role=status]")


def count_of(page: Page, name: str, value: str) -> str:
    row = f"label.tick:has(input[name={name}][value={value}])"
    return page.locator(f"{row} .tick-count").inner_text()


def seen(page: Page) -> Any:
    """The numbers, ticks, counts and chips of the page, and every name within its results."""
    return page.evaluate(
        """() => ({
          numbers: [...document.querySelectorAll(".tag .number")].map((one) => one.textContent),
          ticks: [...document.querySelectorAll(".tick")]
            .map((one) => one.textContent.trim() + one.firstChild.checked).sort(),
          chips: [...document.querySelectorAll(".chips a")].map((one) => one.search),
          ids: [...document.querySelectorAll("#results [id]")].map((one) => one.id),
          title: document.title,
        })"""
    )
