"""A photograph as staff see it: in lists and forms, veiled unless it is open."""

from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from catalog import renditions
from catalog.models import Photo
from catalog.vocab import Sensitivity

THUMBNAIL, PREVIEW = 320, 640


def thumbnail(photo: Photo | None) -> SafeString:
    """A small picture for a list; a word in its place for what is not open."""
    return _render("_thumbnail", photo, THUMBNAIL)


def picture(photo: Photo) -> SafeString:
    """The picture for a form; what is not open is seen by those who open it."""
    return _render("_picture", photo, PREVIEW)


def _render(name: str, photo: Photo | None, size: int) -> SafeString:
    shown = photo is not None and bool(photo.file)
    address = reverse("admin:catalog_photo_preview", args=[photo.pk, size]) if shown else ""
    width, height = renditions.measure(photo, size) if shown else (0, 0)
    context = {
        "photo": photo,
        "address": address,
        "veiled": shown and photo.sensitivity != Sensitivity.OPEN,
        "width": width,
        "height": height,
    }
    return render_to_string(f"admin/catalog/photo/{name}.html", context)


def may_see(user: Any, photo: Photo) -> bool:
    """Whether a member of staff may see it: a sealed one is for named persons only."""
    if not user.has_perm("catalog.view_photo"):
        return False
    sealed = photo.sensitivity == Sensitivity.SEALED
    return not sealed or photo.uploaded_by_id == user.pk or user.has_perm("catalog.view_sensitive")


def respond(user: Any, photo: Photo, size: int) -> HttpResponse:
    """The picture itself, for this person and no cache on the way; 404 where it is not seen."""
    content = renditions.read(photo, size, "webp") if may_see(user, photo) else None
    if content is None:
        raise Http404
    headers = {"Cache-Control": "private, max-age=300", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="image/webp", headers=headers)
