"""Landmarks: where the places lie that a visitor may know by name."""

from collections.abc import Iterable

from catalog import visibility
from catalog.models import Place
from catalog.records.shapes import Landmark
from catalog.records.words import text_of


def landmarks() -> tuple[Landmark, ...]:
    """Every shown place that has a published middle, the largest first; one query."""
    rows = Place.objects.public().filter(latitude__isnull=False, uncertainty_m__isnull=False)
    return of_rows(rows)


def of_rows(rows: Iterable[Place | None]) -> tuple[Landmark, ...]:
    """Those of these places that are shown and have a published middle, the largest first."""
    found = [one for one in map(_landmark, rows) if one is not None]
    return tuple(sorted(found, key=lambda one: (-one.radius_m, one.slug)))


def _landmark(row: Place | None) -> Landmark | None:
    if row is None or not row.is_shown:
        return None
    middle = visibility.public_middle(
        latitude=row.latitude, longitude=row.longitude, radius_m=row.uncertainty_m
    )
    if middle is None:
        return None
    latitude, longitude, radius_m = middle
    return Landmark(row.slug, text_of(row, "name"), float(latitude), float(longitude), radius_m)
