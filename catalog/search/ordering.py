"""The orders of a listing; the catalogue number decides among equals."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, F, IntegerField, QuerySet, Value, When
from django.db.models.functions import Collate
from django.utils.translation import gettext_lazy as _

from catalog.search import fulltext
from catalog.vocab import RestorationStatus

DEFAULT, RELEVANCE = "newest", "relevance"
# From the field to the museum.
_STAGES = (
    RestorationStatus.NOT_ASSESSED,
    RestorationStatus.AS_FOUND,
    RestorationStatus.AWAITING,
    RestorationStatus.IN_PROGRESS,
    RestorationStatus.STABILISED,
    RestorationStatus.RESTORED,
    RestorationStatus.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Sort:
    """A way to sort: its word, and what it sorts by before the number."""

    label: Any
    by: tuple[Any, ...] = ()


SORTS: Mapping[str, Sort] = {
    RELEVANCE: Sort(_("Relevance")),
    "newest": Sort(_("Newest found"), (F("found_from").desc(nulls_last=True),)),
    "oldest": Sort(_("Oldest found"), (F("found_from").asc(nulls_last=True),)),
    "number": Sort(_("Catalogue number")),
    "place": Sort(_("Place"), (F("public_place__slug").asc(nulls_last=True),)),
    "updated": Sort(_("Recently updated"), (F("updated_at").desc(),)),
    "restoration": Sort(
        _("Restoration stage"),
        (
            Case(
                *(
                    When(restoration_status=value, then=index)
                    for index, value in enumerate(_STAGES)
                ),
                default=Value(len(_STAGES)),
                output_field=IntegerField(),
            ),
        ),
    ),
}


def chosen(wishes: Mapping[str, Any]) -> str:
    """The order that holds: relevance where words are looked for, while it finds few."""
    typed = wishes.get("q", "")
    sort = wishes.get("sort", RELEVANCE if typed else DEFAULT)
    return DEFAULT if sort == RELEVANCE and not fulltext.are_few(typed) else sort


def ordered(finds: QuerySet, sort: str, *, typed: str = "") -> QuerySet:
    """The finds in that order; relevance is to what was typed, then the default order."""
    by = SORTS[sort].by
    if sort == RELEVANCE:
        by = (fulltext.by_relevance(typed), *SORTS[DEFAULT].by)
    return finds.order_by(*by, _by_number(), "pk")


def _by_number() -> Any:
    """By the number, character by character: other collations skip hyphens."""
    column = F("number_sort")
    return Collate(column, "C") if connection.vendor == "postgresql" else column
