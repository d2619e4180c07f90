"""Records: plain copies of what a viewer may see, and the only way out of the house.

Everything a page or a format prints is read from these. They are allow-lists: a new column of a
model stays private until it is copied here.
"""

from catalog.records.addresses import Address, near, resolve
from catalog.records.cards import cards
from catalog.records.columns import columns
from catalog.records.expeditions import (
    ClaimRecord,
    ExpeditionRecord,
    claims,
    expedition,
    expeditions,
)
from catalog.records.finds import many, of
from catalog.records.landmarks import landmarks
from catalog.records.photos import record as photo, scenery
from catalog.records.places import PlaceRecord, moved as moved_place, place, places
from catalog.records.points import PointRecord, points, points_text
from catalog.records.remembered import RememberedRecord, remembered
from catalog.records.shapes import (
    Choice,
    EventRecord,
    FindCard,
    FindRecord,
    InstitutionRecord,
    Landmark,
    PhotoRecord,
    PlaceLink,
    RelatedRecord,
    SourceRecord,
    TermRecord,
)
from catalog.records.veiled import VeiledRecord, veiled

__all__ = [
    "Address",
    "Choice",
    "ClaimRecord",
    "EventRecord",
    "ExpeditionRecord",
    "FindCard",
    "FindRecord",
    "InstitutionRecord",
    "Landmark",
    "PhotoRecord",
    "PlaceLink",
    "PlaceRecord",
    "PointRecord",
    "RelatedRecord",
    "RememberedRecord",
    "SourceRecord",
    "TermRecord",
    "VeiledRecord",
    "cards",
    "claims",
    "columns",
    "expedition",
    "expeditions",
    "landmarks",
    "many",
    "moved_place",
    "near",
    "of",
    "photo",
    "place",
    "places",
    "points",
    "points_text",
    "remembered",
    "resolve",
    "scenery",
    "veiled",
]
