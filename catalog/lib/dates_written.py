"""Dates as people write them in English, Russian and Japanese, turned into EDTF.

Nothing is guessed: what could mean two things is refused with both meanings named. Only which of
day and month stands first beside strokes is what the list says, day first where it says nothing.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.utils.translation import gettext as _

from catalog.lib.date_words import read_words, with_digits
from catalog.lib.edtf import UncertainDate, check_day, parse_edtf, refusal

_PLAIN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_EDTF_LIKE = re.compile(r"[0-9X./~?%-]+")
# What can be nothing else: its refusal names the month or day that does not exist.
_MEANT_AS_EDTF = re.compile(
    r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?|[0-9]{4}(?:-.*)?/[0-9]{4}.*|\.\./\.\."
)
_YEARS = re.compile(r"([0-9]{4}) ?([-–—/]) ?([0-9]{2}|[0-9]{4})")
_INSTANT = re.compile(
    r"([0-9]{4})[-/:.]([0-9]{1,2})[-/:.]([0-9]{1,2})[t ]"
    r"([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)"
    r" ?(z|utc|gmt|[+-][0-9]{2}:?[0-9]{2})?"
)
_SERIAL = re.compile(r"([0-9]{5})(?:[.,][0-9]{1,15})?")
_TWO_DIGIT_YEAR = re.compile(r"[0-9]{1,2}([./-])[0-9]{1,2}\1[0-9]{2}")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_YEAR_FIRST = re.compile(r"([0-9]{4})([./-])([0-9]{1,2})\2([0-9]{1,2})")
_TWO_DAYS = re.compile(r"\s*(0?[1-9]|1[0-2])/(0?[1-9]|1[0-2])/[0-9]{4}\s*")
_MONTH_AND_YEAR = re.compile(r"([0-9]{1,2})[./]([0-9]{4})")
_YEAR_AND_MONTH = re.compile(r"([0-9]{4})[./]([0-9]{1,2})")
_DIGITS = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")

_ABOUT = re.compile(
    r"(?:ca\.?|c\.|circa|around|about|approx\.?|approximately|около|ок\.|примерно|приблизительно|"
    r"предположительно|~|≈|約|およそ) ?(.+)|(.+?)(?:頃|ころ|ごろ)"
)
_DOUBTFUL = re.compile(r"(.+?) ?(?:\?|\(\?\)|\(uncertain\)|\(неточно\)|\(不確か\))")
_UNTIL = re.compile(
    r"(?:before|until|by|pre-?|до|не позднее|ранее|раньше|〜|\.\.) ?(.+)|(.+?)(?:以前|まで)"
)
_SINCE = re.compile(
    r"(?:after|since|from|post-?|после|с|со|не ранее|начиная с) ?(.+)|(.+?)(?:以降|以後|から|〜)"
)
_RANGE = re.compile(r"(.+?)(?: - | ?[–—] ?|〜| to | until | по | до |から)(.+?)(?:まで)?")
_JAPANESE_DAYS = re.compile(
    r"(.+年)([0-9]{1,2}月)([0-9]{1,2}日)(?:〜|–|—|-|から)([0-9]{1,2}月)?([0-9]{1,2}日)(?:まで)?"
)
_JAPANESE_MONTHS = re.compile(r"(.+年)([0-9]{1,2}月)(?:〜|–|—|-|から)([0-9]{1,2}月)(?:まで)?")
# A hyphen parts the words where both are months.
_MONTHS = re.compile(r"([^\W\d]+)\.? ?- ?([^\W\d]+\.?,? [0-9]{4}.*)")
_DAYS = re.compile(r"(?:с )?([0-9]{1,2}) ?(?:-|–|—|по) ?([0-9]{1,2}[ .][^-–—]+)")


@dataclass(frozen=True, slots=True)
class _Reading:
    """How an ambiguous cell is to be read, and the cell itself for the sentence."""

    value: str
    order: str
    year_only_january: bool
    time_zone: str


def parse(
    value: str,
    *,
    order: str = "dmy",
    year_only_january: bool = False,
    time_zone: str = "UTC",
) -> UncertainDate:
    """A date in EDTF or as people write it; the words are kept unless they were EDTF.

    `order` ("dmy", "mdy", "ymd") settles 05/06/1945; `year_only_january` reads 1 January as the
    year alone; instants become days of `time_zone`. ValueError says what is wrong or allowed.
    """
    text = value.strip()
    if not year_only_january and _PLAIN_DAY.fullmatch(text):
        return parse_edtf(text)
    return _parse(text, order, year_only_january, time_zone)


def may_be_two_days(value: str) -> bool:
    """Whether day and month could change places, and only the order of the list tells."""
    match = _TWO_DAYS.fullmatch(value)
    return match is not None and int(match[1]) != int(match[2])


@lru_cache(maxsize=8192)
def _parse(text: str, order: str, year_only_january: bool, time_zone: str) -> UncertainDate:
    reading = _Reading(text, order, year_only_january, time_zone)
    if _PLAIN_DAY.fullmatch(text):
        edtf = parse_edtf(text).edtf
    else:
        _refuse_damage(text)
        edtf = _plain_years(text) or _as_edtf(text) or _written(_simplify(text), reading)
    if reading.year_only_january and edtf.endswith("-01-01") and "/" not in edtf:
        edtf = edtf[:4]
    found = parse_edtf(edtf)
    words = "" if found.edtf == text else text
    return UncertainDate(found.edtf, words, found.earliest, found.latest)


def _simplify(text: str) -> str:
    # The Japanese dash of ranges must not become the tilde of "about".
    plain = unicodedata.normalize("NFKC", text.replace("～", "〜")).casefold()
    return " ".join(with_digits(plain).split())


def _refuse_damage(text: str) -> None:
    if not text:
        raise ValueError(refusal(text))
    if not text.strip("#"):
        raise ValueError(
            _("“{value}” is what a spreadsheet shows when a column is too narrow.").format(
                value=text
            )
        )
    if serial := _SERIAL.fullmatch(text):
        day = date(1899, 12, 30) + timedelta(days=int(serial[1]))
        raise ValueError(
            _("{value} looks like a spreadsheet's day number; if it is, write {date}.").format(
                value=text, date=day.isoformat()
            )
        )
    if _TWO_DIGIT_YEAR.fullmatch(text):
        raise ValueError(_("“{value}”: write the year with four digits.").format(value=text))


def _plain_years(text: str) -> str:
    """EDTF of "1945-46", "1945–1946" and the like; "" when the text is anything else."""
    match = _YEARS.fullmatch(text)
    if not match:
        return ""
    start, dash, end = match.groups()
    if len(end) == 4:
        return f"{start}/{end}"
    # "1904-05" and "1945/08" are months; a dash of printers, or a number too large, means years.
    is_month = 1 <= int(end) <= 12 or 21 <= int(end) <= 24
    if is_month and (dash in "-/" or int(end) <= int(start[2:])):
        return ""
    if int(end) <= int(start[2:]):
        return ""
    return f"{start}/{start[:2]}{end}"


def _as_edtf(text: str) -> str:
    if not _EDTF_LIKE.fullmatch(text):
        return ""
    try:
        return parse_edtf(text).edtf
    except ValueError:
        if _MEANT_AS_EDTF.fullmatch(text):
            raise
        return ""


def _written(text: str, reading: _Reading) -> str:
    """EDTF of simplified words: doubt and open ends taken off first, the core read last."""
    exact = _core(text, reading)
    if exact:
        return exact
    for read in (_doubted, _ranged, _open_ended):
        found = read(text, reading)
        if found:
            return found
    raise ValueError(refusal(reading.value))


def _core(text: str, reading: _Reading) -> str:
    return _instant(text, reading) or _numeric(text, reading) or read_words(text, reading.value)


def _doubted(text: str, reading: _Reading) -> str:
    doubtful = _DOUBTFUL.fullmatch(text)
    about = _ABOUT.fullmatch(doubtful[1] if doubtful else text)
    if not doubtful and not about:
        return ""
    core = _core(about[1] or about[2] if about else doubtful[1], reading)
    sign = "%" if doubtful and about else "?" if doubtful else "~"
    return core + sign if core and "/" not in core else ""


def _open_ended(text: str, reading: _Reading) -> str:
    for pattern, edtf in ((_UNTIL, "../{}"), (_SINCE, "{}/..")):
        match = pattern.fullmatch(text)
        core = match and _core(match[1] or match[2], reading)
        if core and "/" not in core:
            return edtf.format(core)
    return ""


def _ranged(text: str, reading: _Reading) -> str:
    days = _DAYS.fullmatch(text)
    if days:
        rest = days[2].lstrip("0123456789")
        return _joined(f"{days[1]}{rest}", days[2], reading)
    japanese = _JAPANESE_DAYS.fullmatch(text)
    if japanese:
        year, month, day, last_month, last_day = japanese.groups()
        return _joined(year + month + day, year + (last_month or month) + last_day, reading)
    japanese = _JAPANESE_MONTHS.fullmatch(text)
    if japanese:
        year, month, last_month = japanese.groups()
        return _joined(year + month, year + last_month, reading)
    bare = text.removeprefix("с ").removeprefix("from ")
    match = _MONTHS.fullmatch(bare) or _RANGE.fullmatch(bare)
    if not match:
        return ""
    return _joined(match[1], match[2], reading)


def _joined(start: str, end: str, reading: _Reading) -> str:
    last = _core(end, reading)
    if not last:
        return ""
    # "30 July – 2 August 1945", "30.07–02.08.1945": the year stands once, at the end.
    year = last[:4]
    first = (
        _core(start, reading)
        or _core(f"{start} {year}", reading)
        or _core(f"{start.rstrip('.')}.{year}", reading)
    )
    return f"{first}/{last}" if first else ""


def _instant(text: str, reading: _Reading) -> str:
    match = _INSTANT.fullmatch(text)
    if not match:
        return ""
    year, month, day, clock, zone = match.groups()
    written = check_day(reading.value, year=int(year), month=int(month), day=int(day))
    if not zone:
        return written.isoformat()
    place = _zone(reading.time_zone)
    offset = "+00:00" if zone in ("z", "utc", "gmt") else zone
    try:
        moment = datetime.fromisoformat(f"{written.isoformat()}T{clock:0>5}{offset}")
        return moment.astimezone(place).date().isoformat()
    except OverflowError:
        return written.isoformat()
    except ValueError as error:
        raise ValueError(refusal(reading.value)) from error


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError(_("“{name}” is no time zone.").format(name=name)) from error


def _numeric(text: str, reading: _Reading) -> str:
    for pattern, build in _NUMERIC.items():
        match = pattern.fullmatch(text)
        if match:
            return build(match, reading)
    return ""


def _day_first(match: re.Match[str], reading: _Reading) -> str:
    first, sign, second, year = match.groups()
    # With dots the day comes first all over the world.
    order = "dmy" if sign == "." else reading.order
    if order == "ymd":
        raise ValueError(
            _("“{value}”: the order set for this list is year, month, day.").format(
                value=reading.value
            )
        )
    day, month = (first, second) if order == "dmy" else (second, first)
    return _iso(year, month, day, reading)


def _iso(year: str, month: str, day: str, reading: _Reading) -> str:
    return check_day(reading.value, year=int(year), month=int(month), day=int(day)).isoformat()


def _month_of(year: str, month: str, reading: _Reading) -> str:
    check_day(reading.value, year=int(year), month=int(month), day=1)
    return f"{year}-{int(month):02}"


_NUMERIC = {
    _DAY_FIRST: _day_first,
    _YEAR_FIRST: lambda match, reading: _iso(match[1], match[3], match[4], reading),
    _MONTH_AND_YEAR: lambda match, reading: _month_of(match[2], match[1], reading),
    _YEAR_AND_MONTH: lambda match, reading: _month_of(match[1], match[2], reading),
    _DIGITS: lambda match, reading: _iso(match[1], match[2], match[3], reading),
}
