"""Which language a visitor reads, for addresses that have none of their own."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation


def led_on(request: HttpRequest, name: str) -> str:
    """The page in the language a visitor reads who came to the address without one; "" if here.

    Who comes from a page of ours has chosen English there, and is not led away from it again.
    """
    ours = f"{request.scheme}://{request.get_host()}/"
    if request.headers.get("Referer", "").startswith(ours):
        return ""
    if translation.get_language() != settings.LANGUAGE_CODE:
        return ""
    address = preferred_address(request, name)
    return "" if address == request.path else address


def preferred_address(request: HttpRequest, name: str, *args: object) -> str:
    """The address of a page in the language saved, else the one the browser asks for."""
    saved = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    language = saved if saved in known else translation.get_language_from_request(request)
    with translation.override(language):
        return reverse(name, args=args)
