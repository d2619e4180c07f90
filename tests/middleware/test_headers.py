"""Every answer carries the headers that keep it to itself, whatever the address and the status."""

import re

import pytest
from django.test import Client

from catalog.middleware.headers import HEADERS, policy
from tests.conftest import signed_in
from tests.factories import make_user
from tests.house import walk
from tests.house.canaries import plant
from tests.walking_away import walk_away

pytestmark = pytest.mark.django_db
EXPECTED = {
    **HEADERS,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# Read from the disk by a middleware that knows no others; no page can be made of them.
FILES = ("/static/catalog/site.css", "/static/admin/css/base.css")


def test_policy_knows_no_exception() -> None:
    policy = HEADERS["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not re.search(r"unsafe|data:|blob:|https?:|\*", policy)


@pytest.mark.parametrize(
    ("tiles", "host"),
    [
        ("https://tiles.example.org/{z}/{x}/{y}.png", " https://tiles.example.org"),
        ("https://{s}.example.org/{z}/{x}/{y}.png?key=1", " https://*.example.org"),
        ("", ""),
        ("/static/tiles/{z}/{x}/{y}.png", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_pictures_of_the_ground_open_it_for_their_host_alone(tiles: str, host: str) -> None:
    strict = HEADERS["Content-Security-Policy"]

    assert policy(tiles) == strict.replace("img-src 'self'", f"img-src 'self'{host}")


@pytest.mark.slow
def test_every_address_has_them() -> None:
    nest = plant()
    everybody, member = Client(), signed_in(make_user(is_superuser=True, is_staff=True))
    tried = [(everybody, one) for one in walk.addresses(nest)]
    tried += [(member, one) for one in walk.closed_addresses(nest)]

    wrong = {}
    for client, address in tried:
        response = client.get(address)
        told = {name: response.headers.get(name) for name in EXPECTED}
        if told != EXPECTED:
            wrong[address] = told

    assert len(tried) > 100
    assert wrong == {}


@pytest.mark.parametrize("address", FILES)
def test_files_have_them_too(visitor: Client, address: str) -> None:
    response = visitor.get(address)
    walk_away(response)

    assert response.status_code == 200
    assert {name: response.headers[name] for name in HEADERS} == HEADERS
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_refusals_have_them(recorder_client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    refusals = [
        strict.post("/admin/login/", {"username": "a", "password": "b"}),
        recorder_client.get("/admin/auth/user/"),
        Client(headers={"host": "elsewhere.example.org"}).get("/"),
        Client().get("/nowhere/"),
        Client().post("/finds/"),
    ]

    assert [one.status_code for one in refusals] == [403, 403, 400, 404, 405]
    for one in refusals:
        assert {name: one.headers[name] for name in HEADERS} == HEADERS
        assert "style=" not in one.text
        assert "<style" not in one.text
