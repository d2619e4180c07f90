"""Which language a visitor reads, for addresses that have none of their own."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation


def preferred_address(request: HttpRequest, name: str, *args: object) -> str:
    """The address of a page in the language saved, else the one the browser asks for."""
    saved = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    language = saved if saved in known else translation.get_language_from_request(request)
    with translation.override(language):
        return reverse(name, args=args)
