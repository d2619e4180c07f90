"""Coordinates as people write them, and the grid behind a published position.

Degrees are WGS 84 and Decimal, rounded to six places; distances are metres.
"""

import math
import re
import unicodedata
from decimal import ROUND_FLOOR, Decimal

from django.utils.translation import gettext as _

CELL_DEGREES = {"100m": Decimal("0.001"), "1km": Decimal("0.01"), "10km": Decimal("0.1")}
LIMITS = {"latitude": Decimal(90), "longitude": Decimal(180)}

_EARTH_M = 6_371_008.8
_METRES_PER_DEGREE = _EARTH_M * math.pi / 180
_SIX_PLACES = Decimal("0.000001")
_PLAIN = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?")
_QUOTES = str.maketrans("º˚´`’‘ʹ−–“”", "°°" + "'" * 5 + "--" + '"' * 2)

_HEMISPHERES = {
    "n": ("latitude", 1),
    "s": ("latitude", -1),
    "e": ("longitude", 1),
    "w": ("longitude", -1),
}
_WRITTEN = {
    "n": r"n|north|с\.? ?ш\.?|с|北緯",
    "s": r"s|south|ю\.? ?ш\.?|ю|南緯",
    "e": r"e|east|в\.? ?д\.?|в|東経",
    "w": r"w|west|з\.? ?д\.?|з|西経",
}
_LETTERS = "|".join(f"(?P<{{0}}{key}>{words})" for key, words in _WRITTEN.items())
_NUMBER = r"[0-9]{1,20}(?:[.,][0-9]{1,20})?"
_COORDINATE = re.compile(
    rf"(?:(?:{_LETTERS.replace('{0}', 'before_')}) ?)?(?P<sign>[+-])? ?"
    rf"(?P<degrees>{_NUMBER}) ?(?:[°度d:])? ?"
    rf"(?:(?<![0-9])(?P<minutes>{_NUMBER}) ?(?:['′分m:])? ?)?"
    rf"(?:(?<![0-9])(?P<seconds>{_NUMBER}) ?(?:\"|''|″|′′|秒|s(?= ?[nsewсювз]))? ?)?"
    rf"(?:{_LETTERS.replace('{0}', 'after_')})?"
)
# As programs write what lies next to a meridian.
_TINY = re.compile(r"[+-]?[0-9](?:\.[0-9]+)?e-0?[0-9]{1,2}", re.IGNORECASE)
_WKT = re.compile(r"\s*(?:SRID=\d+;)?\s*([A-Z]+)(?:\s+Z)?\s*\(([^()]*)\)\s*", re.IGNORECASE)
_HAS_DIGIT = re.compile("[0-9０-９]")
# A semicolon, a comma with a blank, a comma between points, a letter before a number, a blank.
_PAIRS = tuple(
    map(
        re.compile,
        (
            r"([^;]+);([^;]+)",
            r"(.+), +([^ ].*)",
            r"([^,]*\.[^,]*),([^,]*\.[^,]*)",
            r"(.+?[^\W\d_]\.?)\s+([-+]?[0-9].*)",
            r"(\S+)\s+(\S+)",
        ),
    )
)


def parse_coordinate(value: str, axis: str, *, decimal_comma: bool = True) -> Decimal:
    """One coordinate in degrees; `axis` is "latitude" or "longitude". ValueError says why not."""
    text = value.strip()
    if _PLAIN.fullmatch(text) or _TINY.fullmatch(text):
        return _checked(Decimal(text), axis, value)
    parts = _split(text, value)
    if not decimal_comma and any("," in number for number in parts.numbers):
        raise ValueError(
            _("“{value}” has a comma; write the decimals after a point.").format(value=value)
        )
    _check_hemisphere(parts, axis, value)
    return _checked(parts.degrees(value), axis, value)


class _Parts:
    """A written coordinate taken apart: sign, hemisphere letters, one to three numbers."""

    def __init__(self, match: re.Match[str]) -> None:
        found = match.groupdict()
        self.letters = [key[-1] for key in found if key[:-1] in _SIDES and found[key]]
        self.sign = found["sign"] or ""
        written = (found["degrees"], found["minutes"], found["seconds"])
        self.numbers = [number for number in written if number]

    def degrees(self, value: str) -> Decimal:
        amounts = [Decimal(number.replace(",", ".")) for number in self.numbers]
        whole = amounts[:-1]
        if any(amount >= 60 for amount in amounts[1:]):
            raise ValueError(
                _("“{value}”: minutes and seconds are less than 60.").format(value=value)
            )
        if any(amount != amount.to_integral_value() for amount in whole):
            raise ValueError(
                _("“{value}”: only the last number may have decimals.").format(value=value)
            )
        total = sum((amount / 60**power for power, amount in enumerate(amounts)), Decimal(0))
        negative = self.sign == "-" or any(_HEMISPHERES[key][1] < 0 for key in self.letters)
        return -total if negative else total


_SIDES = ("before_", "after_")


def _split(text: str, value: str) -> _Parts:
    plain = unicodedata.normalize("NFKC", text.translate(_QUOTES)).replace("−", "-")
    match = _COORDINATE.fullmatch(" ".join(plain.casefold().split()))
    if not match:
        raise ValueError(
            _(
                "“{value}” is no coordinate. Allowed: 50.7333, 50,7333, 50°44.0′N, 50°44′00″N."
            ).format(value=value)
        )
    return _Parts(match)


def _check_hemisphere(parts: _Parts, axis: str, value: str) -> None:
    if len(parts.letters) > 1 or (parts.letters and parts.sign):
        raise ValueError(
            _("“{value}” says its hemisphere twice; keep one letter or one sign.").format(
                value=value
            )
        )
    if not parts.letters or _HEMISPHERES[parts.letters[0]][0] == axis:
        return
    if axis == "latitude":
        raise ValueError(
            _("“{value}” is a longitude; here stands the latitude (N or S).").format(value=value)
        )
    raise ValueError(
        _("“{value}” is a latitude; here stands the longitude (E or W).").format(value=value)
    )


def _checked(degrees: Decimal, axis: str, value: str) -> Decimal:
    if abs(degrees) <= LIMITS[axis]:
        # Zero has no sign: "-0" and "0" are one place.
        return degrees.quantize(_SIX_PLACES) + 0
    if axis == "longitude":
        raise ValueError(_("“{value}”: a longitude lies between -180 and 180.").format(value=value))
    if abs(degrees) <= LIMITS["longitude"]:
        raise ValueError(
            _(
                "“{value}”: a latitude lies between -90 and 90. It could be a longitude: are the "
                "columns swapped?"
            ).format(value=value)
        )
    raise ValueError(_("“{value}”: a latitude lies between -90 and 90.").format(value=value))


def parse_point(value: str, order: str) -> tuple[Decimal, Decimal]:
    """(latitude, longitude) of a cell with both: "POINT (a b)", "50.7333, 156.3167".

    `order` is "lon lat" or "lat lon", and need not be said where hemisphere letters tell it.
    """
    wkt = _WKT.fullmatch(value)
    first, second = _wkt_numbers(wkt, value) if wkt else pair_of(value) or ("", "")
    if not first:
        message = _("“{value}” is no point; write POINT (a b), or 50.7333; 156.3167.")
        raise ValueError(message.format(value=value))
    order = order if wkt else _told_order(first, second) or order
    if not order:
        raise ValueError(_("The mapping must state the order of the axes: coordinate_order."))
    latitude, longitude = (first, second) if order == "lat lon" else (second, first)
    return (
        parse_coordinate(latitude, "latitude", decimal_comma=not wkt),
        parse_coordinate(longitude, "longitude", decimal_comma=not wkt),
    )


def _wkt_numbers(match: re.Match[str], value: str) -> tuple[str, str]:
    numbers = match[2].split()
    if match[1].upper() == "POINT" and len(numbers) not in (2, 3):
        raise ValueError(_("“{value}”: a point has two numbers.").format(value=value))
    return (numbers[0], numbers[1]) if match[1].upper() == "POINT" else ("", "")


def pair_of(value: str) -> tuple[str, str] | None:
    """The two coordinates of a cell that holds both as people write them."""
    ways = (way.fullmatch(value.strip()) for way in _PAIRS if "(" not in value)
    found = next(filter(None, ways), None)
    if not found or not all(_HAS_DIGIT.search(part) for part in found.groups()):
        return None
    return found[1].strip(), found[2].strip()


def _told_order(first: str, second: str) -> str:
    """The order of the axes, by a hemisphere letter of either; "" where there is none."""
    axes = [_HEMISPHERES[letter][0] for letter in _split(first, first).letters]
    if axes:
        return "lat lon" if axes[0] == "latitude" else "lon lat"
    axes = [_HEMISPHERES[letter][0] for letter in _split(second, second).letters]
    return ("lon lat" if axes[0] == "latitude" else "lat lon") if axes else ""


def check_pair(latitude: Decimal, longitude: Decimal) -> None:
    """Refuse the point 0, 0 in the Atlantic: there a missing position was written as zero."""
    if not latitude and not longitude:
        raise ValueError(
            _("0, 0 lies in the Atlantic: leave both empty when the position is not known.")
        )


def distance_m(one: tuple[Decimal, Decimal], other: tuple[Decimal, Decimal]) -> float:
    """Metres between two points on the ground, good to a few in a thousand."""
    (lat1, lon1), (lat2, lon2) = (
        [math.radians(float(axis)) for axis in point] for point in (one, other)
    )
    half = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * _EARTH_M * math.asin(math.sqrt(min(1.0, half)))


def meant_for(
    point: tuple[Decimal, Decimal], centre: tuple[Decimal, Decimal], radius_m: float
) -> tuple[Decimal, Decimal] | None:
    """The point somebody may have meant who is far from where they should be.

    Axes swapped, or a sign lost; None where that leads no nearer.
    """
    latitude, longitude = point
    guesses = (
        (longitude, latitude),
        (latitude, -longitude),
        (-latitude, longitude),
        (-latitude, -longitude),
    )
    near = (one for one in guesses if in_range(*one) and distance_m(one, centre) <= radius_m)
    return next(near, None)


def implied_uncertainty_m(text: str) -> int:
    """Metres by which a coordinate may be off, judged by how finely it is written."""
    if _TINY.fullmatch(text.strip()):
        text = f"{Decimal(text.strip()):f}"
    parts = _split(text.strip(), text)
    unit = (111_000, 1850, 31)[len(parts.numbers) - 1]
    decimals = re.split(r"[.,]", parts.numbers[-1])
    places = len(decimals[1]) if len(decimals) > 1 else 0
    return max(1, round(unit / 10**places))


def in_range(latitude: Decimal, longitude: Decimal) -> bool:
    """Whether the pair lies on the globe."""
    return abs(latitude) <= LIMITS["latitude"] and abs(longitude) <= LIMITS["longitude"]


def cell_centre(latitude: Decimal, longitude: Decimal, size: Decimal) -> tuple[Decimal, Decimal]:
    """The centre of the grid cell (`size` degrees wide) a point lies in; the same for all in it."""
    return (
        _middle(latitude, size, LIMITS["latitude"]),
        _middle(longitude, size, LIMITS["longitude"]),
    )


def _middle(degrees: Decimal, size: Decimal, limit: Decimal) -> Decimal:
    index = (degrees / size).to_integral_value(ROUND_FLOOR)
    # The pole and the date line belong to the last cell, not to one beyond the globe.
    if degrees >= limit:
        index -= 1
    return index * size + size / 2


def half_diagonal_m(latitude: Decimal, size: Decimal) -> int:
    """Metres from the centre of a cell to its corner, rounded up."""
    height = float(size) * _METRES_PER_DEGREE
    width = height * math.cos(math.radians(float(latitude)))
    return math.ceil(math.hypot(height, width) / 2)
