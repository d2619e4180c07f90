"""Exporting: finds → rows of a list, streamed; what import reads back changes nothing."""

from collections.abc import Iterable, Iterator, Sequence
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
    for batch in _batches(_by_number(finds)):
        found = snapshots.read(batch, wanted)
        for pk in batch:
            if values := found.get(pk):
                yield [_cell(column, values, lookups) for column in columns]


def _by_number(finds: FindQuerySet) -> Iterator[int]:
    ids = finds.order_by("number_sort", "pk").values_list("pk", flat=True)
    return ids.iterator(chunk_size=BATCH)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(ids)
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
    return list(table.COLUMNS), public_rows(_by_number(finds.public()))


def public_rows(ids: Iterable[int]) -> Iterator[list[str]]:
    """The rows of these finds in the order given, those no longer public left out."""
    for record in public_records(ids):
        cells = zip(table.COLUMNS, table.row(record), strict=True)
        yield [cell if name in table.NUMBERS else sheets.guard(cell) for name, cell in cells]


def public_records(ids: Iterable[int]) -> Iterator[records.FindRecord]:
    """The whole records of these finds in the order given; a few queries a batch."""
    for batch in _batches(ids):
        yield from records.many(batch)
