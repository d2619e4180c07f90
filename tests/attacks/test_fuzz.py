"""Whatever is sent, no answer is a fault of ours."""

from collections.abc import Iterator

import pytest
from django.test import Client

from tests.attacks import fuzz
from tests.conftest import signed_in
from tests.factories import make_user
from tests.house import walk
from tests.house.canaries import Nest, plant

pytestmark = pytest.mark.django_db
# What ends the session of who sends, or its account.
LEAVING = ("/logout/", "/login/", "/auth/user/")


@pytest.fixture
def nest() -> Nest:
    return plant()


def _public(nest: Nest) -> list[str]:
    return walk.addresses(nest)


def _closed(nest: Nest) -> list[str]:
    return [one for one in walk.closed_addresses(nest) if not any(end in one for end in LEAVING)]


def _lenient(client: Client) -> Client:
    client.raise_request_exception = False
    return client


COUNTS = [
    pytest.param(100, id="some"),
    pytest.param(14_000, id="all", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("count", COUNTS)
def test_visitor_breaks_nothing(nest: Nest, count: int) -> None:
    client = _lenient(Client())

    assert fuzz.broken(client, fuzz.requests(_public(nest), count=count, seed=5)) == []


@pytest.mark.parametrize(
    "count",
    [pytest.param(40, id="some"), pytest.param(6_000, id="all", marks=pytest.mark.slow)],
)
def test_member_breaks_nothing(nest: Nest, count: int) -> None:
    client = _lenient(signed_in(make_user(is_staff=True, is_superuser=True)))

    assert fuzz.broken(client, fuzz.requests(_closed(nest), count=count, seed=7)) == []


@pytest.mark.slow
def test_every_address_has_its_turn(nest: Nest) -> None:
    addresses = _public(nest)

    def asked() -> Iterator[str]:
        return (one.address for one in fuzz.requests(addresses, count=2 * len(addresses), seed=5))

    assert list(asked()) == list(asked())
    assert (
        sum(any(sent.startswith(one) for sent in asked()) for one in addresses)
        > len(addresses) * 0.9
    )
