"""Lookups: names in a list → rows of the catalogue, read once a run and remembered.

What a name may be matched by: code, label in three languages, synonym; folded, so that case, ё
and full-width letters do not matter. What is unknown is refused with the nearest three, and made
only where the mapping names its column in `create_missing` and the user may add to that list.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils import translation
from django.utils.translation import gettext as _

from catalog.lib import text
from catalog.models import Expedition, Institution, Person, Place, Source, Term
from catalog.models.derivation import PlaceRef
from catalog.models.place import free_slug
from catalog.models.references import chain_ref, expedition_words, institution_words
from catalog.models.words import joined
from catalog.vocab import Language, Vocabulary

FEW = 12  # lists of at most so many words are told whole


class Lookups:
    """The small tables of the catalogue in memory, for one run."""

    def __init__(
        self, *, create: Collection[str] = (), time_zone: str = "UTC", language: str = "en"
    ) -> None:
        self.create = frozenset(create)
        self.created: Counter[str] = Counter()
        self._time_zone, self._language = time_zone, language
        self._choices: dict[type[TextChoices], dict[str, str]] = {}
        self._terms = _Terms()
        self._places = _Places()
        self._expeditions = _Named(Expedition.objects.all(), _expedition_names, "code")
        self._institutions = _Named(Institution.objects.all(), _institution_names, "slug")
        self._people = _Named(Person.objects.all(), _person_names, "name")
        self._sources = _Named(Source.objects.all(), _source_names, "code")

    def choice(self, choices: type[TextChoices], word: str) -> str:
        """The code of a closed list."""
        known = self._choices.get(choices)
        if known is None:
            known = self._choices[choices] = _choice_words(choices)
        found = known.get(word) or known.get(text.fold(word))
        if found is None:
            raise ValueError(unknown(word, known))
        return found

    def term(self, vocabulary: Vocabulary, word: str, column: str) -> int:
        """The id of a term of a vocabulary."""
        found = self._terms.find(vocabulary, word)
        if found is not None:
            return found
        if column not in self.create:
            raise ValueError(unknown(word, self._terms.options(vocabulary)))
        self.created[column] += 1
        return self._terms.make(vocabulary, word, self._language)

    def term_code(self, pk: int | None) -> str:
        """The code of a term; "" for none."""
        return self._terms.codes.get(pk, "")

    def term_words(self, pk: int | None) -> str:
        """Every word of a term and of those above it."""
        return self._terms.words(pk)

    def term_category(self, pk: int | None) -> str:
        """The category an object type belongs to, "" where it is open."""
        return self._terms.categories.get(pk, "")

    def place(self, path: str) -> int:
        """The id of the place at the end of a path of names."""
        names = [part.strip() for part in path.split(">") if part.strip()]
        found = self._places.find(names)
        if found is not None:
            return found
        if "place" not in self.create:
            raise ValueError(unknown(path, self._places.paths()))
        self.created["place"] += 1
        return self._places.make(names, self._language)

    def place_path(self, pk: int | None) -> str:
        """The path of a place: "Kuril Islands > Shumshu"; "" for none."""
        return self._places.path(pk)

    def place_ref(self, pk: int | None) -> PlaceRef | None:
        """What a find needs to know of its place."""
        return self._places.ref(pk)

    def expedition(self, word: str) -> int:
        """The id of an expedition."""
        return self._named(self._expeditions, word, "expedition", self._new_expedition)

    def expedition_code(self, pk: int | None) -> str:
        """The code of an expedition."""
        return self._expeditions.codes.get(pk, "")

    def expedition_zone(self, pk: int) -> str:
        """The time zone of an expedition."""
        return self._expeditions.rows[pk].time_zone

    def expedition_words(self, pk: int | None) -> str:
        """The words an expedition is found by."""
        row = self._expeditions.rows.get(pk)
        return expedition_words(row) if row else ""

    def institution(self, word: str, column: str) -> int:
        """The id of an institution."""
        return self._named(self._institutions, word, column, self._new_institution)

    def institution_code(self, pk: int | None) -> str:
        """The code of an institution; "" for none."""
        return self._institutions.codes.get(pk, "")

    def institution_words(self, pk: int | None) -> str:
        """The names of an institution."""
        row = self._institutions.rows.get(pk)
        return institution_words(row) if row else ""

    def person(self, word: str) -> int:
        """The id of a contributor."""
        return self._named(self._people, word, "found_by", lambda name: Person(name=name[:200]))

    def person_name(self, pk: int) -> str:
        """The name of a contributor."""
        return self._people.codes[pk]

    def source(self, word: str) -> int:
        """The id of a source."""
        return self._named(
            self._sources, word, "sources", lambda name: Source(code=name[:64], title=name[:300])
        )

    def source_code(self, pk: int) -> str:
        """The code of a source."""
        return self._sources.codes[pk]

    def _named(self, table: "_Named", word: str, column: str, make: Any) -> int:
        found = table.by_word.get(word) or table.by_word.get(text.fold(word))
        if found is not None:
            return found
        if column not in self.create:
            raise ValueError(unknown(word, table.options()))
        self.created[column] += 1
        return table.add(make(word))

    def _new_expedition(self, name: str) -> Expedition:
        return Expedition(
            code=_free_code(name, self._expeditions.codes.values()),
            time_zone=self._time_zone,
            **{f"title_{self._language}": name[:200]},
        )

    def _new_institution(self, name: str) -> Institution:
        return Institution(
            slug=_free_code(text.slugify_unicode(name), self._institutions.codes.values()),
            **{f"name_{self._language}": name[:200]},
        )


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
    return known | {text.fold(value): value for value in choices.values}


def _free_code(wanted: str, taken: Collection[str]) -> str:
    base = wanted.strip()[:90] or "new"
    code, number = base, 1
    while code in taken:
        number += 1
        code = f"{base}-{number}"
    return code


def _expedition_names(row: Expedition) -> list[str]:
    return [row.code, *row.titles.values()]


def _institution_names(row: Institution) -> list[str]:
    return [row.slug, *row.names.values()]


def _person_names(row: Person) -> list[str]:
    return [row.name, row.name_local]


def _source_names(row: Source) -> list[str]:
    return [row.code, row.title]


class _Named:
    """A small table by its names; the code comes first and wins."""

    def __init__(self, rows: Any, names: Any, code: str) -> None:
        self._names, self._code = names, code
        self.rows: dict[int, Any] = {}
        self.by_word: dict[str, int] = {}
        self.codes: dict[int, str] = {}
        for row in rows.order_by("pk"):
            self._keep(row)

    def add(self, row: Any) -> int:
        row.save()
        self._keep(row)
        return row.pk

    def options(self) -> dict[str, str]:
        """`{word: code}`."""
        return {word: self.codes[pk] for word, pk in self.by_word.items()}

    def _keep(self, row: Any) -> None:
        self.rows[row.pk] = row
        self.codes[row.pk] = getattr(row, self._code)
        for name in filter(None, self._names(row)):
            self.by_word.setdefault(text.fold(name), row.pk)


class _Terms:
    """The vocabularies: by folded word, and the words of a term with those above it."""

    def __init__(self) -> None:
        self.codes: dict[int, str] = {}
        self.categories: dict[int, str] = {}
        self._by_code: dict[tuple[str, str], int] = {}
        self._by_word: dict[tuple[str, str], int] = {}
        self._own: dict[int, tuple[str, list[int]]] = {}
        self._words: dict[int, str] = {}
        for row in Term.objects.order_by("pk"):
            self._keep(row)

    def _keep(self, row: Term) -> None:
        self.codes[row.pk] = row.code
        self.categories[row.pk] = row.category
        self._by_code[row.vocabulary, text.fold(row.code)] = row.pk
        self._own[row.pk] = (row.words, row.path_ids)
        for word in filter(None, [*row.labels.values(), *row.alt_labels.splitlines()]):
            self._by_word.setdefault((row.vocabulary, text.fold(word)), row.pk)

    def find(self, vocabulary: Vocabulary, word: str) -> int | None:
        key = (str(vocabulary), text.fold(word))
        return self._by_code.get(key) or self._by_word.get(key)

    def options(self, vocabulary: Vocabulary) -> dict[str, str]:
        """`{word: code}` of one vocabulary, codes among the words."""
        known = {**self._by_word, **self._by_code}
        return {word: self.codes[pk] for (kind, word), pk in known.items() if kind == vocabulary}

    def words(self, pk: int | None) -> str:
        if pk is None:
            return ""
        if pk not in self._words:
            own = (self._own[above][0] for above in self._own[pk][1])
            self._words[pk] = joined(own)
        return self._words[pk]

    def make(self, vocabulary: Vocabulary, word: str, language: str) -> int:
        taken = [code for kind, code in self._by_code if kind == vocabulary]
        label = word[:200]
        row = Term(
            vocabulary=vocabulary,
            code=_free_code(text.slugify_unicode(word), taken),
            label_en=label,
            **({} if language == "en" else {f"label_{language}": label}),
        )
        row.save()
        self._keep(row)
        return row.pk


class _Places:
    """The tree of places: by path of folded names, and what a find needs of each."""

    def __init__(self) -> None:
        self._rows: dict[int, Place] = {}
        self._below: dict[tuple[int | None, str], int] = {}
        self._anywhere: dict[str, set[int]] = {}
        self._paths: dict[str, int] = {}
        self._refs: dict[int, PlaceRef] = {}
        for row in Place.objects.order_by("path").prefetch_related("other_names"):
            self._keep(row)

    def _keep(self, row: Place) -> None:
        self._rows[row.pk] = row
        names = [row.slug, *row.names.values(), *(name.name for name in row.other_names.all())]
        for name in map(text.fold, names):
            self._below.setdefault((row.parent_id, name), row.pk)
            self._anywhere.setdefault(name, set()).add(row.pk)

    def find(self, names: list[str]) -> int | None:
        """By the whole path from the root, else by a path below the only place of that name."""
        key = " > ".join(names)
        if key not in self._paths:
            found = self._walk(None, names)
            if found is None and names:
                tops = self._anywhere.get(text.fold(names[0]), set())
                found = self._walk_from(tops, names[1:])
            if found is None:
                return None
            self._paths[key] = found
        return self._paths[key]

    def _walk_from(self, tops: set[int], names: list[str]) -> int | None:
        ends = {end for top in tops if (end := self._walk(top, names)) is not None}
        return ends.pop() if len(ends) == 1 else None

    def _walk(self, at: int | None, names: list[str]) -> int | None:
        for name in names:
            at = self._below.get((at, text.fold(name)))
            if at is None:
                return None
        return at

    def paths(self) -> dict[str, str]:
        """`{name: path}`, for the nearest match."""
        paths = {pk: self.path(pk) for pk in self._rows}
        names = {name: paths[min(pks)] for name, pks in self._anywhere.items()}
        return names | {path: path for path in paths.values()}

    def path(self, pk: int | None) -> str:
        if pk is None:
            return ""
        return " > ".join(self._path_name(self._rows[above]) for above in self._rows[pk].path_ids)

    @staticmethod
    def _path_name(row: Place) -> str:
        """The first name it has; the languages stand in a fixed order, so that files agree."""
        return next(iter(row.names.values()), row.slug).replace(">", "›")

    def ref(self, pk: int | None) -> PlaceRef | None:
        if pk is None:
            return None
        if pk not in self._refs:
            chain = [self._rows[above] for above in self._rows[pk].path_ids]
            self._refs[pk] = chain_ref(chain)
        return self._refs[pk]

    def make(self, names: list[str], language: str) -> int:
        """Make what is missing of the path."""
        at: int | None = None
        for name in names:
            below = self._below.get((at, text.fold(name)))
            if below is None:
                row = Place(
                    parent=self._rows.get(at),
                    slug=free_slug(name, [place.slug for place in self._rows.values()]),
                    **{f"name_{language}": name[:200]},
                )
                row.save()
                self._keep(row)
                below = row.pk
            at = below
        self._paths[" > ".join(names)] = at
        return at
