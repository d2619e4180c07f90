import pytest
from playwright.sync_api import Page, expect


@pytest.mark.browser
def test_recorder_signs_in_to_the_admin(live_server: str, recorder: object, page: Page) -> None:
    page.goto(f"{live_server}/admin/")

    page.get_by_label("Username").fill("recorder")
    page.get_by_label("Password").fill("recorder")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
