"""Words for months, seasons and Japanese eras inside a single date."""

import re

from django.utils.translation import gettext as _

from catalog.lib.edtf import check_day

_MONTH_STEMS = {
    1: ("january", "jan", "январь", "января", "янв"),
    2: ("february", "feb", "февраль", "февраля", "фев", "февр"),
    3: ("march", "mar", "март", "марта", "мар"),
    4: ("april", "apr", "апрель", "апреля", "апр"),
    5: ("may", "май", "мая"),
    6: ("june", "jun", "июнь", "июня", "июн"),
    7: ("july", "jul", "июль", "июля", "июл"),
    8: ("august", "aug", "август", "августа", "авг"),
    9: ("september", "sep", "sept", "сентябрь", "сентября", "сен", "сент"),
    10: ("october", "oct", "октябрь", "октября", "окт"),
    11: ("november", "nov", "ноябрь", "ноября", "ноя", "нояб"),
    12: ("december", "dec", "декабрь", "декабря", "дек"),
}
_MONTHS = {word: month for month, words in _MONTH_STEMS.items() for word in words}
# In August, "в августе 1945".
_MONTHS |= {
    "январе": 1, "феврале": 2, "марте": 3, "апреле": 4, "мае": 5, "июне": 6,
    "июле": 7, "августе": 8, "сентябре": 9, "октябре": 10, "ноябре": 11, "декабре": 12,
}  # fmt: skip
_SEASON_WORDS = {
    21: ("spring", "весна", "весной", "весны", "春"),
    22: ("summer", "лето", "летом", "лета", "夏"),
    23: ("autumn", "fall", "осень", "осенью", "осени", "秋"),
    24: ("winter", "зима", "зимой", "зимы", "冬"),
}
_SEASONS = {word: code for code, words in _SEASON_WORDS.items() for word in words}
# First year and number of years; None while it lasts.
_ERAS = {
    "明治": (1868, 45),
    "大正": (1912, 15),
    "昭和": (1926, 64),
    "平成": (1989, 31),
    "令和": (2019, None),
}
_ERA_LETTERS = {"m": "明治", "t": "大正", "s": "昭和", "h": "平成", "r": "令和"}

_YEAR_SIGN = r"(?: ?(?:гг?\.?|год[ау]?|года|year))?"
_YEAR = re.compile(rf"(?:in |в )?([0-9]{{4}}){_YEAR_SIGN}|([0-9]{{4}})年")
_DECADE = re.compile(r"([0-9]{3})0(?:'?s|-?[еx]? ?(?:гг\.?|годы)|-е|年代)")
# Lower case; Cyrillic letters that look like Roman numerals count as these.
_CENTURY = re.compile(
    r"(?:(?:in )?(?:the )?([0-9]{1,2})(?:st|nd|rd|th|-?й|-?го|-?м)?|(?:в )?([ivxхі]{1,5}))"
    r" (?:century|век[ае]?|в\.|столети[еяи])|([0-9]{1,2})世紀"
)
_UNITS = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN = [tens + units for tens in ("", "x", "xx") for units in _UNITS][1:22]
_DAY_MONTH = re.compile(
    rf"([0-9]{{1,2}})(?:st|nd|rd|th|-?го)?[ -](?:of )?([^\W\d]+)\.?,?[ -]([0-9]{{4}}){_YEAR_SIGN}"
)
_MONTH_DAY = re.compile(r"([^\W\d]+)\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})")
_MONTH_YEAR = re.compile(rf"(?:in |в )?([^\W\d]+)\.?,?[ -](?:of )?([0-9]{{4}}){_YEAR_SIGN}")
_YEAR_SEASON = re.compile(r"([0-9]{4})(?:[-–/]([0-9]{2}))?(?:年の?| |, )([^\W\d]+)")
_WINTER = re.compile(r"([^\W\d]+) ([0-9]{4}) ?[-–/] ?([0-9]{2}|[0-9]{4})")
_SHORT_YEAR = re.compile(r"(?:[0-9]{1,2}[ -])?([^\W\d]+)\.?[ -]'?([0-9]{2})")
_JAPANESE = re.compile(
    r"(?:([0-9]{4})|(明治|大正|昭和|平成|令和) ?(元|[0-9]{1,2}))年"
    r"(?: ?([0-9]{1,2})月(?: ?([0-9]{1,2})日)?)?"
)
_ERA_SHORT = re.compile(r"([mtshr])\.?([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{1,2})")

# 昭和二十年八月, 一九四五年: numbers written in characters.
_IN_CHARACTERS = re.compile(r"[〇零一二三四五六七八九十]{1,4}(?=[年月日])")
_DIGITS = {sign: str(place % 10) for place, sign in enumerate("〇一二三四五六七八九零")}


def with_digits(text: str) -> str:
    """Years, months and days written in characters as digits; all else as it is."""
    return _IN_CHARACTERS.sub(lambda found: _digits(found[0]), text)


def _digits(number: str) -> str:
    tens, has_tens, ones = number.rpartition("十")
    if not has_tens:
        return "".join(_DIGITS[sign] for sign in number)
    if len(tens) > 1 or len(ones) > 1 or tens == "十":
        return number
    return f"{_DIGITS.get(tens, '1')}{_DIGITS.get(ones, '0')}"


def read_words(text: str, value: str) -> str:
    """EDTF of one date in simplified words, "" for none; a refusal quotes `value`."""
    for pattern, build in _FORMS.items():
        match = pattern.fullmatch(text)
        edtf = build(match, value) if match else ""
        if edtf:
            return edtf
    return ""


def _year(match: re.Match[str], value: str) -> str:
    return match[1] or match[2]


def _decade(match: re.Match[str], value: str) -> str:
    return f"{match[1]}X"


def _century(match: re.Match[str], value: str) -> str:
    """The years that begin alike: of the 19th century, those of eighteen hundred."""
    roman = (match[2] or "").translate(str.maketrans("хі", "xi"))
    if roman and roman not in _ROMAN:
        return ""
    number = _ROMAN.index(roman) + 1 if roman else int(match[1] or match[3])
    return f"{number - 1:02}XX" if 1 <= number <= len(_ROMAN) else ""


def _day_month(match: re.Match[str], value: str) -> str:
    return _named_day(match[3], match[2], match[1], value)


def _month_day(match: re.Match[str], value: str) -> str:
    return _named_day(match[3], match[1], match[2], value)


def _named_day(year: str, month: str, day: str, value: str) -> str:
    number = _MONTHS.get(month)
    if not number:
        return ""
    return check_day(value, year=int(year), month=number, day=int(day)).isoformat()


def _month_year(match: re.Match[str], value: str) -> str:
    return _month_or_season(match[2], match[1])


def _year_season(match: re.Match[str], value: str) -> str:
    year, following, word = match.groups()
    return _winter_of(year, following, word) if following else _month_or_season(year, word)


def _month_or_season(year: str, word: str) -> str:
    code = _MONTHS.get(word) or _SEASONS.get(word)
    return f"{year}-{code:02}" if code else ""


def _winter(match: re.Match[str], value: str) -> str:
    return _winter_of(match[2], match[3], match[1])


def _winter_of(year: str, following: str, word: str) -> str:
    """A winter lies in two years: "winter 2015–16"."""
    is_winter = _SEASONS.get(word) == 24 and (int(following) - int(year)) % 100 == 1
    return f"{year}-24" if is_winter else ""


def _short_year(match: re.Match[str], value: str) -> str:
    if match[1] not in _MONTHS:
        return ""
    raise ValueError(_("“{value}”: write the year with four digits.").format(value=value))


def _japanese(match: re.Match[str], value: str) -> str:
    year, era, year_of_era, month, day = match.groups()
    number = int(year) if year else _era_year(era, year_of_era, value)
    return _edtf(number, month, day, value)


def _era_short(match: re.Match[str], value: str) -> str:
    letter, year, month, day = match.groups()
    return _edtf(_era_year(_ERA_LETTERS[letter], year, value), month, day, value)


def _era_year(era: str, year_of_era: str, value: str) -> int:
    first, length = _ERAS[era]
    number = 1 if year_of_era == "元" else int(year_of_era)
    if number < 1 or (length and number > length):
        raise ValueError(
            _("“{value}”: {era} has no year {year}.").format(value=value, era=era, year=number)
        )
    return first + number - 1


def _edtf(year: int, month: str | None, day: str | None, value: str) -> str:
    if not month:
        return f"{year:04}"
    full = check_day(value, year=year, month=int(month), day=int(day or 1)).isoformat()
    return full if day else full[:7]


_FORMS = {
    _YEAR: _year,
    _DECADE: _decade,
    _CENTURY: _century,
    _DAY_MONTH: _day_month,
    _MONTH_DAY: _month_day,
    _MONTH_YEAR: _month_year,
    _YEAR_SEASON: _year_season,
    _WINTER: _winter,
    _SHORT_YEAR: _short_year,
    _JAPANESE: _japanese,
    _ERA_SHORT: _era_short,
}
