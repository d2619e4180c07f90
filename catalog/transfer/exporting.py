"""Exporting: finds → rows of a list, streamed; what import reads back changes nothing."""

from collections.abc import Iterator, Sequence
from itertools import islice

from catalog import records
from catalog.formats import table
from catalog.lib import sheets
from catalog.querysets import FindQuerySet
from catalog.transfer import snapshots
from catalog.transfer.columns import Column, visible_columns
from catalog.transfer.lookups import Lookups

BATCH = 500
# What a spreadsheet must take as a number keeps its sign without an apostrophe.
_NUMBERS = frozenset({"latitude", "longitude"})


def rows(finds: FindQuerySet, columns: Sequence[Column]) -> Iterator[list[str]]:
    """The cells of each find in these columns, by number; a few queries a batch."""
    lookups = Lookups()
    wanted = {key for column in columns for key in column.keys}
    for batch in _batches(finds):
        found = snapshots.read(batch, wanted)
        for pk in batch:
            if values := found.get(pk):
                yield [_cell(column, values, lookups) for column in columns]


def _batches(finds: FindQuerySet) -> Iterator[list[int]]:
    """Ids by number, a batch at a time."""
    ids = finds.order_by("number_sort", "pk").values_list("pk", flat=True)
    stream = iter(ids.iterator(chunk_size=BATCH))
    while batch := list(islice(stream, BATCH)):
        yield batch


def _cell(column: Column, values: dict, lookups: Lookups) -> str:
    cell = column.write(values, lookups) if column.write else ""
    return cell if column.name in _NUMBERS else sheets.guard(cell)


def full(finds: FindQuerySet, *, sensitive: bool = True) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the full profile, without what the viewer may not see."""
    columns = visible_columns(sensitive=sensitive)
    return [column.name for column in columns], rows(finds, columns)


def public(finds: FindQuerySet) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the public profile: records only, so nothing withheld can be in it."""
    return list(table.COLUMNS), _public_rows(finds.public())


def _public_rows(finds: FindQuerySet) -> Iterator[list[str]]:
    for batch in _batches(finds):
        for record in records.many(batch):
            cells = zip(table.COLUMNS, table.row(record), strict=True)
            yield [cell if name in table.NUMBERS else sheets.guard(cell) for name, cell in cells]
