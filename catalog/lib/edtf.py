"""Uncertain dates in EDTF (ISO 8601-2), levels 0 and 1: the one form that is stored."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext as _

# Meteorological seasons of the northern hemisphere: first month.
SEASON_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12}

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SINGLE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{3}X|[0-9]{2}XX)"
    r"(?:-(?P<month>[0-9]{2}|XX)(?:-(?P<day>[0-9]{2}|XX))?)?"
    r"(?P<doubt>[~?%])?"
)


@dataclass(frozen=True, slots=True)
class UncertainDate:
    """A date as known: EDTF, the words it came in, and the first and last day it can mean.

    `text` is empty when the words were the EDTF itself; a bound is None where the date is open.
    """

    edtf: str
    text: str
    earliest: date | None
    latest: date | None


def parse_edtf(value: str) -> UncertainDate:
    """The date behind an EDTF string of level 0 or 1; ValueError says what is wrong."""
    return _parse_edtf(value.strip())


@lru_cache(maxsize=8192)
def _parse_edtf(text: str) -> UncertainDate:
    if _DAY.fullmatch(text):
        day = _day(text, *map(int, text.split("-")))
        return UncertainDate(text, "", day, day)
    if "/" in text:
        return _interval(text)
    earliest, latest = _bounds(text)
    return UncertainDate(text, "", earliest, latest)


def _interval(text: str) -> UncertainDate:
    start, _slash, end = text.partition("/")
    if (start, end) == ("..", ".."):
        raise ValueError(
            _("“{value}” is open at both ends; leave the cell empty.").format(value=text)
        )
    first = (None, None) if start == ".." else _bounds(start, text)
    last = (None, None) if end == ".." else _bounds(end, text)
    if first[0] and last[1] and first[0] > last[1]:
        raise ValueError(_("“{value}” ends before it begins.").format(value=text))
    return UncertainDate(text, "", first[0], last[1])


def _bounds(single: str, value: str = "") -> tuple[date, date]:
    match = _SINGLE.fullmatch(single)
    if not match:
        raise ValueError(refusal(value or single))
    year, month, day = match["year"], match["month"], match["day"]
    if "X" in year:
        if month:
            raise ValueError(refusal(value or single))
        return _year(single, int(year.replace("X", "0")), int(year.replace("X", "9")))
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise ValueError(refusal(value or single))
        return _year(single, int(year), int(year))
    if int(month) in SEASON_MONTHS and not day:
        return _season(single, int(year), SEASON_MONTHS[int(month)])
    if day in (None, "XX"):
        return _month(single, int(year), int(month))
    exact = _day(single, int(year), int(month), int(day))
    return exact, exact


def _year(value: str, first: int, last: int) -> tuple[date, date]:
    if last < 1:
        raise ValueError(_("“{value}”: there is no year 0000.").format(value=value))
    return date(max(first, 1), 1, 1), date(last, 12, 31)


def _month(value: str, year: int, month: int) -> tuple[date, date]:
    first = _day(value, year, month, 1)
    return first, date(year, month, monthrange(year, month)[1])


def _season(value: str, year: int, month: int) -> tuple[date, date]:
    if year > 9998:
        raise ValueError(refusal(value))
    last_year, last_month = (year + 1, 2) if month == 12 else (year, month + 2)
    first = _day(value, year, month, 1)
    return first, date(last_year, last_month, monthrange(last_year, last_month)[1])


def _day(value: str, year: int, month: int, day: int) -> date:
    if year < 1:
        raise ValueError(_("“{value}”: there is no year 0000.").format(value=value))
    if not 1 <= month <= 12:
        raise ValueError(
            _("“{value}”: there is no month {month}.").format(value=value, month=month)
        )
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(_("“{value}”: that month has no day {day}.").format(value=value, day=day))
    return date(year, month, day)


def check_day(value: str, *, year: int, month: int, day: int) -> date:
    """The day, or a ValueError that quotes `value` and names the part that does not exist."""
    return _day(value, year, month, day)


def refusal(value: str) -> str:
    """What is allowed where a date is wanted."""
    return _(
        "“{value}” is no date. Allowed: 1945, 1945-08, 1945-08-18, 18.08.1945, August 1945, "
        "ca. 1943, 1943?, 1945-08-18/1945-08-23."
    ).format(value=value)
