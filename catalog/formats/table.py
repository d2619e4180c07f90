"""A table of the public catalogue: fields of records, column by column → cells in the same columns.

The names are those of the full list, so that whoever knows one reads the other; what the public
may not see has no column here.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from catalog.lib.repeated import each_thing_once

# The field of a record, and how its value is written; None for words that are written as they are.
Cell = tuple[str, Callable[[Any], str] | None]


def _code(term: Any) -> str:
    return term.code if term else ""


def _value(choice: Any) -> str:
    return choice.value if choice else ""


def _number(value: Any) -> str:
    return "" if value is None else format(value, "f").rstrip("0").rstrip(".")


def _degrees(value: Any) -> str:
    return "" if value is None else str(value.normalize() + 0)


def _whole(value: Any) -> str:
    return "" if value is None else str(value)


def _text(code: str) -> Callable[[Any], str]:
    return lambda texts: texts.get(code, "")


def _part(name: str, write: Callable[[Any], str] = str) -> Callable[[Any], str]:
    """Of something that is there or not, one part of it."""
    return lambda whole: write(getattr(whole, name)) if whole else ""


def _codes(terms: Any) -> str:
    return "|".join(term.code for term in terms)


def _place(chain: Any) -> str:
    return " > ".join(next(iter(place.names.values()), "") for place in chain)


def _related(links: Any) -> str:
    return "|".join(f"{link.kind.value}:{link.number}" for link in links if not link.is_reverse)


def _sources(sources: Any) -> str:
    named = (f"{one.code} @ {one.locator}" if one.locator else one.code for one in sources)
    return "|".join(named)


COLUMNS: Mapping[str, Cell] = {
    "catalogue_number": ("number", None),
    "public_id": ("public_id", None),
    "expedition": ("expedition_code", None),
    "category": ("category", _value),
    "object_type": ("type", _code),
    "other_numbers": ("other_numbers", "\n".join),
    "type_certainty": ("type_certainty", _value),
    "language": ("language", None),
    "title_en": ("titles", _text("en")),
    "title_ru": ("titles", _text("ru")),
    "title_ja": ("titles", _text("ja")),
    "quantity": ("quantity", _whole),
    "quantity_qualifier": ("quantity_qualifier", _value),
    "nationality": ("nationality", _code),
    "nationality_certainty": ("nationality_certainty", _value),
    "nationality_basis": ("nationality_basis", _value),
    "unit_attribution": ("unit", None),
    "maker": ("maker", None),
    "made_on": ("made_on", None),
    "markings": ("markings", None),
    "serial_numbers": ("serial_numbers", None),
    "materials": ("materials", _codes),
    "length_mm": ("length_mm", _number),
    "width_mm": ("width_mm", _number),
    "height_mm": ("height_mm", _number),
    "weight_g": ("weight_g", _number),
    "completeness": ("completeness", _value),
    "condition": ("condition", _value),
    "damage": ("damage", str),
    "found_on": ("found_on", None),
    "found_on_text": ("found_on_text", None),
    "found_by": ("found_by", "|".join),
    "discovery_method": ("discovery_method", _value),
    "place": ("place_chain", _place),
    "latitude": ("location", _part("latitude", _degrees)),
    "longitude": ("location", _part("longitude", _degrees)),
    "coordinate_uncertainty_m": ("location", _part("uncertainty_m", _whole)),
    "public_precision": ("location", _part("precision", _value)),
    "holder": ("holder", _part("slug")),
    "holder_number": ("holder_number", None),
    "restoration_status": ("restoration", _value),
    "custody_status": ("custody", _value),
    "hazard_status": ("hazard", _value),
    "individuals": ("individuals", _whole),
    "individuals_qualifier": ("individuals_qualifier", _value),
    "remains_status": ("remains", _value),
    "description_en": ("descriptions", _text("en")),
    "description_ru": ("descriptions", _text("ru")),
    "description_ja": ("descriptions", _text("ja")),
    "related_finds": ("related", _related),
    "sources": ("sources", _sources),
    "photo_credit": ("photo", _part("credit_line")),
    "photo_via": ("photo", _part("via_name")),
    "photo_via_url": ("photo", _part("via_url")),
    "photo_license": ("photo", _part("license_uri")),
}
# Numbers keep their sign without an apostrophe.
NUMBERS = frozenset({"latitude", "longitude"})


def cells(found: Mapping[str, Sequence[Any]]) -> list[Sequence[str]]:
    """The cells of `{field: its value of each record}`, in the order of `COLUMNS`."""
    return [
        found[field] if write is None else each_thing_once(write, found[field])
        for field, write in COLUMNS.values()
    ]
