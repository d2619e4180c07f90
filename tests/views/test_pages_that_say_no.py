"""Pages that say no, and those behind a question, are strict HTML in every language too."""

import pytest
from django.test import Client

from catalog.views import broken
from tests.factories import make_find, make_photo
from tests.views.reading import inline, page, tree

pytestmark = pytest.mark.django_db
# Address, status.
ADDRESSES = {
    "/finds/A-999/": 404,
    "/nothing/": 404,
    "/finds/?page=99": 404,
    "/finds/GONE-1/": 410,
    "/finds/B-1/veiled/1/": 200,
    "/finds/?page=2": 200,
    "/statistics/?category=helmet": 200,
    "/finds/A-1/report/": 200,
}


@pytest.fixture
def finds() -> None:
    for number in range(1, 26):
        make_find(published=True, catalogue_number=f"A-{number}")
    make_find(
        catalogue_number="GONE-1", publication_status="withdrawn", withdrawn_reason="relatives"
    )
    veiled = make_find(published=True, catalogue_number="B-1")
    make_photo(veiled, published=True, sensitivity="advisory")


@pytest.mark.slow
@pytest.mark.usefixtures("finds")
@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_they_are_whole(visitor: Client, prefix: str) -> None:
    for address, status in ADDRESSES.items():
        document = page(visitor, f"{prefix}{address}", status=status)

        assert document.get("lang") == (prefix.strip("/") or "en"), address
        assert len(document.xpath("//h1")) == 1, address
        assert inline(document) == [], address


def test_page_for_our_mistakes_is_whole(rf: object) -> None:
    document = tree(broken.broken(rf.get("/")))

    assert {one.get("lang") for one in document.xpath("//*[@lang]")} == {"en", "ru", "ja"}
