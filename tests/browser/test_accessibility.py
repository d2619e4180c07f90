"""Every page of the sample by axe-core, in three languages, two themes and three widths.

Beside it what axe does not look at: that nothing is wider than the screen, that every picture has
its credit in sight, that foreign words say their language.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser import extremes
from tests.browser.conftest import profile, tab
from tests.browser.screenshots import LANGUAGES, PAGES, THEMES

pytestmark = pytest.mark.browser
WIDTHS = (320, 768, 1440)
# The rule for the size of targets is off in axe unless it is asked for.
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    "rules": {"target-size": {"enabled": True}},
}
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
UNCREDITED = """
[...document.querySelectorAll("main img:not(.code)")].filter((image) => {
  const credit = image.closest("figure")?.querySelector(".credit-line");
  const box = credit?.getBoundingClientRect();
  return !box || box.width < 1 || box.height < 1;
}).map((image) => image.src)
"""
FOREIGN = """
() => {
  const scripts = [["ja", /[\\u3041-\\u30ff\\u4e00-\\u9fff]/], ["ru", /[\\u0400-\\u04ff]/]];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const strays = [];
  while (walker.nextNode()) {
    const { textContent, parentElement } = walker.currentNode;
    if (parentElement.closest("script, template, option")) continue;
    const language = parentElement.closest("[lang]").lang.slice(0, 2);
    for (const [code, letters] of scripts) {
      if (letters.test(textContent) && language !== code) strays.push(textContent.trim());
    }
  }
  return strays;
}
"""


@pytest.fixture(params=WIDTHS)
def width(request: Any) -> int:
    return request.param


@pytest.fixture(params=THEMES)
def theme(request: Any) -> str:
    return request.param


@pytest.fixture
def screen(browser: Browser, width: int, theme: str) -> Iterator[Page]:
    # The policy of the pages would refuse the script that looks at them.
    looks = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
    with profile(browser, bypass_csp=True, **looks) as context, tab(context) as page:
        yield page


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_are_for_everybody(sample: str, screen: Page, language: str) -> None:
    wrong: list[str] = []
    for path in PAGES.values():
        screen.goto(f"{sample}{LANGUAGES[language]}{path}")
        wrong += [f"{path}: {one}" for one in _wrong(screen)]

    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360], indirect=True)
def test_finds_at_the_edge_are_for_everybody(edges: str, screen: Page, language: str) -> None:
    """One with everything, with nothing, with forty pictures, veiled, withheld, withdrawn."""
    wrong: list[str] = []
    for path in extremes.PAGES.values():
        screen.goto(f"{edges}{LANGUAGES[language]}{path}")
        wrong += [f"{path}: {one}" for one in _wrong(screen)]

    assert wrong == []


def _wrong(page: Page) -> list[str]:
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(rules) => axe.run(rules)", RULES)["violations"]
    told = [f"{one['id']} {node['html'][:100]}" for one in found for node in one["nodes"]]
    wider = page.evaluate(WIDER)
    return [
        *told,
        *([f"{wider} pixels too wide"] if wider > 0 else []),
        *(f"no credit in sight: {source}" for source in page.evaluate(UNCREDITED)),
        *(f"in no language of its own: {words}" for words in page.evaluate(FOREIGN)),
    ]


def test_drawer_and_gallery_are_for_everybody(sample: str, browser: Browser) -> None:
    phone = {"viewport": {"width": 360, "height": 740}}
    with profile(browser, bypass_csp=True, **phone) as context, tab(context) as page:
        page.goto(f"{sample}/finds/")
        page.locator("#filters > summary").click()
        expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
        assert _wrong(page) == []
        page.goto(f"{sample}/finds/SHU14-0001/")
        page.locator(".photo-link").first.click()
        expect(page.get_by_role("dialog", name="Pictures")).to_be_visible()
        assert _wrong(page) == []
