"""Small records made of one row: terms, names, institutions, sources, choices."""

from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language

from catalog.lib.languages import Text, spoken
from catalog.models import Institution, PersonIdentification, Place, Source, Term
from catalog.models.words import all_words, in_language
from catalog.records.shapes import (
    NO_CHOICE,
    Choice,
    InstitutionRecord,
    PersonRecord,
    PlaceLink,
    SourceRecord,
    TermRecord,
)
from catalog.vocab import STATUSES, Track


def text_of(row: Model, field: str) -> Text:
    """The words of a three-language field for the reader of the moment."""
    return Text(*in_language(all_words(row, field)))


def choice(row: Model, field: str) -> Choice:
    """The value of a column with choices and its word."""
    return choice_of(type(row), field, getattr(row, field))


def choice_of(model: type[Model], field: str, value: str) -> Choice:
    """A value of a column with choices and its word."""
    return choice_for(model, field, value, get_language() or "")


@lru_cache(maxsize=4096)
def choice_for(model: type[Model], field: str, value: str, _language: str) -> Choice:
    """The same for who knows the language of the moment: a page of cards asks a hundred times."""
    return Choice(value, str(_labels(model, field).get(value, value))) if value else NO_CHOICE


@cache
def _labels(model: type[Model], field: str) -> Mapping[str, Any]:
    """The words of a column's choices, not yet in any language.

    `get_…_display` makes this dictionary anew for every value it is asked for.
    """
    return dict(model._meta.get_field(field).flatchoices)


def status(track: str, value: str) -> Choice:
    """A state of a track and its word."""
    return status_for(track, value, get_language() or "")


@lru_cache(maxsize=1024)
def status_for(track: str, value: str, _language: str) -> Choice:
    """The same for who knows the language of the moment."""
    return Choice(value, str(_STATES[track].get(value, value))) if value else NO_CHOICE


_STATES = {track: dict(states.choices) for track, states in STATUSES.items()}


def track_choice(track: str) -> Choice:
    """A track and its heading."""
    return Choice(track, str(Track(track).label))


def term(row: Term | None) -> TermRecord | None:
    """A term, or None for none."""
    if row is None:
        return None
    ids = (row.aat, row.fish, row.wikidata) if row.id_verified else ("", "", "")
    return TermRecord(row.code, text_of(row, "label"), row.labels, *ids)


def place_link(row: Place | None) -> PlaceLink | None:
    """A place by name; None for none, and for one that is not shown."""
    if row is None or not row.is_shown:
        return None
    return PlaceLink(row.slug, text_of(row, "name"), row.names)


def institution(row: Institution | None) -> InstitutionRecord | None:
    """An institution, or None for none."""
    if row is None:
        return None
    return InstitutionRecord(row.slug, text_of(row, "name"), row.names, row.url)


def person(row: PersonIdentification) -> PersonRecord:
    """One of the dead, whom the caller has found to be cleared for publication."""
    return PersonRecord(
        name=Text(row.name_original),
        reading=row.name_reading,
        romanised=row.name_romanised,
        rank=row.rank,
        unit=row.unit,
    )


def source(row: Source, locator: str = "") -> SourceRecord:
    """A source, with the page or picture in it."""
    return SourceRecord(
        code=row.code,
        type=choice(row, "type"),
        title=Text(row.title, spoken(row.title, row.language)),
        authors=row.authors,
        publisher=row.publisher,
        date=row.date_edtf,
        url=row.url,
        archive_ref=row.archive_ref,
        citation=Text(row.citation, spoken(row.citation, row.language)),
        locator=locator,
    )
