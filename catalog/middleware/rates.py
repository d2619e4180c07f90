"""Doors that cost much are not opened as often as somebody likes: 429, and when to come again."""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import ip_address
from math import ceil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from catalog.lib import sent_again
from catalog.lib.callers import NOWHERE, address_of
from catalog.lib.rates import Ledger

# Names of addresses by what they cost; a plain listing, which comes from memory, is not counted.
# A find that is asked for out of a listing asks what that one asks.
_DOORS = {
    "finds": "search",
    "find": "search",
    "feed": "search",
    "map": "search",
    # Drawn anew each time, for programs that show a page elsewhere.
    "photo-card": "api",
    "statistics": "search",
    "values": "search",
    "login": "login",
    "report": "report",
    "contact": "report",
    # Seconds of work in a large catalogue, for programs that come once a day.
    "sitemap-finds": "export",
    # Each writes a session.
    "veiled-show": "consent",
    "veil": "consent",
}
# Where a form is sent, not read.
_WRITTEN = {"login", "report"}
_PREFIXES = (("finds-", "export"), ("api-", "api"))


class Rates:
    """Counts by door and caller, once it is known which door was asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse who came too often."""
        door = _door(request)
        limit = settings.RATE_LIMITS.get(door)
        if not limit:
            return None
        caller = address_of(request)
        if _is_ourselves(caller):
            return None
        wait = _ledger(str(settings.MEDIA_ROOT)).wait(door, caller, limit)
        return _refusal(request, door, ceil(wait)) if wait else None


def _door(request: HttpRequest) -> str:
    """What is asked for; empty for what costs little."""
    name = request.resolver_match.url_name or "" if request.resolver_match else ""
    prefixed = (door for prefix, door in _PREFIXES if name.startswith(prefix))
    door = _DOORS.get(name) or next(prefixed, "")
    is_free = (door in _WRITTEN and request.method != "POST") or (
        door == "search" and not request.GET
    )
    return "" if is_free else door


def _is_ourselves(caller: str) -> bool:
    """A web server in front that is not told of in TRUST_PROXY: all visitors would count as one."""
    return caller == NOWHERE or ip_address(caller).is_loopback


@lru_cache(maxsize=4)
def _ledger(folder: str) -> Ledger:
    return Ledger(Path(folder) / ".rates")


def _refusal(request: HttpRequest, door: str, seconds: int) -> HttpResponse:
    sentence = _("That was too often for a short while. Try again in {n} seconds.").format(
        n=seconds
    )
    headers = {"Retry-After": str(seconds), "Cache-Control": "no-store"}
    if door == "api":
        headers["Access-Control-Allow-Origin"] = "*"
        return JsonResponse({"error": sentence}, status=429, headers=headers)
    told = {"sentence": sentence, "sent": sent_again.fields(request)}
    response = render(request, "429.html", told, status=429)
    for name, value in headers.items():
        response.headers[name] = value
    return response
