"""What the pages of staff look like where words are long."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.test_two_researchers import sign_in
from tests.factories import make_find

pytestmark = pytest.mark.browser


def test_buttons_of_a_find_lie_below_its_name(
    live_server: Any, administrator: Any, person: Callable[..., Page]
) -> None:
    find = make_find(published=True, title_ru="Стальной шлем с пулевым отверстием " * 4)
    page = sign_in(person(), str(live_server), "administrator")
    page.context.add_cookies([{"name": "django_language", "value": "ru", "url": live_server.url}])
    page.goto(f"{live_server}/admin/catalog/find/{find.pk}/change/")

    name = page.locator("#content > h2").bounding_box()
    buttons = page.locator(".object-tools").bounding_box()

    assert name
    assert buttons
    assert page.locator("html").get_attribute("lang") == "ru"
    assert buttons["y"] >= name["y"] + name["height"]
