"""Snapshots of an SQLite file, and putting one in its place, while others have it open."""

import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connection

from catalog.backup.manifest import Broken, Progress
from catalog.backup.tables import SESSIONS, Facts, facts

FILE = "database.sqlite3"
_PAGES = 1024  # a step of the progress bar: 16 MB, a quarter of it of an older file
_SMALL = 16 * 1024 * 1024  # bytes; a file of few rows takes more of them in larger pages
_SECONDS = 60  # how long a busy database is waited for


def snapshot(target: Path, progress: Progress) -> Facts:
    """Write the state of now into a new file; nobody waits for it, readers nor writers."""
    with closing(_open(_live())) as live, closing(_open(target)) as copy:
        _copy(live, copy, progress)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("PRAGMA secure_delete=ON")
        copy.execute(f"DELETE FROM {SESSIONS}")  # nosec B608
        copy.commit()
    check(target)
    return facts_of(target)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress) -> None:
    """Page by page from one state: what is written meanwhile is not in it."""
    done = 0

    def step(_status: int, remaining: int, total: int) -> None:
        nonlocal done
        progress(total - remaining - done)
        done = total - remaining

    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    source.backup(target, pages=_PAGES, progress=step, sleep=0.05)
    source.rollback()


def check(path: Path) -> None:
    """Let SQLite read all of a file: pages, indexes and what refers to what."""
    try:
        with _only_read(path) as file:
            told = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
            dangling = file.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise Broken(f"{path} is no whole database: {error}.") from error
    if told != "ok" or dangling:
        raise Broken(f"{path} is no whole database: {dangling or told}.")


def facts_of(path: Path) -> Facts:
    with _only_read(path) as file:
        tables = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
        return facts(lambda sql: file.execute(sql).fetchall(), tables)


def replace(snapshot: Path, moment: str, rows: Mapping[str, int], progress: Progress) -> str:
    """Put a snapshot in the place of the database, which is kept as a file; gives its name.

    It is one transaction of SQLite's own: whoever reads meanwhile reads the old state to its end,
    and a power cut leaves the old one or the new.
    """
    if facts_of(snapshot).rows != dict(rows):
        raise Broken(f"{snapshot} does not hold the rows its manifest tells of.")
    live = _live()
    kept = live.with_name(f"{live.name}.replaced-{moment}")
    connection.close()
    with closing(_open(live)) as old, closing(_open(kept)) as copy:
        _copy(old, copy, progress)
        copy.execute("PRAGMA journal_mode=DELETE")
    with (
        _in_pages_of(live, snapshot) as whole,
        _only_read(whole) as new,
        closing(_open(live)) as old,
    ):
        new.backup(old)
    return str(kept)


def room(snapshot: Path) -> tuple[Path, int]:
    """Where a restore writes besides the uploads, and how many bytes.

    The old file is kept, and what comes back goes through the log of its transaction; where pages
    are of another size it is written anew before.
    """
    live, size = _live(), snapshot.stat().st_size
    if _page_size(snapshot) == _page_size(live):
        return live.parent, 2 * size
    return live.parent, 3 * max(size, _SMALL)


@contextmanager
def _in_pages_of(live: Path, snapshot: Path) -> Iterator[Path]:
    """The snapshot in pages of the size of ours: SQLite puts no others in their place."""
    size = _page_size(live)
    if _page_size(snapshot) == size:
        yield snapshot
        return
    with tempfile.TemporaryDirectory(prefix=".restore-", dir=live.parent) as folder:
        anew = Path(folder) / FILE
        with _only_read(snapshot) as file:
            file.execute(f"PRAGMA page_size={size}")
            file.execute("VACUUM INTO ?", [str(anew)])
        yield anew


def _page_size(path: Path) -> int:
    with _only_read(path) as file:
        return file.execute("PRAGMA page_size").fetchone()[0]


def size() -> int:
    """Pages, about: what the progress counts."""
    return connection.cursor().execute("PRAGMA page_count").fetchone()[0]


def _live() -> Path:
    return Path(connection.settings_dict["NAME"])


def _open(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=_SECONDS)
    path.chmod(0o600 if path != _live() else path.stat().st_mode & 0o777)
    return file


@contextmanager
def _only_read(path: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as file:
        yield file
