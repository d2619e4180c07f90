"""What every door of the interface does: admit who only reads, answer in JSON."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from catalog.formats import plain
from catalog.formats.site import Site
from catalog.lib.reversing import path_to

_ALLOWED = ("GET", "HEAD", "OPTIONS")
# The same for everybody, signed in or not: pages of other sites may read it too.
_HEADERS = {"Access-Control-Allow-Origin": "*"}

View = Callable[..., HttpResponse]


def answer(content: Any, *, status: int = 200) -> HttpResponse:
    """Plain data as JSON."""
    return answer_text(plain.packed(content), status=status)


def answer_text(content: str | bytes, *, status: int = 200) -> HttpResponse:
    """What is JSON already."""
    return HttpResponse(content, content_type="application/json", status=status, headers=_HEADERS)


def refusal(sentence: str, *, status: int, **facts: str) -> HttpResponse:
    """A sentence that says why not."""
    return answer({"error": sentence, **facts}, status=status)


def door(view: View) -> View:
    """A door that is only read from; it keeps no session, so a token would protect nothing."""

    @csrf_exempt
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in ("GET", "HEAD"):
            return view(request, *args, **kwargs)
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=_HEADERS)
        else:
            response = refusal(_("This address can only be read."), status=405)
        response["Allow"] = ", ".join(_ALLOWED)
        return response

    return opened


def site(request: HttpRequest) -> Site:
    """This site as the visitor calls it, in the language of the address."""
    return Site(request.build_absolute_uri("/")[:-1], path_to("finds"))
