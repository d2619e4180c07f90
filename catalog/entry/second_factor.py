"""The second factor: a code of a telephone that changes every half minute, or one kept on paper.

A key lies in the database as it is, for codes cannot be made from its hash; nobody is shown it
after the day it was set up.
"""

import io
import unicodedata
from base64 import b32encode

import segno
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

RECOVERY_CODES = 10
_TELEPHONE = "telephone"
_PAPER = "recovery codes"


def device_of(user: AbstractBaseUser) -> TOTPDevice | None:
    """The telephone whose codes are asked for; None without a second factor. One query."""
    return TOTPDevice.objects.devices_for_user(user, confirmed=True).first()


def is_demanded(user: AbstractBaseUser) -> bool:
    """Whether somebody may not come in without one: who publishes, and who may do everything."""
    return settings.REQUIRE_SECOND_FACTOR and user.has_perm("catalog.publish_find")


def new_key() -> str:
    """A key nobody has yet, as hexadecimal digits."""
    return default_key()


def draft(user: AbstractBaseUser, key: str) -> TOTPDevice:
    """A telephone that has not proved yet that it holds the key; not saved."""
    return TOTPDevice(user=user, name=_TELEPHONE, key=key, confirmed=True)


def letters(key: str) -> str:
    """A key as it is typed where no picture can be taken."""
    return b32encode(bytes.fromhex(key)).decode("ascii")


def picture(device: TOTPDevice) -> str:
    """The key as a QR code: SVG, dark on light whatever the colours of the page."""
    drawn = io.BytesIO()
    segno.make(device.config_url, error="m").save(
        drawn, kind="svg", scale=5, border=4, light="#fff", xmldecl=False, svgns=False
    )
    return drawn.getvalue().decode("ascii")


def set_up(user: AbstractBaseUser, key: str, code: str) -> list[str]:
    """Begin to ask for codes made with this key; gives the recovery codes, or none if it is wrong.

    The code that proved it is used up by this.
    """
    with transaction.atomic():
        if device_of(user):
            return []
        device = draft(user, key)
        device.save()
        if not device.verify_token(folded(code)):
            transaction.set_rollback(True)
            return []
        return new_recovery_codes(user)


def new_recovery_codes(user: AbstractBaseUser) -> list[str]:
    """Make a new sheet; the codes of the old one are good no longer."""
    with transaction.atomic():
        StaticDevice.objects.filter(user=user).delete()
        sheet = StaticDevice.objects.create(user=user, name=_PAPER, confirmed=True)
        codes = [StaticToken.random_token() for _ in range(RECOVERY_CODES)]
        for code in codes:
            sheet.token_set.create(token=code)
    return [f"{code[:4]}-{code[4:]}" for code in codes]


def recovery_codes_left(user: AbstractBaseUser) -> int:
    return StaticToken.objects.filter(device__user=user).count()


def verify(user: AbstractBaseUser, code: str) -> bool:
    """Whether a code is right; each is good once, and wrong ones make the next ones wait.

    Digits are the telephone's, anything else is from the sheet, so that a slip in one does not
    make the other wait.
    """
    written = folded(code)
    kind = TOTPDevice if written.isdecimal() else StaticDevice
    with transaction.atomic():
        devices = kind.objects.devices_for_user(user, confirmed=True).select_for_update()
        return any(device.verify_token(written) for device in devices)


def switch_off(user: AbstractBaseUser) -> None:
    """Forget the telephone and the sheet."""
    with transaction.atomic():
        TOTPDevice.objects.filter(user=user).delete()
        StaticDevice.objects.filter(user=user).delete()


def folded(code: str) -> str:
    """A code as typed by anybody: full-width digits, blanks, hyphens and capitals do not matter."""
    plain = unicodedata.normalize("NFKC", code).casefold()
    return "".join(character for character in plain if character.isalnum())
