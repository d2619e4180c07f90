"""What a page may weigh once every picture of it is loaded: words compressed, as they are sent.

The demo sends everything as it is, so what a browser receives of words is compressed here.
"""

import gzip
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Response

from tests.browser.conftest import profile, tab

pytestmark = pytest.mark.browser
KB = 1024
WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Page, bytes of everything, requests, bytes of scripts.
BUDGETS = {
    "/": (300 * KB, 14, 6 * KB),
    "/finds/": (350 * KB, 32, 10 * KB),
    "/ja/finds/": (350 * KB, 32, 10 * KB),
    "/finds/?view=list": (350 * KB, 32, 10 * KB),
    "/finds/SHU14-0001/": (400 * KB, 14, 12 * KB),
    "/finds/SHU15-0005/": (60 * KB, 6, 10 * KB),
    "/statistics/": (300 * KB, 14, 6 * KB),
}


@pytest.fixture
def screen(browser: Browser) -> Iterator[Page]:
    with profile(browser, viewport={"width": 1440, "height": 900}) as context:
        context.add_init_script(WATCH)
        with tab(context) as page:
            yield page


def loaded(page: Page, address: str) -> dict[str, int]:
    """Everything the page asks for while it is read to its end, with its size."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(address, wait_until="networkidle")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    return {answer.url: size(answer) for answer in answers}


def size(answer: Response) -> int:
    body = answer.body()
    is_picture = answer.headers.get("content-type", "") in ("image/webp", "image/jpeg")
    return len(body if is_picture else gzip.compress(body))


@pytest.mark.parametrize("path", BUDGETS)
def test_page_is_light(sample: str, screen: Page, path: str) -> None:
    most_bytes, most_requests, most_script = BUDGETS[path]

    files = loaded(screen, f"{sample}{path}")

    assert len(files) <= most_requests
    assert sum(files.values()) <= most_bytes
    assert sum(size for name, size in files.items() if name.endswith(".js")) <= most_script
    assert screen.evaluate("window.shifted") <= 0.02
