"""Catalogue numbers: what may be one, and what a spreadsheet has made of one."""

import re
import unicodedata

from django.utils.translation import gettext as _, gettext_noop

from catalog.lib import text

MAX_LENGTH = 64

_ORDINARY = re.compile(r"[A-Z]{2,8}[0-9]{0,8}(?:-[0-9]{1,12}){1,2}")
# What a spreadsheet shows always has a sign or a fraction; "3E12" may be a real number.
_SCIENTIFIC = re.compile(r"[+-]?[0-9](?:[.,][0-9]+E[+-]?|E[+-])[0-9]{1,3}", re.IGNORECASE)
_MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec"
_CYRILLIC_MONTHS = "янв|фев|мар|апр|май|июн|июл|авг|сен|окт|ноя|дек"
_DATE = re.compile(
    rf"(?:{_MONTHS}|{_CYRILLIC_MONTHS})[-. ][0-9]{{2,4}}"
    rf"|[0-9]{{1,2}}[-. ](?:{_MONTHS}|{_CYRILLIC_MONTHS})(?:[-. ][0-9]{{2,4}})?",
    re.IGNORECASE,
)
_DAY = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]|[0-3]?[0-9]\.[01][0-9]\.[12][0-9]{3}")
_CURRENCIES = "SUR|RUB|USD|EUR|GBP|JPY"
_CURRENCY = re.compile(
    rf"-?(?:{_CURRENCIES})[\s.,0-9]*[0-9]|[-+]?[$€£¥₽][\s.,0-9]+.*"
    rf"|[-+]?[0-9][\s.,0-9]*(?:[$€£¥₽円]|р\.|руб\.?|\s(?:{_CURRENCIES}))"
)
_HASHES = re.compile(r"#{2,}")

_DAMAGE = (
    (
        _SCIENTIFIC,
        gettext_noop(
            "“{value}” is a number a spreadsheet has rounded; take it from the original list."
        ),
    ),
    (
        _CURRENCY,
        gettext_noop(
            "“{value}” is a sum of money a spreadsheet has made of a number; take it from the "
            "original list."
        ),
    ),
    (
        _HASHES,
        gettext_noop("“{value}” is what a spreadsheet shows when a column is too narrow."),
    ),
)


def reads_like_a_day(number: str) -> bool:
    """Whether a spreadsheet may have made a day of it, which it writes so into a list or a cell.

    Some museums number so, and then it is right.
    """
    return number[:1].isdigit() and bool(_DAY.fullmatch(number))


def check_number(value: str) -> str:
    """The catalogue number as it is stored; ValueError tells what is wrong with it."""
    number = value.strip()
    # Most numbers of most lists: nothing more to ask.
    if _ORDINARY.fullmatch(number):
        return number
    number = " ".join(filter(None, unicodedata.normalize("NFKC", number).split(" ")))
    _refuse_shape(number)
    _refuse_damage(number)
    _refuse_disguise(number)
    return number


def _refuse_shape(number: str) -> None:
    if not number:
        raise ValueError(_("A catalogue number is needed."))
    if len(number) > MAX_LENGTH:
        raise ValueError(
            _("A catalogue number has at most {limit} characters; this one has {length}.").format(
                limit=MAX_LENGTH, length=len(number)
            )
        )
    hidden = next((sign for sign in number if _is_hidden(sign)), "")
    if hidden:
        raise ValueError(
            _("“{value}” holds a character that cannot be seen (U+{code}).").format(
                value=number.replace(hidden, "�"), code=f"{ord(hidden):04X}"
            )
        )
    if number[0] in "=@":
        raise ValueError(
            _("“{value}”: a catalogue number does not begin with = or @.").format(value=number)
        )


def _is_hidden(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def _refuse_damage(number: str) -> None:
    # Spreadsheets write "Jun-42"; "JUN-42" may be the code of an expedition.
    if not number.isupper() and _DATE.fullmatch(number):
        raise ValueError(
            _(
                "“{value}” is a date a spreadsheet has made of a number; take it from the "
                "original list."
            ).format(value=number)
        )
    for pattern, sentence in _DAMAGE:
        if pattern.fullmatch(number):
            raise ValueError(_(sentence).format(value=number))
    if not any(map(str.isalnum, number)):
        raise ValueError(_("“{value}” holds neither a letter nor a digit.").format(value=number))


def _refuse_disguise(number: str) -> None:
    found = text.mixed_script(number)
    if found:
        letter, name = found
        raise ValueError(
            _("“{value}” mixes scripts: “{letter}” is {name}.").format(
                value=number, letter=letter, name=name
            )
        )
