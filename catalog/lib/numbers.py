"""Counts, measures and yes or no as people write them; every refusal is a ValueError in words."""

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

_PLAIN_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(?:\.[0-9]{1,15})?")
_COMMA_DECIMAL = re.compile(r"[+-]?[0-9]{1,15},[0-9]{1,15}")
_WITH_UNIT = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?\s*([^\W\d_][^\d]{0,20})")
_INTEGER = re.compile(r"[+-]?[0-9]{1,15}(?:\.0{1,15})?")
# Looked for in the form of NFKC, in which a thin blank is a blank.
_THOUSANDS = re.compile(r"[+-]?[0-9]{1,3}(?:[ ,.'’][0-9]{3})+(?:[.,][0-9]{1,2})?")

_COUNT = r"([0-9]{1,9})"
_PIECES = r"(?: ?(?:pcs\.?|pieces|шт\.?|штук|点|個|体|本|枚|両))?"
_AT_LEAST = re.compile(
    rf"{_COUNT}\+|(?:≥|>=|>|более|больше|свыше|не менее|не меньше|минимум|at least|more than|over|"
    rf"min\.?|少なくとも) ?{_COUNT}{_PIECES}|{_COUNT} ?(?:点|個|体|本|枚|両)?以上|"
    rf"{_COUNT} (?:or more|и более|или более|и больше)"
)
_ABOUT = re.compile(
    rf"(?:~|≈|ca\.?|c\.|circa|about|around|approx\.?|approximately|около|ок\.?|примерно|"
    rf"приблизительно|約|およそ) ?{_COUNT}{_PIECES}|"
    rf"{_COUNT}[点個体本枚両]?(?:ほど|前後|くらい|ぐらい)"
)
# "20.0" is what a program writes that counts in fractions.
_EXACT = re.compile(rf"{_COUNT}(?:[.,]0{{1,2}})?{_PIECES}")
_VAGUE = re.compile(
    r"(?:a )?(?:few|several|some|many|various|несколько|много|ряд|数[点個体本枚両]?|多数|若干|複数)"
    r"\b.*"
)

_YES = frozenset(("yes", "y", "true", "1", "да", "истина", "はい", "有", "○"))
_NO = frozenset(("no", "n", "false", "0", "нет", "ложь", "いいえ", "無", "×"))


def parse_quantity(value: str) -> tuple[int, str]:
    """How many, and how surely: "exact", "min" (20+, не менее 20) or "approx" (~15, 約15)."""
    text = value.strip()
    if text.isascii() and text.isdigit():
        return _at_least_one(text, value), "exact"
    plain = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    for pattern, qualifier in ((_EXACT, "exact"), (_AT_LEAST, "min"), (_ABOUT, "approx")):
        match = pattern.fullmatch(plain)
        if match:
            count = next(group for group in match.groups() if group)
            return _at_least_one(count, value), qualifier
    raise ValueError(_quantity_refusal(plain, value))


def _at_least_one(count: str, value: str) -> int:
    if len(count) > 9 or int(count) < 1:
        raise ValueError(
            _("“{value}”: a quantity is a whole number from 1 to 999999999.").format(value=value)
        )
    return int(count)


def _quantity_refusal(plain: str, value: str) -> str:
    if _VAGUE.fullmatch(plain):
        return _(
            "“{value}” is no number. Give the least there were, as in “3+”, or a guess, as in “~5”."
        ).format(value=value)
    if _THOUSANDS.fullmatch(plain):
        return _thousands_refusal(value)
    if plain.startswith(("-", "−")):
        return _("“{value}”: a quantity is a whole number from 1 to 999999999.").format(value=value)
    return _("“{value}” is no quantity. Allowed: 20, 20+ (at least), ~20 (about).").format(
        value=value
    )


def _thousands_refusal(value: str) -> str:
    return _(
        "“{value}” may be thousands or decimals; write the number without a separator of thousands."
    ).format(value=value)


def _narrow(value: str) -> str:
    """The signs of a number, of a Japanese keyboard too, in their usual width."""
    return value.strip() if value.isascii() else unicodedata.normalize("NFKC", value).strip()


def parse_integer(value: str, minimum: int | None = None, maximum: int | None = None) -> int:
    """A whole number within the limits given."""
    text = _narrow(value)
    if _THOUSANDS.fullmatch(text):
        raise ValueError(_thousands_refusal(value))
    if not (text.isascii() and _INTEGER.fullmatch(text)):
        raise ValueError(_("“{value}” is no whole number. Allowed: 12.").format(value=value))
    number = int(text.partition(".")[0])
    if minimum is not None and number < minimum:
        raise ValueError(
            _("“{value}” is too small; at least {minimum}.").format(value=value, minimum=minimum)
        )
    if maximum is not None and number > maximum:
        raise ValueError(
            _("“{value}” is too large; at most {maximum}.").format(value=value, maximum=maximum)
        )
    return number


def parse_decimal(value: str, minimum: Decimal | int | None = None) -> Decimal:
    """A measure with a decimal point or one decimal comma; a unit beside it is refused by name."""
    text = _narrow(value)
    if _PLAIN_DECIMAL.fullmatch(text):
        number = Decimal(text)
    elif _COMMA_DECIMAL.fullmatch(text):
        number = Decimal(text.replace(",", "."))
    else:
        raise ValueError(_decimal_refusal(text, value))
    if minimum is not None and number < minimum:
        raise ValueError(
            _("“{value}” is too small; at least {minimum}.").format(value=value, minimum=minimum)
        )
    return number + 0


def _decimal_refusal(text: str, value: str) -> str:
    unit = _WITH_UNIT.fullmatch(text)
    if unit:
        return _(
            "“{value}” has the unit “{unit}”; write only the number, in the unit of the column."
        ).format(value=value, unit=unit[1].strip())
    if _THOUSANDS.fullmatch(text):
        return _thousands_refusal(value)
    if "," in text:
        return _("“{value}” is not one number; one decimal comma or point is allowed.").format(
            value=value
        )
    return _("“{value}” is no number. Allowed: 12, 12.5 or 12,5.").format(value=value)


def parse_boolean(value: str) -> bool:
    """Yes or no in three languages, or 1 and 0."""
    text = unicodedata.normalize("NFKC", value).strip().casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    raise ValueError(_("“{value}” is neither yes nor no. Allowed: yes, no.").format(value=value))
