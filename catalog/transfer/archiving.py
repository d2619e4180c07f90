"""Archiving: the whole catalogue in one bag, to be read in fifty years by any program.

Tables are CSV, described by a Frictionless data package; photographs and papers lie beside them as
they came. The tables are read in one transaction, so that they fit one another.
"""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.storage import Storage
from django.db import connection, models, transaction
from django.utils.translation import gettext as _, override

from catalog.lib import sheets
from catalog.lib.bag import Bag
from catalog.models import Document, Photo
from catalog.transfer import archive_tables

USERS = "user"
USER_COLUMNS = ("username", "first_name", "last_name")
FILES: tuple[type[models.Model], ...] = (Photo, Document)
Progress = Callable[[int], object]


class ArchiveRefused(ValueError):  # noqa: N818 - a refusal, not a fault
    """The archive cannot be written or loaded; the message says why."""


def write(folder: Path, *, now: datetime, progress: Progress = lambda _n: None) -> dict[str, int]:
    """Write the bag; under its name it stands when it is whole. Returns rows by table.

    Raises ArchiveRefused where the folder is there already or a stored file is missing.
    """
    if folder.exists():
        raise ArchiveRefused(_("{path} is there already; name another one.").format(path=folder))
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    try:
        bag = Bag(part)
        counts, files = _write_tables(bag)
        for name, storage in files.items():
            _write_file(bag, name, storage)
            progress(1)
        bag.tag("datapackage.json", _package(counts, now))
        bag.seal(
            {
                "Bagging-Date": f"{now:%Y-%m-%d}",
                "Bag-Software-Agent": "Findspot",
                "External-Description": "A catalogue of finds: tables, history and originals",
            }
        )
        part.replace(folder)
    except OSError as error:
        message = _("{path} cannot be written: {error}.")
        raise ArchiveRefused(message.format(path=folder, error=error.strerror)) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return counts


def _write_tables(bag: Bag) -> tuple[dict[str, int], dict[str, Storage]]:
    counts = {}
    # Inside another transaction it is too late to ask for one moment of the whole database.
    begins = connection.vendor == "postgresql" and not connection.in_atomic_block
    with transaction.atomic():
        if begins:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        users = dict(get_user_model().objects.values_list("pk", "username"))
        counts[USERS] = _write_users(bag)
        for name, model in archive_tables.tables().items():
            with bag.file(f"{name}.csv") as stream:
                for piece in archive_tables.written(model, users):
                    stream.write(piece)
            counts[name] = model._base_manager.count()
        return counts, _files()


def _write_users(bag: Bag) -> int:
    rows = list(get_user_model().objects.order_by("username").values_list(*USER_COLUMNS))
    with bag.file(f"{USERS}.csv") as stream:
        stream.write(sheets.lines([USER_COLUMNS]))
        stream.write(sheets.lines(map(sheets.guard, row) for row in rows))
    return len(rows)


def _files() -> dict[str, Storage]:
    """The stored files of the catalogue by their names in the store."""
    found = {}
    for model in FILES:
        names = model._base_manager.exclude(file="").order_by("pk").values_list("file", flat=True)
        found.update(dict.fromkeys(names, model._meta.get_field("file").storage))
    return found


def _write_file(bag: Bag, name: str, storage: Storage) -> None:
    try:
        with storage.open(name) as source, bag.file(f"files/{name}") as stream:
            shutil.copyfileobj(source, stream, 1024**2)
    except FileNotFoundError as error:
        message = _("The stored file {name} is missing; restore it or delete its record.")
        raise ArchiveRefused(message.format(name=name)) from error


# What it holds, in the words of Frictionless


def _package(counts: Mapping[str, int], now: datetime) -> str:
    with override("en"):
        resources = [_users_resource()]
        resources += [_resource(name, one) for name, one in archive_tables.tables().items()]
    package = {
        "profile": "tabular-data-package",
        "name": "findspot-archive",
        "title": "Findspot: a catalogue of finds",
        "description": (
            "In text cells that begin with = + - @, a tab or a line break, an apostrophe was put "
            "before, so that no spreadsheet takes them for a formula; one of their own stays."
        ),
        "created": now.isoformat(),
        "findspot": {"rows": counts},
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=1) + "\n"


def _users_resource() -> dict[str, Any]:
    fields = [{"name": name, "type": "string"} for name in USER_COLUMNS]
    return _described(USERS, "Users, by name alone", fields, "username")


def _resource(name: str, model: type[models.Model]) -> dict[str, Any]:
    fields = archive_tables.columns(model)
    keys = [_foreign_key(field) for field in fields if _points_in_archive(field)]
    key = archive_tables.name_of(model._meta.pk)
    told = _described(name, str(model._meta.verbose_name_plural), list(map(_field, fields)), key)
    if keys:
        told["schema"]["foreignKeys"] = keys
    return told


def _described(name: str, title: str, fields: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return {
        "name": name.replace("/", "-"),
        "title": title,
        "path": f"data/{name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"lineTerminator": "\r\n"},
        "schema": {"fields": fields, "primaryKey": key, "missingValues": [""]},
    }


_TYPES: tuple[tuple[type[models.Field], dict[str, Any]], ...] = (
    (models.BooleanField, {"type": "boolean"}),
    (models.DateTimeField, {"type": "datetime", "format": "any"}),
    (models.DateField, {"type": "date"}),
    (models.DecimalField, {"type": "number"}),
    (models.UUIDField, {"type": "string", "format": "uuid"}),
    (models.IntegerField, {"type": "integer"}),
    (models.AutoField, {"type": "integer"}),
)


def _field(field: models.Field) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": "string"}
    if not archive_tables.is_text(field):
        plain = field.target_field if field.is_relation else field
        kind = next((told for one, told in _TYPES if isinstance(plain, one)), kind)
    return {"name": archive_tables.name_of(field), "title": str(field.verbose_name), **kind}


def _points_in_archive(field: models.Field) -> bool:
    """History may point to what is gone, so only the tables of today are tied together."""
    is_past = field.model._meta.model_name.startswith("historical")
    return (
        field.is_relation
        and not is_past
        and (
            archive_tables.is_user(field) or field.related_model in archive_tables.tables().values()
        )
    )


def _foreign_key(field: models.Field) -> dict[str, Any]:
    if archive_tables.is_user(field):
        target, key = USERS, "username"
    else:
        target = archive_tables.path_of(field.related_model)
        key = field.target_field.attname
    itself = field.related_model is field.model
    resource = "" if itself else target.replace("/", "-")
    reference = {"resource": resource, "fields": key}
    return {"fields": archive_tables.name_of(field), "reference": reference}
