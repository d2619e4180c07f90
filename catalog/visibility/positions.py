"""How finely a find's position is published: what is chosen may hide more, never less."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from django.utils.translation import gettext as _

from catalog.lib import geo
from catalog.vocab import (
    CATEGORY_RULES,
    SAFE_TO_HANDLE,
    CustodyStatus,
    LocationReason,
    Precision,
    Presence,
    RemainsStatus,
    SecrecyEnd,
)

# Nobody guards what lies in these states.
_UNGUARDED = frozenset({CustodyStatus.NOT_RECORDED, CustodyStatus.IN_SITU, CustodyStatus.LOST, ""})
# Where the dead stay; what was only handed over may go on.
_AT_REST = frozenset(
    {RemainsStatus.REBURIED, RemainsStatus.INTERRED, RemainsStatus.RETURNED_TO_FAMILY}
)
# What is told of a find so coarsely that a skyline in its picture would tell more.
TOLD_AS_AREA = tuple(one for one in Precision if one.coarseness > Precision.ONE_KM.coarseness)


class Location(NamedTuple):
    """What is published of a find spot; degrees (WGS 84) and metres, None where not published."""

    precision: Precision
    reason: LocationReason
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    uncertainty_m: int | None = None


class Circumstances(NamedTuple):
    """The facts of a find that decide how finely its position is published."""

    category: str
    chosen: str = ""
    place_default: str = ""
    custody: str = ""
    hazard: str = ""
    ammunition_aboard: str = ""
    human_remains_associated: str = ""
    remains: str = ""
    # The choice holds through this day, and until this has happened; nothing known: for ever.
    ends_on: date | None = None
    ends_with: str = ""
    today: date | None = None


@lru_cache(maxsize=4096)
def precision(facts: Circumstances) -> tuple[Precision, LocationReason]:
    """The precision of publication and its reason: a choice may hide more, never less.

    The choice of the record comes before the default of its place, that before the default of
    its category; what protects the dead and the living is added last and cannot be chosen away.
    """
    rule = CATEGORY_RULES[facts.category]
    chosen = "" if _has_ended(facts) else facts.chosen
    wished = Precision(chosen or facts.place_default or rule.precision)
    least, reason = _required(facts)
    if least.coarseness >= wished.coarseness:
        return least, reason
    if wished == Precision.EXACT:
        return wished, LocationReason.NONE
    return wished, reason if reason != LocationReason.NONE else LocationReason.SITE


def _has_ended(facts: Circumstances) -> bool:
    """Whether the time of the choice is over; without today's date it never is."""
    if facts.ends_on and facts.today and facts.today > facts.ends_on:
        return True
    happened = {
        SecrecyEnd.RECOVERED: facts.custody not in _UNGUARDED,
        SecrecyEnd.AT_REST: facts.remains in _AT_REST,
        SecrecyEnd.HARMLESS: bool(facts.hazard) and facts.hazard in SAFE_TO_HANDLE,
    }
    return bool(facts.ends_with) and happened[SecrecyEnd(facts.ends_with)]


def _required(facts: Circumstances) -> tuple[Precision, LocationReason]:
    rule = CATEGORY_RULES[facts.category]
    if rule.counts_people or facts.human_remains_associated == Presence.YES:
        return Precision.PLACE_ONLY, LocationReason.REMAINS
    hazard = facts.hazard or ("unknown" if rule.hazard_required else "")
    if hazard not in SAFE_TO_HANDLE or facts.ammunition_aboard == Presence.YES:
        return Precision.PLACE_ONLY, LocationReason.MUNITION
    if rule.area_only_in_place and facts.custody in _UNGUARDED:
        return Precision.PLACE_ONLY, LocationReason.SITE
    return Precision.EXACT, LocationReason.NONE


def public_point(
    facts: Circumstances,
    *,
    latitude: Decimal | None,
    longitude: Decimal | None,
    uncertainty_m: int | None,
) -> Location:
    """The published position: the centre of a fixed grid cell, never a random one.

    A random offset can be averaged away; a cell centre tells nothing but the cell. The published
    uncertainty is the original one plus half the diagonal of the cell.
    """
    finest, reason = precision(facts)
    if latitude is None or longitude is None:
        return Location(finest, reason)
    if finest == Precision.EXACT:
        return Location(finest, reason, latitude, longitude, uncertainty_m)
    size = geo.CELL_DEGREES.get(finest)
    if size is None:
        return Location(finest, reason)
    cell_latitude, cell_longitude = geo.cell_centre(latitude, longitude, size)
    blur = geo.half_diagonal_m(cell_latitude, size)
    return Location(finest, reason, cell_latitude, cell_longitude, (uncertainty_m or 0) + blur)


def public_middle(
    *, latitude: Decimal | None, longitude: Decimal | None, radius_m: int | None
) -> tuple[Decimal, Decimal, int] | None:
    """The published middle of a shown place and its radius; None where either is not known.

    However finely it was written, no middle is finer than the grid, and no place smaller than a
    cell: a public name must not lead to a spot.
    """
    if latitude is None or longitude is None or not radius_m:
        return None
    size = geo.CELL_DEGREES[Precision.ONE_KM]
    middle = geo.cell_centre(latitude, longitude, size)
    return *middle, max(radius_m, geo.half_diagonal_m(middle[0], size))


def baring(before: Precision, after: Precision) -> str:
    """What is said to whoever would publish a position they may not read; "" where nobody does.

    Within a kilometre the page of the find would tell it.
    """
    if after.coarseness >= min(before.coarseness, Precision.ONE_KM.coarseness):
        return ""
    return _("Only who may see the exact position publishes it more finely than to 1 km.")


def shows_place(finest: str) -> bool:
    """Whether even the name of the area is published."""
    return finest != Precision.WITHHELD
