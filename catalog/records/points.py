"""Points: what the map needs of a find, read from the published position alone."""

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.db.models import Case, FloatField, Func, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, NullIf
from django.utils.translation import get_language

from catalog.lib import geo
from catalog.models import Find
from catalog.models.words import LANGUAGES
from catalog.records.rows import Prepared
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


# So many points are remembered from one question to the next, some 200 bytes each.
_MOST_KNOWN = 30_000


def points(ids: Sequence[int], viewer: Viewer = PUBLIC) -> list[PointRecord]:
    """The points of these finds in the order given, those without one left out; one query."""
    written = points_text(ids, viewer)
    return [PointRecord(*row) for row in json.loads(f"[{written}]")]


def points_text(
    ids: Sequence[int], viewer: Viewer = PUBLIC, *, known: dict[int, str] | None = None
) -> str:
    """The same as JSON: an array for each point, commas between; at most one query.

    There may be thousands: the database writes them, and no object is made of any. `known` are
    those already written in this language since the catalogue last changed; it learns the others,
    for who moves a map asks for most of its points again.
    """
    if viewer != PUBLIC:
        raise ValueError(viewer)
    known = {} if known is None else known
    asked = [pk for pk in ids if pk not in known]
    found = _read(asked) if asked else {}
    if len(known) + len(found) <= _MOST_KNOWN:
        known.update(found)
    written = (known.get(pk) or found.get(pk) for pk in ids)
    return ",".join([point for point in written if point])


def _read(ids: Sequence[int]) -> dict[int, str]:
    own = (get_language() or "en")[:2]
    return dict(_POINTS[own if own in LANGUAGES else LANGUAGES[0]](ids))


class _Written(Func):
    """Columns as a JSON array in text."""

    function = "json_array"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, db: Any, **context: Any) -> Any:
        template = "json_build_array(%(expressions)s)::text"
        return self.as_sql(compiler, db, template=template, **context)


def _told(language: str) -> list[Any]:
    """What is told of a point, in the order of the fields of a `PointRecord`."""
    # The reader's own language first, as everywhere.
    titles = dict.fromkeys((language, *LANGUAGES))
    filled = [NullIf(f"title_{code}", Value("")) for code in titles]
    return [
        "slug",
        "catalogue_number",
        Coalesce(*filled, Value("")),
        "category",
        Cast("public_latitude", FloatField()),
        Cast("public_longitude", FloatField()),
        "public_uncertainty_m",
        Case(*(When(location_precision=name, then=Value(size)) for name, size in _CELLS.items())),
    ]


def _of_language(language: str) -> Prepared:
    return Prepared(
        lambda ids: (
            Find.objects.public_among(ids)
            .filter(public_latitude__isnull=False)
            .values_list("pk", _Written(*_told(language)))
        )
    )


_POINTS = {language: _of_language(language) for language in LANGUAGES}
