"""docs/api.md tells what the interface takes and what it answers, and nothing else."""

import re
from pathlib import Path

import pytest
from django.test import Client

from catalog.formats import geojson
from catalog.formats.site import Site
from catalog.records import of
from catalog.search.cells import LIMIT, MAX_ZOOM, MOST_CELLS, MOST_POINTS, SIZES, MapFilter
from catalog.search.filters import PER_PAGE, FindFilter
from tests.api.reading import read
from tests.factories import make_find, make_photo

PAGE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def told() -> str:
    return PAGE.read_text(encoding="utf-8")


def tables(heading: str) -> list[str]:
    """The names in the first columns of the tables of this kind, in their order."""
    found: list[str] = []
    for table in re.findall(rf"^\| {heading} \|.*\n\|---.*\n((?:\|.*\n)+)", told(), re.MULTILINE):
        for row in table.splitlines():
            found += re.findall(r"`(\w+)`", row.split("|")[1])
    return found


def test_every_parameter_is_told_and_no_other() -> None:
    parameters = tables("parameter")

    assert len(parameters) == len(set(parameters))
    assert set(parameters) == set(MapFilter.base_filters)
    assert set(parameters) - set(FindFilter.base_filters) == {"limit", "zoom"}


def test_the_limits_told_are_those_that_hold() -> None:
    page = told()

    assert f"{PER_PAGE[0]}, {PER_PAGE[1]} or {PER_PAGE[2]} to a page" in page
    assert f"1 to {MOST_POINTS}; {LIMIT} unless told" in page
    assert f"0 to {MAX_ZOOM}" in page
    assert f"at most {MOST_CELLS} in an answer" in page
    assert f"at least {SIZES[0]}" in page


@pytest.mark.django_db
def test_every_name_of_an_answer_is_told_and_no_other(visitor: Client) -> None:
    find = make_find(
        published=True,
        hazard_status="inert_certified",
        public_precision="exact",
        latitude="50.7",
        longitude="156.1",
    )
    make_find(published=True)
    make_photo(find, published=True)
    listing = read(visitor, "/api/v1/finds/")
    points = read(visitor, "/api/v1/map/")
    cells = read(visitor, "/api/v1/map/?limit=1&bbox=156,50,157,51")
    card = next(one for one in listing["results"] if one["photos"])
    named = set(re.findall(r"`(\w+)`", told()))

    assert set(tables("name")) - {"kind", "fields", "rows"} == (
        set(listing) | set(points) | {"cell_degrees"}
    ) - {"kind", "fields", "rows"}
    assert set(cells) <= set(tables("name"))
    assert set(card) | set(card["photos"][0]) | set(points["fields"]) <= named
    assert set(geojson.feature(of(find.pk), Site(""))["properties"]) <= named
