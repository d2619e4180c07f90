"""Coming in as a person does: through the form, with a password and a code."""

import re
import time
from base64 import b32decode
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django_otp.oath import TOTP

from catalog.entry import second_factor

LOGIN = "/admin/login/"
CODE = "/admin/second-factor/code/"
SET_UP = "/admin/second-factor/set-up/"
STATE = "/admin/second-factor/"


def sign_in(client: Client, name: str, password: str = "", **more: Any) -> Any:
    """Send the form; the members of the tests have their names as passwords."""
    data = {"username": name, "password": password or name, **more.pop("data", {})}
    return client.post(more.pop("address", LOGIN), data, **more)


def code_of(key: str, *, steps: int = 0) -> str:
    """What the telephone with this key shows now, or so many half minutes later."""
    totp = TOTP(bytes.fromhex(key))
    totp.time = time.time() + 30 * steps
    return f"{totp.token():06d}"


def with_telephone(user: User) -> tuple[str, list[str]]:
    """Give somebody a second factor; gives the key and the recovery codes.

    The code of now is used up by it: the next good one is that of the next half minute.
    """
    key = second_factor.new_key()
    codes = second_factor.set_up(user, key, code_of(key))
    assert codes
    return key, codes


def is_inside(client: Client) -> bool:
    """Whether the first page of the admin opens."""
    return client.get("/admin/").status_code == 200


def key_shown(response: Any) -> str:
    """The key of a page that sets up, as it is typed, as hexadecimal digits."""
    letters = re.search(r'<code class="number">([A-Z2-7 ]+)</code>', response.content.decode())
    assert letters
    return b32decode(letters[1].replace(" ", "")).hex()
