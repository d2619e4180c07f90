"""Published claims beside what is counted here of the same kind, side and expedition."""

from dataclasses import dataclass

from django.http import QueryDict

from catalog import records
from catalog.lib.languages import Text
from catalog.records import ClaimRecord
from catalog.search.answers import answered
from catalog.search.query import Query
from catalog.vocab import Category, ClaimSubject

_CATEGORIES = {
    ClaimSubject.INDIVIDUALS: Category.REMAINS,
    ClaimSubject.TANKS: Category.TANK,
    ClaimSubject.AIRCRAFT: Category.AIRCRAFT,
}


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A published figure and the one counted here; None where nothing of the kind is counted."""

    claim: ClaimRecord
    code: str
    expedition: Text
    counted: int | None = None
    query: Query | None = None


def claim_rows(codes: list[str] | None = None) -> list[ClaimRow]:
    """The claims of these expeditions, or of all; the counts leave every other filter aside."""
    return [
        _row(claim, season.code, season.title)
        for season in records.claims()
        if codes is None or season.code in codes
        for claim in season.claims
    ]


def _row(claim: ClaimRecord, code: str, title: Text) -> ClaimRow:
    category = _CATEGORIES.get(ClaimSubject(claim.what.value))
    if category is None:
        return ClaimRow(claim, code, title)
    wishes = {"expedition": [code], "category": [category]}
    if claim.nationality:
        wishes["nationality"] = [claim.nationality.code]
    query = Query.of(wishes)
    tally = answered(QueryDict(str(query)[1:])).tally()
    counted = tally.individuals if category == Category.REMAINS else tally.objects
    return ClaimRow(claim, code, title, counted, query)
