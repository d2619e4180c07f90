"""Files: finds to take away, as CSV, workbook, JSON lines or GeoJSON, made while they are sent.

The public profile is made of records, so nothing withheld can be in it. The full one holds every
column of a list, the house's one those that anybody of the house may read.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from catalog.formats import geojson, plain, table
from catalog.formats.site import Site
from catalog.lib import sheets, workbook
from catalog.records import FindRecord
from catalog.transfer import exporting
from catalog.transfer.columns import Column, visible_columns
from catalog.transfer.exporting import Block

BOM = "\ufeff"
# Texts put together before they are sent: fewer and larger pieces travel faster.
_AT_ONCE = 100
# What a workbook holds as numbers, and JSON too; a count with its exactness ("20+") is a text.
NUMBERS = frozenset(
    {
        *table.NUMBERS,
        "quantity",
        "length_mm",
        "width_mm",
        "height_mm",
        "weight_g",
        "coordinate_uncertainty_m",
        "depth_cm",
        "calibre_mm",
        "individuals",
        "vehicle_completeness_pct",
    }
)


class Profile(TextChoices):
    """Who a file is for."""

    PUBLIC = "public", _("Public: what a visitor may see")
    HOUSE = "house", _("House: every column but those with exact positions and what is withheld")
    FULL = "full", _("Full: every column, exact positions and what is withheld among them")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which finds, in which order, for whom; `counted` is told of every find passed on."""

    ids: Iterable[int]
    profile: str
    site: Site
    counted: Callable[[int], object] = lambda _number: None


@dataclass(frozen=True, slots=True)
class Format:
    """One kind of file: what it is called, and how it is made."""

    content_type: str
    write: Callable[[Wanted], Iterator[bytes]]


def columns_of(profile: str) -> list[Column]:
    """The columns of the profiles of the house."""
    return visible_columns(sensitive=profile == Profile.FULL)


def _table(wanted: Wanted) -> tuple[list[str], Iterator[Block]]:
    """Header and cells, harmless to a spreadsheet."""
    header, blocks = _cells(wanted)
    return header, exporting.guarded(header, blocks)


def _cells(wanted: Wanted) -> tuple[list[str], Iterator[Block]]:
    """Header and cells as they are."""
    if wanted.profile == Profile.PUBLIC:
        return list(table.COLUMNS), _counted(exporting.public_blocks(wanted.ids), wanted)
    columns = columns_of(wanted.profile)
    header = [column.name for column in columns]
    return header, _counted(exporting.plain_blocks(wanted.ids, columns), wanted)


def _counted(blocks: Iterable[Block], wanted: Wanted) -> Iterator[Block]:
    for block in blocks:
        wanted.counted(len(block[0]))
        yield block


def _records(wanted: Wanted) -> Iterator[FindRecord]:
    for record in exporting.public_records(wanted.ids):
        wanted.counted(1)
        yield record


def _csv(wanted: Wanted) -> Iterator[bytes]:
    header, blocks = _table(wanted)
    yield BOM.encode() + sheets.lines([header])
    for block in blocks:
        yield sheets.lines_of(block)


def _xlsx(wanted: Wanted) -> Iterator[bytes]:
    header, blocks = _table(wanted)
    return workbook.pieces("finds", header, exporting.rows_of(blocks), numbers=NUMBERS)


def _jsonl(wanted: Wanted) -> Iterator[bytes]:
    return _joined(f"{plain.text(one)}\n" for one in _objects(wanted))


def _objects(wanted: Wanted) -> Iterator[Any]:
    if wanted.profile == Profile.PUBLIC:
        for record in _records(wanted):
            yield plain.record(record, wanted.site)
        return
    header, blocks = _cells(wanted)
    for row in exporting.rows_of(blocks):
        yield _named(header, row)


def _named(header: Sequence[str], row: Sequence[str]) -> dict[str, Any]:
    """A row under the names of its columns; null where a cell is empty."""
    return {name: _value(name, cell) for name, cell in zip(header, row, strict=True)}


def _value(name: str, cell: str) -> Any:
    if not cell:
        return None
    return json.loads(cell) if name in NUMBERS else cell


def _geojson(wanted: Wanted) -> Iterator[bytes]:
    return _joined(geojson.collection(_features(wanted)))


def _features(wanted: Wanted) -> Iterator[dict[str, Any]]:
    if wanted.profile == Profile.PUBLIC:
        for record in _records(wanted):
            yield geojson.feature(record, wanted.site)
        return
    for content in _objects(wanted):
        yield geojson.of_row(content)


def _joined(texts: Iterator[str]) -> Iterator[bytes]:
    while piece := "".join(islice(texts, _AT_ONCE)):
        yield piece.encode()


FORMATS: Mapping[str, Format] = {
    "csv": Format("text/csv; charset=utf-8", _csv),
    "xlsx": Format(workbook.CONTENT_TYPE, _xlsx),
    "jsonl": Format("application/x-ndjson; charset=utf-8", _jsonl),
    "geojson": Format(geojson.CONTENT_TYPE, _geojson),
}


def pieces(name: str, wanted: Wanted) -> Iterator[bytes]:
    """The file of this format, piece by piece."""
    return FORMATS[name].write(wanted)
