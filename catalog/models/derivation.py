"""What a find's derived columns hold: one pure function for `save()` and for the bulk path.

Nothing here reads the database: what a find points to arrives as `Refs`, plain words and ids.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple

from catalog import visibility
from catalog.lib import dates, text
from catalog.models.words import LANGUAGES, joined
from catalog.vocab import CATEGORY_RULES, Category, Precision


@dataclass(frozen=True, slots=True)
class PlaceRef:
    """What a find needs to know of its place: the public part of the chain above it, and words."""

    public_id: int | None
    public_words: str
    staff_words: str
    precision: str = ""


class Refs(NamedTuple):
    """The words of everything a find points to, resolved by the caller."""

    place: PlaceRef | None = None
    object_type: str = ""
    nationality: str = ""
    expedition: str = ""
    holder: str = ""
    # Without it nothing that was hidden for a time is opened.
    today: date | None = None


# Every column `derive` fills; history leaves them out, for they follow from the others.
DERIVED = (
    "number_key",
    "number_sort",
    "slug",
    "found_from",
    "found_to",
    "made_from",
    "made_to",
    "public_place",
    "public_latitude",
    "public_longitude",
    "public_uncertainty_m",
    "location_precision",
    "location_reason",
    "public_text",
    "staff_text",
    "fullness",
)
_DESCRIPTIONS = tuple(f"description_{code}" for code in LANGUAGES)
_SHORT = 200  # characters of words worth remembering: names of what many finds point to
_fold_again = lru_cache(maxsize=8192)(text.fold)
_CATEGORY_WORDS = {value: joined([value, str(label)]) for value, label in Category.choices}
# What a full record tells, besides what it must: the share filled in is its fullness.
_TOLD = (
    "nationality_id",
    "place_id",
    "found_on",
    "latitude",
    "holder_id",
    "discovery_method",
    "condition",
    "completeness",
    "title_en",
    "title_ru",
    "title_ja",
)
_told_of = itemgetter(*_TOLD)


def derive(values: Mapping[str, Any], refs: Refs) -> dict[str, Any]:
    """The derived columns of one find.

    `values` maps the names of the find's own columns (foreign keys as `…_id`) to Python values;
    the answer maps derived columns to values, `public_place` as `public_place_id`. Raises
    ValueError, with a sentence, where a date is not EDTF.
    """
    number = values["catalogue_number"]
    location = _location(values, refs)
    found_from, found_to = bounds(values["found_on"])
    made_from, made_to = bounds(values["made_on"])
    shown = visibility.shows_place(location.precision)
    place = refs.place if shown else None
    public_text = _public_text(values, refs, place)
    return {
        "number_key": text.number_key(number),
        "number_sort": text.number_sort(number)[:255],
        "slug": text.number_slug(number),
        "found_from": found_from,
        "found_to": found_to,
        "made_from": made_from,
        "made_to": made_to,
        "public_place_id": place.public_id if place else None,
        "public_latitude": location.latitude,
        "public_longitude": location.longitude,
        "public_uncertainty_m": location.uncertainty_m,
        "location_precision": str(location.precision),
        "location_reason": str(location.reason),
        "public_text": public_text,
        "staff_text": _staff_text(values, refs),
        "fullness": _fullness(values),
    }


def bounds(edtf: str) -> tuple[date | None, date | None]:
    """First and last day an EDTF date can mean; (None, None) for no date."""
    if not edtf:
        return None, None
    when = dates.parse_edtf(edtf)
    return when.earliest, when.latest


def circumstances(
    values: Mapping[str, Any], place_precision: str = "", *, today: date | None = None
) -> visibility.Circumstances:
    """The columns of a find that decide how finely its position is published."""
    return visibility.Circumstances(
        category=values["category"],
        chosen=values["public_precision"],
        place_default=place_precision,
        custody=values["custody_status"],
        hazard=values["hazard_status"],
        ammunition_aboard=values["ammunition_aboard"],
        human_remains_associated=values["human_remains_associated"],
        remains=values["remains_status"],
        ends_on=values["secret_until"],
        ends_with=values["secret_until_event"] or "",
        today=today,
    )


def told_precision(values: Mapping[str, Any], refs: Refs) -> Precision:
    """How finely the position of a find with these columns is published."""
    place_precision = refs.place.precision if refs.place else ""
    return visibility.precision(circumstances(values, place_precision, today=refs.today))[0]


def _location(values: Mapping[str, Any], refs: Refs) -> visibility.Location:
    place_precision = refs.place.precision if refs.place else ""
    facts = circumstances(values, place_precision, today=refs.today)
    latitude, longitude = values["latitude"], values["longitude"]
    return visibility.public_point(
        facts,
        latitude=None if latitude is None else Decimal(latitude),
        longitude=None if longitude is None else Decimal(longitude),
        uncertainty_m=values["coordinate_uncertainty_m"],
    )


def _public_text(values: Mapping[str, Any], refs: Refs, place: PlaceRef | None) -> str:
    """What everybody finds it by, besides the columns `catalog.index` reads as they are."""
    category = values["category"]
    parts = [_CATEGORY_WORDS[category]]
    parts += [refs.object_type, refs.nationality, refs.expedition]
    if place:
        parts.append(place.public_words)
    if not CATEGORY_RULES[category].counts_people:
        parts += _words_of_object(values, refs)
    return _folded(parts)


def _folded(parts: Iterable[str]) -> str:
    """`text.fold` of the parts together; no letter changes with what stands beyond a blank."""
    return joined(
        [_fold_again(part) if len(part) <= _SHORT else text.fold(part) for part in parts if part]
    )


def _words_of_object(values: Mapping[str, Any], refs: Refs) -> list[str]:
    """What the page of an object tells, and that of remains does not."""
    category, named = values["category"], values["carries_name"]
    words = [values["other_numbers"], refs.holder, values["holder_number"]]
    words += [values["unit_attribution"], values["maker"], values["damage"]]
    if visibility.shows_markings(carries_name=named):
        words.append(values["markings"])
    if visibility.shows_serials(category, carries_name=named):
        words.append(values["serial_numbers"])
    return words


def _staff_text(values: Mapping[str, Any], refs: Refs) -> str:
    """What only those find it by who may see what is withheld."""
    parts = [values["markings"], values["serial_numbers"], values["current_location"]]
    parts += [values["maker"], values["damage"]]
    parts += [values["other_numbers"], values["holder_number"], refs.holder]
    if refs.place:
        parts.append(refs.place.staff_words)
    return _folded(parts)


def _fullness(values: Mapping[str, Any]) -> int:
    """Percent of the telling fields that are filled in."""
    told = _told_of(values)
    empty = told.count("") + told.count(None)
    described = any(values[name] for name in _DESCRIPTIONS)
    return round(100 * (len(_TOLD) - empty + described) / (len(_TOLD) + 1))
