"""Lines of the log that say what happened and where, and hold nothing that must not get out.

What an error says may hold what somebody typed: a point, a name, a row the database refused. So the
log keeps the kind of an error and the lines of the program it passed, not its words; those of the
machine itself (a disk, a connection) are kept, for they name no row.
"""

import json
import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from types import TracebackType

from django.db import OperationalError

# A point good to ten metres, however it came into a sentence, and what follows a word for a secret.
_POINT = re.compile(r"-?\d{1,3}[.,]\d{4,}")
_SECRET = re.compile(r"(?i)\b(password|passwd|token|secret|cookie|code|key)(['\"]?\s*[=:]\s*)\S+")
_HIDDEN = "…"

Raised = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class Lines(logging.Formatter):
    """One line for a person; the lines of the program below it where something broke."""

    def __init__(self) -> None:
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")

    def format(self, record: logging.LogRecord) -> str:
        # A handler before may have kept its own words of the same error.
        record.exc_text = None
        return scrubbed(super().format(record))

    def formatException(self, ei: Raised) -> str:  # noqa: N802 - the name of the standard library
        return "\n".join(_steps(ei[1]))


class JsonLines(Lines):
    """One object a line, for whatever gathers logs."""

    def format(self, record: logging.LogRecord) -> str:
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": scrubbed(record.getMessage()),
        }
        if status := getattr(record, "status_code", None):
            told["status"] = status
        if record.exc_info and record.exc_info[1]:
            told["error"] = [scrubbed(step) for step in _steps(record.exc_info[1])]
        return json.dumps(told, ensure_ascii=False)


def scrubbed(words: str) -> str:
    """A text without points and without what stands after a word for a secret."""
    return _SECRET.sub(rf"\1\2{_HIDDEN}", _POINT.sub(_HIDDEN, words))


def _steps(error: BaseException | None) -> Iterator[str]:
    """The kinds of an error and of what led to it, each with the way through the program."""
    while error is not None:
        said = f": {str(error).splitlines()[0]}" if _is_of_the_machine(error) else ""
        yield f"{type(error).__module__}.{type(error).__qualname__}{said}"
        for frame in traceback.extract_tb(error.__traceback__):
            yield f"  {frame.filename}:{frame.lineno} {frame.name}"
        error = error.__cause__ or error.__context__


def _is_of_the_machine(error: BaseException) -> bool:
    return isinstance(error, OSError | OperationalError) and bool(str(error))
