"""Which rows a visitor may see: one question of the database for each kind of thing."""

from dataclasses import dataclass

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from catalog.lib.unindexed import Unindexed
from catalog.visibility.positions import TOLD_AS_AREA
from catalog.vocab import (
    Confidence,
    KinStatus,
    NameRelease,
    Precision,
    PublicationStatus,
    RelationKind,
    Sensitivity,
)

# Finds linked so lie in one place, or are one.
_SAME_PLACE = (RelationKind.FOUND_WITH, RelationKind.PART_OF, RelationKind.SAME_AS)


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
