"""The page of all values of a facet: a form that leads to the listing, without a script."""

import pytest
from django.test import Client

from catalog.search.trees import MANY
from tests.api.reading import read
from tests.factories import make_find, make_place
from tests.views.reading import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def islands() -> None:
    for number in range(MANY + 1):
        make_find(published=True, place=make_place(f"Island {number:02}"), category="helmet")


@pytest.mark.usefixtures("islands")
@pytest.mark.parametrize(
    "prefix", ["", *(pytest.param(one, marks=pytest.mark.slow) for one in ("/ru", "/ja"))]
)
def test_the_listing_leads_to_the_whole_list_and_that_back(visitor: Client, prefix: str) -> None:
    listing = page(visitor, f"{prefix}/finds/?category=helmet&sort=number")

    (link,) = listing.xpath("//p[@class='ticks-more']/a/@href")
    whole = page(visitor, link)

    assert link == f"{prefix}/finds/values/place/?category=helmet&sort=number"
    assert len(whole.xpath("//main//input[@name='place']")) == MANY + 1
    kept = whole.xpath("//main//input[@type='hidden']")
    assert [(one.get("name"), one.get("value")) for one in kept] == [
        ("category", "helmet"),
        ("sort", "number"),
    ]
    assert whole.xpath("//main//form/@action") == [f"{prefix}/finds/"]


@pytest.mark.usefixtures("islands")
def test_a_program_gets_the_same_values(visitor: Client) -> None:
    told = read(visitor, "/api/v1/finds/values/place/?category=helmet")

    assert (told["facet"], told["number"], told["total"]) == ("place", MANY + 1, MANY + 1)
    assert len(told["values"]) == MANY + 1


def test_there_are_no_values_of_what_is_no_facet(visitor: Client) -> None:
    assert visitor.get("/finds/values/donor/").status_code == 404
    assert visitor.get("/api/v1/finds/values/donor/").status_code == 404
