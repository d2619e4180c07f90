"""Staff without the right read no position and no name of the dead, on any page of theirs."""

from typing import Any
from urllib.parse import quote_plus

import pytest
from django.test import Client

from tests.conftest import make_member, signed_in
from tests.house import staff_walk, walk
from tests.house.canaries import Nest

pytestmark = pytest.mark.django_db
ROLES = ("recorder", "reviewer")


@pytest.fixture(params=ROLES)
def member(request: Any, db: None) -> Client:
    """Somebody of each group that has neither right."""
    return signed_in(make_member(request.param))


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(27, id="some")]
)
def test_no_page_of_the_admin_tells_what_is_withheld(
    nest: Nest, member: Client, every: int
) -> None:
    hidden, told, seen = staff_walk.withheld(nest), [], 0
    for address in list(staff_walk.addresses(nest))[::every]:
        answer = walk.ask(member, address)
        seen += answer.status == 200
        told += walk.found_in(answer, hidden)

    assert told == []
    assert seen > 180 / every
    assert len(hidden) > 30


@pytest.mark.parametrize(
    "every", [pytest.param(1, marks=pytest.mark.slow, id="all"), pytest.param(36, id="some")]
)
def test_no_search_of_the_admin_finds_by_what_is_withheld(
    nest: Nest, member: Client, every: int
) -> None:
    tables = ("find", "photo", "document", "importrun", "statusevent", "person")
    for table in tables:
        start = f"/admin/catalog/{table}/"
        silence = _searched(member, start, walk.NONSENSE)
        for word in list(staff_walk.withheld(nest).values())[::every]:
            assert _searched(member, start, word) == silence, (table, word)


def _searched(member: Client, start: str, word: str) -> str:
    """The page of a search, its headers with times and sessions left away."""
    answer = walk.ask(member, f"{start}?q={quote_plus(word)}")
    return walk.without(answer, word).partition("<!DOCTYPE")[2]


@pytest.mark.parametrize(
    ("languages", "every"),
    [
        pytest.param(("", "en", "ru", "ja"), 1, marks=pytest.mark.slow, id="all"),
        pytest.param(("",), 75, id="some"),
    ],
)
def test_public_pages_show_staff_the_public_view(
    nest: Nest, member: Client, languages: tuple[str, ...], every: int
) -> None:
    assert list(walk.leaks(member, nest, languages=languages, every=every)) == []


@pytest.mark.slow
def test_no_page_of_the_admin_is_kept_by_a_cache(nest: Nest, member: Client) -> None:
    pages = [one for one in walk.closed_addresses(nest) if "/logout/" not in one]
    answers = {address: member.get(address) for address in pages}

    told = {one: answer.get("Cache-Control", "") for one, answer in answers.items()}
    kept = [one for one in told if answers[one].status_code == 200 and "private" not in told[one]]
    # Words of the house for its scripts, the same for everybody.
    assert kept == ["/admin/jsi18n/"]


def test_a_label_tells_of_a_place_what_may_leave_the_house(nest: Nest) -> None:
    """Whoever prints it: labels are stuck on what goes to other houses."""
    client = signed_in(make_member("administrator"))
    closed = ("remains", "munition", "aboard", "beside", "equipment")
    squares = {"name of a private trench", "name of a public place inside a private one"}
    told = {}
    for name, find in nest.finds.items():
        label = walk.ask(client, f"/admin/catalog/find/labels/{find.pk}/sheet/")
        assert find.catalogue_number in label.text
        said = {what for what, word in nest.fragments.items() if walk.found_in(label, {what: word})}
        told[name] = {what for what in said if nest.fragments[what] != find.catalogue_number}

    assert told["helmet"] == {"name of a private trench"}
    assert [name for name in closed if told[name]] == []
    assert set().union(*told.values()) <= squares
