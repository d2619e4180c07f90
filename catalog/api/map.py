"""The map, for the page that draws it and for programs: points while few, else counted cells."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from catalog import records
from catalog.api.answers import answer, door
from catalog.records import PointRecord
from catalog.search import cells
from catalog.search.cells import Cell, Chart


@door
def chart(request: HttpRequest) -> HttpResponse:
    """Where the finds of a query string lie."""
    found = cells.chart(request.GET)
    return answer(
        {
            "total": found.total,
            "unplaced": found.unplaced,
            "here": found.here,
            "notes": found.notes,
            **_shown(found),
        }
    )


def _shown(found: Chart) -> dict[str, Any]:
    """Rows without names, which for thousands of points are half of the answer."""
    if found.cells is None:
        points = records.points(found.ids or [])
        return {"kind": "points", "fields": PointRecord._fields, "rows": points}
    return {
        "kind": "cells",
        "cell_degrees": float(found.size or 0),
        "fields": Cell._fields,
        "rows": found.cells,
    }
