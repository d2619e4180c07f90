"""Telltales: what free words may give away, a position or a way to reach somebody.

Better one too many than one missed: a person reads what is found and decides.
"""

import re
import unicodedata
from collections.abc import Iterable

from catalog.lib import text

# Words come with single blanks, and every quantifier is bounded: nobody writes so long a number,
# and a pattern that walks back and forth in one would hold a server up.
_DEGREES = r"[-+]?\d{1,3}[.,]\d{3,12}\s?°?"
_SIDE = r"(?:[NSEW]|[СЮВЗ]\.?\s?[шд]\.?|北緯|南緯|東経|西経)"
_AXIS = r"(?:lat|lon|lng|шир|долг|緯度|経度)"
_POSITIONS = tuple(
    re.compile(pattern, re.IGNORECASE | re.VERBOSE)
    for pattern in (
        # 50.7312, 156.1876 and 50,7312 N 156,1876 E
        rf"{_SIDE}?\s?{_DEGREES}\s?{_SIDE}?[\s,;/xх–—-]{{1,4}}{_SIDE}?\s?{_DEGREES}",
        # One half of it, with its side or its axis
        rf"(?<!\w){_DEGREES}\s?{_SIDE}(?!\w)|(?<!\w){_SIDE}\s?{_DEGREES}",
        rf"{_AXIS}\w{{0,8}}[\s.:=]{{0,3}}{_DEGREES}",
        # 50°43′52″, 50° 43.9', 50度43分, 50 град. 43 мин.
        r"\d{1,3}\s?[°º˚度]\s?\d{1,2}(?:[.,]\d{1,9})?\s?['’′´`分]",
        r"\d{1,3}\s?град\w{0,4}\.?\s?\d{1,2}(?:[.,]\d{1,9})?\s?мин",
        # 50 43 52 N, 50-43-52 с.ш.
        rf"(?<!\d)\d{{1,3}}[\s-]\d{{1,2}}[\s-]\d{{1,2}}(?:[.,]\d{{1,9}})?\s?{_SIDE}(?!\w)",
        # MGRS and UTM
        r"(?<!\w)\d{1,2}[C-HJ-NP-X]\s?[A-HJ-NP-Z]{2}\s?(?:\d{2}\s?\d{2}|\d{3}\s?\d{3}|"
        r"\d{4}\s?\d{4}|\d{5}\s?\d{5})(?!\w)",
        r"(?<!\w)\d{1,2}\s?[C-HJ-NP-X]\s\d{6}\s?(?:m?E)?[\s,]{1,2}\d{7}",
        # Two figures of a national grid, in metres
        r"(?<!\d)[XYхуx]?\s?=?\s?\d{7}(?:[.,]\d{1,9})?[\s,;]{1,3}[XYхуy]?\s?=?\s?\d{7,8}(?!\d)",
        # Open location code, and links of maps
        r"(?<!\w)[23456789CFGHJMPQRVWX]{6,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)",
        r"\bgeo:-?\d|[?&/@](?:ll|q|pt|m?lat)=-?\d{1,3}\.\d",
    )
)
_CONTACTS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w.])\+\d{1,3}[\s().-]{0,3}\d(?:[\s().-]{0,3}\d){6,12}(?!\d)",
        r"(?<![\w.])00\s?[1-9]\d{0,2}[\s().-]{1,3}\d(?:[\s().-]{0,3}\d){6,12}(?!\d)",
        r"(?<![\w.+-])8[\s(-]{1,3}\d{3}[\s)-]{1,3}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)",
        r"(?<![\w.+-])8\d{10}(?!\d)",
        r"(?<![\w.+-])0\d{1,4}-\d{1,4}-\d{4}(?!\d)",
        r"(?:тел|моб|tel|phone|電話)\w{0,6}[\s.:№]{0,4}[(\d](?:[\s().-]{0,3}\d){5,13}",
        r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    )
)
# Without one of these no pattern fits; most words of most lists have none.
_TELLING, _TELLING_ASCII = re.compile(r"[\d+@]"), re.compile(r"[0-9+@]")
# The common form would make letters and blanks of these.
_SIGNS = (("º", "°"), ("˚", "°"), ("´", "'"))
# A shorter word of a name is in too many other words; signs of Japanese tell more each. A name of
# which nothing else is left is looked for whole.
_SHORTEST, _SHORTEST_CJK = 3, 2


def may_tell(words: str) -> bool:
    """Whether there is a sign in the words without which nothing is found in them."""
    if words.isascii():
        return bool(_TELLING_ASCII.search(words))
    return bool(_TELLING.search(_plain(words)))


def positions(words: str) -> list[str]:
    """What in the words looks like a position, as it stands there."""
    return _found(_POSITIONS, words)


def contacts(words: str) -> list[str]:
    """What in the words looks like a telephone number or an address of electronic mail."""
    return _found(_CONTACTS, words)


def names(words: str, known: Iterable[str]) -> list[str]:
    """Which of the known names are in the words, whole or by one of their parts."""
    folded = text.fold(words)
    return [name for name in known if any(_stands_in(part, folded) for part in _parts(name))]


def _found(patterns: Iterable[re.Pattern[str]], words: str) -> list[str]:
    if not may_tell(words):
        return []
    plain = _plain(words)
    return [match[0].strip() for pattern in patterns for match in pattern.finditer(plain)]


def _plain(words: str) -> str:
    # Ten times as quick as `str.translate`, which looks up every letter.
    for sign, common in _SIGNS:
        words = words.replace(sign, common)
    return unicodedata.normalize("NFKC", words)


def _parts(name: str) -> list[str]:
    folded = text.fold(name)
    parts = re.split(r"[^\w]+", folded)
    telling = [one for one in parts if len(one) >= (_SHORTEST if _is_cased(one) else _SHORTEST_CJK)]
    return telling or ([folded] if len(parts) > 1 else [])


def _is_cased(part: str) -> bool:
    """Whether it is of an alphabet, with words parted by blanks."""
    return part.upper() != part


def _stands_in(part: str, folded: str) -> bool:
    if not _is_cased(part):
        return part in folded
    if len(part) <= _SHORTEST:
        return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", folded) is not None
    # Russian names are declined: a letter may follow, or the last one be another.
    stem = part if len(part) < 6 else part[:-1]
    return re.search(rf"(?<!\w){re.escape(stem)}", folded) is not None
