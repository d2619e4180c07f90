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
STAGES = (
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
    """A way to sort: its word, and what it sorts by before the number; a name is of a text."""

    label: Any
    by: tuple[Any, ...] = ()


SORTS: Mapping[str, Sort] = {
    RELEVANCE: Sort(_("Relevance")),
    "newest": Sort(_("Newest found"), (F("found_from").desc(nulls_last=True),)),
    "oldest": Sort(_("Oldest found"), (F("found_from").asc(nulls_last=True),)),
    "number": Sort(_("Catalogue number")),
    "place": Sort(_("Place"), ("public_place__slug",)),
    "updated": Sort(_("Recently updated"), (F("updated_at").desc(),)),
    "restoration": Sort(
        _("Restoration stage"),
        (
            Case(
                *(When(restoration_status=value, then=index) for index, value in enumerate(STAGES)),
                default=Value(len(STAGES)),
                output_field=IntegerField(),
            ),
        ),
    ),
}


def ordered(finds: QuerySet, sort: str, *, typed: str = "") -> QuerySet:
    """The finds in that order; relevance is to what was typed, then the default order."""
    by = SORTS[sort].by
    if sort == RELEVANCE:
        by = (fulltext.by_relevance(typed), *SORTS[DEFAULT].by)
    plain = (
        _plainly(one).asc(nulls_last=True) if isinstance(one, str) else one
        for one in (*by, "number_sort")
    )
    return finds.order_by(*plain, "pk")


def _plainly(column: str) -> Any:
    """By a text, character by character: other collations skip hyphens."""
    return Collate(column, "C") if connection.vendor == "postgresql" else F(column)
