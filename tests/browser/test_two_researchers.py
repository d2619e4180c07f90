"""A find goes from the field to the public and away again, through four pairs of hands."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Find
from tests.browser.waiting import follow
from tests.factories import jpeg_bytes, make_expedition, make_place

pytestmark = pytest.mark.browser
NUMBER = "SHU15-0001"
CREDITS = ("Photo: Anna Field", "Photo: Boris Trench", "Peter Kamenchenko - Via")


@pytest.fixture
def house(live_server: Any, recorder: Any, reviewer: Any, administrator: Any) -> str:
    """An installation with a season and a place, ready for its first find."""
    make_expedition("SHU15", title_en="Shumshu 2015")
    make_place("Shumshu", name_ru="Шумшу")
    return str(live_server)


def sign_in(page: Page, house: str, name: str) -> Page:
    page.goto(f"{house}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(name)
    follow(page.get_by_role("button", name="Log in"))
    return page


def choose(page: Page, field: str, words: str, option: str) -> None:
    """Search in a field with many choices, and take one."""
    page.locator(f"#id_{field} + .select2").click()
    page.locator(".select2-container--open .select2-search__field").fill(words)
    page.get_by_role("option", name=option, exact=True).click()


def picture(page: Page, row: int, credit: str) -> None:
    """Fill one row of the pictures in."""
    image = {"name": f"{row}.jpg", "mimeType": "image/jpeg", "buffer": jpeg_bytes(seed=row)}
    page.locator(f"#id_find_photos-{row}-file").set_input_files(image)
    page.locator(f"#id_find_photos-{row}-credit_line").fill(credit)
    page.locator(f"#id_find_photos-{row}-license_uri").select_option(label="CC BY 4.0")
    page.locator(f"#id_find_photos-{row}-alt_en").fill(f"A rusty helmet in the grass, side {row}")
    page.locator(f"#id_find_photos-{row}-published").check()


def log_the_find(page: Page, house: str) -> None:
    page.goto(f"{house}/admin/catalog/find/add/")
    follow(page.get_by_role("button", name="Helmet"))
    expect(page.locator("#id_catalogue_number")).to_have_value(NUMBER)
    choose(page, "object_type", "шлем", "Helmet")
    choose(page, "nationality", "япон", "Japan")
    choose(page, "place", "ШУМШУ", "Shumshu")
    page.locator("#id_found_on").fill("12.08.2015")
    page.locator("#id_title_en").fill("Type 90 helmet")
    page.get_by_text("Add to the status history").click()
    page.locator("#id_event_step").select_option(label="Recovered")
    page.locator("#id_event_date").fill("12.08.2015")
    for row, credit in enumerate(CREDITS):
        picture(page, row, credit)
    follow(page.get_by_role("button", name="Save and submit for review").first)
    expect(page.get_by_text(f"{NUMBER} is in review now.")).to_be_visible()


def open_the_find(page: Page, house: str) -> None:
    page.goto(f"{house}/admin/catalog/find/")
    follow(page.get_by_role("link", name=NUMBER))


def step(page: Page, name: str) -> None:
    """Take a step of the publication from the page of the find."""
    follow(page.get_by_role("link", name=name))
    follow(page.get_by_role("button", name=name))


def test_a_find_is_logged_returned_mended_published_and_withdrawn(
    house: str, person: Callable[..., Page]
) -> None:
    recorder = sign_in(person(), house, "recorder")
    log_the_find(recorder, house)
    open_the_find(recorder, house)
    expect(recorder.get_by_text("Recovered").first).to_be_visible()
    expect(recorder.get_by_role("link", name="Publish")).to_have_count(0)
    expect(recorder.locator("#id_title_en")).to_have_count(0)

    reviewer = sign_in(person(), house, "reviewer")
    open_the_find(reviewer, house)
    step(reviewer, "Publish")
    expect(reviewer.get_by_text("Not yet: the description is empty.")).to_be_visible()
    follow(reviewer.get_by_role("link", name="Send back with a comment"))
    reviewer.get_by_label("What is to be changed").fill("Describe it, please.")
    follow(reviewer.get_by_role("button", name="Send back with a comment"))

    open_the_find(recorder, house)
    expect(recorder.get_by_text("Describe it, please.").first).to_be_visible()
    recorder.locator("#id_description_en").fill("A steel helmet, rusted through on one side.")
    follow(recorder.get_by_role("button", name="Save and submit for review").first)

    visitor = person()
    assert visitor.goto(f"{house}/finds/{NUMBER}/").status == 404
    open_the_find(reviewer, house)
    step(reviewer, "Publish")
    expect(reviewer.get_by_text(f"{NUMBER} is published.")).to_be_visible()
    assert Find.objects.get().reviewed_by.username == "reviewer"

    assert visitor.goto(f"{house}/finds/{NUMBER}/").status == 200
    expect(visitor.get_by_role("heading", name="Type 90 helmet")).to_be_visible()
    for credit in CREDITS:
        expect(visitor.get_by_text(credit.removeprefix("Photo: ")).first).to_be_visible()

    administrator = sign_in(person(), house, "administrator")
    open_the_find(administrator, house)
    follow(administrator.get_by_role("link", name="Withdraw with a reason"))
    administrator.get_by_label("for safety").check()
    follow(administrator.get_by_role("button", name="Withdraw with a reason"))
    assert visitor.goto(f"{house}/finds/{NUMBER}/").status == 410
    expect(visitor.get_by_text("for safety").first).to_be_visible()
