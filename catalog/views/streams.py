"""A listing to take away: all its pages as one file, which is made while it is sent."""

import io
import logging
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from django.http import HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from catalog.formats import geojson, plain, table
from catalog.formats.site import Site
from catalog.lib import sheets
from catalog.search import whole
from catalog.transfer import exporting

BOM = "\ufeff"
# Finds put together before they are sent: fewer and larger pieces travel faster.
_AT_ONCE = 100

_log = logging.getLogger(__name__)


@require_safe
def csv(request: HttpRequest) -> StreamingHttpResponse:
    """The columns of a list, as spreadsheets open them."""
    return _sent(request, "finds.csv", "text/csv; charset=utf-8", write=_csv)


@require_safe
def jsonl(request: HttpRequest) -> StreamingHttpResponse:
    """Whole records, a line of JSON each."""
    return _sent(request, "finds.jsonl", "application/x-ndjson; charset=utf-8", write=_jsonl)


@require_safe
def features(request: HttpRequest) -> StreamingHttpResponse:
    """A map layer."""
    return _sent(request, "finds.geojson", geojson.CONTENT_TYPE, write=_geojson)


Writer = Callable[[Iterable[int], Site], Iterator[str]]


def _sent(
    request: HttpRequest, name: str, content_type: str, *, write: Writer
) -> StreamingHttpResponse:
    """The file; to HEAD only what is said about it."""
    pieces: Iterable[str] = ()
    if request.method == "GET":
        site = Site(request.build_absolute_uri("/")[:-1], reverse("finds"))
        pieces = _pieces(write(whole.ids(request.GET), site), name)
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingHttpResponse(pieces, content_type=content_type, headers=headers)


def _pieces(texts: Iterator[str], name: str) -> Iterator[str]:
    """A hundred texts at a time, in the language of the address.

    The server asks for them when the request has long been left behind. What goes wrong then
    breaks the file off, so that nobody takes a part of it for the whole.
    """
    language = translation.get_language()
    while True:
        try:
            with translation.override(language):
                piece = "".join(islice(texts, _AT_ONCE))
        except Exception:
            _log.exception("%s broke off while it was sent.", name)
            raise
        if not piece:
            return
        yield piece


def _csv(ids: Iterable[int], _site: Site) -> Iterator[str]:
    yield BOM + _line(table.COLUMNS)
    yield from map(_line, exporting.public_rows(ids))


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO(newline="")
    sheets.write_rows(line, cells, ())
    return line.getvalue()


def _jsonl(ids: Iterable[int], site: Site) -> Iterator[str]:
    for record in exporting.public_records(ids):
        yield f"{plain.text(plain.record(record, site))}\n"


def _geojson(ids: Iterable[int], site: Site) -> Iterator[str]:
    records = exporting.public_records(ids)
    return geojson.collection(geojson.feature(record, site) for record in records)
