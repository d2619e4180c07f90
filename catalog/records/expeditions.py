"""Expeditions as records: the season, its published claims, and what is counted here."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from catalog.lib.languages import NO_TEXT, Text
from catalog.lib.tally import NOTHING, Tally
from catalog.models import Claim, Expedition, Find, Photo
from catalog.models.words import all_words, in_language
from catalog.records.landmarks import of_rows
from catalog.records.photos import record as photo_record
from catalog.records.shapes import (
    Choice,
    InstitutionRecord,
    Landmark,
    PhotoRecord,
    PlaceLink,
    SourceRecord,
    TermRecord,
)
from catalog.records.words import choice, institution, place_link, source, term, text_of


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """A published figure, to stand beside the computed one."""

    what: Choice
    text: Text
    number: int
    qualifier: Choice
    nationality: TermRecord | None
    source: SourceRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpeditionRecord:
    """A season: what a visitor may know of it, and what came of it."""

    code: str
    title: Text
    titles: Mapping[str, str]
    dates: str
    dates_text: str
    status: Choice
    tally: Tally = NOTHING
    area: PlaceLink | None = None
    # Its area on the map, if that has a published middle.
    landmarks: tuple[Landmark, ...] = ()
    organisers: tuple[InstitutionRecord, ...] = ()
    leader: str = ""
    summary: Text = NO_TEXT
    claims: tuple[ClaimRecord, ...] = ()
    photos: tuple[PhotoRecord, ...] = ()
    sources: tuple[SourceRecord, ...] = ()


def expeditions() -> list[ExpeditionRecord]:
    """Every expedition, the latest first, each with its count; 3 queries."""
    rows = Expedition.objects.select_related("area").newest()
    counted = Find.objects.public().tallies("expedition")
    return [ExpeditionRecord(**_brief(row), tally=counted.get(row.pk, NOTHING)) for row in rows]


def expedition(code: str) -> ExpeditionRecord | None:
    """One expedition, or None."""
    row = Expedition.objects.select_related("area", "leader").filter(code__iexact=code).first()
    if row is None:
        return None
    claims = Claim.objects.filter(expedition=row).select_related("nationality", "source")
    photos = Photo.objects.public().filter(expedition=row).order_by("id")
    leader = row.leader
    return ExpeditionRecord(
        **_brief(row),
        tally=Find.objects.public().filter(expedition=row).tally(),
        landmarks=of_rows([row.area]),
        organisers=tuple(institution(one) for one in row.organisers.all()),
        leader=str(leader) if leader and leader.show_publicly else "",
        summary=text_of(row, "summary"),
        claims=tuple(_claim(claim) for claim in claims),
        photos=tuple(photo_record(photo) for photo in photos),
        sources=tuple(source(one) for one in row.sources.all()),
    )


def claims() -> list[ExpeditionRecord]:
    """Every expedition others published figures of, the latest first, with these; 2 queries."""
    by_expedition: dict[int, list[ClaimRecord]] = {}
    for row in Claim.objects.select_related("nationality", "source"):
        by_expedition.setdefault(row.expedition_id, []).append(_claim(row))
    seasons = Expedition.objects.filter(pk__in=by_expedition).select_related("area").newest()
    return [ExpeditionRecord(**_brief(row), claims=tuple(by_expedition[row.pk])) for row in seasons]


def _brief(row: Expedition) -> dict[str, object]:
    return {
        "code": row.code,
        "title": text_of(row, "title"),
        "titles": row.titles,
        "dates": row.dates,
        "dates_text": row.dates_text,
        "status": choice(row, "status"),
        "area": place_link(row.area),
    }


def _claim(row: Claim) -> ClaimRecord:
    words, language = in_language(all_words(row, "text"))
    if not words:
        words = _("{subject}: {number}").format(subject=row.get_what_display(), number=row.number)
    return ClaimRecord(
        what=choice(row, "what"),
        text=Text(words, language),
        number=row.number,
        qualifier=choice(row, "qualifier"),
        nationality=term(row.nationality),
        source=source(row.source),
    )
