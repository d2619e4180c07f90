"""The catalogue in a browser that runs no script: forms and links do all of it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Find
from tests.browser.listing import box, seen, status, stock
from tests.browser.waiting import follow
from tests.factories import make_find, make_photo, nationality

pytestmark = pytest.mark.browser
# Two values of one facet and one of another, among finds that have a word.
WISHES = {"q": ["shore"], "category": ["tank", "helmet"], "nationality": ["japan"]}


@pytest.fixture
def house(live_server: Any) -> str:
    """Tanks and helmets of two sides, and a tank that is in no search for the shore."""
    stock()
    make_find(
        published=True,
        category="tank",
        nationality=nationality("japan"),
        description_en="On a hill.",
    )
    return str(live_server)


@pytest.fixture
def plain(person: Callable[..., Page]) -> Page:
    return person(java_script_enabled=False)


def wish(page: Page, house: str) -> None:
    """Look for a word and tick three boxes."""
    page.goto(f"{house}/finds/")
    page.locator("#filter-q").fill("shore")
    for name, value in (("category", "tank"), ("category", "helmet"), ("nationality", "japan")):
        box(page, name, value).check()


def asked(address: str) -> dict[str, list[str]]:
    """The query string of an address, whatever the order of its values."""
    query = parse_qs(urlsplit(address).query)
    return {name: sorted(values, reverse=True) for name, values in query.items()}


def test_ticks_are_or_within_a_facet_and_and_across(house: str, plain: Page, page: Page) -> None:
    wish(plain, house)
    follow(plain.get_by_role("button", name="Apply"))

    expected = Find.objects.filter(
        category__in=WISHES["category"], nationality__code="japan", description_en__contains="shore"
    ).count()
    assert asked(plain.url) == WISHES
    assert expected == 4
    expect(status(plain)).to_have_text(f"{expected} finds")

    wish(page, house)
    page.wait_for_url(lambda url: asked(url) == WISHES)
    expect(status(page)).to_have_text(f"{expected} finds")
    assert seen(page) == seen(plain)


def test_chips_are_the_ticks_and_the_address(house: str, plain: Page) -> None:
    plain.goto(f"{house}/finds/?category=helmet&category=tank&nationality=japan")
    chips = plain.locator(".chips li:not(.chips-clear) a[href]")

    assert chips.count() == plain.locator(".filters-form input:checked").count() == 3
    assert plain.locator(".chips li").count() == 4
    for _chip in range(3):
        left = chips.count() - 1
        follow(chips.first)
        expect(chips).to_have_count(left)
        assert sum(map(len, asked(plain.url).values())) == left
        assert plain.locator(".filters-form input:checked").count() == left


def test_tick_that_finds_nothing_can_be_taken_back(house: str, plain: Page) -> None:
    make_find(published=True, category="aircraft", nationality=nationality("ussr"))
    plain.goto(f"{house}/finds/?category=aircraft&nationality=japan")
    expect(status(plain)).to_have_text("0 finds")

    lonely = box(plain, "category", "aircraft")
    expect(lonely).to_be_checked()
    expect(lonely).to_be_enabled()
    lonely.uncheck()
    plain.get_by_role("button", name="Apply").click()

    expect(status(plain)).to_have_text("5 finds")


def test_order_is_chosen_by_a_form(house: str, plain: Page) -> None:
    plain.goto(f"{house}/finds/?category=helmet")

    plain.locator("#sort").select_option("number")
    follow(plain.get_by_role("button", name="Go"))

    assert asked(plain.url) == {"category": ["helmet"], "sort": ["number"]}
    shown = plain.locator(".tag .number").all_inner_texts()
    assert shown == sorted(shown)


def test_veiled_picture_is_shown_on_asking_and_hidden_again(live_server: Any, plain: Page) -> None:
    find = make_find(published=True, catalogue_number="V-1")
    make_photo(find, published=True, sensitivity="advisory", credit_line="Photo: Anna Field")
    picture = plain.locator("main img")
    plain.goto(f"{live_server}/finds/V-1/")
    follow(plain.get_by_role("link", name="Photograph 1 of 1"))
    expect(picture).to_have_count(0)
    assert plain.request.get(f"{plain.url}show/").status == 405
    plain.reload()
    expect(picture).to_have_count(0)

    plain.get_by_role("button", name="Show this photograph").click()
    expect(picture).to_be_visible()
    expect(plain.get_by_text("Photo: Anna Field").first).to_be_visible()
    follow(plain.get_by_role("button", name="Hide such photographs again"))

    expect(picture).to_have_count(0)


def test_theme_chosen_once_is_in_the_first_paint(live_server: Any, plain: Page) -> None:
    plain.goto(f"{live_server}/about/")
    light = _ground(plain)

    follow(plain.get_by_role("button", name="Dark"))
    assert _ground(plain) != light
    plain.goto(f"{live_server}/finds/")
    assert plain.locator("html").get_attribute("data-theme") == "dark"
    follow(plain.get_by_role("button", name="Light"))

    assert _ground(plain) == light


def _ground(page: Page) -> str:
    return page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
