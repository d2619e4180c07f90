"""The shapes of the records. Words are in the language of the moment and say which it is.

Dates are EDTF, lengths millimetres, weights grams, coordinates degrees WGS 84 as published,
uncertainties metres. An empty value means "not known or not shown": a record never tells which.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from catalog.lib.languages import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a closed list and its word."""

    value: str = ""
    label: str = ""

    def __bool__(self) -> bool:
        return bool(self.value)

    def __str__(self) -> str:
        return self.label


NO_CHOICE = Choice()


@dataclass(frozen=True, slots=True)
class TermRecord:
    """A word of a vocabulary; ids elsewhere only where somebody checked them."""

    code: str
    label: Text
    labels: Mapping[str, str]
    aat: str = ""
    fish: str = ""
    wikidata: str = ""


@dataclass(frozen=True, slots=True)
class PlaceLink:
    """A shown place by name."""

    slug: str
    name: Text
    names: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Landmark:
    """A shown place on the map: its middle as published, and how far it reaches from there."""

    slug: str
    name: Text
    latitude: float
    longitude: float
    radius_m: int
    # It is an extent, not a cell of the grid; nothing is counted in it.
    cell_degrees: None = None
    records: int = 0


@dataclass(frozen=True, slots=True)
class InstitutionRecord:
    """A museum, workshop, team or authority."""

    slug: str
    name: Text
    names: Mapping[str, str]
    url: str = ""


@dataclass(frozen=True, slots=True)
class SourceRecord:
    """What something rests on, and the page or picture in it."""

    code: str
    type: Choice
    title: Text
    authors: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    archive_ref: str = ""
    citation: Text = NO_TEXT
    locator: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """One size of a photograph: its address, and pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class PhotoRecord:
    """A picture that may be shown, with all that must be said beside it.

    `credit` is the sentence to print; `credit_line` is the line exactly as it was given.
    """

    public_id: str
    kind: Choice
    role: Choice
    sizes: tuple[Size, ...]
    alt: Text
    caption: Text
    credit: str
    credit_line: str
    creator: str
    via_name: str
    via_url: str
    license_uri: str
    license_label: str
    copyright_notice: str
    copyright_holder: str
    taken_on: str
    is_drawing: bool = False


class Credit(NamedTuple):
    """What must be said beside a picture, under the names of a `PhotoRecord`."""

    credit_line: str
    via_name: str
    via_url: str
    license_uri: str


@dataclass(frozen=True, slots=True)
class Location:
    """The published position, its precision in words, and the sentence that says why."""

    precision: Choice
    sentence: str
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    uncertainty_m: int | None = None


@dataclass(frozen=True, slots=True)
class EventRecord:
    """A step in the history of a find."""

    track: Choice
    status: Choice
    date: str
    institution: InstitutionRecord | None = None
    authority: str = ""
    treatment: Text = NO_TEXT


@dataclass(frozen=True, slots=True)
class RelatedRecord:
    """Another public find this one is linked to."""

    kind: Choice
    number: str
    slug: str
    title: Text
    category: Choice
    # Whether the link was recorded on the other find ("part of" then reads backwards).
    is_reverse: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact only some categories have: its heading and its value, in words."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """One of the dead, identified and cleared for publication by name."""

    name: Text
    reading: str
    romanised: str
    rank: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindCard:
    """What stands on a card of a listing."""

    number: str
    slug: str
    category: Choice
    singular: str
    # Remains of people: never counted, headed or worded as objects.
    is_people: bool
    # Nobody found it: it was recorded where it stands.
    is_recorded: bool
    type: TermRecord
    title: Text
    titles: Mapping[str, str]
    nationality: TermRecord | None
    nationality_certainty: Choice
    place: PlaceLink | None
    found_on: str
    found_on_text: str
    restoration: Choice
    custody: Choice
    hazard: Choice
    remains: Choice
    is_dangerous: bool
    individuals: int | None
    individuals_qualifier: Choice
    photos: tuple[PhotoRecord, ...]

    @property
    def photo(self) -> PhotoRecord | None:
        """The picture that stands for it."""
        return self.photos[0] if self.photos else None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindRecord(FindCard):
    """All that a visitor may know of a find."""

    public_id: str
    other_numbers: tuple[str, ...] = ()
    former_numbers: tuple[str, ...] = ()
    type_chain: tuple[TermRecord, ...]
    type_certainty: Choice
    nationality_basis: Choice
    expedition_code: str
    expedition_title: Text
    place_chain: tuple[PlaceLink, ...] = ()
    # Of these places, those that have a published middle; the largest first.
    landmarks: tuple[Landmark, ...] = ()
    location: Location
    description: Text
    descriptions: Mapping[str, str]
    language: str
    quantity: int | None = None
    quantity_qualifier: Choice = NO_CHOICE
    unit: str = ""
    maker: str = ""
    made_on: str = ""
    made_on_text: str = ""
    markings: str = ""
    serial_numbers: str = ""
    is_name_withheld: bool = False
    materials: tuple[TermRecord, ...] = ()
    length_mm: Decimal | None = None
    width_mm: Decimal | None = None
    height_mm: Decimal | None = None
    weight_g: Decimal | None = None
    completeness: Choice = NO_CHOICE
    condition: Choice = NO_CHOICE
    damage: Text = NO_TEXT
    damage_count: int | None = None
    damage_qualifier: Choice = NO_CHOICE
    discovery_method: Choice = NO_CHOICE
    found_by: tuple[str, ...] = ()
    identified_by: str = ""
    holder: InstitutionRecord | None = None
    holder_number: str = ""
    facts: tuple[Fact, ...] = ()
    people: tuple[PersonRecord, ...] = ()
    events: tuple[EventRecord, ...] = ()
    related: tuple[RelatedRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()
    has_withheld_photos: bool = False
    # How many are shown after a warning, to who asks for them.
    veiled_photos: int = 0
    is_sample: bool = False
    published_at: datetime | None = None
    updated_at: datetime | None = None
