"""Unarchiving: a bag of a whole catalogue into an installation that has none.

Nothing is believed before the bag has proved itself, and nothing stays when it breaks off.
"""

from collections.abc import Callable
from pathlib import Path

from django.contrib.auth import get_user_model
from django.core.exceptions import SuspiciousOperation
from django.core.files import File
from django.core.files.storage import Storage
from django.core.management.color import no_style
from django.db import DatabaseError, connection, models, transaction
from django.utils.translation import gettext as _

from catalog import index
from catalog.lib import bag
from catalog.models import Find, Term
from catalog.models.rederive import rederive
from catalog.transfer import archive_tables
from catalog.transfer.archive_tables import TableBroken
from catalog.transfer.archiving import FILES, USERS, ArchiveRefused

_MANY = 10**9  # more rows than any log of changes tells one by one


def check(folder: Path) -> None:
    """Raise ArchiveRefused with every damage of the bag, or with the tables it lacks."""
    if found := bag.problems(folder):
        raise ArchiveRefused("\n".join(found))
    wanted = [USERS, *archive_tables.tables()]
    lost = [name for name in wanted if not (folder / "data" / f"{name}.csv").is_file()]
    if lost:
        message = _("The bag is whole, but it is no archive of a catalogue: it lacks {names}.")
        raise ArchiveRefused(message.format(names=", ".join(f"data/{name}.csv" for name in lost)))


def load(folder: Path, *, progress: Callable[[int], object] = lambda _n: None) -> dict[str, int]:
    """Fill an empty installation from a bag, in one transaction; returns rows by table.

    Raises ArchiveRefused when the bag is damaged, the catalogue is not empty, or a row cannot be.
    """
    check(folder)
    stored: list[tuple[Storage, str]] = []
    try:
        with transaction.atomic(), index.bulk() as change:
            _refuse_unless_empty()
            change.about_to_change(_MANY)
            counts = _load_tables(folder, progress)
            _load_files(folder, stored, progress)
            rederive(Find.objects.all())
            index.renew()
    except BaseException as error:
        for storage, name in stored:
            storage.delete(name)
        if isinstance(error, (DatabaseError, TableBroken, OSError, ValueError)):
            raise _refused(error) from error
        raise
    return counts


def _refused(error: Exception) -> ArchiveRefused:
    if isinstance(error, ArchiveRefused):
        return error
    if isinstance(error, DatabaseError):
        message = _("The rows of the archive do not fit one another: {error}.")
        return ArchiveRefused(message.format(error=str(error).splitlines()[0]))
    return ArchiveRefused(str(error))


def _refuse_unless_empty() -> None:
    """Only what the program itself has put there may be there: its terms, and users."""
    for name, model in archive_tables.tables().items():
        if model is not Term and model._base_manager.exists():
            words = model._meta.verbose_name_plural
            message = _("The catalogue is not empty: {table} ({words}).")
            raise ArchiveRefused(message.format(table=name, words=words))
    # The archive brings its own, under their own ids.
    Term._base_manager.all()._raw_delete(Term._base_manager.db)


def _load_tables(folder: Path, progress: Callable[[int], object]) -> dict[str, int]:
    users = _load_users(bag.read(folder, f"{USERS}.csv"))
    counts = {USERS: len(users)}
    for name, model in archive_tables.tables().items():
        counts[name] = 0
        for rows in archive_tables.read(model, bag.read(folder, f"{name}.csv"), users):
            _write(model, rows)
            counts[name] += len(rows)
            progress(len(rows))
    _count_on(list(archive_tables.tables().values()))
    return counts


def _write(model: type[models.Model], rows: list[models.Model]) -> None:
    """Write rows with the moments they came with, also where a column sets its own."""
    own = [
        field.attname
        for field in model._meta.concrete_fields
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    ]
    moments = {row.pk: {name: getattr(row, name) for name in own} for row in rows if own}
    model._base_manager.bulk_create(rows)
    for pk, told in moments.items():
        model._base_manager.filter(pk=pk).update(**told)


def _load_users(path: Path) -> dict[str, int]:
    """Ids by name; who is not known here is made, without a password and without rights."""
    users = get_user_model()
    for told in archive_tables.read_plain(path):
        users.objects.get_or_create(
            username=told.pop("username"),
            defaults={**told, "is_active": False, "password": "!"},  # nosec B105
        )
    return dict(users.objects.values_list("username", "pk"))


def _count_on(tables: list[type[models.Model]]) -> None:
    """Have the database give new rows ids after those that came with theirs."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables):
            cursor.execute(statement)


def _load_files(
    folder: Path, stored: list[tuple[Storage, str]], progress: Callable[[int], object]
) -> None:
    for model in FILES:
        storage = model._meta.get_field("file").storage
        for name in model._base_manager.exclude(file="").values_list("file", flat=True):
            _load_file(bag.read(folder, f"files/{name}"), name, storage, stored)
            progress(1)


def _load_file(path: Path, name: str, storage: Storage, stored: list[tuple[Storage, str]]) -> None:
    try:
        if storage.exists(name):
            message = _("There is a file {name} in the store already.")
            raise ArchiveRefused(message.format(name=name))
        with path.open("rb") as stream:
            kept = storage.save(name, File(stream))
    except SuspiciousOperation as error:
        raise ArchiveRefused(_("{path} leads out of the bag.").format(path=name)) from error
    stored.append((storage, kept))
    if kept != name:
        raise ArchiveRefused(
            _("The file {name} cannot be stored under its name.").format(name=name)
        )
