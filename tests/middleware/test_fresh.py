"""A page is made again only when something public changed, and then always."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import get_resolver

from catalog import index
from catalog.middleware import fresh
from catalog.models import Find
from tests.conftest import signed_in
from tests.factories import make_find, make_photo, make_term, make_user

pytestmark = pytest.mark.django_db
ADDRESSES = ["/finds/", "/ru/finds/?category=helmet", "/api/v1/finds/", "/finds/A-1/", "/map/"]


@pytest.fixture
def helmet() -> Find:
    return make_find(published=True, catalogue_number="A-1", category="helmet")


def tag(visitor: Client, address: str = "/finds/") -> str:
    return visitor.get(address).headers["ETag"]


def again(visitor: Client, address: str, known: str) -> int:
    return visitor.get(address, headers={"If-None-Match": known}).status_code


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_browser_has_is_not_made_again(visitor: Client, helmet: Find, address: str) -> None:
    known = tag(visitor, address)

    answer = visitor.get(address, headers={"If-None-Match": known})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == known
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "Cookie" in answer.headers["Vary"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_public_change_makes_it_anew(visitor: Client, helmet: Find, address: str) -> None:
    known = tag(visitor, address)

    make_find(published=True)

    assert again(visitor, address, known) == 200


def test_every_kind_of_public_change_counts(visitor: Client, helmet: Find) -> None:
    for change in (
        lambda: make_photo(helmet, published=True),
        lambda: make_term(label_en="New"),
        lambda: Find.objects.filter(pk=helmet.pk).update(title_en="Other"),
        lambda: Find.objects.filter(pk=helmet.pk).update(publication_status="withdrawn"),
    ):
        known = tag(visitor)
        change()
        assert again(visitor, "/finds/", known) == 200


def test_a_hidden_change_is_not_to_be_seen(visitor: Client, helmet: Find) -> None:
    draft = make_find(expedition=helmet.expedition)
    known = tag(visitor)

    draft.internal_notes = "Seen by nobody"
    draft.save()

    assert tag(visitor) == known


def test_address_theme_and_day_each_have_their_own(
    visitor: Client, helmet: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = {tag(visitor, address) for address in ("/finds/", "/finds/?q=a-1", "/ja/finds/")}
    visitor.cookies["theme"] = "dark"
    tags.add(tag(visitor))
    monkeypatch.setattr(fresh.build, "token", lambda: "another")
    tags.add(tag(visitor))

    assert len(tags) == 5


def test_a_date_holds_once_the_change_is_seconds_old(
    visitor: Client, helmet: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Last-Modified" not in visitor.get("/finds/").headers
    monkeypatch.setattr(index, "changed_at", lambda: datetime.now(UTC) - timedelta(minutes=1))

    said = visitor.get("/finds/").headers["Last-Modified"]

    assert visitor.get("/finds/", headers={"If-Modified-Since": said}).status_code == 304


def test_who_has_a_session_has_no_tags(helmet: Find) -> None:
    answer = signed_in(make_user()).get("/finds/")

    assert "ETag" not in answer.headers


def test_it_knows_pages_that_are_there() -> None:
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert names >= fresh.PAGES - {name for name in fresh.PAGES if name.startswith("api-")}
