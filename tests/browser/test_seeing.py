"""For eyes and hands of every kind: large text, wide spacing, forced colours, no motion, thumbs."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import profile, tab
from tests.browser.screenshots import PAGES, THEMES
from tests.browser.test_accessibility import RULES, WIDER

pytestmark = pytest.mark.browser
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }
"""
LARGE = "html { font-size: 200% !important; }"
# Text that its own box cuts off; what is for screen readers alone is cut off on purpose, and a map
# goes on beyond its window.
CUT = """
[...document.querySelectorAll("body *")].filter((box) => {
  const { overflowX, overflowY } = getComputedStyle(box);
  const cuts = (how) => how === "hidden" || how === "clip";
  return box.textContent.trim() && box.checkVisibility()
    && !box.closest(".hidden, svg, .skips, .map-canvas, .claims thead")
    && ((cuts(overflowX) && box.scrollWidth > box.clientWidth + 1)
      || (cuts(overflowY) && box.scrollHeight > box.clientHeight + 1));
}).map((box) => `${box.tagName}.${box.className}: ${box.textContent.trim().slice(0, 60)}`)
"""
# What one can press, with its size; a link in a line of text is as high as the line. A card or a
# label is as large as what it stands for.
SMALL = """
(least) => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter((one) => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden")
  .filter((one) => getComputedStyle(one).display !== "inline" && !one.closest(".hidden, .skips"))
  .map((one) => [one, (one.closest("label") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.width && box.height)
  .filter(([, box]) => Math.round(box.width) < least || Math.round(box.height) < least)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)
"""
MOVING = """
[...document.querySelectorAll("*")].filter((one) => {
  const { animationName, animationDuration, transitionDuration } = getComputedStyle(one);
  const lasts = (times) => times.split(",").some((time) => parseFloat(time) > 0);
  return (animationName !== "none" && lasts(animationDuration)) || lasts(transitionDuration);
}).map((one) => one.outerHTML.slice(0, 90))
"""
# Bars and marks painted in the colour of what they stand on.
LOST_IN_GROUND = """
[...document.querySelectorAll("svg rect, svg use, svg path")].filter((one) => {
  const { fill, stroke } = getComputedStyle(one);
  const ground = getComputedStyle(document.body).backgroundColor;
  const isLost = (paint) => paint === "none" || paint === ground;
  return one.checkVisibility() && isLost(fill) && isLost(stroke);
}).map((one) => one.outerHTML.slice(0, 90))
"""
TOKENS = """
(names) => Object.fromEntries(names.map(
  (name) => [name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]
))
"""
TEXT = ("ink", "muted", "link", "visited", "accent", "ok", "danger")
GROUNDS = ("bg", "surface", "sunk")
# What a thumb presses first: at least 44 pixels high.
PRIMARY = ".thumb a, .filters > summary, .button, .drawer-close, .gallery-bar button, .pages a"


@pytest.fixture
def screen(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page whose policy lets a test write a style into it."""
    opened = []

    def arrive(**options: Any) -> Page:
        context = profile(browser, bypass_csp=True, **options)
        page = tab(context.__enter__())
        opened.extend([context, page])
        return page.__enter__()

    yield arrive
    for one in reversed(opened):
        one.__exit__(None, None, None)


@pytest.mark.parametrize(
    ("width", "style"), [(320, SPACED), (1280, SPACED), (1280, LARGE), (640, LARGE)]
)
def test_no_text_is_lost(sample: str, screen: Callable[..., Page], width: int, style: str) -> None:
    page = screen(viewport={"width": width, "height": 900})

    lost = []
    for path in PAGES.values():
        page.goto(f"{sample}/ru{path}")
        page.add_style_tag(content=style)
        wider = page.evaluate(WIDER)
        lost += [f"{path}: {words}" for words in page.evaluate(CUT)]
        lost += [f"{path}: {wider} pixels too wide"] if wider > 0 else []

    assert lost == []


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_begin_at_their_top(sample: str, screen: Callable[..., Page], width: int) -> None:
    page = screen(viewport={"width": width, "height": 700})

    pushed = {}
    for path in PAGES.values():
        page.goto(f"{sample}{path}")
        # What a style moves at first it moves when a frame is drawn.
        page.evaluate("() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen)))")
        pushed[path] = page.evaluate("scrollY")

    assert {path: by for path, by in pushed.items() if by} == {}


def test_everything_to_press_is_large_enough(sample: str, screen: Callable[..., Page]) -> None:
    page = screen(viewport={"width": 360, "height": 740}, has_touch=True)

    small = []
    for path in PAGES.values():
        page.goto(f"{sample}{path}")
        small += [f"{path}: {one}" for one in page.evaluate(SMALL, 24)]

    assert small == []


def test_what_is_pressed_first_suits_a_thumb(sample: str, screen: Callable[..., Page]) -> None:
    page = screen(viewport={"width": 360, "height": 740}, has_touch=True)
    page.goto(f"{sample}/finds/")
    heights = _heights(page)
    page.locator(".thumb a").first.click()
    expect(page.get_by_role("dialog", name="Filters")).to_be_visible()
    heights |= _heights(page)
    page.goto(f"{sample}/finds/SHU14-0001/")
    page.locator(".photo-link").first.click()
    expect(page.get_by_role("dialog", name="Pictures")).to_be_visible()
    heights |= _heights(page)

    assert len(heights) > 8
    assert {name: height for name, height in heights.items() if height < 44} == {}


def _heights(page: Page) -> dict[str, int]:
    return page.evaluate(
        """(what) => Object.fromEntries([...document.querySelectorAll(what)]
          .filter((one) => one.checkVisibility())
          .map((one) => [one.textContent.trim(), one.offsetHeight]))""",
        PRIMARY,
    )


def test_nothing_moves_for_who_wants_no_motion(sample: str, screen: Callable[..., Page]) -> None:
    page = screen(reduced_motion="reduce")

    moving = []
    for path in PAGES.values():
        page.goto(f"{sample}{path}")
        moving += [f"{path}: {one}" for one in page.evaluate(MOVING)]

    assert moving == []


@pytest.mark.parametrize("theme", THEMES)
def test_forced_colours_leave_everything_in_sight(
    sample: str, screen: Callable[..., Page], theme: str
) -> None:
    page = screen(forced_colors="active", color_scheme=theme)

    wrong = []
    for path in ("/", "/finds/", "/finds/?view=map", "/finds/SHU14-0001/", "/statistics/"):
        page.goto(f"{sample}{path}")
        page.evaluate(AXE_SCRIPT)
        found = page.evaluate("(rules) => axe.run(rules)", RULES)["violations"]
        wrong += [f"{path}: {one['id']} {one['nodes'][0]['html'][:90]}" for one in found]
        wrong += [f"{path}: {one}" for one in page.evaluate(LOST_IN_GROUND)]

    assert wrong == []


@pytest.mark.parametrize("theme", THEMES)
def test_tokens_stand_out_from_their_grounds(
    sample: str, screen: Callable[..., Page], theme: str
) -> None:
    page = screen(color_scheme=theme)
    page.goto(f"{sample}/about/")
    told = page.evaluate(TOKENS, [*TEXT, *GROUNDS, "control", "focus", "warn-ink", "warn-bg"])

    pairs = [(text, ground, 4.5) for text in TEXT for ground in GROUNDS]
    pairs += [(one, ground, 3.0) for one in ("control", "focus") for ground in GROUNDS]
    pairs += [("warn-ink", "warn-bg", 4.5)]
    weak = [
        (one, ground) for one, ground, least in pairs if contrast(told[one], told[ground]) < least
    ]

    assert weak == []


def contrast(one: str, other: str) -> float:
    """The ratio of two colours, as WCAG counts it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    # A colour of three digits is short for each of them twice.
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    shares = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
