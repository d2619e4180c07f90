"""Photographs behind a warning: that there is one, and the picture only for who asked for it."""

from collections.abc import Callable
from dataclasses import dataclass

from catalog import visibility
from catalog.models import FindPhoto
from catalog.records.photos import record
from catalog.records.shapes import PhotoRecord
from catalog.records.words import choice


@dataclass(frozen=True, slots=True)
class VeiledRecord:
    """One of them: `photo` is there only for a visitor who asked; `key` is never printed."""

    key: str
    last: int
    shows_human_remains: bool
    photo: PhotoRecord | None


def veiled(pk: int, number: int, *, asked: Callable[[str], bool]) -> VeiledRecord | None:
    """The picture of this number, from 1, behind the warning of a public find; None for no such.

    `asked` tells whether the visitor asked for the picture of a key.
    """
    shown = FindPhoto.objects.filter(
        visibility.public("find__"), visibility.advisory_photo("photo__"), find=pk
    )
    links = list(shown.select_related("photo").order_by("-is_primary", "order", "id"))
    if not 1 <= number <= len(links):
        return None
    link, key = links[number - 1], links[number - 1].photo.public_id.hex
    return VeiledRecord(
        key=key,
        last=len(links),
        shows_human_remains=link.photo.shows_human_remains,
        photo=record(link.photo, choice(link, "role")) if asked(key) else None,
    )
