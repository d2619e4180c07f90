"""A listing to take away: all its pages as one file, which is made while it is sent."""

import logging
from collections.abc import Iterator

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from catalog.formats.site import Site
from catalog.search import whole
from catalog.transfer import files
from catalog.transfer.files import Profile, Wanted

_log = logging.getLogger(__name__)


@require_safe
def csv(request: HttpRequest) -> StreamingHttpResponse:
    """The columns of a list, as spreadsheets open them."""
    return _sent(request, "csv")


@require_safe
def xlsx(request: HttpRequest) -> StreamingHttpResponse:
    """The same as a workbook."""
    return _sent(request, "xlsx")


@require_safe
def jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Whole records, a line of JSON each."""
    return _sent(request, "jsonl")


@require_safe
def features(request: HttpRequest) -> StreamingHttpResponse:
    """A map layer."""
    return _sent(request, "geojson")


def _sent(request: HttpRequest, kind: str) -> StreamingHttpResponse:
    """The file; to HEAD only what is said about it."""
    name = f"finds.{kind}"
    pieces: Iterator[bytes] = iter(())
    if request.method == "GET":
        site = Site(request.build_absolute_uri("/")[:-1], reverse("finds"))
        wanted = Wanted(whole.ids(request.GET), Profile.PUBLIC, site)
        pieces = _pieces(files.pieces(kind, wanted), name)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    content_type = files.FORMATS[kind].content_type
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def _pieces(made: Iterator[bytes], name: str) -> Iterator[bytes]:
    """Piece by piece, in the language of the address.

    The server asks for them when the request has long been left behind. What goes wrong then
    breaks the file off, so that nobody takes a part of it for the whole.
    """
    language = translation.get_language()
    while True:
        try:
            with translation.override(language):
                piece = next(made, None)
        except Exception:
            _log.exception("%s broke off while it was sent.", name)
            raise
        if piece is None:
            return
        yield piece
