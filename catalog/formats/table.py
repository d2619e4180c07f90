"""A table of the public catalogue: a record → the cells of one row, in the columns of a list.

The names are those of the full list, so that whoever knows one reads the other; what the public
may not see has no column here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Cells = Mapping[str, Callable[[Any], Any]]


def _code(term: Any) -> str:
    return term.code if term else ""


def _value(choice: Any) -> str:
    return choice.value if choice else ""


def _number(value: Any) -> str:
    return "" if value is None else format(value, "f").rstrip("0").rstrip(".")


def _coordinate(value: Any) -> str:
    return "" if value is None else str(value.normalize() + 0)


def _whole(value: Any) -> str:
    return "" if value is None else str(value)


def _text(name: str, code: str) -> Callable[[Any], str]:
    return lambda record: getattr(record, name).get(code, "")


def _photo(name: str) -> Callable[[Any], str]:
    return lambda record: getattr(record.photo, name) if record.photo else ""


def _sources(record: Any) -> str:
    named = (f"{one.code} @ {one.locator}" if one.locator else one.code for one in record.sources)
    return "|".join(named)


COLUMNS: Cells = {
    "catalogue_number": lambda record: record.number,
    "public_id": lambda record: record.public_id,
    "expedition": lambda record: record.expedition_code,
    "category": lambda record: record.category.value,
    "object_type": lambda record: record.type.code,
    "other_numbers": lambda record: "\n".join(record.other_numbers),
    "type_certainty": lambda record: _value(record.type_certainty),
    "language": lambda record: record.language,
    "title_en": _text("titles", "en"),
    "title_ru": _text("titles", "ru"),
    "title_ja": _text("titles", "ja"),
    "quantity": lambda record: _whole(record.quantity),
    "quantity_qualifier": lambda record: _value(record.quantity_qualifier),
    "nationality": lambda record: _code(record.nationality),
    "nationality_certainty": lambda record: _value(record.nationality_certainty),
    "nationality_basis": lambda record: _value(record.nationality_basis),
    "unit_attribution": lambda record: record.unit,
    "maker": lambda record: record.maker,
    "made_on": lambda record: record.made_on,
    "markings": lambda record: record.markings,
    "serial_numbers": lambda record: record.serial_numbers,
    "materials": lambda record: "|".join(term.code for term in record.materials),
    "length_mm": lambda record: _number(record.length_mm),
    "width_mm": lambda record: _number(record.width_mm),
    "height_mm": lambda record: _number(record.height_mm),
    "weight_g": lambda record: _number(record.weight_g),
    "completeness": lambda record: _value(record.completeness),
    "condition": lambda record: _value(record.condition),
    "damage": lambda record: str(record.damage),
    "found_on": lambda record: record.found_on,
    "found_on_text": lambda record: record.found_on_text,
    "found_by": lambda record: "|".join(record.found_by),
    "discovery_method": lambda record: _value(record.discovery_method),
    "place": lambda record: " > ".join(
        next(iter(place.names.values()), "") for place in record.place_chain
    ),
    "latitude": lambda record: _coordinate(record.location.latitude),
    "longitude": lambda record: _coordinate(record.location.longitude),
    "coordinate_uncertainty_m": lambda record: _whole(record.location.uncertainty_m),
    "public_precision": lambda record: _value(record.location.precision),
    "holder": lambda record: record.holder.slug if record.holder else "",
    "holder_number": lambda record: record.holder_number,
    "restoration_status": lambda record: _value(record.restoration),
    "custody_status": lambda record: _value(record.custody),
    "hazard_status": lambda record: _value(record.hazard),
    "individuals": lambda record: _whole(record.individuals),
    "individuals_qualifier": lambda record: _value(record.individuals_qualifier),
    "remains_status": lambda record: _value(record.remains),
    "description_en": _text("descriptions", "en"),
    "description_ru": _text("descriptions", "ru"),
    "description_ja": _text("descriptions", "ja"),
    "related_finds": lambda record: "|".join(
        f"{link.kind.value}:{link.number}" for link in record.related if not link.is_reverse
    ),
    "sources": _sources,
    "photo_credit": _photo("credit_line"),
    "photo_via": _photo("via_name"),
    "photo_via_url": _photo("via_url"),
    "photo_license": _photo("license_uri"),
}
# Numbers keep their sign without an apostrophe.
NUMBERS = frozenset({"latitude", "longitude"})


def columns(records: Sequence[Any]) -> list[list[str]]:
    """The cells of these records, column by column in the order of `COLUMNS`."""
    return [[str(cell(record)) for record in records] for cell in COLUMNS.values()]
