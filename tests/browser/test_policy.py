"""The strict policy breaks no page: a browser walks every address and reports no violation."""

from typing import Any

import pytest
from playwright.sync_api import Page

from catalog.vocab import Category
from tests.browser.test_two_researchers import sign_in
from tests.factories import make_user
from tests.house import walk
from tests.house.canaries import plant

pytestmark = pytest.mark.browser
REPORT = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:` +
    `${event.lineNumber} ${event.sample}`);
});
"""


def visit(page: Page, address: str) -> list[str]:
    """Open a page and tell what its policy had to refuse."""
    page.goto(address, wait_until="load")
    return [f"{address}: {one}" for one in page.evaluate("window.violations")]


def is_page(page: Page, address: str) -> bool:
    """Whether a page of ours is there: not a file, and not a door for forms alone."""
    answer = page.request.get(address)
    return answer.status != 405 and "html" in answer.headers.get("content-type", "")


def walked(page: Page, house: str, addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        if is_page(page, f"{house}{address}"):
            found += visit(page, f"{house}{address}")
    return found


def test_public_pages_obey(live_server: Any, page: Page) -> None:
    nest = plant()
    page.add_init_script(REPORT)
    listings = [f"/finds/?view={view}&q=helmet" for view in ("list", "grid", "map")]

    found = walked(page, str(live_server), [*walk.addresses(nest), *listings])

    assert found == []


def test_admin_obeys(live_server: Any, page: Page) -> None:
    nest = plant()
    make_user(username="chief", is_staff=True, is_superuser=True)
    page.add_init_script(REPORT)
    sign_in(page, str(live_server), "chief")
    forms = [f"/admin/catalog/find/add/?category={category}" for category in Category]
    more = [*forms, "/admin/catalog/find/?q=helmet"]

    found = walked(page, str(live_server), [*walk.closed_addresses(nest), *more])

    assert found == []
