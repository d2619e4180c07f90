"""What a visitor is told about a position that is not told."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.vocab import (
    LocationReason,
    Precision,
)

_DISTANCES = {Precision.HUNDRED_M: 100, Precision.ONE_KM: 1000, Precision.TEN_KM: 10000}


def location_sentence(finest: str, reason: str, *, until: date | None = None) -> str:
    """What a visitor is told about the position, in the language of the page.

    `until` is the last day of a choice that ends by itself.
    """
    told = _of_precision(finest, reason)
    if not told or until is None:
        return told
    return f"{told} {_('This holds until {date}.').format(date=date_format(until))}"


def _of_precision(finest: str, reason: str) -> str:
    if finest == Precision.EXACT:
        return ""
    if finest == Precision.WITHHELD:
        return _("The place is not published.")
    if finest in _DISTANCES:
        return _(
            "Location generalised to about {distance}. The exact position is held by the project "
            "and is not published, to protect the site."
        ).format(distance=_distance(_DISTANCES[Precision(finest)]))
    if reason == LocationReason.REMAINS:
        return _("Out of respect for the dead, only the area is given.")
    if reason == LocationReason.MUNITION:
        return _("For safety, only the area is given.")
    return _("Only the area is given. The exact position is not published.")


def _distance(metres: int) -> str:
    if metres < 1000:
        return _("{number} m").format(number=metres)
    return _("{number} km").format(number=metres // 1000)
