"""Signing in: counted, told alike to everybody, and nowhere else than here."""

import re
import time
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client

from tests.entry.door import LOGIN, is_inside, sign_in
from tests.factories import make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = "203.0.113.9"


def fail(client: Client, name: str, times: int, **more: Any) -> Any:
    return [sign_in(client, name, "wrong", **more) for _ in range(times)][-1]


def test_right_password_opens(recorder: User, visitor: Client) -> None:
    response = sign_in(visitor, "recorder")

    assert response.headers["Location"] == "/admin/"
    assert is_inside(visitor)


def test_five_wrong_ones_shut_the_door_even_to_the_right_one(
    recorder: User, visitor: Client
) -> None:
    last = fail(visitor, "recorder", 5)
    right = sign_in(Client(), "recorder")

    assert last.status_code == right.status_code == 429
    assert int(right.headers["Retry-After"]) == 15 * 60
    assert "15 minutes" in right.content.decode()
    assert not is_inside(visitor)


def test_the_count_is_kept_where_every_process_reads_it(recorder: User, visitor: Client) -> None:
    fail(visitor, "recorder", 2)

    kept = AccessAttempt.objects.get()
    assert kept.failures_since_start == 2
    assert "wrong" not in f"{kept.post_data} {kept.get_data}"


def test_owner_comes_in_from_another_address(recorder: User, visitor: Client) -> None:
    fail(visitor, "recorder", 6)

    response = sign_in(visitor, "recorder", REMOTE_ADDR=ELSEWHERE)

    assert response.status_code == 302


def test_another_name_is_not_shut_out(recorder: User, reviewer: User, visitor: Client) -> None:
    fail(visitor, "recorder", 6)

    assert sign_in(visitor, "reviewer").status_code == 302


def test_door_opens_again_after_the_wait(recorder: User, visitor: Client, settings: Any) -> None:
    fail(visitor, "recorder", 5)

    AccessAttempt.objects.update(attempt_time="2020-01-01T00:00:00Z")

    assert sign_in(visitor, "recorder").status_code == 302


def test_success_forgets_what_went_wrong_before(recorder: User, visitor: Client) -> None:
    for _ in range(3):
        fail(visitor, "recorder", 4)
        assert sign_in(visitor, "recorder").status_code == 302


@pytest.mark.parametrize("header", ["HTTP_X_FORWARDED_FOR", "HTTP_X_REAL_IP"])
def test_header_of_a_stranger_does_not_change_the_address(
    recorder: User, visitor: Client, header: str
) -> None:
    for number in range(5):
        fail(visitor, "recorder", 1, **{header: f"203.0.113.{number}"})

    assert sign_in(visitor, "recorder").status_code == 429


def test_behind_a_trusted_server_the_last_address_counts(
    recorder: User, visitor: Client, settings: Any
) -> None:
    settings.TRUST_PROXY = True
    for number in range(5):
        fail(visitor, "recorder", 1, HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, {ELSEWHERE}")

    here = sign_in(visitor, "recorder", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {ELSEWHERE}")
    there = sign_in(visitor, "recorder", HTTP_X_FORWARDED_FOR="203.0.113.10")

    assert (here.status_code, there.status_code) == (429, 302)


def _without(response: Any, *names: str) -> str:
    text = response.content.decode()
    for name in names:
        text = text.replace(f'value="{name}"', "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


def test_names_cannot_be_guessed(recorder: User, visitor: Client) -> None:
    make_user(username="asleep", is_staff=True, is_active=False)
    make_user(username="guest")
    names = ("recorder", "asleep", "guest", "nobody-here")

    for _ in range(6):
        answers = {name: sign_in(Client(), name, "wrong") for name in names}
        told = {(answer.status_code, _without(answer, *names)) for answer in answers.values()}
        assert len(told) == 1

    assert answers["nobody-here"].status_code == 429


def test_sleeping_account_and_one_without_the_right_are_told_the_same(visitor: Client) -> None:
    make_user(username="asleep", is_staff=True, is_active=False)
    make_user(username="guest")

    told = {_without(sign_in(Client(), name), "asleep", "guest") for name in ("asleep", "guest")}

    assert len(told) == 1


@pytest.mark.slow
def test_a_name_that_is_not_there_takes_as_long(recorder: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    recorder.set_password("a long word")
    recorder.save()
    took = {}
    for name in ("recorder", "nobody-here"):
        began = time.perf_counter()
        sign_in(Client(), name, "wrong")
        took[name] = time.perf_counter() - began

    assert took["nobody-here"] > took["recorder"] / 3


def test_session_of_a_stranger_is_worth_nothing_after(recorder: User, visitor: Client) -> None:
    """Somebody who planted a session's key in a browser is not signed in with its owner."""
    visitor.get("/admin/")
    session = visitor.session
    session["planted"] = True
    session.save()
    visitor.cookies["sessionid"] = planted = session.session_key

    sign_in(visitor, "recorder")

    assert visitor.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert not is_inside(thief)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example",
        r"\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "/\t/evil.example",
    ],
)
def test_nobody_is_sent_elsewhere(recorder: User, visitor: Client, elsewhere: str) -> None:
    asked = visitor.get(LOGIN, {"next": elsewhere})
    came = sign_in(visitor, "recorder", data={"next": elsewhere})

    assert 'name="next" value="/admin/"' in asked.content.decode()
    assert came.headers["Location"] == "/admin/"


def test_one_is_sent_on_to_where_one_wanted(recorder: User, visitor: Client) -> None:
    came = sign_in(visitor, "recorder", data={"next": "/admin/catalog/find/"})

    assert came.headers["Location"] == "/admin/catalog/find/"


def test_form_without_its_token_is_refused(recorder: User) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert sign_in(strict, "recorder").status_code == 403
    assert not is_inside(strict)


def test_new_password_ends_the_other_sessions(recorder: User) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        sign_in(client, "recorder")
    word = "eleven-blue-lamps"
    data = {"old_password": "recorder", "new_password1": word, "new_password2": word}

    assert here.post("/admin/password_change/", data).status_code == 302

    assert is_inside(here)
    assert not is_inside(there)
