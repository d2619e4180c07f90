"""Points: what the map needs of a find, read from the published position alone."""

from collections.abc import Sequence
from typing import NamedTuple

from catalog.models import Find
from catalog.models.words import LANGUAGES, in_language
from catalog.visibility import PUBLIC, Viewer

_DECIMALS = 6


class PointRecord(NamedTuple):
    """A find on the map; degrees as published."""

    slug: str
    number: str
    title: str
    category: str
    latitude: float
    longitude: float
    uncertainty_m: int | None


def points(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[PointRecord]:
    """The points of these finds in the order given, those without one left out; one query."""
    if viewer != PUBLIC:
        raise ValueError(viewer)
    placed = Find.objects.public().filter(pk__in=ids, public_latitude__isnull=False)
    rows = placed.order_by().values_list(
        "pk",
        "slug",
        "catalogue_number",
        "category",
        "public_latitude",
        "public_longitude",
        "public_uncertainty_m",
        *(f"title_{code}" for code in LANGUAGES),
    )
    by_id = {pk: _point(*row) for pk, *row in rows}
    return [by_id[pk] for pk in ids if pk in by_id]


def _point(
    slug: str, number: str, category: str, latitude: object, longitude: object, *rest: object
) -> PointRecord:
    uncertainty, *titles = rest
    title, _language = in_language(dict(zip(LANGUAGES, titles, strict=True)))
    degrees = (round(float(value), _DECIMALS) for value in (latitude, longitude))
    return PointRecord(slug, number, title, category, *degrees, uncertainty)
