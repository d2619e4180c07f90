"""What the database should hold: its tables, the files its rows name, how far its columns are."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.db.models import FileField

# Who is signed in is nobody's business later, and must not be signed in again by a restore.
SESSIONS = "django_session"
Ask = Callable[[str], list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Facts:
    """What was counted in one state of the database."""

    rows: dict[str, int]
    files: list[str]
    migrations: list[str]


def facts(ask: Ask, tables: set[str]) -> Facts:
    """Count a state of the database; `ask` runs a question in that state."""
    ours = sorted(tables & {model._meta.db_table for model in _models()} - {SESSIONS})
    # Names of tables come from our models, not from anybody's input.
    rows = {table: ask(f'SELECT count(*) FROM "{table}"')[0][0] for table in ours}  # nosec B608
    applied = ask("SELECT app, name FROM django_migrations ORDER BY app, name")
    return Facts(rows, sorted(_files(ask, set(ours))), [f"{app}.{name}" for app, name in applied])


def _models() -> Iterator[Any]:
    return (model for model in apps.get_models(include_auto_created=True) if model._meta.managed)


def _files(ask: Ask, tables: set[str]) -> set[str]:
    """The files rows name, as paths below the folder of uploads."""
    found = set()
    for model in _models():
        for column in model._meta.concrete_fields:
            if isinstance(column, FileField) and model._meta.db_table in tables:
                asked = f'SELECT DISTINCT "{column.column}" FROM "{model._meta.db_table}"'  # nosec B608
                found |= {_below(column.storage.path(name)) for (name,) in ask(asked) if name}
    return found


def _below(path: str) -> str:
    return Path(path).relative_to(Path(settings.MEDIA_ROOT).absolute()).as_posix()


def unknown(migrations: Iterable[str]) -> list[str]:
    """Those of a backup this program knows nothing of: it was made by a newer one."""
    return sorted(set(migrations) - _written())


def is_behind(migrations: Iterable[str]) -> bool:
    """Whether a backup has the columns of an older program."""
    return bool(_written() - set(migrations))


def _written() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
