"""What comes out of a printer: the record, its credit and the way back, and no furniture."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.paper import codes, drawn, path_of, pictures, printed, width_of, words
from tests.factories import make_find, make_photo

pytestmark = pytest.mark.browser
# The width of A4 between its margins, in the pixels of a screen.
PAPER = {"width": 680, "height": 1000}


def test_find_is_on_paper_with_credit_and_code(
    live_server: Any, page: Page, tmp_path: Path
) -> None:
    find = make_find(published=True, catalogue_number="A-1")
    make_photo(find, published=True, credit_line="Photo: Anna Field")
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server}/finds/A-1/")

    (sheet,) = printed(page, tmp_path)

    told = words(sheet)
    for word in ("A-1", "Photo: Anna Field", "/f/A-1", find.title_en):
        assert word in told
    for furniture in ("Statistics", "Contact", "Report an error", "Skip to content", "Русский"):
        assert furniture not in told
    assert pictures(sheet) == 1
    assert drawn(sheet).getpixel((2, 2)) == (255, 255, 255)
    (code,) = codes(sheet)
    assert width_of(code) >= 18
    page.goto(f"{live_server}{path_of(code)}")
    expect(page).to_have_url(re.compile("/finds/A-1/$"))


def test_code_on_the_page_leads_to_the_find(live_server: Any, page: Page) -> None:
    make_find(published=True, catalogue_number="SHU15-0001")
    page.goto(f"{live_server}/ja/finds/SHU15-0001/")

    drawn_code = Image.open(io.BytesIO(page.locator("img.code").screenshot()))
    (code,) = zxingcpp.read_barcodes(drawn_code)

    page.goto(f"{live_server}{path_of(code)}")
    expect(page).to_have_url(re.compile("/finds/SHU15-0001/$"))


def test_no_veiled_picture_is_on_paper(live_server: Any, page: Page, tmp_path: Path) -> None:
    find = make_find(published=True, catalogue_number="A-1")
    make_photo(find, published=True, sensitivity="advisory")
    page.goto(f"{live_server}/finds/A-1/veiled/1/")
    page.get_by_role("button", name="Show such photographs during this visit").click()
    expect(page.locator("main img")).to_be_visible()

    page.goto(f"{live_server}/finds/A-1/")

    assert [pictures(sheet) for sheet in printed(page, tmp_path)] == [0]


def test_list_is_on_paper_without_filters(live_server: Any, page: Page) -> None:
    for _ in range(3):
        make_find(published=True)
    page.set_viewport_size(PAPER)
    page.goto(f"{live_server}/finds/?view=list")
    page.emulate_media(media="print")

    expect(page.locator("table.ledger")).to_be_visible()
    expect(page.locator("#filters")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER["width"]


def test_title_of_many_lines_is_six_of_a_list_on_paper(live_server: Any, page: Page) -> None:
    make_find(published=True, title_en="", title_ja="鋼板の一部" * 40)
    page.set_viewport_size(PAPER)
    page.goto(f"{live_server}/ja/finds/?view=list")
    page.emulate_media(media="print")

    title = page.locator(".ledger-title > a")
    lines = title.evaluate("it => it.clientHeight / parseFloat(getComputedStyle(it).lineHeight)")
    assert round(lines, 1) == 6


def test_citation_is_copied_and_that_is_told(live_server: Any, page: Page) -> None:
    make_find(published=True, catalogue_number="A-1")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server}/finds/A-1/")

    page.get_by_role("button", name="Copy").click()

    expect(page.get_by_text("Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").inner_text()
