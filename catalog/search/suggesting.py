"""Suggestions while somebody types: words of the catalogue and numbers that begin like that.

Only what stands on a public find is suggested, so each of them finds something, and the name of a
thing that only drafts have is never told.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from catalog.lib.languages import Text
from catalog.lib.text import fold, number_key
from catalog.models import Find
from catalog.querysets import public_there
from catalog.search import memory
from catalog.search.selection import Selection
from catalog.search.thesaurus import Branch, Entry

MOST = 8
# One sign of Chinese characters is a word already; of letters it takes two.
_LEAST = 2
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word to look for: of a `type`, a `nationality` or a `place`, or the `number` of a find."""

    kind: str
    text: Text


def suggestions(typed: str) -> list[Suggestion]:
    """At most `MOST`, the most frequent words first, numbers after them; a query for those."""
    folded = fold(typed.replace("\x00", "")[:_LONGEST]).strip()
    if not folded or (len(folded) < _LEAST and folded.isascii()):
        return []
    found = [*_words(memory.fresh(), folded), *_numbers(folded)]
    return list(dict.fromkeys(found))[:MOST]


def _words(selection: Selection, folded: str) -> list[Suggestion]:
    words = selection.thesaurus
    kinds = (
        ("type", words.types, "object_type"),
        ("place", words.places, "public_place"),
        ("nationality", words.nationalities, "nationality"),
    )
    found = [
        (number, Suggestion(kind, text))
        for kind, branch, column in kinds
        for number, text in _of_branch(selection, branch, column, folded)
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].text))
    return [suggestion for _number, suggestion in found[:MOST]]


def _of_branch(
    selection: Selection, branch: Branch, column: str, folded: str
) -> Iterator[tuple[int, Text]]:
    """How many finds each word stands for, and the word as it was begun."""
    counted = selection.counts(column, (), lambda: None, of_objects=False)
    totals = selection.remembered(("totals", column), lambda: branch.totals(counted))
    for pk, number in totals.items():
        if text := _begun(branch.by_pk[pk], branch.labels[pk], folded):
            yield number, text


def _begun(entry: Entry, label: Text, folded: str) -> Text | None:
    """The reader's word for it where that, or a word in it, begins so; else one that does."""
    words = (label, *(Text(word, language) for language, word in entry.words.items()))
    return next((word for word in words if f" {folded}" in f" {fold(word.value)}"), None)


def _numbers(folded: str) -> list[Suggestion]:
    key = number_key(folded)
    if not any(sign.isdigit() for sign in key):
        return []
    # Between two keys the index is used; LIKE would look at every find.
    shown = public_there(Find.objects.all(), "")
    begun = shown.filter(number_key__gte=key, number_key__lt=f"{key}\uffff")
    numbers = begun.order_by("number_key").values_list("catalogue_number", flat=True)[:MOST]
    return [Suggestion("number", Text(number)) for number in numbers]
