"""Readers of parameters: what they know they give, for anything else they raise ValueError."""

from collections.abc import Callable, Collection
from decimal import Decimal, InvalidOperation

from catalog.lib import dates, geo, words
from catalog.lib.edtf import UncertainDate


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
