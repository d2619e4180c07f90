"""Mending a list before it is let in: one word replaced in all rows, kept in the mapping.

What is mended is a line of `[values.…]`, so that the next list with the same word goes in by
itself, and the command reads the same mapping.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from catalog.lib import text
from catalog.transfer.columns import BY_NAME
from catalog.transfer.lookups import Lookups
from catalog.transfer.mapping import Mapping

# A number belongs to one row; what guards a row against others is not mended for many.
_ONE_BY_ONE = frozenset({"catalogue_number", "public_id", "updated_at"})
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Mended:
    """One replacement: their word and ours."""

    column: str
    theirs: str
    ours: str


def can_empty(column: str, value: str) -> bool:
    """Whether nothing may stand for this value in all rows."""
    return bool(value) and can_mend(column, value) and not BY_NAME[column].required


def can_mend(column: str, value: str) -> bool:
    """Whether one word may stand for this value in all rows; an empty cell where one must be."""
    if column not in BY_NAME or column in _ONE_BY_ONE:
        return False
    return bool(value) or BY_NAME[column].required


def mend(mapping: Mapping, *, column: str, theirs: str, ours: str) -> Mapping:
    """The mapping with a word replaced, also where it was the replacement of another one."""
    if not theirs:
        return replace(mapping, constants={**mapping.constants, column: ours})
    pairs = dict(mapping.values.get(column, {}))
    for word, was in pairs.items():
        if was == theirs:
            pairs[word] = ours
    pairs[theirs] = ours
    return replace(mapping, values={**mapping.values, column: pairs})


def unmend(mapping: Mapping, *, column: str, theirs: str) -> Mapping:
    """The mapping with a replacement taken back."""
    if not theirs:
        rest = {name: word for name, word in mapping.constants.items() if name != column}
        return replace(mapping, constants=rest)
    pairs = {word: ours for word, ours in mapping.values.get(column, {}).items() if word != theirs}
    values = {name: words for name, words in mapping.values.items() if name != column}
    return replace(mapping, values={**values, column: pairs} if pairs else values)


def mended(mapping: Mapping) -> list[Mended]:
    """Every replacement of a mapping."""
    return [
        Mended(column, theirs, ours)
        for column, pairs in mapping.values.items()
        for theirs, ours in pairs.items()
    ]


def nearest(column: str, value: str, lookups: Lookups) -> Sequence[str]:
    """The codes of the words most like a value; none for a column without a list behind it."""
    choices = BY_NAME[column].choices
    options = lookups.choice_words(choices) if choices else lookups.options(column)
    near = text.nearest(value, options, 3 * NEAREST)
    return list(dict.fromkeys(options[word] for word in near))[:NEAREST]
