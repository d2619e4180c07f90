"""Cells: text of a list → values of a find, and back. Each reader refuses in a sentence.

A reader takes the text of one cell and the `Context` of the run and gives `{key: value}`. Keys
are the columns of Find (foreign keys as `…_id`), dotted ones (`remains.individuals`) for the
details, `materials`, `found_by`, `sources`, `related_finds` for lists, `photo.…` for the primary
photograph. A writer is bound to the lists of a run first; then it takes what stands under the key
of its column, a pair where there are two keys, and gives the text of the cell.
"""

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from catalog.lib import dates, geo, identifiers, numbers
from catalog.transfer.lookups import Lookups

CLEAR = r"\N"
# A text that reads like the sign for "empty" is written with one more backslash.
_LIKE_CLEAR = re.compile(r"\\+N")
_SIGNS = {"min": "{}+", "approx": "~{}"}


@dataclass(frozen=True, slots=True)
class Context:
    """What a run knows besides the cell: the lists to look up in, and the options of the file.

    The first day that could be another one is noted in `two_days`, as it is written and as it is
    read.
    """

    lookups: Lookups
    date_order: str = "dmy"
    year_only_january: bool = False
    time_zone: str = ""
    coordinate_order: str = ""
    language: str = "en"
    two_days: list[tuple[str, str]] = field(default_factory=list)


Reader = Callable[[str, Context], dict[str, Any]]
Writer = Callable[[Lookups], Callable[[Any], str]]


def as_is(value: str) -> str:
    """Words that need nothing."""
    return value


def alone(write: Callable[[Any], str]) -> Writer:
    """A writer that needs no list."""
    return lambda lookups: write


def text(key: str, limit: int | None = None) -> tuple[Reader, Writer]:
    """Plain words, at most `limit` characters."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        check_length(cell, limit)
        is_like = cell[:1] == "\\" and _LIKE_CLEAR.fullmatch(cell)
        return {key: cell[1:] if is_like else cell}

    return read, alone(_words)


def _words(value: str) -> str:
    cell = value.strip()
    return f"\\{cell}" if cell[:1] == "\\" and _LIKE_CLEAR.fullmatch(cell) else cell


def check_length(words: str, limit: int | None) -> None:
    """Refuse words that are longer than their column."""
    if limit and len(words) > limit:
        message = _("It has {length} characters; at most {limit} are allowed.")
        raise ValueError(message.format(length=len(words), limit=limit))


def web_address(key: str, limit: int = 500) -> tuple[Reader, Writer]:
    """An address of the web, kept and never fetched."""
    check = URLValidator(schemes=["http", "https"])

    def read(cell: str, context: Context) -> dict[str, Any]:
        address = cell.replace(" ", "%20")
        check_length(address, limit)
        try:
            check(address)
        except ValidationError:
            raise ValueError(_("It is not a web address.")) from None
        return {key: address}

    return read, alone(as_is)


def number(key: str) -> tuple[Reader, Writer]:
    """A catalogue number, refused when a spreadsheet has damaged it."""
    return (
        lambda cell, context: {key: identifiers.check_number(cell)},
        alone(as_is),
    )


def choice(key: str, choices: type[TextChoices]) -> tuple[Reader, Writer]:
    """A word of a closed list: its code, or its label in any of the three languages."""
    return (
        lambda cell, context: {key: context.lookups.choice(choices, cell)},
        alone(lambda value: value or ""),
    )


def integer(key: str, minimum: int = 0, maximum: int = 2_000_000_000) -> tuple[Reader, Writer]:
    """A whole number."""
    return (
        lambda cell, context: {key: numbers.parse_integer(cell, minimum, maximum)},
        alone(_plain),
    )


def decimal(
    key: str, places: int, whole: int = 9, *, above_zero: bool = False
) -> tuple[Reader, Writer]:
    """A number with decimals, not negative; rounded to the places its column keeps."""
    step = Decimal(1).scaleb(-places)

    def read(cell: str, context: Context) -> dict[str, Any]:
        value = numbers.parse_decimal(cell, 0).quantize(step)
        if value >= 10**whole:
            message = _("It is too large; less than {limit} is allowed.")
            raise ValueError(message.format(limit=10**whole))
        if above_zero and not value:
            raise ValueError(_("It must be above zero."))
        return {key: value}

    return read, alone(_plain)


def _plain(value: Decimal | int | None) -> str:
    """A number without zeros that say nothing."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value.normalize() + 0, "f")
    return str(value)


def count(key: str, qualifier: str) -> tuple[Reader, Writer]:
    """A count with its exactness in one cell: "20+", "~15", "3"."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        amount, how = numbers.parse_quantity(cell)
        return {key: amount, qualifier: how}

    return read, alone(_counted)


def _counted(pair: tuple[int | None, str]) -> str:
    amount, how = pair
    return "" if amount is None else _SIGNS.get(how, "{}").format(amount)


def quantity(cell: str, context: Context) -> dict[str, Any]:
    """A quantity; a sign of exactness in it counts unless the next column says otherwise."""
    amount, how = numbers.parse_quantity(cell)
    return (
        {"quantity": amount} if how == "exact" else {"quantity": amount, "quantity_qualifier": how}
    )


def individuals(cell: str, context: Context) -> dict[str, Any]:
    """A minimum number of individuals; 0 is allowed here and checked against the relations."""
    if cell.strip() == "0":
        return {"remains.individuals": 0}
    amount, how = numbers.parse_quantity(cell)
    found: dict[str, Any] = {"remains.individuals": amount}
    return found if how == "exact" else found | {"remains.individuals_qualifier": how}


def date(key: str, text_key: str = "") -> tuple[Reader, Writer]:
    """An uncertain date, EDTF or as people write it; the text as written is kept beside it."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        check_length(cell, 200)
        when = dates.parse(
            cell,
            order=context.date_order,
            year_only_january=context.year_only_january,
            time_zone=context.time_zone or "UTC",
        )
        if len(when.edtf) > 64:
            raise ValueError(_("This date is too long."))
        if not context.two_days and dates.may_be_two_days(cell):
            context.two_days.append((cell.strip(), when.edtf))
        kept = {text_key: when.text[:200]} if text_key and when.text else {}
        return {key: when.edtf, **kept}

    return read, alone(as_is)


def day(key: str) -> tuple[Reader, Writer]:
    """One day of the calendar, written as dates are."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        when = dates.parse(cell, order=context.date_order)
        if when.earliest is None or when.earliest != when.latest:
            raise ValueError(_("It is not one day, such as 2027-05-09."))
        return {key: when.earliest}

    return read, alone(lambda value: value.isoformat() if value else "")


def coordinate(key: str) -> tuple[Reader, Writer]:
    """A latitude or longitude in degrees."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        return {key: geo.parse_coordinate(cell, key)}

    return read, alone(_plain)


def point(cell: str, context: Context) -> dict[str, Any]:
    """Both coordinates in one cell; where no letters tell the axes, the mapping states them."""
    latitude, longitude = geo.parse_point(cell, context.coordinate_order)
    return {"latitude": latitude, "longitude": longitude, "verbatim_coordinates": cell[:200]}


def yes_no(key: str) -> tuple[Reader, Writer]:
    """Yes or no."""
    return (
        lambda cell, context: {key: numbers.parse_boolean(cell)},
        alone(lambda value: "yes" if value else "no"),
    )


def identifier(key: str) -> tuple[Reader, Writer]:
    """A UUID."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        try:
            return {key: uuid.UUID(cell)}
        except ValueError:
            raise ValueError(_("It is not an id of this catalogue; leave it empty.")) from None

    return read, alone(str)


def moment(key: str) -> tuple[Reader, Writer]:
    """A moment with its time zone, to the microsecond."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        value = _in_utc(cell)
        if value is None:
            raise ValueError(_("It is not a moment such as 2015-08-12T09:30:00+00:00."))
        return {key: value}

    return read, alone(lambda value: value.isoformat(timespec="microseconds"))


def _in_utc(cell: str) -> datetime | None:
    """A moment whose time zone is said, None for anything else."""
    try:
        value = datetime.fromisoformat(cell)
        return value.astimezone(UTC) if value.tzinfo else None
    except (ValueError, OverflowError):
        return None
