"""Lookups: names in a list → rows of the catalogue, read once a run and remembered.

What a name may be matched by: code, label in three languages, synonym; folded, so that case, ё
and full-width letters do not matter. What is unknown is refused with the nearest three, and made
only where the mapping names its column in `create_missing` and the user may add to that list.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Expedition, Institution, Person, Source
from catalog.models.derivation import PlaceRef, Refs
from catalog.models.references import expedition_words, institution_words
from catalog.transfer import placetree
from catalog.transfer.named import Keeper, Table, Terms, Words
from catalog.transfer.placetree import Area, Places
from catalog.vocab import CATEGORY_RULES, Category, Language, Vocabulary

_Make = Callable[[Words, str], Any]
FEW = 12  # lists of at most so many words are told whole
_NOT_BRACKETS = re.compile(r"[^()]*[^() ]")
EXPLAINED = 500  # looking for the nearest match is slow; a list of junk gets no more of them


class Lookups:
    """The small tables of the catalogue in memory, for one run; each is read when first asked."""

    def __init__(
        self,
        *,
        create: Collection[str] = (),
        time_zone: str = "UTC",
        language: str = "en",
        keeper: Keeper | None = None,
    ) -> None:
        # Without somebody to keep them no names are made.
        self.create = frozenset(create if keeper else ())
        self._time_zone, self._language = time_zone, language
        self._keeper = keeper
        self._choices: dict[type[TextChoices], dict[str, str]] = {}
        self._explained = 0
        self._today = timezone.localdate()

    @cached_property
    def _terms(self) -> Terms:
        return Terms()

    @cached_property
    def _places(self) -> Places:
        return Places()

    @cached_property
    def _expeditions(self) -> Table:
        return Table(
            Expedition.objects, lambda row: [*row.titles.values()], "code", expedition_words
        )

    @cached_property
    def _institutions(self) -> Table:
        return Table(
            Institution.objects, lambda row: [*row.names.values()], "slug", institution_words
        )

    @cached_property
    def _people(self) -> Table:
        return Table(Person.objects, lambda row: [row.name_local], "name")

    @cached_property
    def _sources(self) -> Table:
        return Table(Source.objects, lambda row: [row.title], "code")

    def forget(self) -> None:
        """Read the small tables anew when they are asked next: somebody else has written them."""
        for name in ("_terms", "_places", "_expeditions", "_institutions", "_people", "_sources"):
            self.__dict__.pop(name, None)

    def choice(self, choices: type[TextChoices], word: str) -> str:
        """The code of a closed list."""
        known = self.choice_words(choices)
        found = known.get(word) or known.get(text.fold(word))
        if found is None:
            raise ValueError(self._unknown(word, lambda: known))
        return found

    def choice_words(self, choices: type[TextChoices]) -> Mapping[str, str]:
        """`{word: code}` of a closed list."""
        known = self._choices.get(choices)
        if known is None:
            known = self._choices[choices] = _choice_words(choices)
        return known

    def options(self, column: str) -> Mapping[str, str]:
        """`{word: code}` of the list behind a column that points somewhere; empty for others."""
        lists: Mapping[str, Callable[[], Mapping[str, str]]] = {
            "object_type": lambda: self._terms.of(Vocabulary.OBJECT_TYPE).options(),
            "nationality": lambda: self._terms.of(Vocabulary.NATIONALITY).options(),
            "materials": lambda: self._terms.of(Vocabulary.MATERIAL).options(),
            "place": lambda: self._places.options(),
            "expedition": lambda: self._expeditions.words.options(),
            "holder": lambda: self._institutions.words.options(),
            "found_by": lambda: self._people.words.options(),
            "sources": lambda: self._sources.words.options(),
        }
        return lists[column]() if column in lists else {}

    def term(self, vocabulary: Vocabulary, word: str, column: str) -> int:
        """The id of a term of a vocabulary."""
        words = self._terms.of(vocabulary)
        found = words.find(word)
        if found is not None:
            return found
        self._may_make(word, column, words.options)
        _check_new(word, 200)
        return self._terms.make(
            vocabulary, word, column, language=self._language, keeper=self._keeper
        )

    def term_code(self, pk: int | None) -> str:
        """The code of a term; "" for none."""
        return self._terms.code(pk)

    def term_words(self, pk: int | None) -> str:
        """Every word of a term and of those above it."""
        return self._terms.words(pk)

    def term_category(self, pk: int | None) -> str:
        """The category an object type belongs to, "" where it is open."""
        return self._terms.categories.get(pk, "")

    def place(self, path: str) -> int:
        """The id of the place at the end of a path of names."""
        found = self._places.find(path)
        if found is not None:
            return found
        self._may_make(path, "place", self._places.options)
        for name in placetree.split(path):
            _check_new(name, 200)
        return self._places.make(path, language=self._language, keeper=self._keeper)

    def place_path(self, pk: int | None) -> str:
        """The path of a place: "Kuril Islands > Shumshu"; "" for none."""
        return self._places.path(pk)

    def place_ref(self, pk: int | None) -> PlaceRef | None:
        """What a find needs to know of its place."""
        return self._places.ref(pk)

    def place_area(self, pk: int | None) -> Area | None:
        """Where a place lies, as far as that is known."""
        return self._places.area(pk) if pk else None

    def expedition(self, word: str) -> int:
        """The id of an expedition."""
        return self._row(self._expeditions, word, "expedition", self._new_expedition)

    def expedition_code(self, pk: int | None) -> str:
        """The code of an expedition."""
        return self._expeditions.words.codes.get(pk, "")

    def expedition_zone(self, pk: int) -> str:
        """The time zone of an expedition."""
        return self._expeditions.rows[pk].time_zone

    def institution(self, word: str, column: str) -> int:
        """The id of an institution."""
        return self._row(self._institutions, word, column, self._new_institution)

    def institution_code(self, pk: int | None) -> str:
        """The code of an institution; "" for none."""
        return self._institutions.words.codes.get(pk, "")

    def person(self, word: str) -> int:
        """The id of a contributor."""
        return self._row(self._people, word, "found_by", lambda words, name: Person(name=name))

    def person_name(self, pk: int) -> str:
        """The name of a contributor."""
        return self._people.words.codes[pk]

    def source(self, word: str) -> int:
        """The id of a source."""
        return self._row(
            self._sources, word, "sources", lambda words, name: Source(code=name, title=name), 64
        )

    def source_code(self, pk: int) -> str:
        """The code of a source."""
        return self._sources.words.codes[pk]

    def refs(self, values: Mapping[str, Any]) -> Refs:
        """What a find points to, in words."""
        return Refs(
            place=self.place_ref(values["place_id"]),
            object_type=self.term_words(values["object_type_id"]),
            nationality=self.term_words(values["nationality_id"]),
            expedition=self._expeditions.told(values["expedition_id"]),
            holder=self._institutions.told(values["holder_id"]),
            today=self._today,
        )

    def _row(self, table: Table, word: str, column: str, make: _Make, limit: int = 200) -> int:
        found = table.words.find(word)
        if found is not None:
            return found
        self._may_make(word, column, table.words.options)
        _check_new(word, limit)
        return table.add(make(table.words, word), column, self._keeper)

    def _new_expedition(self, words: Words, name: str) -> Expedition:
        titled = {f"title_{self._language}": name}
        return Expedition(code=words.free(name), time_zone=self._time_zone, **titled)

    def _new_institution(self, words: Words, name: str) -> Institution:
        named = {f"name_{self._language}": name}
        return Institution(slug=words.free(text.slugify_unicode(name)), **named)

    def _may_make(self, word: str, column: str, options: Callable[[], Mapping[str, str]]) -> None:
        """Refuse an unknown word where the list is not to grow."""
        if column not in self.create:
            raise ValueError(self._unknown(word, options))

    def _unknown(self, word: str, options: Callable[[], Mapping[str, str]]) -> str:
        self._explained += 1
        if self._explained > EXPLAINED:
            return _("It is not in the list.")
        return unknown(word, options())


def _check_new(word: str, limit: int) -> None:
    """Refuse what cannot be a name."""
    if len(word) > limit:
        message = _("“{word}…” is too long for a name; at most {limit} characters are allowed.")
        raise ValueError(message.format(word=word[:40], limit=limit))
    if not text.fold(word):
        raise ValueError(_("A name needs characters that can be seen."))


def unknown(word: str, options: Mapping[str, str]) -> str:
    """The sentence for a word that is not in a list ({word: code}).

    All codes when they are few, else those of the nearest words, three at most.
    """
    codes = list(dict.fromkeys(options.values()))
    if 0 < len(codes) <= FEW:
        return _("It is not in the list. Allowed: {words}.").format(words=", ".join(codes))
    near = dict.fromkeys(options[found] for found in text.nearest(word, options, 9))
    if near:
        words = ", ".join(list(near)[:3])
        return _("It is not in the list. Nearest: {words}.").format(words=words)
    return _("It is not in the list, and nothing like it is.")


def _choice_words(choices: type[TextChoices]) -> dict[str, str]:
    known: dict[str, str] = {}
    for language in Language.values:
        with translation.override(language):
            for value, label in choices.choices:
                known.setdefault(text.fold(str(label)), value)
            for value, words in _singulars(choices):
                known.setdefault(text.fold(words), value)
    return known | {text.fold(value): value for value in choices.values}


def _singulars(choices: type[TextChoices]) -> Iterator[tuple[str, str]]:
    """What one find of a category is called, as in a row of a list: "Каска (шлем)", "каска"."""
    if choices is not Category:
        return
    for category, rule in CATEGORY_RULES.items():
        label = str(rule.singular)
        yield from ((category.value, words) for words in (label, *_NOT_BRACKETS.findall(label)))
