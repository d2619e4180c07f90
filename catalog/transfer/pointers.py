"""Pointers: cells that name other rows of the catalogue, one of them or several."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from catalog.lib import identifiers
from catalog.transfer.cells import Context, Reader, Writer, alone, check_length
from catalog.transfer.lookups import Lookups
from catalog.vocab import RelationKind, Vocabulary


def term(key: str, vocabulary: Vocabulary, column: str) -> tuple[Reader, Writer]:
    """A term by code, label or synonym."""
    return (
        lambda cell, context: {key: context.lookups.term(vocabulary, cell, column)},
        lambda lookups: lookups.term_code,
    )


def terms(key: str, vocabulary: Vocabulary, column: str) -> tuple[Reader, Writer]:
    """Several terms, in the order of their codes."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        found = {context.lookups.term(vocabulary, part, column) for part in split(cell)}
        return {key: tuple(sorted(found))}

    return read, lambda lookups: lambda pks: join(sorted(map(lookups.term_code, pks)))


def people(key: str) -> tuple[Reader, Writer]:
    """Several contributors by name."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        return {key: tuple(sorted({context.lookups.person(part) for part in split(cell)}))}

    return read, lambda lookups: lambda pks: join(sorted(map(lookups.person_name, pks)))


def sources(key: str) -> tuple[Reader, Writer]:
    """Several sources by code, each with an optional locator: "SHUMSHU-2015 @ picture 4"."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        found = {}
        for part in split(cell):
            code, _sign, locator = part.partition(" @ ")
            check_length(locator.strip(), 100)
            found[context.lookups.source(code)] = locator.strip()
        return {key: tuple(sorted(found.items()))}

    def bound(lookups: Lookups) -> Callable[[Any], str]:
        def one(pk: int, locator: str) -> str:
            code = lookups.source_code(pk)
            return f"{code} @ {locator}" if locator else code

        return lambda pairs: join(sorted(one(*pair) for pair in pairs))

    return read, bound


def relations(key: str) -> tuple[Reader, Writer]:
    """Links to other finds: "part_of:SHU15-0003"; the other find may stand further down."""

    def read(cell: str, context: Context) -> dict[str, Any]:
        found = set()
        for part in split(cell):
            kind, sign, other = part.partition(":")
            if not sign:
                raise ValueError(_("Write it as kind:number, for example part_of:SHU15-0003."))
            code = context.lookups.choice(RelationKind, kind)
            found.add((code, identifiers.check_number(other)))
        return {key: tuple(sorted(found))}

    return read, alone(lambda links: join(f"{kind}:{other}" for kind, other in links))


def place(key: str) -> tuple[Reader, Writer]:
    """A path of names from the largest area down: "Kuril Islands > Shumshu"."""
    return (
        lambda cell, context: {key: context.lookups.place(cell)},
        lambda lookups: lookups.place_path,
    )


def expedition(key: str) -> tuple[Reader, Writer]:
    """An expedition by code or title."""
    return (
        lambda cell, context: {key: context.lookups.expedition(cell)},
        lambda lookups: lookups.expedition_code,
    )


def institution(key: str, column: str) -> tuple[Reader, Writer]:
    """An institution by code or name."""
    return (
        lambda cell, context: {key: context.lookups.institution(cell, column)},
        lambda lookups: lookups.institution_code,
    )


def split(cell: str) -> list[str]:
    r"""The parts of a cell with several values: `|` parts them, `\|` is a bar."""
    marked = cell.replace(r"\|", "\0")
    parts = (part.replace("\0", "|").strip() for part in marked.split("|"))
    return [part for part in parts if part]


def join(parts: Any) -> str:
    """The opposite of `split`."""
    return "|".join(map(_escaped, parts))


def _escaped(part: str) -> str:
    # A blank keeps a backslash at the end from swallowing the bar that follows.
    blank = " " if part.endswith("\\") else ""
    return part.replace("|", r"\|") + blank
