"""The second factor: without its code there is no session, and every code is good once."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from catalog.entry import half_way, second_factor
from tests.conftest import signed_in
from tests.entry.door import (
    CODE,
    SET_UP,
    STATE,
    code_of,
    is_inside,
    key_shown,
    sign_in,
    with_telephone,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def telephone(recorder: User) -> str:
    return with_telephone(recorder)[0]


def forgive(user: User) -> None:
    """Let the time pass that a wrong code makes one wait."""
    for kind in (TOTPDevice, StaticDevice):
        for device in kind.objects.filter(user=user):
            device.throttle_reset()


def test_password_alone_opens_nothing(telephone: str, visitor: Client) -> None:
    response = sign_in(visitor, "recorder")

    assert response.headers["Location"] == CODE
    assert not is_inside(visitor)
    assert "_auth_user_id" not in visitor.session


def test_code_opens_and_leads_to_where_one_wanted(telephone: str, visitor: Client) -> None:
    sign_in(visitor, "recorder", data={"next": "/admin/catalog/find/"})

    response = visitor.post(CODE, {"code": code_of(telephone, steps=1)})

    assert response.headers["Location"] == "/admin/catalog/find/"
    assert is_inside(visitor)


def test_code_is_good_once(telephone: str) -> None:
    code = code_of(telephone, steps=1)
    first, second = Client(), Client()
    for client in (first, second):
        sign_in(client, "recorder")
        client.post(CODE, {"code": code})

    assert is_inside(first)
    assert not is_inside(second)


@pytest.mark.parametrize("code", ["", "000000", "abcd-efgh", "１２３", "x" * 400, "\x00"])
def test_wrong_code_opens_nothing(telephone: str, visitor: Client, code: str) -> None:
    sign_in(visitor, "recorder")

    assert visitor.post(CODE, {"code": code}).status_code == 200
    assert not is_inside(visitor)


def test_wrong_codes_shut_the_door(recorder: User, telephone: str, visitor: Client) -> None:
    sign_in(visitor, "recorder")
    statuses = [visitor.post(CODE, {"code": "000000"}).status_code for _ in range(5)]
    forgive(recorder)

    right = visitor.post(CODE, {"code": code_of(telephone, steps=1)})

    assert statuses == [200] * 4 + [429]
    assert right.status_code == 429
    assert sign_in(Client(), "recorder").status_code == 429


def test_recovery_code_is_good_once_however_it_is_typed(recorder: User) -> None:
    codes = with_telephone(recorder)[1]
    first, second = Client(), Client()
    for client, typed in ((first, codes[0].upper()), (second, codes[0].replace("-", " "))):
        sign_in(client, "recorder")
        client.post(CODE, {"code": typed})

    assert len(set(codes)) == second_factor.RECOVERY_CODES
    assert is_inside(first)
    assert not is_inside(second)
    assert second_factor.recovery_codes_left(recorder) == second_factor.RECOVERY_CODES - 1


def test_nobody_comes_to_the_code_without_the_password(telephone: str, visitor: Client) -> None:
    response = visitor.post(CODE, {"code": code_of(telephone, steps=1)})

    assert response.headers["Location"] == "/admin/login/"


def test_password_shown_is_forgotten_after_a_while(
    telephone: str, visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(visitor, "recorder")
    later = half_way.time.time() + half_way.MINUTES * 60 + 1
    monkeypatch.setattr(half_way.time, "time", lambda: later)

    assert visitor.get(CODE).status_code == 302


def test_password_changed_meanwhile_begins_anew(
    recorder: User, telephone: str, visitor: Client
) -> None:
    sign_in(visitor, "recorder")
    recorder.set_password("another long word")
    recorder.save()

    response = visitor.post(CODE, {"code": code_of(telephone, steps=1)})

    assert response.headers["Location"] == "/admin/login/"


def test_session_known_before_the_password_does_not_reach_the_code(
    telephone: str, visitor: Client
) -> None:
    visitor.get("/admin/")
    session = visitor.session
    session["planted"] = True
    session.save()
    visitor.cookies["sessionid"] = session.session_key
    sign_in(visitor, "recorder")

    thief = Client()
    thief.cookies["sessionid"] = session.session_key

    assert thief.get(CODE).headers["Location"] == "/admin/login/"


def test_everybody_may_set_one_up(recorder_client: Client, recorder: User) -> None:
    page = recorder_client.get(SET_UP)
    done = recorder_client.post(SET_UP, {"code": code_of(key_shown(page))})

    shown = re.findall(r"<code class=\"number\">(\w{4}-\w{4})</code>", done.content.decode())
    assert "<svg" in page.content.decode()
    assert "style=" not in page.content.decode()
    assert len(shown) == second_factor.RECOVERY_CODES
    assert "10 recovery codes are left" in recorder_client.get(STATE).content.decode()
    assert sign_in(Client(), "recorder").headers["Location"] == CODE


def test_wrong_code_does_not_set_up(recorder_client: Client, recorder: User) -> None:
    key = key_shown(recorder_client.get(SET_UP))

    again = recorder_client.post(SET_UP, {"code": "000000"})

    assert key_shown(again) == key
    assert second_factor.device_of(recorder) is None


def test_second_key_is_not_set_up_over_the_first(recorder: User, telephone: str) -> None:
    inside = signed_in(recorder)

    assert inside.get(SET_UP).headers["Location"] == STATE
    assert second_factor.set_up(recorder, second_factor.new_key(), "000000") == []


def test_switching_off_takes_a_code(recorder: User, telephone: str) -> None:
    inside = signed_in(recorder)

    inside.post(STATE, {"code": "000000", "do": "off"})
    assert second_factor.device_of(recorder)
    forgive(recorder)

    inside.post(STATE, {"code": code_of(telephone, steps=1), "do": "off"})
    assert second_factor.device_of(recorder) is None
    assert sign_in(Client(), "recorder").headers["Location"] == "/admin/"


def test_new_recovery_codes_replace_the_old(recorder: User) -> None:
    key, old = with_telephone(recorder)
    inside = signed_in(recorder)

    page = inside.post(STATE, {"code": code_of(key, steps=1), "do": "codes"}).content.decode()

    assert second_factor.recovery_codes_left(recorder) == second_factor.RECOVERY_CODES
    assert not second_factor.verify(recorder, old[0])
    assert old[1] not in page


@pytest.mark.parametrize("group", ["reviewer", "administrator"])
def test_demanded_of_those_who_publish(group: str, request: Any, settings: Any) -> None:
    user = request.getfixturevalue(group)
    settings.REQUIRE_SECOND_FACTOR = True
    fresh = Client()

    came = sign_in(fresh, group, data={"next": "/admin/catalog/find/"})
    assert came.headers["Location"] == SET_UP
    assert not is_inside(fresh)
    assert not is_inside(signed_in(user)), "a session of before the demand"

    done = fresh.post(SET_UP, {"code": code_of(key_shown(fresh.get(SET_UP)))})
    assert 'href="/admin/catalog/find/"' in done.content.decode()
    assert is_inside(fresh)


def test_not_demanded_of_recorders(recorder: User, visitor: Client, settings: Any) -> None:
    settings.REQUIRE_SECOND_FACTOR = True

    sign_in(visitor, "recorder")

    assert is_inside(visitor)


def test_setting_up_is_not_open_to_visitors(visitor: Client) -> None:
    assert visitor.get(SET_UP, follow=True).redirect_chain[-1][0].startswith("/admin/login/")


def test_nobody_is_shown_the_keys_of_others() -> None:
    assert not {TOTPDevice, StaticDevice} & set(admin.site._registry)


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_pages_speak_the_language(recorder_client: Client, language: str) -> None:
    page = recorder_client.get(SET_UP, headers={"accept-language": language})

    assert page.headers["Content-Language"] == language
    assert "Set up the second factor" not in page.content.decode()
