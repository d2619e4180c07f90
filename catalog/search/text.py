"""Words looked for in the folded public text: all of them, a quoted phrase as it stands."""

import re

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Replace

from catalog.lib import text

MAX_LENGTH = 200
MAX_WORDS = 12

_PARTS = re.compile(r'"([^"]+)"|([^\s"]+)')
_QUOTES = str.maketrans("“”„«»『』「」", '"' * 9)
_NUMBER = re.compile(r"[^\W\d_]+\d*[\s\-]*\d+")


def words(wanted: str) -> list[str]:
    """The folded words and phrases of what somebody typed, at most twelve."""
    folded = text.fold(wanted[:MAX_LENGTH].translate(_QUOTES))
    found = [phrase or word for phrase, word in _PARTS.findall(folded)]
    return list(dict.fromkeys(filter(None, map(str.strip, found))))[:MAX_WORDS]


def matching(finds: QuerySet, wanted: str) -> QuerySet:
    """The finds that have every word, and the one whose number it is."""
    has_words = Q()
    for word in words(wanted):
        has_words &= Q(public_text__contains=word)
    number = _number(wanted)
    if not number:
        return finds.filter(has_words)
    bare = finds.alias(bare_number=Replace(F("number_key"), Value("-"), Value("")))
    is_number = Q(number_sort=text.number_sort(number)) | Q(bare_number=number.replace("-", ""))
    return bare.filter(has_words | is_number)


def _number(wanted: str) -> str:
    """What was typed as a catalogue number with one hyphen, "" where it cannot be one."""
    key = text.number_key(wanted[:MAX_LENGTH])
    return re.sub(r"[\s\-]+", "-", key) if _NUMBER.fullmatch(key) else ""
