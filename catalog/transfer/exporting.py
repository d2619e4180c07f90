"""Exporting: finds → cells of a list, streamed; what import reads back changes nothing.

Cells come in blocks, column by column: a value that stands often in a block is written once, and
no row is made before the last moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from catalog import records
from catalog.formats import table
from catalog.lib import sheets
from catalog.lib.repeated import each_once
from catalog.querysets import FindQuerySet
from catalog.transfer import snapshots
from catalog.transfer.columns import Column, visible_columns
from catalog.transfer.lookups import Lookups

BATCH = 500
# What a spreadsheet must take as a number keeps its sign without an apostrophe.
_NUMBERS = table.NUMBERS
# The cells of some finds, a sequence for each column.
Block = list[Sequence[str]]


def rows(finds: FindQuerySet, columns: Sequence[Column]) -> Iterator[Sequence[str]]:
    """The cells of each find in these columns, by number, harmless to a spreadsheet."""
    blocks = plain_blocks(_by_number(finds), columns)
    return rows_of(guarded([column.name for column in columns], blocks))


def rows_of(blocks: Iterable[Block]) -> Iterator[Sequence[str]]:
    """The rows of blocks."""
    for block in blocks:
        yield from zip(*block, strict=True)


def plain_blocks(ids: Iterable[int], columns: Sequence[Column]) -> Iterator[Block]:
    """The cells of these finds as they are, in the order given; a few queries a block."""
    lookups = Lookups()
    writers = [(column.keys, column.write and column.write(lookups)) for column in columns]
    wanted = {key for column in columns for key in column.keys}
    for batch in _batches(ids):
        found = snapshots.columns(batch, wanted)
        empty = [""] * len(found["id"])
        yield [
            each_once(write, _values(found, keys)) if write else empty for keys, write in writers
        ]


def _values(found: dict[str, Sequence[Any]], keys: Sequence[str]) -> Sequence[Any]:
    """What the writer of a column takes: the values of its key, or of all of them."""
    if len(keys) == 1:
        return found[keys[0]]
    return list(zip(*(found[key] for key in keys), strict=True))


def guarded(header: Sequence[str], blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks in which no text is a formula; numbers stay what they are."""
    are_numbers = [name in _NUMBERS for name in header]
    for block in blocks:
        pairs = zip(block, are_numbers, strict=True)
        yield [cells if is_number else sheets.guard_all(cells) for cells, is_number in pairs]


def _by_number(finds: FindQuerySet) -> Iterator[int]:
    ids = finds.order_by("number_sort", "pk").values_list("pk", flat=True)
    return ids.iterator(chunk_size=BATCH)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    stream = iter(ids)
    while batch := list(islice(stream, BATCH)):
        yield batch


def full(
    finds: FindQuerySet, *, sensitive: bool = True
) -> tuple[list[str], Iterator[Sequence[str]]]:
    """Header and rows of the full profile, without what the viewer may not see."""
    columns = visible_columns(sensitive=sensitive)
    return [column.name for column in columns], rows(finds, columns)


def public(finds: FindQuerySet) -> tuple[list[str], Iterator[Sequence[str]]]:
    """Header and rows of the public profile: records only, so nothing withheld can be in it."""
    header = list(table.COLUMNS)
    return header, rows_of(guarded(header, public_blocks(_by_number(finds.public()))))


def public_blocks(ids: Iterable[int]) -> Iterator[Block]:
    """The cells of these finds in the order given, those no longer public left out."""
    for batch in _batches(ids):
        yield table.cells(records.columns(batch))


def public_records(ids: Iterable[int]) -> Iterator[records.FindRecord]:
    """The whole records of these finds in the order given; a few queries a batch."""
    for batch in _batches(ids):
        yield from records.many(batch)
