"""The documentation keeps up: what one can run, set, write or ask for is told somewhere.

Settings have their own test beside their code, in test_settings.py.
"""

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from django.core.management import get_commands

from catalog.search.filters import FindFilter
from catalog.transfer.columns import COLUMNS
from project.version import VERSION

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
RUN = re.compile(r"manage\.py ([a-z_]+)")
OURS = sorted(name for name, app in get_commands().items() if app == "catalog")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def docs() -> str:
    """All pages of the documentation as one text."""
    return "\n".join(read(page) for page in PAGES if page.name != "CHANGELOG.md")


def anchors(page: str) -> set[str]:
    """The anchors a page offers, as the usual renderers make them of its headings."""
    headings = re.findall(r"^#+ (.+)$", page, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_command_has_its_heading() -> None:
    headings = "\n".join(re.findall(r"^#+ .*$", docs(), re.MULTILINE))

    assert [command for command in OURS if f"`{command}`" not in headings] == []


def test_every_command_told_of_exists() -> None:
    told = set(RUN.findall(docs()))

    assert told - set(get_commands()) == set()
    assert "demo" in told


def test_every_column_of_a_list_has_its_row_in_the_order_of_the_file() -> None:
    page = read(ROOT / "docs" / "columns.md")

    rows = re.findall(r"^\| `([a-z_]+)`", page, re.MULTILINE)

    assert [name for name in rows if name in {column.name for column in COLUMNS}] == [
        column.name for column in COLUMNS
    ]


def test_every_parameter_of_the_listing_is_told() -> None:
    told = docs()

    assert [name for name in FindFilter.base_filters if f"`{name}`" not in told] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in LINK.findall(read(page)):
        target, _, anchor = link.partition("#")
        if ":" in target:
            continue
        there = (page.parent / target).resolve() if target else page
        if not there.exists() or (anchor and anchor not in anchors(read(there))):
            lost.append(link)

    assert lost == []


@pytest.mark.parametrize("name", ["run", "test"])
def test_readme_has_its_two_commands(name: str) -> None:
    block = re.search(rf"<!-- {name} -->\n```sh\n(.+)\n```\n<!-- /{name} -->", read(PAGES[0]))

    assert block, f"README.md needs one command between <!-- {name} --> and <!-- /{name} -->."
    assert "\n" not in block[1]


def test_readme_installs_what_it_names() -> None:
    extras = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]["optional-dependencies"]

    named = re.findall(r"\.\[([a-z,0-9]+)\]", docs())

    assert {name for group in named for name in group.split(",")} <= set(extras)


def test_every_page_is_reached_from_the_readme() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or page.suffix != ".md":
            continue
        reached.add(page)
        links = (link.partition("#")[0] for link in LINK.findall(read(page)))
        waiting += [there for link in links if link and (there := (page.parent / link)).exists()]
    reached = {page.resolve() for page in reached}

    # A decision is looked up by whoever asks why, not read on the way.
    pages = [page for page in PAGES if page.parent.name != "decisions"]
    assert [str(page.relative_to(ROOT)) for page in pages if page not in reached] == []


def test_changelog_begins_with_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", read(ROOT / "CHANGELOG.md"), re.MULTILINE)

    assert "Unreleased" in headings[0]
    assert VERSION.split(".dev")[0] in headings[0]


def test_entries_of_the_changelog_name_their_issue() -> None:
    entries = re.split(r"^- ", read(ROOT / "CHANGELOG.md"), flags=re.MULTILINE)[1:]

    assert entries
    assert [one for one in entries if not re.search(r"\(#\d+", one)] == []


def test_version_installed_is_the_one_of_the_changelog() -> None:
    try:
        installed = importlib.metadata.version("findspot")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("findspot is not installed here, only run from its folder")

    assert installed == VERSION
