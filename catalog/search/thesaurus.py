"""Thesaurus: the words of the columns in memory, each tree with what stands below what.

Terms, shown places and expeditions are few beside finds, and every facet needs their words: they
are read with the columns and thrown away with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import get_language

from catalog import visibility
from catalog.lib.languages import Text
from catalog.models import Expedition, FormerSlug, Place, Term
from catalog.models.words import LANGUAGES, in_language
from catalog.vocab import Vocabulary


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a tree: `code` stands in addresses, `above` are the ids from the root down."""

    pk: int
    code: str
    words: Mapping[str, str]
    above: tuple[int, ...] = ()


class Branch:
    """One tree, or a plain list: nothing stands below anything."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.by_pk = {entry.pk: entry for entry in entries}
        self.by_code = {entry.code: entry for entry in self.by_pk.values()}
        self._labels: dict[str, Mapping[int, Text]] = {}

    @property
    def labels(self) -> Mapping[int, Text]:
        """`{id: word}` for the reader of the moment, in the order of the words."""
        language = get_language() or "en"
        if language not in self._labels:
            labels = {pk: Text(*in_language(entry.words)) for pk, entry in self.by_pk.items()}
            self._labels[language] = dict(sorted(labels.items(), key=lambda pair: pair[1]))
        return self._labels[language]

    def known(self, codes: Iterable[str]) -> dict[str, int]:
        """`{code: id}` of the codes there are."""
        return {code: self.by_code[code].pk for code in codes if code in self.by_code}

    @cached_property
    def below(self) -> Mapping[int, frozenset[int]]:
        """The ids of each entry and of all below it."""
        found: dict[int, set[int]] = {pk: set() for pk in self.by_pk}
        for pk in self.by_pk:
            for ancestor in self.lineages[pk]:
                found[ancestor].add(pk)
        return {pk: frozenset(ids) for pk, ids in found.items()}

    def totals(self, counted: Mapping[int, int]) -> dict[int, int]:
        """Each counted entry and all above it, with what it and those below it count."""
        totals: dict[int, int] = {}
        for pk, number in counted.items():
            if pk in self.by_pk:
                for one in self.lineages[pk]:
                    totals[one] = totals.get(one, 0) + number
        return totals

    @cached_property
    def lineages(self) -> Mapping[int, tuple[int, ...]]:
        """The ids from the root down to each; what is not in the tree is left out."""
        known = self.by_pk
        return {pk: (*filter(known.__contains__, known[pk].above), pk) for pk in known}


@dataclass(frozen=True, slots=True)
class Thesaurus:
    """The words of one state of the catalogue; places are those a visitor may know by name."""

    types: Branch
    nationalities: Branch
    places: Branch
    # The latest season first.
    expeditions: Branch
    # The address a merged place had, and that of the shown one it is part of now.
    moved: Mapping[str, str]


def read() -> Thesaurus:
    """The words as the database has them now; four queries."""
    terms = _terms()
    return Thesaurus(
        Branch(terms[Vocabulary.OBJECT_TYPE]),
        Branch(terms[Vocabulary.NATIONALITY]),
        Branch(_places()),
        Branch(_expeditions()),
        _moved(),
    )


def _terms() -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {Vocabulary.OBJECT_TYPE: [], Vocabulary.NATIONALITY: []}
    rows = Term.objects.filter(vocabulary__in=found).order_by("code")
    for vocabulary, *row in rows.values_list("vocabulary", "pk", "code", "path", *_named("label")):
        found[vocabulary].append(_entry(*row))
    return found


def _places() -> Iterable[Entry]:
    rows = Place.objects.public().order_by("slug")
    return (_entry(*row) for row in rows.values_list("pk", "slug", "path", *_named("name")))


def _expeditions() -> Iterable[Entry]:
    rows = Expedition.objects.newest().values_list("pk", "code", *_named("title"))
    return (_entry(pk, code, "", *words) for pk, code, *words in rows)


def _moved() -> dict[str, str]:
    known = FormerSlug.objects.filter(visibility.public_place("place__"))
    return dict(known.values_list("slug", "place__slug"))


def _named(field: str) -> list[str]:
    return [f"{field}_{code}" for code in LANGUAGES]


def _entry(pk: int, code: str, path: str, *words: str) -> Entry:
    named = {language: word for language, word in zip(LANGUAGES, words, strict=True) if word}
    return Entry(pk, code, named, tuple(int(one) for one in path.split("/")[1:-2] if one))
