"""Form fields that never refuse: what they know they keep, what they do not they remember."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from catalog.lib import dates, geo, words
from catalog.lib.edtf import UncertainDate

MAX_VALUES = 50


class KnownField(forms.Field):
    """Repeated keys: `{value: what known() says of it}`, in the order they came."""

    widget = forms.SelectMultiple

    def __init__(self, *, known: Callable[[list[str]], Mapping[str, Any]], **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "required": False})
        self.known = known
        self.unknown: list[str] = []

    def clean(self, value: Sequence[str] | None) -> dict[str, Any]:
        given = [one.replace("\x00", "").strip() for one in value or ()]
        wanted = list(dict.fromkeys(filter(None, given)))
        known = self.known(wanted[:MAX_VALUES]) if wanted else {}
        self.unknown = [one for one in wanted if one not in known]
        return {one: known[one] for one in wanted if one in known}


class LenientField(forms.CharField):
    """One value read by `read`; what makes it raise ValueError is remembered and left out."""

    def __init__(self, *, read: Callable[[str], Any], **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "required": False})
        self.read = read
        self.unknown: list[str] = []

    def clean(self, value: str | None) -> Any:
        text = (value or "").replace("\x00", "").strip()
        self.unknown = []
        if not text:
            return None
        try:
            return self.read(text)
        except ValueError:
            self.unknown = [text]
            return None


def one_of(values: Collection[str]) -> Callable[[str], str]:
    """A reader that takes these values only."""

    def read(text: str) -> str:
        if text not in values:
            raise ValueError(text)
        return text

    return read


def read_day(text: str) -> UncertainDate:
    """A year, month or day; ValueError for anything else."""
    when = dates.parse_edtf(text)
    if when.earliest is None or when.latest is None:
        raise ValueError(text)
    return when


def read_number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers between two, both allowed."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit()) or len(text) > len(str(most)):
            raise ValueError(text)
        if not least <= int(text) <= most:
            raise ValueError(text)
        return int(text)

    return read


# A page number from 1.
read_page = read_number(1, 999_999_999)


def read_words(text: str) -> str:
    """What can be searched for; ValueError where nothing typed is a word."""
    if not words.parse(text):
        raise ValueError(text)
    return text


def read_box(text: str) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    """West, south, east, north in degrees; west may lie beyond east, across the date line."""
    parts = text.split(",")
    if len(parts) != 4 or len(text) > 100:
        raise ValueError(text)
    try:
        west, south, east, north = (Decimal(part.strip()) for part in parts)
    except InvalidOperation as error:
        raise ValueError(text) from error
    numbers = (west, south, east, north)
    if not all(number.is_finite() for number in numbers) or south > north:
        raise ValueError(text)
    if not (geo.in_range(south, west) and geo.in_range(north, east)):
        raise ValueError(text)
    return west, south, east, north
