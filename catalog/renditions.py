"""Renditions: the sizes of a photograph that may be shown. Derived files, safe to delete.

They are made when a picture is taken in, or by `make_renditions`. A visitor who comes first makes
one, once: what cannot be made is remembered by an empty file and not tried again for a visitor.
"""

import hashlib
import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import astuple
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from catalog.lib.images import Credit, ImageRefused, copies
from catalog.lib.storage import rendition_storage
from catalog.models import Photo
from catalog.vocab import Sensitivity

SIZES = (320, 640, 1200, 2000)
FORMATS = {"jpg": ("JPEG", "image/jpeg"), "webp": ("WEBP", "image/webp")}

_FAILURES = (ImageRefused, OSError, ValueError)
# One picture at a time is made for visitors: many at once would take the memory of a small server.
_for_visitors = threading.Lock()
_log = logging.getLogger(__name__)


def url(photo: Photo, size: int, extension: str = "webp") -> str:
    """The address of one size; whether it may be seen is asked at each request."""
    asks_first = photo.sensitivity == Sensitivity.ADVISORY
    door = "veiled-file" if asks_first else "photo-file"
    return reverse(door, args=[photo.public_id, size, extension])


def measure(photo: Photo, size: int) -> tuple[int, int]:
    """Width and height of one size in pixels; a picture is never enlarged."""
    if not photo.width or not photo.height:
        return 0, 0
    width = min(size, photo.width)
    return width, max(1, round(photo.height * width / photo.width))


def offered(photo: Photo) -> tuple[int, ...]:
    """The sizes worth having, smallest first: none twice for a small original."""
    return SIZES[: 1 + len([size for size in SIZES if size < photo.width][: len(SIZES) - 1])]


def make(photo: Photo, size: int, extension: str = "webp") -> str:
    """The name of one size in the storage, made unless it is there.

    Raises ImageRefused, OSError or ValueError when the original cannot be read.
    """
    return _make(photo, [(_nearest(photo, size), extension)])[0]


def make_all(photo: Photo, *, again: bool = False) -> int:
    """Every size and format that is missing; returns how many were made.

    `again` tries once more what could not be made before. Raises as `make` does.
    """
    storage = rendition_storage()
    wanted = [(size, extension) for size in reversed(offered(photo)) for extension in FORMATS]
    names = {_name(photo, *one): one for one in wanted}
    if again:
        for name in names:
            if storage.exists(name) and not storage.size(name):
                storage.delete(name)
    missing = [one for name, one in names.items() if not storage.exists(name)]
    return len(_make(photo, missing)) if missing else 0


def make_many(photos: Iterable[Photo], *, done: Callable[[Photo, int | None], object]) -> None:
    """Every missing size of these, on all processors; `done` is told each photograph and how many
    of its sizes were made, None where it could not be."""

    def one(photo: Photo) -> tuple[Photo, int | None]:
        try:
            return photo, make_all(photo, again=True)
        except _FAILURES as error:
            _log.warning("No renditions of photograph %s: %s", photo.public_id, error)
            return photo, None

    # The imaging library works without Python's lock, so threads share the processors.
    with ThreadPoolExecutor() as pool:
        for photo, made in pool.map(one, photos):
            done(photo, made)


def make_later(photo: Photo) -> None:
    """Make every size once the photograph is safely stored; a failure spoils nothing."""
    if photo.file:
        # Its key alone: the photograph itself holds the whole file it came with.
        transaction.on_commit(partial(_make_quietly, photo.pk), robust=True)


def _make_quietly(pk: int) -> None:
    photo = Photo.objects.filter(pk=pk).first()
    if photo is not None:
        with suppress(*_FAILURES):
            make_all(photo)


def read(photo: Photo, size: int, extension: str) -> bytes | None:
    """The bytes of one size, made if missing; None for what cannot be made."""
    if size not in SIZES or extension not in FORMATS or not photo.file:
        return None
    storage, name = rendition_storage(), _name(photo, _nearest(photo, size), extension)
    try:
        if not storage.exists(name):
            with _for_visitors:
                make(photo, size, extension)
        with storage.open(name) as file:
            return file.read() or None
    except _FAILURES:
        _log.warning("No rendition of photograph %s, %s px.", photo.public_id, size)
        return None


def names(photo: Photo) -> set[str]:
    """The names of all its files that are of use now."""
    return {_name(photo, size, extension) for size in offered(photo) for extension in FORMATS}


def _nearest(photo: Photo, size: int) -> int:
    """The size itself, or the largest there is of a smaller original."""
    return min(size, offered(photo)[-1])


def _make(photo: Photo, wanted: list[tuple[int, str]]) -> list[str]:
    """Make these (size, extension), the widest first, unless they are there."""
    storage = rendition_storage()
    made = [_name(photo, *one) for one in wanted]
    if all(storage.exists(name) for name in made):
        return made
    try:
        with photo.file.open("rb") as original:
            kinds = [(size, FORMATS[extension][0]) for size, extension in wanted]
            for name, content in zip(
                made, copies(original, kinds, credit=_credit(photo)), strict=True
            ):
                _keep(name, content)
    except ImageRefused:
        for name in made:
            _keep(name, b"")
        raise
    return made


def _keep(name: str, content: bytes) -> None:
    storage = rendition_storage()
    if storage.exists(name):
        return
    saved = storage.save(name, ContentFile(content))
    if saved != name:
        # Somebody else made it at the same moment: one is enough.
        storage.delete(saved)


def _credit(photo: Photo) -> Credit:
    """What is written into every copy."""
    return Credit(
        line=photo.credit_line,
        creator=photo.creator,
        rights=photo.copyright_notice,
        holder=photo.copyright_holder,
        licence=photo.license_uri,
        via=photo.via_name,
        source=photo.source_url or photo.via_url,
    )


def _name(photo: Photo, size: int, extension: str) -> str:
    """A new file or credit gives a new name, so that no old copy is taken for it."""
    said = "\n".join(str(words) for words in (photo.sha256, *astuple(_credit(photo))))
    version = hashlib.sha256(said.encode()).hexdigest()[:12]
    key = photo.public_id.hex
    return f"{key[-2:]}/{key}/{version}-{size}.{extension}"
