"""A letter to the house that lacks something: told first, led to its field, and nothing retyped."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_find

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_what_is_wrong_is_told_first_and_leads_to_its_field(
    live_server: Any, person: Callable[..., Page], script: bool
) -> None:
    make_find(published=True, catalogue_number="A-1")
    page = person(java_script_enabled=script)
    page.goto(f"{live_server}/finds/A-1/report/")
    page.locator("#id_reply_to").fill("A. Name")

    page.get_by_role("button", name="Send").click()

    expect(page).to_have_title(re.compile("^Error:"))
    expect(page.locator(".problem")).to_be_focused()
    expect(page.locator("#id_reply_to")).to_have_value("A. Name")
    told = page.locator(".problem a")
    expect(told).to_have_count(2)
    told.first.click()
    expect(page.locator("#id_reason_0")).to_be_focused()
    told.last.click()
    expect(page.locator("#id_words")).to_be_focused()
