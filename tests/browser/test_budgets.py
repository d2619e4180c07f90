"""What a page may weigh once every picture of it is loaded, as the browser itself counts it.

On the sample, and on the catalogue of many finds of conftest.py.
"""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.compressing import compressed
from tests.browser.conftest import profile, tab

pytestmark = pytest.mark.browser
KB = 1024
SHIFT = 0.02
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Page, bytes of everything, requests, bytes of scripts.
LISTING = (350 * KB, 32, 10 * KB)
MAP = (300 * KB, 14, 60 * KB)
FIGURES = (300 * KB, 14, 6 * KB)
SAMPLE = {
    "/": (300 * KB, 14, 6 * KB),
    "/finds/": LISTING,
    "/ja/finds/": LISTING,
    "/finds/?view=list": LISTING,
    "/finds/?view=map": MAP,
    "/map/": MAP,
    "/finds/SHU14-0001/": (400 * KB, 14, 12 * KB),
    "/finds/SHU15-0005/": (60 * KB, 6, 10 * KB),
    "/statistics/": FIGURES,
}
MANY = {
    "/": (300 * KB, 16, 6 * KB),
    "/finds/": LISTING,
    "/ja/finds/": LISTING,
    "/ru/finds/?view=list&per=24": LISTING,
    "/finds/?category=helmet&nationality=japan&page=2": LISTING,
    "/map/": MAP,
    "/statistics/": FIGURES,
}


@pytest.fixture(scope="module")
def door(sample: str) -> Iterator[str]:
    with compressed(sample) as address:
        yield address


@pytest.fixture(scope="module")
def many_door(many: str) -> Iterator[str]:
    with compressed(many) as address:
        yield address


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    with profile(browser, viewport={"width": 1440, "height": 900}) as context:
        context.add_init_script(WATCH)
        with tab(context) as page:
            yield page


class Transferred:
    """What came over the line, as the browser tells: address to bytes with their headers."""

    def __init__(self, page: Page) -> None:
        self.sizes: dict[str, int] = {}
        self._asked: dict[str, str] = {}
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", self._send)
        session.on("Network.loadingFinished", self._finish)

    def _send(self, event: dict[str, Any]) -> None:
        self._asked[event["requestId"]] = event["request"]["url"]

    def _finish(self, event: dict[str, Any]) -> None:
        address = self._asked[event["requestId"]]
        self.sizes[address] = self.sizes.get(address, 0) + int(event["encodedDataLength"])

    @property
    def scripts(self) -> int:
        """The bytes of scripts."""
        return sum(size for name, size in self.sizes.items() if urlsplit(name).path.endswith(".js"))


def check(page: Page, address: str, budget: tuple[int, int, int]) -> None:
    """Read the page to its end and compare with what it may cost."""
    most_bytes, most_requests, most_script = budget
    transferred = Transferred(page)
    page.goto(address, wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_timeout(300)
    page.wait_for_load_state("networkidle")

    assert len(transferred.sizes) <= most_requests, transferred.sizes
    assert sum(transferred.sizes.values()) <= most_bytes, transferred.sizes
    assert transferred.scripts <= most_script, transferred.sizes
    assert page.evaluate("window.shifted") <= SHIFT


@pytest.mark.parametrize("path", SAMPLE)
def test_page_is_light(door: str, screen: Page, path: str) -> None:
    check(screen, f"{door}{path}", SAMPLE[path])


@pytest.mark.slow
@pytest.mark.parametrize("path", MANY)
def test_page_is_as_light_among_many_finds(many_door: str, screen: Page, path: str) -> None:
    check(screen, f"{many_door}{path}", MANY[path])


@pytest.mark.parametrize("path", sorted({*SAMPLE, "/ru/finds/", "/ru/statistics/"}))
def test_nothing_moves_on_a_telephone(browser: Browser, door: str, path: str) -> None:
    with (
        profile(browser, viewport={"width": 360, "height": 800}) as context,
        tab(context) as page,
    ):
        page.add_init_script(WATCH)
        page.goto(f"{door}{path}", wait_until="networkidle")
        page.wait_for_timeout(300)
        assert page.evaluate("window.shifted") <= SHIFT
