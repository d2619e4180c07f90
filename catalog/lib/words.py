"""Words of the full text: from a text to the words it is found by, from what is typed to a query.

Every database is given these words and splits or folds nothing itself, so that all give the same
answers. A word is a run of letters, a run of digits without its leading zeros, or one Chinese or
Japanese character. Marks above and below letters do not count, but for й and voiced kana.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from catalog.lib.remembered import Remembered
from catalog.lib.text import fold

MAX_LENGTH = 200  # characters of a query that are read
MAX_TERMS = 20
# What PostgreSQL can hold of one text: positions, and places of one word.
_MOST_WORDS, _MOST_OF_ONE = 16_000, 250
# Stands between a text and the joined forms after it; no query has it.
BARRIER = "·"

_CJK = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_CJK += "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LONGEST = 64  # a longer run is cut into words that stand side by side
_WORD = re.compile(rf"\d{{1,{_LONGEST}}}|[{_CJK}]|[^\W\d_{_CJK}]{{1,{_LONGEST}}}")
_DIGITS = re.compile("[0-9]")
_SHORT = 64  # characters of a chunk worth remembering
_ZEROS = re.compile(r"0(?<!\d0)0*(?=\d)")
# What holds a number or a compound together; all other signs part.
_JOINER = "_‐‒–—−./'’·・-"
_JOINERS = re.compile(f"[{_JOINER}]+")
_PARTERS = re.compile(rf"[^\w{_JOINER}]+")
_PARTS = re.compile(r'"([^"]+)"|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»『』「」", '"' * 9)

# English prose without a number is its letters, in lower case: half the time of the long way.
_NUMBER = b"0"  # every digit
_ENGLISH = bytes(
    ord(sign.lower() if sign.isalpha() else _NUMBER if sign.isdigit() else " ")
    for sign in map(chr, range(128))
)
_ENGLISH += bytes(128)

# Letters and signs that surely carry no mark: the rest takes the long way.
_PLAIN = re.compile(rf"[\x00-\x7f«»°№а-я{_CJK}、。‐-‧]*")
_VOICED = "\u3099\u309a"
_BREVE = "\u0306"  # makes an и an й
# A word as it is shown, before folding: a mark belongs to its letter.
_SHOWN = re.compile(
    rf"\d+|[{_CJK}][{_VOICED}]?|[\uff66-\uff9d][\uff9e\uff9f]?"
    rf"|(?:[^\W\d_{_CJK}\uff66-\uff9f][\u0300-\u036f]*)+"
)


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side; the last may go on where `is_prefix`."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """Terms that must all be there; without terms it finds nothing."""

    terms: tuple[Term, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)


def index_words(text: str) -> list[str]:
    """The words a text is found by, in order, then the joined forms of the numbers in it."""
    english = text.encode("ascii").translate(_ENGLISH) if text.isascii() else _NUMBER
    if _NUMBER not in english:
        found = english.decode("ascii").split()
        if len(found) <= _MOST_OF_ONE and max(map(len, found), default=0) <= _LONGEST:
            return found
    return words_of_folded(fold(text))


def words_of_folded(folded: str) -> list[str]:
    """`index_words` of a text that `fold` has made already."""
    found: list[str] = []
    joined: dict[tuple[str, ...], None] = {}
    for chunk in folded.split():
        # Most are plain words; to look them up would cost more than to see it.
        if chunk.isalpha() and chunk.isascii() and len(chunk) <= _LONGEST:
            found.append(chunk)
            continue
        words, forms = _remembered(chunk)
        found += words
        if forms:
            joined[forms] = None
    if joined:
        found += [BARRIER, *(word for forms in joined for word in forms)]
    return found if len(found) <= _MOST_OF_ONE else list(_bounded(found))


@lru_cache(maxsize=256)
def parse(typed: str) -> Query:
    """What somebody typed: every word, as the beginning of a word, and "quoted" as it stands.

    Any text gives a query, at most twenty terms; one of signs alone gives an empty one.
    """
    folded = _bare(fold(typed[:MAX_LENGTH])).translate(_QUOTES)
    terms: list[Term] = []
    for phrase, loose in _PARTS.findall(folded):
        terms += _exact(phrase) if phrase else _beginnings(loose)
    return Query(tuple(dict.fromkeys(terms))[:MAX_TERMS])


def marks(text: str, query: Query) -> list[tuple[int, int]]:
    """Where in a text, as it is shown, the words of a query stand: `(start, end)`, in order.

    What touches is one place.
    """
    places = list(_places(text))
    words = [word for word, _start, _end in places]
    hit: set[tuple[int, int]] = set()
    for term in query.terms:
        length = len(term.words)
        for first in range(len(words) - length + 1):
            if _is_at(term, words[first : first + length]):
                hit.update((start, end) for _word, start, end in places[first : first + length])
    return _run_together(sorted(hit))


def _of_chunk(chunk: str) -> tuple[list[str], tuple[str, ...]]:
    """The words of what stands between two blanks, and the joined forms of its numbers."""
    bare = _bare(chunk)
    words = _words(bare)
    return words, _joined(bare, words) if _DIGITS.search(bare) else ()


# Most chunks of a text stand in many others.
_remembered = Remembered(_of_chunk, longest=_SHORT).__getitem__


def _joined(chunk: str, words: list[str]) -> tuple[str, ...]:
    """SHU15-0042 is found as shu150042 and as shu1542, too; only numbers are."""
    joined: list[str] = []
    for part in filter(_JOINERS.search, _PARTERS.split(chunk)):
        own = words if part == chunk else _words(part)
        if any(map(str.isdecimal, own)):
            forms = (_words(_JOINERS.sub("", part)), _words("".join(own)))
            others = dict.fromkeys(tuple(form) for form in forms if form != own)
            joined += [word for form in others for word in form]
    return tuple(joined)


def _words(bare: str) -> list[str]:
    return _WORD.findall(_ZEROS.sub("", bare))


def _bare(text: str) -> str:
    """Without marks above and below letters, and without signs that are not seen."""
    if _PLAIN.fullmatch(text):
        return text
    kept: list[str] = []
    for character in unicodedata.normalize("NFD", text):
        is_letter = character in _VOICED or (character == _BREVE and kept[-1:] == ["и"])
        if is_letter or unicodedata.category(character) not in ("Mn", "Me", "Cf"):
            kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def _bounded(words: Iterable[str]) -> Iterator[str]:
    seen: Counter[str] = Counter()
    for number, word in enumerate(words):
        seen[word] += 1
        if number >= _MOST_WORDS:
            return
        if seen[word] <= _MOST_OF_ONE:
            yield word


def _exact(phrase: str) -> list[Term]:
    words = tuple(_words(phrase))
    return [Term(words)] if words else []


def _beginnings(loose: str) -> list[Term]:
    return [term for part in _PARTERS.split(loose) for term in _beginning(_words(part))]


def _beginning(words: list[str]) -> list[Term]:
    """A compound as typed so far: zeros at its end may be the beginning of any number."""
    while len(words) > 1 and words[-1] == "0":
        words = words[:-1]
    if not words:
        return []
    # One letter begins too much to be a beginning; it is a word of its own.
    return [Term(tuple(words), is_prefix=len(words[-1]) > 1)]


def _places(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text as it is shown, with where it stands."""
    for shown in _SHOWN.finditer(text):
        for word in _words(_bare(fold(shown.group()))):
            yield word, shown.start(), shown.end()


def _run_together(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    whole: list[tuple[int, int]] = []
    for start, end in places:
        if whole and whole[-1][1] >= start:
            start, _end = whole.pop()
        whole.append((start, end))
    return whole


def _is_at(term: Term, words: list[str]) -> bool:
    *before, last = term.words
    ends = words[-1].startswith(last) if term.is_prefix else words[-1] == last
    return ends and words[:-1] == before
