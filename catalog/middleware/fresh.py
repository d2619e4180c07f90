"""Fresh: what a visitor's browser has already is not made again while nothing public changed.

The tag of a page names the last public change, so no page is ever older than that; it counts the
address, the theme, the day (a citation tells it) and the program itself. A hidden change moves
nothing. Who is signed in or has asked to see a veiled picture has a session, and no tags.
"""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from catalog import index
from catalog.lib import build, theme

# Pages made of what the log of public changes tells of, and of nothing else.
PAGES = frozenset(
    (
        *("home", "finds", "values", "find", "photo", "map", "statistics", "remembered"),
        *("places", "place", "expeditions", "expedition"),
        *("api-finds", "api-values", "api-find", "api-map"),
    )
)
# A date tells seconds: within two of a change it could stand for what was before.
_SETTLED = timedelta(seconds=2)


class Fresh:
    """Answers 304 where nothing changed, and tells the tag of what it lets through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        tag = getattr(request, "fresh_tag", "")
        # An answer with a cookie is made for one visitor.
        if tag and response.status_code == 200 and not response.cookies:
            return _tagged(response, tag, request.fresh_since)
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """The answer for a browser that has the page; None where it must be made."""
        if not _may_be_kept(request):
            return None
        request.fresh_tag = _tag(request)
        request.fresh_since = _since()
        seconds = int(request.fresh_since.timestamp()) if request.fresh_since else None
        answer = get_conditional_response(request, etag=request.fresh_tag, last_modified=seconds)
        if answer is None or answer.status_code != 304:
            return None
        return _tagged(answer, request.fresh_tag, request.fresh_since)


def _may_be_kept(request: HttpRequest) -> bool:
    match = request.resolver_match
    return (
        request.method in ("GET", "HEAD")
        and match is not None
        and match.url_name in PAGES
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and not settings.DEBUG
    )


def _tag(request: HttpRequest) -> str:
    told = (
        index.change_number(),
        request.build_absolute_uri(),
        theme.chosen(request.COOKIES),
        timezone.localdate().isoformat(),
        build.token(),
    )
    digest = hashlib.sha256("\n".join(told).encode()).hexdigest()
    return f'W/"{digest[:32]}"'


def _since() -> datetime | None:
    changed = index.changed_at()
    return changed if datetime.now(UTC) - changed > _SETTLED else None


def _tagged(response: HttpResponse, tag: str, since: datetime | None) -> HttpResponse:
    response.headers["ETag"] = tag
    if since:
        response.headers["Last-Modified"] = http_date(since.timestamp())
    # Kept, but never shown without asking whether it still holds.
    response.headers.setdefault("Cache-Control", "no-cache")
    patch_vary_headers(response, ("Cookie",))
    return response
