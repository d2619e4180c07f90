"""Photographs behind a warning: the page that asks first, its file, and the way back.

Nothing here may be kept by a cache or a search engine, nor by the browser itself.
"""

from functools import wraps
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from catalog import records, renditions
from catalog.lib import consent
from catalog.lib.addresses import own_address
from catalog.models import Photo
from catalog.views.addressed import View, at_find

_HEADERS = {
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, noimageindex",
    "X-Content-Type-Options": "nosniff",
}


def _kept_by_nobody(view: View) -> View:
    @wraps(view)
    def answered(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        for name, value in _HEADERS.items():
            response.headers[name] = value
        return response

    return answered


@_kept_by_nobody
@require_safe
@at_find("veiled")
def detail(request: HttpRequest, address: records.Address, number: int) -> HttpResponse:
    """Ask first; show the picture to who asked for it."""
    find, behind = records.of(address.pk), _behind(request, address.pk, number)
    if find is None or behind is None:
        raise Http404
    context = {"find": find, "veiled": behind, "photo": behind.photo, "number": number}
    return render(request, "catalog/photos/veiled.html", context)


def _behind(request: HttpRequest, pk: int, number: int) -> records.VeiledRecord | None:
    return records.veiled(pk, number, asked=lambda key: consent.given(request.session, key))


@require_POST
def show(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Remember that the visitor asked for this picture, or for all such, and show it."""
    address, wish = records.resolve(slug), request.POST.get("show")
    pk = address.pk if address else None
    behind = _behind(request, pk, number) if pk and wish in ("this", "all") else None
    if behind is None:
        raise Http404
    # A visit ends with the browser; the session of somebody signed in has its own end.
    if not request.user.is_authenticated:
        request.session.set_expiry(0)
    if wish == "all":
        consent.give(request.session)
    else:
        consent.give(request.session, behind.key)
    return redirect("veiled", slug, number)


@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """Take every consent back, and go where one was; a page of such a picture asks again."""
    if "hide" not in request.POST:
        raise Http404
    consent.take_back(request.session)
    return redirect(own_address(request, request.POST.get("next", "")) or reverse("home"))


@_kept_by_nobody
@require_safe
def file(request: HttpRequest, public_id: UUID, size: int, extension: str) -> HttpResponse:
    """One size, for who asked for the picture."""
    if not consent.given(request.session, public_id.hex):
        raise Http404
    photo = Photo.objects.advisory().filter(public_id=public_id).first()
    content = renditions.read(photo, size, extension) if photo else None
    if content is None:
        raise Http404
    return HttpResponse(content, content_type=renditions.FORMATS[extension][1])
