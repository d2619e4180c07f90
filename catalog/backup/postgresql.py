"""Snapshots of PostgreSQL by its own programs, and putting one in the place of the schema."""

import os
import subprocess  # nosec B404 - the server's own programs, by list, never through a shell
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from catalog.backup.manifest import Broken, Progress
from catalog.backup.tables import SESSIONS, Facts, facts

FILE = "database.dump"
_SCHEMA = "public"


class ProgramMissing(Exception):  # noqa: N818 - as it is told
    """A program of PostgreSQL that is not installed here; the message is a sentence."""


def snapshot(target: Path, progress: Progress) -> Facts:
    """Dump the state of now: the rows, and what is counted of them, are of one moment."""
    with transaction.atomic():
        _run_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        moment = _rows("SELECT pg_export_snapshot()")[0][0]
        tables = {
            name
            for (name,) in _rows(
                "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
            )
        }
        told = facts(_rows, tables)
        _program(
            "pg_dump",
            f"--snapshot={moment}",
            "--format=custom",
            f"--schema={_SCHEMA}",
            "--no-owner",
            "--no-privileges",
            f"--exclude-table-data={SESSIONS}",
            f"--file={target}",
            _database(),
        )
    target.chmod(0o600)
    check(target)
    progress(1)
    return told


def check(path: Path) -> None:
    """Let its own program read the dump to the end."""
    _program("pg_restore", "--file", os.devnull, str(path))


def replace(snapshot: Path, moment: str, rows: Mapping[str, int], progress: Progress) -> str:
    """Put a dump in the place of the schema, which is kept under another name; gives that name.

    All or nothing: it is one transaction.
    """
    kept = f"replaced_{moment}"
    script = snapshot.with_suffix(".sql")
    try:
        _program(
            "pg_restore", "--no-owner", "--no-privileges", "--file", str(script), str(snapshot)
        )
        connection.close()
        _program(
            "psql",
            "--no-psqlrc",
            "--quiet",
            "--single-transaction",
            "--set=ON_ERROR_STOP=1",
            "--output",
            os.devnull,
            *("--command", f'ALTER SCHEMA {_SCHEMA} RENAME TO "{kept}"'),
            *("--file", str(script)),
            *("--command", f"SET search_path TO {_SCHEMA}"),
            *("--command", _counted(rows)),
            f"--dbname={_database()}",
        )
    finally:
        script.unlink(missing_ok=True)
    progress(1)
    return kept


def room(snapshot: Path) -> tuple[Path, int]:
    """Where a restore writes besides the uploads, and how many bytes, as far as that is known.

    The server may keep its files on another machine.
    """
    return Path(settings.MEDIA_ROOT), 2 * snapshot.stat().st_size


def _counted(rows: Mapping[str, int]) -> str:
    """A statement that fails, and the whole restore with it, where a row is missing."""
    tests = " ".join(
        f'IF (SELECT count(*) FROM "{table}") <> {int(count)} THEN '  # nosec B608
        f"RAISE EXCEPTION 'not all rows of {table} came back'; END IF;"
        for table, count in rows.items()
    )
    return f"DO $$ BEGIN {tests} END $$"


def size() -> int:
    return 1


def _database() -> str:
    return connection.settings_dict["NAME"]


def _environment() -> dict[str, str]:
    """Where the server is; the password goes by the environment, which other users cannot read."""
    asked = connection.settings_dict
    told = {
        "PGHOST": asked["HOST"],
        "PGPORT": asked["PORT"],
        "PGUSER": asked["USER"],
        "PGPASSWORD": asked["PASSWORD"],
    }
    return {**os.environ, **{name: str(value) for name, value in told.items() if value}}


def _program(*command: str) -> None:
    try:
        done = subprocess.run(  # nosec B603
            command, env=_environment(), capture_output=True, text=True, check=False
        )
    except FileNotFoundError as error:
        message = f"{command[0]} is not installed here (Debian: apt install postgresql-client)."
        raise ProgramMissing(message) from error
    if done.returncode:
        raise Broken(f"{command[0]} failed: {done.stderr.strip() or done.returncode}")


def _run_sql(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


def _rows(sql: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
