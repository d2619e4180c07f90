"""Landmarks: where the places lie that a visitor may know by name."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog import visibility
from catalog.lib.languages import Text
from catalog.models import Place
from catalog.records.words import text_of


@dataclass(frozen=True, slots=True)
class Landmark:
    """A shown place on the map: its middle as published, and how far it reaches from there."""

    slug: str
    name: Text
    latitude: float
    longitude: float
    radius_m: int
    # It is an extent, not a cell of the grid.
    cell_degrees: None = None


def landmarks() -> list[Landmark]:
    """Every shown place that has a published middle, the largest first; one query."""
    rows = Place.objects.public().filter(latitude__isnull=False, uncertainty_m__isnull=False)
    return sorted(of_rows(rows), key=lambda one: (-one.radius_m, one.slug))


def of_rows(rows: Iterable[Place | None]) -> list[Landmark]:
    """Those of these places that are shown and have a published middle."""
    found = (landmark(row) for row in rows)
    return [one for one in found if one is not None]


def landmark(row: Place | None) -> Landmark | None:
    """A shown place on the map; None for no place, and for one whose middle is not published."""
    if row is None or not row.is_shown:
        return None
    middle = visibility.public_middle(
        latitude=row.latitude, longitude=row.longitude, radius_m=row.uncertainty_m
    )
    if middle is None:
        return None
    latitude, longitude, radius_m = middle
    return Landmark(row.slug, text_of(row, "name"), float(latitude), float(longitude), radius_m)
