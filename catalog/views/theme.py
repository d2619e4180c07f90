"""The choice of a theme: a plain form, answered by a cookie and the page one came from."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from catalog.lib import theme
from catalog.lib.addresses import own_address

_KEPT_SECONDS = 365 * 24 * 3600


def _is_from_here(request: HttpRequest) -> bool:
    try:
        return urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    except ValueError:
        # No browser sends such an origin.
        return False


# A token in the foot of every page would make each copy of it another one and none of them
# cacheable; browsers say themselves from where a form was sent.
@csrf_exempt
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember light or dark, or forget it, and go back."""
    if not _is_from_here(request):
        return HttpResponseForbidden()
    response = HttpResponseRedirect(
        own_address(request, request.POST.get("next", "")) or reverse("home")
    )
    wanted = request.POST.get("theme", "")
    if wanted not in theme.THEMES:
        response.delete_cookie(theme.COOKIE, samesite="Lax")
        return response
    response.set_cookie(
        theme.COOKIE,
        wanted,
        max_age=_KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
