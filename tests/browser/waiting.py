"""How the tests wait: for a page to be there whole, and for what comes true a little later."""

import time
from collections.abc import Callable

from playwright.sync_api import Locator

SECONDS = 15


def follow(way: Locator) -> None:
    """Press what leads to another page, and wait until that page is there whole.

    A click alone comes back while the next page is half read, or its form half written down.
    """
    with way.page.expect_navigation():
        way.click()


def comes_true(claim: Callable[[], bool]) -> bool:
    """Whether a claim that no `expect` knows holds before long."""
    last = time.monotonic() + SECONDS
    while not claim():
        if time.monotonic() > last:
            return False
        time.sleep(0.05)
    return True
