"""What a label tells of a find: enough to bring a thing and its record together again.

A label leaves the house with what it hangs on, whoever prints it. It never tells a position, and
where visitors are told no more than the area, for the sake of the dead, of safety or by choice,
neither does it.
"""

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from catalog import visibility
from catalog.lib import dates, qr
from catalog.lib.initials import initials
from catalog.lib.languages import NO_TEXT, Text
from catalog.models import Find, Place
from catalog.models.words import in_language
from catalog.vocab import LocationReason, Precision

_AREA_ONLY = frozenset({LocationReason.REMAINS, LocationReason.MUNITION})
# Letters of a number that fill the line of the narrowest label at 14 points, and at 11.
_LINE, _SMALLER = 19, 25
_FINDERS = 3


@dataclass(frozen=True, slots=True)
class Label:
    """One label; what is empty is not printed."""

    number: str
    code: SafeString
    places: tuple[Text, ...] = ()
    square: Text = NO_TEXT
    depth_cm: int | None = None
    type: Text = NO_TEXT
    found: str = ""
    finders: str = ""
    is_dangerous: bool = False

    @property
    def length(self) -> str:
        """How long its number is, as a class of the page: "", "long" or "longest"."""
        letters = sum(1 + (unicodedata.east_asian_width(one) in "WF") for one in self.number)
        if letters <= _LINE:
            return ""
        return "long" if letters <= _SMALLER else "longest"


def labels(finds: QuerySet, address: Callable[[str], str]) -> Iterator[Label]:
    """Their labels in the order of their numbers; `address` leads to a find by its slug.

    Two queries, however many finds there are.
    """
    rows = finds.select_related("object_type", "place__parent", "public_place")
    rows = rows.defer("public_text", "staff_text").prefetch_related("found_by")
    for find in rows.order_by("number_sort", "pk"):
        yield _label(find, mark_safe(qr.inline(address(find.slug))))


def _label(find: Find, code: SafeString) -> Label:
    area = _names(find.public_place)
    if find.rule.counts_people:
        return Label(find.catalogue_number, code, area)
    closed = is_area_only(find)
    site, square = ((), NO_TEXT) if closed else _spot(find)
    return Label(
        find.catalogue_number,
        code,
        (*area, *site),
        square,
        depth_cm=None if closed else find.depth_cm,
        type=Text(*in_language(find.object_type.labels)),
        found=_found(find),
        finders=", ".join(initials(one.name) for one in find.found_by.all()[:_FINDERS]),
        is_dangerous=visibility.danger(find.category, find.hazard_status, find.ammunition_aboard),
    )


def is_area_only(find: Find) -> bool:
    """Whether paper about the find tells no more of the place than its public page."""
    reason, precision = find.location_reason, find.location_precision
    return reason in _AREA_ONLY or precision == Precision.WITHHELD


def _spot(find: Find) -> tuple[tuple[Text, ...], Text]:
    """The site within the area and the square within it, as far as there are any."""
    place = find.place
    if place is None or place.pk == find.public_place_id:
        return (), NO_TEXT
    above = place.parent
    is_site = above is not None and not above.is_shown
    return _names(above if is_site else None), Text(*in_language(place.names))


def _names(place: Place | None) -> tuple[Text, ...]:
    return (Text(*in_language(place.names)),) if place else ()


def _found(find: Find) -> str:
    if not find.found_on:
        return find.found_on_text
    return dates.display(find.found_on, get_language() or "en")
