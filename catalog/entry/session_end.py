"""Sessions end: so long after sign-in, and sooner when nobody does anything."""

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from catalog.entry import kept_form
from catalog.lib.reversing import path_to

BEGUN = "begun_at"
SEEN = "seen_at"
# Seen is written this seldom, so that reading the admin does not write at every page.
_SECONDS_BETWEEN = 60


class SessionEnd:
    """Looks at sessions under the admin alone: public pages show everybody the same.

    Stands after the messages, and before anybody has asked who the user is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Look before the view does, and after the token of a form was found good."""
        is_inside = request.path_info.startswith(path_to("admin:index"))
        if is_inside and SESSION_KEY in request.session and _is_over(request):
            return _ended(request)
        return None


def _is_over(request: HttpRequest) -> bool:
    session, now = request.session, int(time.time())
    begun, seen = session.setdefault(BEGUN, now), session.setdefault(SEEN, now)
    if now - seen > _SECONDS_BETWEEN:
        session[SEEN] = now
    return (
        now - begun > settings.SESSION_COOKIE_AGE or now - seen > settings.SESSION_IDLE_MINUTES * 60
    )


def _ended(request: HttpRequest) -> HttpResponse:
    """The way in again, and from there back to where one was; a form that was sent is kept."""
    owner = request.session[SESSION_KEY]
    request.session.flush()
    then = request.get_full_path()
    if request.method == "POST" and kept_form.keep(request, owner):
        then = reverse("admin:kept_form")
    messages.warning(request, _("You were signed out after a while. Log in again to go on."))
    return redirect(f"{reverse('admin:login')}?{urlencode({'next': then})}")
