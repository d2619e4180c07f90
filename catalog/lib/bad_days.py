"""Days on which nothing can be written, or nothing at all: told from faults of the program."""

import errno
from collections.abc import Iterator
from enum import StrEnum

from django.db import DatabaseError, InterfaceError, OperationalError

_FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
_NO_WRITING = {errno.EROFS}


class BadDay(StrEnum):
    """What is the matter."""

    FULL = "full"
    BUSY = "busy"
    READ_ONLY = "read_only"
    GONE = "gone"


# What databases say, in the order it is looked for; an error of operation that says none of it
# is a database that is not there.
_SAYINGS = (
    (BadDay.FULL, ("is full", "no space left", "could not extend", "disk full")),
    (BadDay.BUSY, ("locked", "lock timeout", "deadlock", "busy", "too many clients", "too many")),
    (BadDay.READ_ONLY, ("readonly", "read-only")),
)
# Seconds until it is worth trying again.
WAIT = {BadDay.BUSY: 5, BadDay.FULL: 600, BadDay.READ_ONLY: 600, BadDay.GONE: 60}


def bad_day(error: BaseException | None) -> BadDay | None:
    """What kind of bad day an error tells of; None for a fault of ours."""
    return next(filter(None, map(_told, _chain(error))), None)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _told(error: BaseException) -> BadDay | None:
    if isinstance(error, DatabaseError | InterfaceError):
        words = str(error).lower()
        for kind, sayings in _SAYINGS:
            if any(saying in words for saying in sayings):
                return kind
        is_gone = isinstance(error, OperationalError | InterfaceError)
        return BadDay.GONE if is_gone and "no such" not in words else None
    if isinstance(error, OSError):
        if error.errno in _FULL_DISK:
            return BadDay.FULL
        return BadDay.READ_ONLY if error.errno in _NO_WRITING else None
    return None
