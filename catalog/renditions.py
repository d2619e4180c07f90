"""Renditions: the sizes of a photograph that may be shown. Derived files, safe to delete."""

import hashlib
import logging

from django.core.files.base import ContentFile
from django.urls import reverse

from catalog.lib.images import ImageRefused, render
from catalog.lib.storage import rendition_storage
from catalog.models import Photo

SIZES = (320, 640, 1200)
FORMATS = {"jpg": ("JPEG", "image/jpeg"), "webp": ("WEBP", "image/webp")}

_log = logging.getLogger(__name__)


def url(photo: Photo, size: int, extension: str = "webp") -> str:
    """The address of one size; whether it may be seen is asked at each request."""
    return reverse("photo-file", args=[photo.public_id, size, extension])


def measure(photo: Photo, size: int) -> tuple[int, int]:
    """Width and height of one size in pixels; a picture is never enlarged."""
    if not photo.width or not photo.height:
        return 0, 0
    width = min(size, photo.width)
    return width, max(1, round(photo.height * width / photo.width))


def make(photo: Photo, size: int, extension: str = "webp") -> str:
    """The name of one size in the storage, made unless it is there.

    Raises ImageRefused, OSError or ValueError when the original cannot be read.
    """
    storage, name = rendition_storage(), _name(photo, size, extension)
    if storage.exists(name):
        return name
    with photo.file.open("rb") as original:
        content = render(
            original,
            width=size,
            format=FORMATS[extension][0],
            artist=photo.creator or photo.credit_line,
            rights=photo.copyright_notice or photo.license_uri,
        )
    saved = storage.save(name, ContentFile(content))
    if saved != name:
        # Somebody else made it at the same moment: one is enough.
        storage.delete(saved)
    return name


def make_all(photo: Photo) -> int:
    """Every size a page asks for; returns how many there are now."""
    return len([make(photo, size) for size in SIZES])


def read(photo: Photo, size: int, extension: str) -> bytes | None:
    """The bytes of one size, made if missing; None for what cannot be made."""
    if size not in SIZES or extension not in FORMATS:
        return None
    try:
        with rendition_storage().open(make(photo, size, extension)) as file:
            return file.read()
    except (ImageRefused, OSError, ValueError):
        _log.warning("No rendition of photograph %s, %s px.", photo.public_id, size)
        return None


def _name(photo: Photo, size: int, extension: str) -> str:
    """A new file or credit gives a new name, so that no old copy is taken for it."""
    said = "\n".join((photo.creator, photo.credit_line, photo.copyright_notice, photo.license_uri))
    version = hashlib.sha256(f"{photo.sha256}\n{said}".encode()).hexdigest()[:12]
    key = photo.public_id.hex
    return f"{key[-2:]}/{key}/{version}-{size}.{extension}"
