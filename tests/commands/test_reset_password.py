"""A forgotten password: a link that is good once."""

import io
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client

from catalog.entry import second_factor
from tests.entry.door import is_inside, sign_in, with_telephone

pytestmark = pytest.mark.django_db
WORD = "eleven-blue-lamps"


def link(name: str = "recorder", **options: Any) -> str:
    out = io.StringIO()
    call_command("reset_password", name, stdout=out, **options)
    found = re.search(r"^http://localhost(/\S+)$", out.getvalue(), re.MULTILINE)
    assert found, out.getvalue()
    return found[1]


def choose(client: Client, address: str) -> Any:
    """Follow the link, which leaves the token out of the address, and send the form."""
    form = client.get(address, follow=True)
    if form.status_code != 200:
        return form
    data = {"new_password1": WORD, "new_password2": WORD}
    return client.post(form.redirect_chain[-1][0], data)


def test_link_sets_a_password(recorder: User, visitor: Client) -> None:
    assert choose(visitor, link()).headers["Location"] == "/admin/login/"

    assert not is_inside(visitor)
    sign_in(visitor, "recorder", WORD)
    assert is_inside(visitor)


def test_link_is_good_once(recorder: User, visitor: Client) -> None:
    address = link()
    choose(visitor, address)

    assert choose(Client(), address).status_code == 404


def test_link_ends_with_its_time(recorder: User, visitor: Client, settings: Any) -> None:
    address = link()
    settings.PASSWORD_RESET_TIMEOUT = -1

    assert visitor.get(address).status_code == 404


def test_link_of_one_does_not_fit_another(recorder: User, reviewer: User, visitor: Client) -> None:
    one, other = link().split("/"), link("reviewer").split("/")
    one[3] = other[3]

    assert visitor.get("/".join(one)).status_code == 404


def test_link_asks_for_the_second_factor_all_the_same(recorder: User, visitor: Client) -> None:
    with_telephone(recorder)
    choose(visitor, link())

    sign_in(visitor, "recorder", WORD)

    assert not is_inside(visitor)


def test_second_factor_is_taken_away_on_demand(recorder: User) -> None:
    with_telephone(recorder)

    link(second_factor=True)

    assert second_factor.device_of(recorder) is None


def test_door_that_was_shut_opens(recorder: User, visitor: Client) -> None:
    for _ in range(5):
        sign_in(visitor, "recorder", "wrong")

    choose(visitor, link())

    assert sign_in(visitor, "recorder", WORD).status_code == 302


def test_unknown_name_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="no active account"):
        call_command("reset_password", "nobody")
