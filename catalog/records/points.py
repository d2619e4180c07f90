"""Points: what the map needs of a find, read from the published position alone."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import FloatField, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import get_language

from catalog.lib import geo
from catalog.models import Find
from catalog.models.words import LANGUAGES
from catalog.visibility import PUBLIC, Viewer


class PointRecord(NamedTuple):
    """A find on the map; degrees as published.

    A generalised point stands for the cell of the grid it is the middle of: `cell_degrees` wide.
    """

    slug: str
    number: str
    title: str
    category: str
    latitude: float
    longitude: float
    uncertainty_m: int | None
    cell_degrees: float | None


_CELLS = {precision: float(size) for precision, size in geo.CELL_DEGREES.items()}


def points(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[PointRecord]:
    """The points of these finds in the order given, those without one left out; one query.

    There may be thousands: a point takes microseconds, so nothing is asked twice.
    """
    if viewer != PUBLIC:
        raise ValueError(viewer)
    placed = Find.objects.public_among(ids).filter(public_latitude__isnull=False)
    # The reader's own language first, as everywhere.
    titles = dict.fromkeys(((get_language() or "en")[:2], *LANGUAGES))
    rows = placed.values_list(
        "pk",
        "slug",
        "catalogue_number",
        "category",
        Cast("public_latitude", FloatField()),
        Cast("public_longitude", FloatField()),
        "public_uncertainty_m",
        "location_precision",
        *(f"title_{code}" for code in titles if code in LANGUAGES),
    )
    found = {
        row[0]: PointRecord(*row[1:3], row[8] or row[9] or row[10], *row[3:7], _CELLS.get(row[7]))
        for row in _fetched(rows)
    }
    return [found[pk] for pk in ids if pk in found]


def _fetched(rows: QuerySet) -> list[tuple[Any, ...]]:
    """The rows as the database gives them; converting them would cost as much as reading them."""
    with connection.cursor() as cursor:
        cursor.execute(*rows.query.sql_with_params())
        return cursor.fetchall()
