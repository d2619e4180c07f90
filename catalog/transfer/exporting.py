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
_NUMBERS = table.NUMBERS


def rows(finds: FindQuerySet, columns: Sequence[Column]) -> Iterator[list[str]]:
    """The cells of each find in these columns, by number, harmless to a spreadsheet."""
    return guarded([column.name for column in columns], plain_rows(_by_number(finds), columns))


def plain_rows(ids: Iterable[int], columns: Sequence[Column]) -> Iterator[list[str]]:
    """The cells of these finds as they are, in the order given; a few queries a batch."""
    lookups = Lookups()
    wanted = {key for column in columns for key in column.keys}
    for batch in _batches(ids):
        found = snapshots.read(batch, wanted)
        for pk in batch:
            if values := found.get(pk):
                yield [column.write(values, lookups) if column.write else "" for column in columns]


def guarded(header: Sequence[str], cells: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Rows in which no text is a formula; numbers stay what they are."""
    are_numbers = [name in _NUMBERS for name in header]
    for row in cells:
        pairs = zip(row, are_numbers, strict=True)
        yield [cell if is_number else sheets.guard(cell) for cell, is_number in pairs]


def _by_number(finds: FindQuerySet) -> Iterator[int]:
    ids = finds.order_by("number_sort", "pk").values_list("pk", flat=True)
    return ids.iterator(chunk_size=BATCH)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(ids)
    while batch := list(islice(stream, BATCH)):
        yield batch


def full(finds: FindQuerySet, *, sensitive: bool = True) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the full profile, without what the viewer may not see."""
    columns = visible_columns(sensitive=sensitive)
    return [column.name for column in columns], rows(finds, columns)


def public(finds: FindQuerySet) -> tuple[list[str], Iterator[list[str]]]:
    """Header and rows of the public profile: records only, so nothing withheld can be in it."""
    return list(table.COLUMNS), public_rows(_by_number(finds.public()))


def public_rows(ids: Iterable[int]) -> Iterator[list[str]]:
    """The rows of these finds in the order given, those no longer public left out."""
    return guarded(list(table.COLUMNS), map(table.row, public_records(ids)))


def public_records(ids: Iterable[int]) -> Iterator[records.FindRecord]:
    """The whole records of these finds in the order given; a few queries a batch."""
    for batch in _batches(ids):
        yield from records.many(batch)
