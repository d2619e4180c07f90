"""The only rule of what the public may see.

Everything that leaves the house goes through here: which rows (`public…`), which position
(`public_point`), which words (`shows_…`). Allow-lists only; when a fact is missing, less is shown.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from django.apps import apps
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from catalog.lib import geo
from catalog.lib.unindexed import Unindexed
from catalog.vocab import (
    CATEGORY_RULES,
    SAFE_TO_HANDLE,
    Category,
    Confidence,
    CustodyStatus,
    KinStatus,
    LocationReason,
    NameRelease,
    Precision,
    Presence,
    PublicationStatus,
    RelationKind,
    RemainsStatus,
    SecrecyEnd,
    Sensitivity,
)

# Nobody guards what lies in these states.
_UNGUARDED = frozenset({CustodyStatus.NOT_RECORDED, CustodyStatus.IN_SITU, CustodyStatus.LOST, ""})
# Where the dead stay; what was only handed over may go on.
_AT_REST = frozenset(
    {RemainsStatus.REBURIED, RemainsStatus.INTERRED, RemainsStatus.RETURNED_TO_FAMILY}
)
# What is told of a find so coarsely that a skyline in its picture would tell more.
TOLD_AS_AREA = tuple(one for one in Precision if one.coarseness > Precision.ONE_KM.coarseness)
# Finds linked so lie in one place, or are one.
_SAME_PLACE = (RelationKind.FOUND_WITH, RelationKind.PART_OF, RelationKind.SAME_AS)
_DISTANCES = {Precision.HUNDRED_M: 100, Precision.ONE_KM: 1000, Precision.TEN_KM: 10000}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes a record is made for."""

    name: str = "public"


PUBLIC = Viewer()


def public(prefix: str = "") -> Q:
    """The finds a visitor may see; `prefix` reaches them from another model ("find__")."""
    return Q(**{f"{prefix}publication_status": PublicationStatus.PUBLISHED})


def withdrawn(prefix: str = "") -> Q:
    """The finds a visitor may know to have been there: their address answers 410."""
    return Q(**{f"{prefix}publication_status": PublicationStatus.WITHDRAWN})


def public_photo(prefix: str = "") -> Q:
    """The photographs a visitor may see, provided that what they hang on is public too."""
    return _published_as(prefix, Sensitivity.OPEN) & _keeps_place(prefix)


def advisory_photo(prefix: str = "") -> Q:
    """Photographs shown only to a visitor who, warned, asked for them."""
    return _published_as(prefix, Sensitivity.ADVISORY) & _keeps_place(prefix)


def withheld_photo(prefix: str = "") -> Q:
    """Photographs a visitor may know to be there, and no more: they are not shown."""
    skylines = Q(**{f"{prefix}shows_landmark": True}) & Q(_hangs_on_area(prefix))
    closed = _published_as(prefix, Sensitivity.WITHHELD, Sensitivity.SEALED)
    return closed | (_published_as(prefix, *Sensitivity) & skylines)


def _published_as(prefix: str, *levels: Sensitivity) -> Q:
    return Q(**{f"{prefix}published": True, f"{prefix}sensitivity__in": levels})


def _keeps_place(prefix: str) -> Q:
    """Without a skyline by which a find is found that is told as an area only."""
    # Not the skylines turned round: across many pictures that would be another question.
    return Q(**{f"{prefix}shows_landmark": False}) | ~Q(_hangs_on_area(prefix))


def _hangs_on_area(prefix: str) -> Exists:
    """Whether a public find of the picture is told as an area only, whatever the rule.

    Asked at every look, for the rule may change long after the picture came out. The find is
    looked up from the picture: without statistics SQLite would walk through all that is published.
    """
    links = apps.get_model("catalog", "FindPhoto").objects
    links = links.alias(told_publication_status=Unindexed("find__publication_status"))
    here = {"photo": OuterRef(f"{prefix}pk"), "find__location_precision__in": TOLD_AS_AREA}
    return Exists(links.filter(public("told_"), **here).order_by())


def public_relation() -> Q:
    """The links of public finds that tell of neither where it lies more finely than it does."""
    ends = ("from_find__", "to_find__")
    telling = Q()
    for one, other in (ends, ends[::-1]):
        has_point = Q(**{f"{other}public_latitude__isnull": False})
        telling |= _told_as(one, *TOLD_AS_AREA) & ~_told_as(other, *TOLD_AS_AREA) & has_point
        telling |= _told_as(one, Precision.WITHHELD) & ~_told_as(other, Precision.WITHHELD)
    return ~(Q(kind__in=_SAME_PLACE) & telling)


def _told_as(prefix: str, *precisions: Precision) -> Q:
    return Q(**{f"{prefix}location_precision__in": precisions})


def public_place(prefix: str = "") -> Q:
    """The places a visitor may know by name: public, and nothing private above them."""
    return Q(**{f"{prefix}is_shown": True})


def public_person(prefix: str = "") -> Q:
    """Living contributors who agreed to be named."""
    return Q(**{f"{prefix}show_publicly": True})


def public_event(prefix: str = "") -> Q:
    """Status events a visitor may see; a superseded one was a mistake."""
    return Q(**{f"{prefix}is_public": True, f"{prefix}superseded_by__isnull": True})


def public_name(prefix: str = "") -> Q:
    """Identifications whose name may be printed in full; an objection of the family hides it."""
    return Q(
        **{
            f"{prefix}confidence": Confidence.CONFIRMED,
            f"{prefix}release": NameRelease.FULL,
            f"{prefix}released_by__isnull": False,
        }
    ) & Q(**{f"{prefix}kin_status__in": (KinStatus.INFORMED, KinStatus.NOT_FOUND)})


@dataclass(frozen=True, slots=True)
class Location:
    """What is published of a find spot; degrees (WGS 84) and metres, None where not published."""

    precision: Precision
    reason: LocationReason
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    uncertainty_m: int | None = None


@dataclass(frozen=True, slots=True)
class Circumstances:
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
    chosen = "" if has_ended(facts) else facts.chosen
    wished = Precision(chosen or facts.place_default or rule.precision)
    least, reason = _required(facts)
    if least.coarseness >= wished.coarseness:
        return least, reason
    if wished == Precision.EXACT:
        return wished, LocationReason.NONE
    return wished, reason if reason != LocationReason.NONE else LocationReason.SITE


def has_ended(facts: Circumstances) -> bool:
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


def shows_place(finest: str) -> bool:
    """Whether even the name of the area is published."""
    return finest != Precision.WITHHELD


def shows_markings(*, carries_name: bool) -> bool:
    """Markings hide with the name they carry."""
    return not carries_name


def shows_serials(category: str, *, carries_name: bool) -> bool:
    """Serial numbers of weapons and belongings lead to people and to the trade."""
    return CATEGORY_RULES[category].serials_public and not carries_name


def danger(category: str, hazard: str, ammunition_aboard: str) -> bool:
    """Whether the safety text stands on the public page."""
    unsafe = hazard not in SAFE_TO_HANDLE
    return (
        unsafe
        or ammunition_aboard == Presence.YES
        or (category == Category.MUNITION and not hazard)
    )


def least_sensitivity(*, shows_human_remains: bool, shows_name: bool) -> Sensitivity:
    """The most open level a picture of this may have before two people lower it."""
    if shows_name:
        return Sensitivity.SEALED
    return Sensitivity.WITHHELD if shows_human_remains else Sensitivity.OPEN
