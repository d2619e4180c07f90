"""Pages under the address of a find: who asks by an old number is sent on, what is gone is told."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from catalog import records

View = Callable[..., HttpResponse]


def at_find(name: str) -> Callable[[View], View]:
    """Give the view of this name the `Address` of a public find in place of the segment."""

    def addressed(view: View) -> View:
        @wraps(view)
        def answered(request: HttpRequest, slug: str, **others: Any) -> HttpResponse:
            address = records.resolve(slug)
            if address is None:
                raise Http404
            if address.slug != slug:
                return redirect(name, slug=address.slug, **others, permanent=True)
            if address.pk is None:
                return gone(request, address)
            return view(request, address, **others)

        return answered

    return addressed


def gone(request: HttpRequest, address: records.Address) -> HttpResponse:
    """A record that was public and is no longer: 410, with its reason."""
    return render(request, "410.html", {"address": address}, status=410)
