"""The map, for the page that draws it and for programs: points while few, else counted cells."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from catalog import records
from catalog.api.answers import answer_text, door
from catalog.formats import plain
from catalog.records import PointRecord
from catalog.search import cells
from catalog.search.cells import Cell, Chart


@door
def chart(request: HttpRequest) -> HttpResponse:
    """Where the finds of a query string lie."""
    found = cells.chart(request.GET)
    told = {
        "total": found.total,
        "unplaced": found.unplaced,
        "here": found.here,
        "notes": found.notes,
        **_kind(found),
    }
    return answer_text(f'{plain.text(told)[:-1]},"rows":[{_rows(found)}]}}')


def _kind(found: Chart) -> dict[str, Any]:
    """What the rows are; they carry no names, which would be half of the answer."""
    if found.cells is None:
        return {"kind": "points", "fields": PointRecord._fields}
    size = float(found.size or 0)
    return {"kind": "cells", "cell_degrees": size, "fields": Cell._fields}


def _rows(found: Chart) -> str:
    """The rows as JSON; thousands of points are written by the database itself."""
    if found.cells is None:
        return records.points_text(found.ids or [], known=found.known)
    return plain.text([tuple(cell) for cell in found.cells])[1:-1]
