"""Cards: what a listing prints of a find, read without making models of it.

A page has up to 96 of them: their rows come in one question and their pictures in another.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import get_language

from catalog import visibility
from catalog.lib.languages import Text
from catalog.models import Find, FindPhoto, RemainsDetail
from catalog.models.words import LANGUAGES, in_language
from catalog.querysets import Among
from catalog.records.photos import record as photo_record
from catalog.records.rows import Prepared
from catalog.records.shapes import (
    NO_CHOICE,
    Choice,
    FindCard,
    PhotoRecord,
    PlaceLink,
    TermRecord,
)
from catalog.records.words import choice, choice_for, status_for
from catalog.visibility import PUBLIC, Viewer
from catalog.vocab import CATEGORY_RULES, Track


class CardRow(NamedTuple):
    """The columns of a card; an empty code or slug says that there is none."""

    pk: int
    catalogue_number: str
    slug: str
    category: str
    found_on: str
    found_on_text: str
    nationality_certainty: str
    ammunition_aboard: str
    restoration_status: str
    custody_status: str
    hazard_status: str
    remains_status: str
    titles: tuple[str, ...]
    type: tuple[Any, ...]
    nationality: tuple[Any, ...]
    place: tuple[Any, ...]
    individuals: int | None
    individuals_qualifier: str | None


_PLAIN = CardRow._fields[:12]
_TERM = ("code", *(f"label_{code}" for code in LANGUAGES), "id_verified", "aat", "fish", "wikidata")
_PLACE = ("slug", *(f"name_{code}" for code in LANGUAGES), "is_shown")
# The columns in groups, each of them one field of a card's row.
_GROUPS = (
    tuple(f"title_{code}" for code in LANGUAGES),
    tuple(f"object_type__{name}" for name in _TERM),
    tuple(f"nationality__{name}" for name in _TERM),
    tuple(f"public_place__{name}" for name in _PLACE),
)
_REMAINS = ("remains__individuals", "remains__individuals_qualifier")
_ROWS = Prepared(
    lambda ids: Find.objects.public_among(ids).values_list(
        *_PLAIN, *(name for group in _GROUPS for name in group), *_REMAINS
    )
)
_LINKS = Prepared(
    lambda ids: (
        shown_photos().filter(Among("find", ids)).values_list("pk", "find", "is_primary", "order")
    )
)


def cards(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[FindCard]:
    """The cards of these finds in the order given, those no longer public left out.

    Two questions, and a third where there are photographs.
    """
    if viewer != PUBLIC:
        raise ValueError(viewer)
    rows = {row[0]: _grouped(row) for row in _ROWS(ids)}
    pictures, language = _pictures(ids), get_language() or "en"
    return [_card(rows[pk], pictures.get(pk, ()), language) for pk in ids if pk in rows]


@lru_cache(maxsize=2048)
def _card(row: CardRow, shown: tuple[PhotoRecord, ...], _language: str) -> FindCard:
    """The card of these facts: the same finds are asked for again and again."""
    return FindCard(**card(row, shown))


def _grouped(row: Sequence[Any]) -> CardRow:
    parts, start = [], len(_PLAIN)
    for group in _GROUPS:
        parts.append(tuple(row[start : start + len(group)]))
        start += len(group)
    return CardRow(*row[: len(_PLAIN)], *parts, *row[start:])


def shown_photos() -> Any:
    """The links to photographs that may be seen, in no order."""
    return FindPhoto.objects.filter(visibility.public_photo("photo__")).order_by()


def _pictures(ids: Sequence[int]) -> Mapping[int, tuple[PhotoRecord, ...]]:
    rows = sorted(_LINKS(ids), key=lambda row: (not row[2], row[3], row[0]))
    if not rows:
        return {}
    links = shown_photos().select_related("photo").in_bulk([row[0] for row in rows])
    found: dict[int, tuple[PhotoRecord, ...]] = {}
    for pk, find, *_order in rows:
        if pk in links:
            found[find] = (*found.get(find, ()), *photos([links[pk]]))
    return found


def photos(links: Iterable[FindPhoto]) -> tuple[PhotoRecord, ...]:
    """The pictures of links the caller has found to be public."""
    return tuple(photo_record(link.photo, choice(link, "role")) for link in links)


def row_of(find: Find) -> CardRow:
    """The row of a find that was read whole."""
    remains = getattr(find, "remains", None)
    return CardRow(
        *(getattr(find, name) for name in _PLAIN),
        tuple(getattr(find, name) for name in _GROUPS[0]),
        _values(find.object_type, _TERM),
        _values(find.nationality, _TERM),
        _values(find.public_place, _PLACE),
        getattr(remains, "individuals", None),
        getattr(remains, "individuals_qualifier", None),
    )


def _values(row: Any, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name, None) for name in names)


def card(row: CardRow, shown: tuple[PhotoRecord, ...]) -> dict[str, Any]:
    """The fields of a card."""
    # Asked once: a card has fifteen words, and a page a hundred cards.
    language = get_language() or "en"
    rule = CATEGORY_RULES[row.category]
    titles = words(row.titles)
    return {
        "number": row.catalogue_number,
        "slug": row.slug,
        "category": choice_for(Find, "category", row.category, language),
        "singular": _singular(row.category, language),
        "is_people": rule.counts_people,
        "is_recorded": rule.is_recorded,
        "type": _term(row.type, language),
        "title": Text(*in_language(titles, language)),
        "titles": titles,
        "nationality": _term(row.nationality, language),
        "nationality_certainty": choice_for(
            Find, "nationality_certainty", row.nationality_certainty, language
        ),
        "place": _place(row.place, language),
        "found_on": row.found_on,
        "found_on_text": row.found_on_text,
        **_statuses(row, language),
        "is_dangerous": visibility.danger(row.category, row.hazard_status, row.ammunition_aboard),
        **people(row.category, row.individuals, row.individuals_qualifier, language),
        "photos": shown,
    }


@lru_cache(maxsize=256)
def _singular(category: str, _language: str) -> str:
    return str(CATEGORY_RULES[category].singular)


def words(values: Iterable[str]) -> dict[str, str]:
    """`{language: text}` of the columns of three languages, empty ones left out."""
    return {code: word for code, word in zip(LANGUAGES, values, strict=True) if word}


@lru_cache(maxsize=4096)
def _term(values: tuple[Any, ...], language: str) -> TermRecord | None:
    """A term of the few that come again on every card."""
    code, *labels, is_verified, aat, fish, wikidata = values
    if not code:
        return None
    named = words(labels)
    ids = (aat, fish, wikidata) if is_verified else ("", "", "")
    return TermRecord(code, Text(*in_language(named, language)), named, *ids)


@lru_cache(maxsize=4096)
def _place(values: tuple[Any, ...], language: str) -> PlaceLink | None:
    """A place of the few that come again on every card."""
    slug, *names, is_shown = values
    if not slug or not is_shown:
        return None
    named = words(names)
    return PlaceLink(slug, Text(*in_language(named, language)), named)


_TRACKS = tuple((str(track), f"{track}_status") for track in Track)
_HELD = {
    str(category): frozenset(map(str, rule.tracks)) for category, rule in CATEGORY_RULES.items()
}


def _statuses(row: CardRow, language: str) -> dict[str, Choice]:
    return {
        track: state(track, row.category, getattr(row, column), language)
        for track, column in _TRACKS
    }


def state(track: str, category: str, value: str, language: str) -> Choice:
    """A state as it is told: only on the tracks of the category."""
    return status_for(track, value if track in _HELD[category] else "", language)


def people(
    category: str, individuals: int | None, qualifier: str | None, language: str
) -> dict[str, Any]:
    """How many people it is of: told of remains alone."""
    if individuals is None or not CATEGORY_RULES[category].counts_people:
        return {"individuals": None, "individuals_qualifier": NO_CHOICE}
    word = choice_for(RemainsDetail, "individuals_qualifier", qualifier or "", language)
    return {"individuals": individuals, "individuals_qualifier": word}
