"""Photographs as records: sizes with addresses, and the credit as it must be printed."""

import re

from django.utils.translation import gettext as _

from catalog import renditions
from catalog.models import Photo
from catalog.records.shapes import NO_CHOICE, Choice, PhotoRecord, Size
from catalog.records.words import choice, text_of
from catalog.vocab import Licence, PhotoKind

UNKNOWN = "Photographer unknown"
# A line that brings its own word for "photograph" gets no second one.
_HAS_PREFIX = re.compile(
    r"\s*(?:(?:photo(?:graph)?s?(?: by)?|фото(?:графия)?|撮影|写真|drawing|рисунок|図版)"
    r"\s*[:：]|©)",
    re.IGNORECASE,
)


def record(photo: Photo, role: Choice = NO_CHOICE) -> PhotoRecord:
    """The record of a photograph the caller has found to be public."""
    return PhotoRecord(
        public_id=str(photo.public_id),
        kind=choice(photo, "kind"),
        role=role,
        sizes=sizes(photo),
        alt=text_of(photo, "alt"),
        caption=text_of(photo, "caption"),
        credit=credit(photo),
        credit_line=photo.credit_line,
        creator=photo.creator,
        via_name=photo.via_name,
        via_url=photo.via_url,
        license_uri=photo.license_uri,
        license_label=str(Licence(photo.license_uri).label) if photo.license_uri else "",
        copyright_notice=photo.copyright_notice,
        copyright_holder=photo.copyright_holder,
        taken_on=photo.taken_on,
        is_drawing=photo.kind == PhotoKind.DRAWING,
    )


def sizes(photo: Photo) -> tuple[Size, ...]:
    """The sizes offered, smallest first: none twice for a small original."""
    return tuple(
        Size(renditions.url(photo, size), *renditions.measure(photo, size))
        for size in renditions.offered(photo)
    )


def credit(photo: Photo) -> str:
    """What is printed beside the picture: the line as given, after the word for its kind."""
    line = photo.credit_line or photo.creator
    if not line or line == UNKNOWN:
        return _("Photographer unknown")
    if _HAS_PREFIX.match(line):
        return line
    if photo.kind == PhotoKind.DRAWING:
        return _("Drawing: {name}").format(name=line)
    return _("Photo: {name}").format(name=line)


def scenery() -> PhotoRecord | None:
    """The first public picture of a place: for the head of the home page, always with credit."""
    photo = Photo.objects.public().filter(place__isnull=False).order_by("id").first()
    return record(photo) if photo else None
