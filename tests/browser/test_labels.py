"""What comes out of a printer as labels: as many a page as the paper has, each at its place."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from catalog.models import Find
from tests.browser.conftest import profile, tab
from tests.browser.paper import MM, codes, path_of, printed, width_of, words
from tests.browser.test_accessibility import FOREIGN, RULES
from tests.browser.test_two_researchers import sign_in
from tests.browser.waiting import follow
from tests.factories import make_find, make_person, make_place, make_remains, make_term

pytestmark = pytest.mark.browser
LONG = {
    "en": "Fragments of the wooden stock of a rifle with corroded iron fittings " * 2,
    "ru": "Северо-восточный склон безымянной высоты с остатками сооружений " * 2,
    "ja": "占守島北部の四嶺山の南側の斜面にある塹壕群のある地形とその周辺" * 3,
}


@pytest.fixture
def house(live_server: Any, reviewer: Any) -> str:
    """An installation with one find more than a sheet has labels."""
    place = make_place("Height 171")
    for number in range(1, 23):
        make_find(
            published=True,
            catalogue_number=f"SHU15-{number:04}",
            place=place,
            depth_cm=number,
            found_on="2015-08-12",
        )
    return str(live_server)


def test_list_becomes_sheets_of_21(house: str, page: Page, tmp_path: Path, client: Client) -> None:
    sign_in(page, house, "reviewer")
    page.goto(f"{house}/admin/catalog/find/")
    page.locator("#action-toggle").check()
    page.get_by_label("Action:").select_option(label="Print labels")
    follow(page.locator("button[name=index]"))
    expect(page.get_by_text("Labels for 22 finds")).to_be_visible()
    page.get_by_label("Labels gone from the first sheet").fill("20")
    follow(page.get_by_role("button", name="Show the labels"))

    first, second = printed(page, tmp_path)

    assert [round(side / MM) for side in first.get_size()] == [210, 297]
    assert "SHU15-0001" in words(first)
    assert "SHU15-0002" not in words(first)
    assert all(f"SHU15-{number:04}" in words(second) for number in range(2, 23))
    assert "Ctrl" not in words(first)
    read = codes(second)
    assert sorted(map(path_of, read)) == [f"/f/SHU15-{number:04}" for number in range(2, 23)]
    assert all(width_of(code) >= 18 for code in read)
    assert client.get(path_of(read[0]), follow=True).status_code == 200


@pytest.mark.parametrize(
    ("sheet", "number", "columns", "left", "across"),
    [("a4-21", 21, 3, 7.2, 66.0), ("a4-14", 14, 2, 4.6, 101.6), ("roll", 1, 1, 0, 62)],
)
def test_labels_lie_where_the_paper_has_them(
    house: str, page: Page, sheet: str, number: int, columns: int, left: float, across: float
) -> None:
    open_sheet(page, house, sheet)
    page.emulate_media(media="print")

    where = page.locator(".sheet").first.evaluate(
        """(sheet) => {
          const paper = sheet.getBoundingClientRect(), mm = (px) => px * 25.4 / 96;
          return [...sheet.querySelectorAll(".label")].map((label) => {
            const box = label.getBoundingClientRect();
            return [mm(box.x - paper.x), mm(box.y - paper.y), mm(box.height)];
          });
        }"""
    )

    top, high = (0, 37.9) if sheet == "roll" else (15.1, 38.1)
    assert len(where) == number
    for at, (x, y, height) in enumerate(where):
        assert x == pytest.approx(left + at % columns * across, abs=0.05)
        assert y == pytest.approx(top + at // columns * high, abs=0.05)
        assert height == pytest.approx(high, abs=0.05)


def open_sheet(page: Page, house: str, sheet: str, *, language: str = "en") -> None:
    sign_in(page, house, "reviewer")
    cookie = {"name": "django_language", "value": language, "url": house}
    page.context.add_cookies([cookie])
    page.goto(f"{house}/admin/catalog/find/")
    ids = sorted(Find.objects.values_list("pk", flat=True))
    steps = ".".join(str(after - before) for before, after in zip([0, *ids], ids, strict=False))
    page.goto(f"{house}/admin/catalog/find/labels/{steps}/sheet/?sheet={sheet}")


@pytest.fixture
def crowded(live_server: Any, reviewer: Any) -> str:
    """Finds of which too much is told for a label, and one of which little is."""
    island = make_place(**{f"name_{code}": text for code, text in LONG.items()})
    site = make_place("A site with a name of its own", kind="site", parent=island)
    square = make_place("Square B3 of the second excavation", kind="trench", parent=site)
    told = {
        "place": square,
        "depth_cm": 140,
        "found_on": "2015-08-12/2015-09-20",
        "found_by": [make_person(name) for name in ("Anna Field", "Иванов И. П.", "山田 太郎")],
        "object_type": make_term(**{f"label_{code}": text for code, text in LONG.items()}),
    }
    for number in ("SHU15-0001", "ШУМ-2015/0042", "TESTEXP2015-NORTH-00042", "占守" * 8, "X-" * 32):
        make_find(catalogue_number=number, **told)
    make_find(**told, catalogue_number="M-1", category="munition")
    make_remains(catalogue_number="R-1")
    return str(live_server)


SPILLS = """
() => [...document.querySelectorAll(".label:not(.gone)")].flatMap((label) => {
  const box = (one) => one.getBoundingClientRect();
  const around = box(label), code = box(label.querySelector("svg"));
  const number = label.querySelector(".number"), found = label.querySelector(".found");
  const foot = found ? box(found).top : around.bottom;
  const wrong = [];
  for (const { bottom, right } of [...label.querySelectorAll(".told > *")].map(box)) {
    if (bottom > foot + .5 || right > around.right) wrong.push(`words by ${bottom - foot}`);
  }
  if (code.bottom > around.bottom + .5 || code.top < box(number).bottom) wrong.push("code");
  if (number.scrollWidth > number.clientWidth) wrong.push("number");
  return wrong.map((what) => `${number.textContent}: ${what}`);
})
"""


@pytest.mark.parametrize("language", LONG)
@pytest.mark.parametrize("sheet", ["a4-21", "a4-14", "roll"])
def test_nothing_spills_into_the_next_label(
    crowded: str, page: Page, tmp_path: Path, language: str, sheet: str
) -> None:
    open_sheet(page, crowded, sheet, language=language)
    page.emulate_media(media="print")

    assert page.evaluate(SPILLS) == []
    sheets = printed(page, tmp_path)
    assert len(sheets) == (7 if sheet == "roll" else 1)
    read = [code for one in sheets for code in codes(one)]
    assert len(read) == 7
    assert all(width_of(code) >= 18 for code in read)


@pytest.fixture(params=[("light", 1280), ("dark", 360)], ids=["light", "dark"])
def looking(request: Any, browser: Browser) -> Iterator[Page]:
    theme, width = request.param
    # The policy of the pages would refuse the script that looks at them.
    looks = {"color_scheme": theme, "viewport": {"width": width, "height": 800}}
    with profile(browser, bypass_csp=True, **looks) as context, tab(context) as page:
        yield page


@pytest.mark.parametrize("language", LONG)
def test_pages_of_labels_are_for_everybody(crowded: str, looking: Page, language: str) -> None:
    open_sheet(looking, crowded, "a4-21", language=language)
    wrong = []
    for address in (looking.url, looking.url.partition("sheet/")[0]):
        looking.goto(address)
        looking.evaluate(AXE_SCRIPT)
        found = looking.evaluate(
            "(rules) => axe.run('#content, .hint, main:has(.sheet)', rules)", RULES
        )
        wrong += [one["id"] for one in found["violations"]]
        wrong += looking.evaluate(FOREIGN)

    assert wrong == []
