"""Small records made of one row: terms, names, institutions, sources, choices."""

from django.db.models import Model

from catalog.lib.languages import Text
from catalog.models import Institution, Place, Source, Term
from catalog.models.words import all_words, in_language
from catalog.records.shapes import (
    Choice,
    InstitutionRecord,
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
    value = getattr(row, field)
    if not value:
        return Choice()
    return Choice(value, str(getattr(row, f"get_{field}_display")()))


def status(track: str, value: str) -> Choice:
    """A state of a track and its word."""
    words = dict(STATUSES[track].choices)
    return Choice(value, str(words.get(value, value))) if value else Choice()


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


def source(row: Source, locator: str = "") -> SourceRecord:
    """A source, with the page or picture in it."""
    return SourceRecord(
        code=row.code,
        type=choice(row, "type"),
        title=Text(row.title, row.language),
        authors=row.authors,
        publisher=row.publisher,
        date=row.date_edtf,
        url=row.url,
        archive_ref=row.archive_ref,
        citation=Text(row.citation, row.language),
        locator=locator,
    )
