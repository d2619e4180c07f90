"""The page of a photograph, and its file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from catalog import records, renditions
from catalog.lib import image_card
from catalog.models import Photo
from catalog.views.addressed import at_find

# Short, so that a picture taken back is gone from caches too.
_KEPT_SECONDS = 300


@require_safe
@at_find("photo")
def detail(request: HttpRequest, address: records.Address, number: int) -> HttpResponse:
    """One picture of a find, large, with its credit: the lightbox without JavaScript."""
    find = records.of(address.pk)
    if find is None or not 1 <= number <= len(find.photos):
        raise Http404
    context = {
        "find": find,
        "photo": find.photos[number - 1],
        "number": number,
        "before": number - 1 or None,
        "after": number + 1 if number < len(find.photos) else None,
    }
    return render(request, "catalog/photos/detail.html", context)


@require_safe
def card(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The picture as other sites show it beside a link: its credit is written on it, or it is not
    given."""
    photo = Photo.objects.public().filter(public_id=public_id).first()
    content = renditions.read(photo, renditions.SIZES[2], "jpg") if photo else None
    if content is None:
        raise Http404
    drawn = image_card.draw(content, _card_credit(photo))
    if drawn is None:
        # No font of this machine can write the credit: the card of the house instead.
        return redirect(static("catalog/card.png"))
    kept = f"public, max-age={_KEPT_SECONDS}"
    return HttpResponse(drawn, content_type="image/jpeg", headers={"Cache-Control": kept})


def _card_credit(photo: Photo) -> str:
    shown = records.photo(photo)
    parts = (shown.credit, shown.via_name, shown.license_label)
    return " · ".join(filter(None, parts))


@require_safe
def file(request: HttpRequest, public_id: UUID, size: int, extension: str) -> HttpResponse:
    """One size of a photograph; asked at each request whether it may be seen."""
    photo = Photo.objects.public().filter(public_id=public_id).first()
    content = renditions.read(photo, size, extension) if photo else None
    if content is None:
        raise Http404
    return HttpResponse(
        content,
        content_type=renditions.FORMATS[extension][1],
        headers={
            "Cache-Control": f"public, max-age={_KEPT_SECONDS}",
            "X-Content-Type-Options": "nosniff",
        },
    )
