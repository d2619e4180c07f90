"""Proposing a mapping for a file: what its headers say, and what a kept mapping says of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from catalog.lib import sheets, text
from catalog.transfer.columns import recognised
from catalog.transfer.mapping import ADDED_COLUMNS, Mapping, headers_named, headers_of

SAMPLES = 3  # values shown beside a header
_LOOKED_THROUGH = 200  # rows in which values are looked for


@dataclass(frozen=True, slots=True)
class Proposal:
    """A mapping that fits a file, and the headers it names that the file does not have."""

    mapping: Mapping
    lost: tuple[str, ...] = ()


def propose(header: Sequence[str], start: Mapping | None = None) -> Proposal:
    """Each header a list may use, taken for the column it means; the first where two mean one.

    `start` keeps its constants, values and options.
    """
    known = recognised()
    columns: dict[str, str] = {}
    for name in _addressable(header):
        column = known.get(name) or known.get(text.fold(name.replace("_", " ")))
        if column is not None:
            columns.setdefault(column.name, name)
    return Proposal(replace(start or Mapping(), columns=columns))


def adapt(mapping: Mapping, header: Sequence[str]) -> Proposal:
    """A mapping made for another file: lines that name what this one lacks are left out."""
    if not mapping.columns:
        return propose(header, mapping)
    names = headers_of(header)
    fits: dict[str, str] = {}
    lost: list[str] = []
    for ours, theirs in mapping.columns.items():
        absent = [name for name in headers_named(theirs, names) if name not in names]
        if absent:
            lost += absent
        else:
            fits[ours] = theirs
    return Proposal(replace(mapping, columns=fits), tuple(dict.fromkeys(lost)))


def _addressable(header: Sequence[str]) -> list[str]:
    """The headers a mapping can name: each once, without those the refused rows came with."""
    named = dict.fromkeys(headers_of(header))
    return [name for name in named if name not in ADDED_COLUMNS]


@dataclass(slots=True)
class HeaderShown:
    """One column of a file: its header, whether a mapping can name it, and some of its values."""

    name: str
    is_named: bool
    samples: list[str] = field(default_factory=list)


def look(sheet: sheets.Sheet) -> list[HeaderShown]:
    """The columns of a file with the first different values of each."""
    seen: set[str] = set()
    shown = []
    for name in headers_of(sheet.header):
        shown.append(HeaderShown(name, name not in seen and name not in ADDED_COLUMNS))
        seen.add(name)
    for _line, cells in islice(sheet.rows, _LOOKED_THROUGH):
        for one, cell in zip(shown, cells, strict=False):
            value = cell.strip()
            if value and value not in one.samples and len(one.samples) < SAMPLES:
                one.samples.append(value)
    return [one for one in shown if one.name not in ADDED_COLUMNS]
