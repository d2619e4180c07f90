"""What a visitor asked to see after a warning: kept in their session, and taken back at a word."""

from collections.abc import MutableMapping
from typing import Any

_KEY, _EVERY = "asked_to_see", "*"
# A session is a small thing; who asked for more asks again.
_MOST = 100


def given(session: MutableMapping[str, Any], key: str) -> bool:
    """Whether the visitor asked for this picture, or for all of its kind."""
    asked = session.get(_KEY, ())
    return key in asked or _EVERY in asked


def any_given(session: MutableMapping[str, Any]) -> bool:
    """Whether there is anything to take back."""
    return bool(session.get(_KEY))


def give(session: MutableMapping[str, Any], key: str = _EVERY) -> None:
    """Remember that the visitor asked for this picture; without a key, for all of its kind."""
    session[_KEY] = [*session.get(_KEY, ()), key][-_MOST:]


def take_back(session: MutableMapping[str, Any]) -> None:
    """Forget it all."""
    session.pop(_KEY, None)
