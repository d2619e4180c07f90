"""Between the password and the code: who has shown the one and not yet the other.

Nobody is signed in half: until the code is right the session belongs to a visitor, and only
remembers for a few minutes whose password was right.
"""

import time
from typing import Any

from django.contrib import auth
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest

from catalog.entry.marks import SECOND_FACTOR

MINUTES = 10
_KEY = "half_way"


def begin(request: HttpRequest, user: Any, *, then: str) -> None:
    """Remember that the password of this user was right, and where they want to go."""
    # An address of the session that somebody knew before is worth nothing after.
    request.session.cycle_key()
    request.session[_KEY] = {
        "user": str(user.pk),
        "backend": user.backend,
        "hash": user.get_session_auth_hash(),
        "until": time.time() + MINUTES * 60,
        "then": then,
    }


def who(request: HttpRequest) -> AbstractBaseUser | None:
    """Whose password was right; None too late, or where it was changed meanwhile."""
    found = request.session.get(_KEY)
    if not found or found["until"] < time.time():
        return None
    user = auth.get_user_model()._default_manager.filter(pk=found["user"], is_active=True).first()
    return user if user and user.get_session_auth_hash() == found["hash"] else None


def finish(request: HttpRequest, user: AbstractBaseUser) -> str:
    """Sign in; gives where they wanted to go."""
    found = request.session.pop(_KEY)
    auth.login(request, user, backend=found["backend"])
    request.session[SECOND_FACTOR] = True
    return found["then"]


def give_up(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
