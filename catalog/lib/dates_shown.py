"""EDTF in words: English, Russian and Japanese.

The language is an argument, not the one of the request, and dates bend words (August: августа,
but август 1945), so the month names stand here and not in the message catalogues.
"""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"([0-9X]{4})(?:-([0-9]{2}|XX))?(?:-([0-9]{2}|XX))?([~?%]?)")


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a language; `…_of` are the forms after a preposition and after a day."""

    months: tuple[str, ...]
    months_of: tuple[str, ...]
    seasons: tuple[str, ...]
    seasons_of: tuple[str, ...]
    year: str = "{year}"
    years: str = "{first}–{last}"
    month: str = "{month} {year}"
    day: str = "{day} {month} {year}"
    days_of_month: str = "{first}–{last} {month} {year}"
    days_of_year: str = "{first} {first_month} – {last} {month} {year}"
    season: str = "{season} {year}"
    decade: str = "{year}s"
    between: str = "{start} – {end}"
    about: str = "about {date}"
    uncertain: str = "{date} (uncertain)"
    until: str = "until {date}"
    since: str = "from {date}"


# fmt: off
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)
_ENGLISH_SEASONS = ("spring", "summer", "autumn", "winter")
_JAPANESE_MONTHS = tuple(f"{month}月" for month in range(1, 13))
_JAPANESE_SEASONS = ("春", "夏", "秋", "冬")
_WORDS = {
    "en": _Words(
        months=_ENGLISH_MONTHS,
        months_of=_ENGLISH_MONTHS,
        seasons=_ENGLISH_SEASONS,
        seasons_of=_ENGLISH_SEASONS,
    ),
    "ru": _Words(
        months=(
            "январь", "февраль", "март", "апрель", "май", "июнь",
            "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
        ),
        months_of=(
            "января", "февраля", "марта", "апреля", "мая", "июня",
            "июля", "августа", "сентября", "октября", "ноября", "декабря",
        ),
        seasons=("весна", "лето", "осень", "зима"),
        seasons_of=("весны", "лета", "осени", "зимы"),
        decade="{year}-е",
        about="около {date}",
        uncertain="{date} (неточно)",
        until="до {date}",
        since="с {date}",
    ),
    "ja": _Words(
        months=_JAPANESE_MONTHS,
        months_of=_JAPANESE_MONTHS,
        seasons=_JAPANESE_SEASONS,
        seasons_of=_JAPANESE_SEASONS,
        year="{year}年",
        years="{first}～{last}年",
        month="{year}年{month}",
        day="{year}年{month}{day}日",
        days_of_month="{year}年{month}{first}日～{last}日",
        days_of_year="{year}年{first_month}{first}日～{month}{last}日",
        season="{year}年{season}",
        decade="{year}年代",
        between="{start}～{end}",
        about="{date}頃",
        uncertain="{date}（不確か）",
        until="～{date}",
        since="{date}～",
    ),
}
# fmt: on


def display(edtf: str, language: str) -> str:
    """An EDTF date in the words of "en", "ru" or "ja" (others read English); "" stays ""."""
    words = _WORDS.get(language[:2].lower(), _WORDS["en"])
    if "/" not in edtf:
        return _single(edtf, words)
    start, _slash, end = edtf.partition("/")
    if start == "..":
        return words.until.format(date=_single(end, words, bent=True))
    if end == "..":
        return words.since.format(date=_single(start, words, bent=True))
    return _short(start, end, words) or words.between.format(
        start=_single(start, words), end=_single(end, words)
    )


def _single(edtf: str, words: _Words, *, bent: bool = False) -> str:
    match = _SINGLE.fullmatch(edtf)
    if not match:
        return edtf
    year, month, day, doubt = match.groups()
    about = doubt in ("~", "%")
    shown = _plain(year, month, day, words=words, bent=bent or about)
    if about:
        shown = words.about.format(date=shown)
    return words.uncertain.format(date=shown) if doubt in ("?", "%") else shown


def _plain(year: str, month: str | None, day: str | None, *, words: _Words, bent: bool) -> str:
    if "X" in year:
        return _years(year, words)
    if month in (None, "XX"):
        return words.year.format(year=year)
    number = int(month)
    if number > 12:
        return _season(int(year), number, words=words, bent=bent)
    if day in (None, "XX"):
        names = words.months_of if bent else words.months
        return words.month.format(month=names[number - 1], year=year)
    return words.day.format(day=int(day), month=words.months_of[number - 1], year=year)


def _years(year: str, words: _Words) -> str:
    if year.endswith("XX"):
        return words.years.format(first=year.replace("X", "0"), last=year.replace("X", "9"))
    return words.decade.format(year=year.replace("X", "0"))


def _season(year: int, code: int, *, words: _Words, bent: bool) -> str:
    names = words.seasons_of if bent else words.seasons
    # A winter begins in December and lies in two years.
    span = f"{year:04}–{(year + 1) % 100:02}" if code == 24 else f"{year:04}"
    return words.season.format(season=names[code - 21], year=span)


def _short(start: str, end: str, words: _Words) -> str:
    """Two years, or two full days of one year, written short; "" when they are anything else."""
    if start.isdigit() and end.isdigit():
        return words.years.format(first=start, last=end)
    first, last = _SINGLE.fullmatch(start), _SINGLE.fullmatch(end)
    if not (first and last and _is_day(first) and _is_day(last) and first[1] == last[1]):
        return ""
    pattern = words.days_of_month if first[2] == last[2] else words.days_of_year
    return pattern.format(
        first=int(first[3]),
        last=int(last[3]),
        first_month=words.months_of[int(first[2]) - 1],
        month=words.months_of[int(last[2]) - 1],
        year=last[1],
    )


def _is_day(match: re.Match[str]) -> bool:
    return bool(match[3]) and match[3] != "XX" and not match[4]
