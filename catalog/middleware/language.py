"""The language of the admin, whose addresses have none."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

_ADMIN = "/admin/"


class AdminLanguage:
    """Under the admin the language chosen there counts, else the one the browser asks for.

    Stands after LocaleMiddleware, which takes an address without a prefix for English.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(_ADMIN):
            language = translation.get_language_from_request(request)
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
