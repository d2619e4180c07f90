"""Fields of very many finds, column by column: what a list tells, without a record of each.

They are the fields of a `FindRecord` with the same values, under the same rule: which finds, which
of their rows and words may be seen is asked of the same functions, and a test holds every field
equal. What comes again in a batch is made once. Of photographs there is only the credit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from functools import cached_property
from typing import Any

from django.utils.translation import get_language

from catalog import visibility
from catalog.lib.languages import Text
from catalog.lib.repeated import each_once, in_order
from catalog.models import Find, FindRelation, FindSource, Institution, Person, Place, Source, Term
from catalog.models.words import LANGUAGES
from catalog.querysets import Among
from catalog.records import facts
from catalog.records.cards import people, shown_photos, state, words
from catalog.records.rows import Columns, Prepared, PreparedModels
from catalog.records.shapes import Credit, FindRecord, Location
from catalog.records.words import choice_for, institution, place_link, source, term
from catalog.visibility import PUBLIC, Viewer
from catalog.vocab import CATEGORY_RULES, Track

Values = Sequence[Any]


def columns(ids: Sequence[int], viewer: Viewer = PUBLIC) -> dict[str, Values]:
    """`{field: its values}` of these finds in the order given; a constant number of queries.

    Those that may not be seen are left out.
    """
    if viewer != PUBLIC:
        raise ValueError(viewer)
    batch = _Batch(ids)
    told = {name: make(batch) for name, make in _FIELDS.items()}
    return told | {name: batch.of_objects(name, told[name]) for name in told.keys() - _OF_ALL}


_TITLES = tuple(f"title_{code}" for code in LANGUAGES)
_DESCRIPTIONS = tuple(f"description_{code}" for code in LANGUAGES)
_INDIVIDUALS = ("remains__individuals", "remains__individuals_qualifier")
_POINT = ("public_latitude", "public_longitude", "public_uncertainty_m")
_PLACE = ("public_place_id", "public_place__path")
_STATES = {track: f"{track}_status" for track in map(str, Track)}
# Fields that are columns of a find, told as they are.
_PLAIN = {
    "number": "catalogue_number",
    "expedition_code": "expedition__code",
    "unit": "unit_attribution",
    **{
        name: name
        for name in (
            "language",
            "quantity",
            "maker",
            "made_on",
            "length_mm",
            "width_mm",
            "height_mm",
            "weight_g",
            "found_on",
            "found_on_text",
            "holder_number",
        )
    },
}
_CHOICES = (
    "category",
    "type_certainty",
    "quantity_qualifier",
    "nationality_certainty",
    "nationality_basis",
    "completeness",
    "condition",
    "discovery_method",
)
_READ = tuple(
    dict.fromkeys(
        (
            "id",
            *_PLAIN.values(),
            *_CHOICES,
            *_TITLES,
            *_DESCRIPTIONS,
            *_INDIVIDUALS,
            *_POINT,
            *_PLACE,
            *_STATES.values(),
            *facts.DECIDE_PRECISION,
            *facts.INSCRIBED,
            "public_id",
            "object_type_id",
            "nationality_id",
            "holder_id",
            "other_numbers",
            "damage",
        )
    )
)
# The fields that are told of people too; every other one is told of objects alone.
_OF_ALL = frozenset(
    {
        "number",
        "public_id",
        "expedition_code",
        "category",
        "type",
        "type_certainty",
        "language",
        "titles",
        "descriptions",
        "nationality",
        "nationality_certainty",
        "nationality_basis",
        "found_on",
        "found_on_text",
        "place_chain",
        "location",
        *_STATES,
        "individuals",
        "individuals_qualifier",
        "related",
        "sources",
        "photo",
    }
)
# What stands in their place where it is not told.
_BLANK = {field.name: field.default for field in fields(FindRecord)}

_ROWS = Columns(lambda ids: Find.objects.public_among(ids).values_list(*_READ))
_TERMS = PreparedModels(lambda ids: Term.objects.filter(Among("pk", ids)))
_INSTITUTIONS = PreparedModels(lambda ids: Institution.objects.filter(Among("pk", ids)))
_PLACES = PreparedModels(lambda ids: Place.objects.public().filter(Among("pk", ids)))
_PEOPLE = PreparedModels(
    lambda ids: Person.objects.filter(visibility.public_person(), Among("pk", ids))
)
_SOURCES = PreparedModels(lambda ids: Source.objects.filter(Among("pk", ids)))


def _links(name: str, target: str) -> Prepared:
    through = getattr(Find, name).through.objects
    return Prepared(
        lambda ids: through.filter(Among("find_id", ids)).values_list("find_id", target)
    )


_MATERIALS = _links("materials", "term_id")
_FOUND_BY = _links("found_by", "person_id")
_FIND_SOURCES = Prepared(
    lambda ids: FindSource.objects.filter(Among("find_id", ids)).values_list(
        "find_id", "source_id", "locator"
    )
)
_CREDITS = Prepared(
    lambda ids: (
        shown_photos()
        .filter(Among("find_id", ids))
        .order_by("-is_primary", "order", "id")
        .values_list("find_id", *(f"photo__{name}" for name in Credit._fields))
    )
)


def _relations(own: str, other: str) -> Prepared:
    names = (f"{own}_id", "kind", f"{other}_id")
    shown = FindRelation.objects.filter(visibility.public_relation())
    return Prepared(lambda ids: shown.filter(Among(f"{own}_id", ids)).values_list(*names))


_RELATED = ((_relations("from_find", "to_find"), False), (_relations("to_find", "from_find"), True))
_OTHERS = Prepared(lambda ids: Find.objects.public_among(ids).values_list("pk", *facts.OF_RELATED))


class _Batch:
    """The rows of some finds that may be seen, and the rows they point to."""

    def __init__(self, ids: Sequence[int]) -> None:
        read = in_order(ids, _ROWS(ids), len(_READ))
        self.rows: dict[str, Values] = dict(zip(_READ, read, strict=True))
        self.ids: Values = self.rows["id"]
        self.language = get_language() or "en"

    @cached_property
    def people(self) -> list[int]:
        """Which of them are remains of people."""
        categories = enumerate(self.rows["category"])
        return [place for place, one in categories if CATEGORY_RULES[one].counts_people]

    def of_objects(self, name: str, values: Values) -> Values:
        """The values of a field, blank where the find is no object."""
        if not self.people:
            return values
        told = list(values)
        for place in self.people:
            told[place] = _BLANK[name]
        return told

    def together(self, *names: str) -> list[tuple[Any, ...]]:
        """The values of some columns, find by find."""
        return list(zip(*(self.rows[name] for name in names), strict=True))

    def pointed(self, name: str, read: PreparedModels, make: Callable[[Any], Any]) -> Values:
        """What a column points to."""
        wanted = self.rows[name]
        known = {row.pk: make(row) for row in read(set(wanted) - {None})}
        return [known.get(pk) for pk in wanted]

    def listed(self, links: Iterable[tuple[int, Any]]) -> Values:
        """A list for each find, of what is linked to it."""
        kept: dict[int, list[Any]] = defaultdict(list)
        for pk, target in links:
            kept[pk].append(target)
        known = {pk: tuple(targets) for pk, targets in kept.items()}
        return [known.get(pk, ()) for pk in self.ids]

    def shared(
        self, links: Prepared, read: PreparedModels, make: Callable[[Any], Any]
    ) -> Sequence[tuple[Any, ...]]:
        """A list for each find of rows that many share, in the order of their table."""
        found = links(self.ids)
        rows = read({target for _pk, target in found}) if found else ()
        made = {row.pk: make(row) for row in rows}
        places = {pk: place for place, pk in enumerate(made)}
        known = sorted(
            (pair for pair in found if pair[1] in made), key=lambda pair: places[pair[1]]
        )
        chosen = self.listed(known)
        return each_once(lambda targets: tuple(made[target] for target in targets), chosen)


def _plain(column: str) -> Callable[[_Batch], Values]:
    return lambda batch: batch.rows[column]


def _choice(name: str) -> Callable[[_Batch], Values]:
    return lambda batch: each_once(
        lambda value: choice_for(Find, name, value, batch.language), batch.rows[name]
    )


def _state(track: str) -> Callable[[_Batch], Values]:
    return lambda batch: each_once(
        lambda pair: state(track, *pair, batch.language),
        batch.together("category", _STATES[track]),
    )


def _individuals(name: str) -> Callable[[_Batch], Values]:
    return lambda batch: each_once(
        lambda told: people(*told, batch.language)[name],
        batch.together("category", *_INDIVIDUALS),
    )


def _inscription(name: str) -> Callable[[_Batch], Values]:
    return lambda batch: each_once(
        lambda told: facts.inscriptions(*told)[name], batch.together(*facts.INSCRIBED)
    )


def _words(names: Sequence[str]) -> Callable[[_Batch], Values]:
    return lambda batch: list(map(words, batch.together(*names)))


def _damage(batch: _Batch) -> Values:
    return each_once(lambda pair: Text(*pair), batch.together("damage", "language"))


def _location(batch: _Batch) -> Values:
    decided = batch.together(*facts.DECIDE_PRECISION)
    told = each_once(lambda decide: facts.precision(*decide), decided)
    points = batch.together(*_POINT)
    return [Location(*precision, *point) for precision, point in zip(told, points, strict=True)]


def _place_chain(batch: _Batch) -> Values:
    chains = batch.together(*_PLACE)
    wanted = {pk for _pk, path in set(chains) for pk in _path_ids(path)}
    known = {row.pk: place_link(row) for row in (_PLACES(wanted) if wanted else ())}

    def chain(pair: tuple[int | None, str | None]) -> tuple[Any, ...]:
        pk, path = pair
        return tuple(known[one] for one in _path_ids(path) if one in known) if pk in known else ()

    return each_once(chain, chains)


def _path_ids(path: str | None) -> list[int]:
    return [int(part) for part in (path or "").split("/") if part]


def _sources(batch: _Batch) -> Values:
    links = _FIND_SOURCES(batch.ids)
    rows = {row.pk: row for row in (_SOURCES({link[1] for link in links}) if links else ())}
    told = each_once(lambda pair: source(rows[pair[0]], pair[1]), [link[1:] for link in links])
    return batch.listed((link[0], one) for link, one in zip(links, told, strict=True))


def _related(batch: _Batch) -> Values:
    links = [
        (pk, kind, other, is_reverse)
        for read, is_reverse in _RELATED
        for pk, kind, other in read(batch.ids)
    ]
    public = {pk: told for pk, *told in (_OTHERS({one[2] for one in links}) if links else ())}
    return batch.listed(
        (pk, facts.related(kind, public[other], is_reverse=is_reverse))
        for pk, kind, other, is_reverse in links
        if other in public
    )


def _credits(batch: _Batch) -> Values:
    """Of the picture that stands for it."""
    first: dict[int, Credit] = {}
    for pk, *told in _CREDITS(batch.ids):
        first.setdefault(pk, Credit(*told))
    return [first.get(pk) for pk in batch.ids]


_FIELDS: Mapping[str, Callable[[_Batch], Values]] = {
    **{name: _plain(column) for name, column in _PLAIN.items()},
    **{name: _choice(name) for name in _CHOICES},
    **{track: _state(track) for track in _STATES},
    "public_id": lambda batch: list(map(str, batch.rows["public_id"])),
    "type": lambda batch: batch.pointed("object_type_id", _TERMS, term),
    "other_numbers": lambda batch: each_once(facts.numbers, batch.rows["other_numbers"]),
    "titles": _words(_TITLES),
    "descriptions": _words(_DESCRIPTIONS),
    "nationality": lambda batch: batch.pointed("nationality_id", _TERMS, term),
    "markings": _inscription("markings"),
    "serial_numbers": _inscription("serial_numbers"),
    "materials": lambda batch: batch.shared(_MATERIALS, _TERMS, term),
    "damage": _damage,
    "found_by": lambda batch: batch.shared(_FOUND_BY, _PEOPLE, str),
    "place_chain": _place_chain,
    "location": _location,
    "holder": lambda batch: batch.pointed("holder_id", _INSTITUTIONS, institution),
    "individuals": _individuals("individuals"),
    "individuals_qualifier": _individuals("individuals_qualifier"),
    "related": _related,
    "sources": _sources,
    "photo": _credits,
}
