"""A citation: one line that names a record, its catalogue and its lasting address."""

from datetime import date
from typing import Protocol


class Cited(Protocol):
    """What a citation needs of a record."""

    number: str
    title: object
    expedition_title: object


def cite(record: Cited, *, catalogue: str, url: str, on: date) -> str:
    """The record as one would cite it on a given day."""
    parts = (
        record.number,
        str(record.title),
        str(record.expedition_title),
        catalogue,
        f"{url} ({on.isoformat()})",
    )
    return ". ".join(part.rstrip(".") for part in parts if part) + "."


def cite_whole(*, catalogue: str, url: str, on: date) -> str:
    """The catalogue itself, as it stood on a given day."""
    return f"{catalogue}. {url} ({on.isoformat()})."
