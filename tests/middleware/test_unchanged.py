"""What a browser has is not sent again; the tag is made of the page, so it tells no more."""

import pytest
from django.test import Client

from tests.factories import make_find

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/finds/", "/ru/finds/?q=a-1", "/api/v1/finds/", "/finds/A-1/"]
)
def test_an_unchanged_page_is_not_sent_again(visitor: Client, address: str) -> None:
    find = make_find(published=True, catalogue_number="A-1")
    known = visitor.get(address).headers["ETag"]

    again = visitor.get(address, headers={"If-None-Match": known})
    find.title_en = "Another title"
    find.save()
    after = visitor.get(address, headers={"If-None-Match": known})

    assert (again.status_code, again.content) == (304, b"")
    assert after.status_code == 200
    assert after.headers["ETag"] != known
