"""A registrar brings a list with fourteen errors, without JavaScript, and takes it back."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from catalog.models import Expedition, Find
from tests.browser.test_two_researchers import sign_in
from tests.browser.waiting import follow
from tests.factories import make_find
from tests.transfer.lists_in import GOOD, furnish, row, table

pytestmark = pytest.mark.browser
JAP = {"nationality": "Jap."}
# Fourteen rows that cannot go in, and what each ought to have said.
PLANTED: tuple[dict[str, str], ...] = (
    *(row(f"E-{n}", **JAP) for n in range(1, 7)),
    row("E-7", found_on="32.08.2025"),
    row("E-8", place="Kotomari"),
    row("E-9", latitude="95", longitude="156"),
    row("E-10", quantity="несколько"),
    row("Jun-42"),
    row("E-12", title_en=""),
    row("E-13"),
    row("E-13"),
)
# Of each number that is left after the six sides are mended.
REASONS = {
    "E-7": "found_on: “32.08.2025”: that month has no day 32",
    "E-8": "place: “Kotomari”: It is not in the list. Allowed: Kuril Islands",
    "E-9": "latitude: “95”: a latitude lies between -90 and 90",
    "E-10": "quantity: “несколько” is no number",
    "Jun-42": "“Jun-42” is a date a spreadsheet has made of a number",
    "E-12": "title_en: Give it a title in at least one language",
    "E-13": "“E-13”: This number stands more than once in the file, on lines 26, 27",
}
MENDED = {
    "E-7": {"found_on": "31.08.2025"},
    "E-8": {"place": "Shumshu"},
    "E-9": {"latitude": "50.7"},
    "E-10": {"quantity": "3+"},
    "Jun-42": {"catalogue_number": "E-11"},
    "E-12": {"title_en": "Helmet"},
}


@pytest.fixture
def house(live_server: Any, administrator: Any) -> str:
    """An installation with one find that the list changes, and one that it leaves."""
    furnish()
    return str(live_server)


def known_finds() -> None:
    expedition = Expedition.objects.get()
    for number in ("G-1", "G-2"):
        facts = {"title_en": GOOD["title_en"], "depth_cm": 40, "expedition": expedition}
        make_find(catalogue_number=number, category="helmet", **facts)


def the_list() -> str:
    known = [row("G-1", depth_cm="45"), row("G-2", depth_cm="40")]
    return table([*known, *(row(f"N-{n}") for n in range(1, 11)), *PLANTED])


def upload(page: Page, house: str, name: str, data: bytes) -> None:
    page.goto(f"{house}/admin/catalog/find/")
    follow(page.get_by_role("link", name="Import", exact=True))
    file = {"name": name, "mimeType": "text/csv", "buffer": data}
    page.locator("#id_file").set_input_files(file)
    follow(page.get_by_role("button", name="Next: columns"))


def counted(page: Page) -> dict[str, int]:
    """The counts above the rows of the preview."""
    names = ("New", "Changed", "Unchanged", "Errors")
    links = page.locator(".kinds a")
    return {
        name: int(links.filter(has_text=name).first.locator(".count").inner_text())
        for name in names
    }


def refused_rows(page: Page) -> list[dict[str, str]]:
    with page.expect_download() as waiting:
        page.get_by_role("link", name="CSV", exact=True).click()
    text = Path(waiting.value.path()).read_text("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def mended(rows: list[dict[str, str]]) -> bytes:
    """The refused rows as somebody mends them."""
    twins = [one for one in rows if one["catalogue_number"] == "E-13"]
    twins[1]["catalogue_number"] = "E-14"
    for one in rows:
        one.update(MENDED.get(one["catalogue_number"], {}))
    return table(rows).encode()


def take_back(page: Page) -> None:
    follow(page.get_by_role("link", name="Take this import back"))
    follow(page.get_by_role("button", name="Take back"))


def test_list_with_fourteen_errors_is_mended_imported_and_taken_back(
    house: str, person: Callable[..., Page]
) -> None:
    known_finds()
    page = sign_in(person(java_script_enabled=False), house, "administrator")
    upload(page, house, "expedition-2025.csv", the_list().encode())
    expect(page.get_by_role("cell", name="G-1").first).to_be_visible()
    follow(page.get_by_role("button", name="Next: preview"))

    assert counted(page) == {"New": 10, "Changed": 1, "Unchanged": 1, "Errors": 14}
    row_of_six = page.locator(".reasons tbody tr").filter(has_text="Jap.")
    expect(row_of_six).to_contain_text("It is not in the list. Nearest: japan.")
    follow(row_of_six.get_by_role("button", name="Replace in 6 rows"))
    assert counted(page) == {"New": 16, "Changed": 1, "Unchanged": 1, "Errors": 8}
    follow(page.locator(".kinds a").filter(has_text="Changed").first)
    expect(page.locator("details.row").first).to_contain_text("40")
    expect(page.locator("details.row ins").first).to_have_text("45")
    assert Find.objects.count() == 2

    page.get_by_label("The good rows").check()
    follow(page.get_by_role("button", name="Import", exact=True))
    expect(page.get_by_role("status")).to_contain_text("new 16, changed 1, unchanged 1, refused 8")
    assert Find.objects.count() == 18
    first = page.url
    rows = refused_rows(page)
    assert len(rows) == 8
    for one in rows:
        assert one["_problem"].startswith(f"Line {one['_line']}, ")
        assert REASONS[one["catalogue_number"]] in one["_problem"]

    upload(page, house, "mended.csv", mended(rows))
    follow(page.get_by_role("button", name="Next: preview"))
    assert counted(page) == {"New": 8, "Changed": 0, "Unchanged": 0, "Errors": 0}
    follow(page.get_by_role("button", name="Import", exact=True))
    expect(page.get_by_role("status")).to_contain_text("new 8")
    assert Find.objects.count() == 26

    upload(page, house, "expedition-2025.csv", the_list().encode())
    expect(page.get_by_text("This very file was imported on")).to_be_visible()

    page.goto(first)
    take_back(page)
    expect(page.get_by_text("Removed 16, as before 1")).to_be_visible()
    assert Find.objects.get(catalogue_number="G-1").depth_cm == 40
    assert Find.objects.filter(catalogue_number__startswith="E-").count() == 8
