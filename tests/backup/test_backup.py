"""A backup is of one moment, is read again, and comes back whole or not at all."""

import io
import json
import os
import sqlite3
import sys
import tarfile
import threading
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction

from catalog import index
from catalog.backup import making, manifest, sqlite, tables
from catalog.models import Find, Photo
from tests.conftest import make_member, signed_in
from tests.factories import make_find, make_photo

# A database that is copied whole, as PostgreSQL copies one, must be at rest.
pytestmark = pytest.mark.django_db(transaction=connection.vendor == "postgresql")
MEDIA = "media/originals"


def backup(house: Path, **options: Any) -> Path:
    """Make one; gives its folder, the only one or the newest."""
    for number, old in enumerate(sorted((house / "backups").glob("[12]*"))):
        # Older than any other; two may be of one second.
        os.rename(old, old.with_name(f"1{number:03}{old.name[4:]}"))  # noqa: PTH104
    call_command("backup", str(house / "backups"), stdout=io.StringIO(), **options)
    return next((house / "backups").glob("2*"))


def restore(what: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("restore", str(what), no_input=True, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def stream(monkeypatch: pytest.MonkeyPatch) -> bytes:
    out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=out, write=print, isatty=bool))
    call_command("backup", stream=True, stderr=io.StringIO())
    return out.getvalue()


def numbers() -> set[str]:
    return set(Find.objects.values_list("catalogue_number", flat=True))


def original(photo: Photo, house: Path) -> Path:
    return house / MEDIA / photo.file.name


def told(folder: Path) -> dict[str, Any]:
    return json.loads((folder / manifest.NAME).read_bytes())


def test_what_was_comes_back(house: Path) -> None:
    find = make_find(published=True)
    picture = original(make_photo(find), house)
    content = picture.read_bytes()
    made = backup(house)
    find.delete()
    later = make_find()
    picture.unlink()
    before = index.position().generation

    line = restore(house / "backups")

    assert numbers() == {find.catalogue_number}
    assert later.catalogue_number not in numbers()
    assert picture.read_bytes() == content
    assert index.position().generation != before
    assert f"{sum(told(made)['rows'].values())} rows, 1 uploads" in line
    assert index.position().generation in index.change_number()


def test_what_was_replaced_is_kept(house: Path) -> None:
    backup(house)
    make_find(catalogue_number="LATER-1")

    line = restore(house / "backups")

    kept = line.partition("kept as ")[2].partition(". ")[0]
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = kept
    else:
        with connection.cursor() as cursor:
            cursor.execute(f'SET search_path TO "{kept}"')
    assert numbers() == {"LATER-1"}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's files have such pages")
@pytest.mark.parametrize(("of_copy", "of_house"), [(4096, 16384), (16384, 4096)])
def test_copy_with_pages_of_another_size_comes_back(
    house: Path, of_copy: int, of_house: int
) -> None:
    find = make_find(published=True, title_ru="каска")
    give_pages(house, of_copy)
    made = backup(house)
    find.delete()
    give_pages(house, of_house)

    restore(made)

    assert numbers() == {find.catalogue_number}
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA page_size").fetchone() == (of_house,)
        asked = "SELECT count(*) FROM catalog_publicwords WHERE catalog_publicwords MATCH 'каска'"
        assert cursor.execute(asked).fetchone() == (1,)
    assert not list(house.glob(".restore-*"))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="only SQLite's files have such pages")
def test_room_is_asked_for_what_is_written(house: Path) -> None:
    copy = backup(house) / "database.sqlite3"

    assert sqlite.room(copy) == (house, 2 * copy.stat().st_size)

    give_pages(house, 4096)
    place, wanted = sqlite.room(copy)

    assert place == house
    # It is written anew, goes through the log, and the old one is kept.
    assert wanted >= 3 * 16 * 1024 * 1024 > 3 * copy.stat().st_size


def give_pages(house: Path, size: int) -> None:
    connection.close()
    with closing(sqlite3.connect(house / "house.sqlite3", isolation_level=None)) as file:
        for sql in ("PRAGMA journal_mode=DELETE", f"PRAGMA page_size={size}", "VACUUM"):
            file.execute(sql)
        assert file.execute("PRAGMA page_size").fetchone() == (size,)


def test_nobody_is_signed_in_by_a_restore(house: Path) -> None:
    client = signed_in(make_member("recorder"))
    backup(house)
    assert client.get("/admin/").status_code == 200

    restore(house / "backups")

    assert client.get("/admin/").status_code == 302


@pytest.mark.slow
def test_backup_is_of_one_moment_while_people_write(house: Path) -> None:
    """Each writer makes a find and its photograph together; no snapshot has one of them alone."""
    for _ in range(20):
        make_photo(make_find())
    stop, wrote = threading.Event(), []

    def write() -> None:
        try:
            while not stop.is_set():
                with transaction.atomic():
                    find = make_find()
                    make_photo(find)
                wrote.append(find.pk)
        finally:
            connections["default"].close()

    # The connections of the threads are made from the settings of this one.
    there = connection.settings_dict["NAME"]
    connections.settings["default"]["NAME"], here = there, connections.settings["default"]["NAME"]
    writers = [threading.Thread(target=write) for _ in range(2)]
    try:
        for writer in writers:
            writer.start()
        rows = []
        for _ in range(3):
            made = backup(house)
            found = told(made)
            rows.append((found["rows"]["catalog_find"], found["rows"]["catalog_photo"]))
            assert found["missing"] == []
            assert len(found["uploads"]) == found["rows"]["catalog_photo"]
            restore(made, check=True)
    finally:
        stop.set()
        for writer in writers:
            writer.join()
        connections.settings["default"]["NAME"] = here

    assert wrote
    assert all(finds == photos for finds, photos in rows), rows
    restore(made)
    assert (Find.objects.count(), Photo.objects.count()) == rows[-1]


def test_uploads_are_copied_once(house: Path) -> None:
    first = original(make_photo(make_find()), house)
    backup(house)
    kept = house / "backups" / manifest.UPLOADS
    before = {path: path.stat().st_ino for path in kept.rglob("*") if path.is_file()}
    make_photo(make_find())

    made = backup(house)

    after = {path: path.stat().st_ino for path in kept.rglob("*") if path.is_file()}
    assert before.items() < after.items()
    assert len(after) == 2
    assert len(told(made)["uploads"]) == 2
    assert all(path.stat().st_mode & 0o077 == 0 for path in made.rglob("*"))
    assert first.is_file()


def test_upload_that_rotted_in_the_backup_is_copied_again(house: Path) -> None:
    make_photo(make_find())
    backup(house)
    (kept,) = [one for one in (house / "backups" / manifest.UPLOADS).rglob("*") if one.is_file()]
    kept.write_bytes(b"x" * kept.stat().st_size)

    made = backup(house, all_anew=True)

    restore(made, check=True)


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.slow
@pytest.mark.parametrize("what", ["database", "upload", "manifest", "cut", "gone"])
def test_backup_that_is_not_whole_is_refused_and_nothing_is_touched(house: Path, what: str) -> None:
    make_photo(make_find())
    made = backup(house)
    (kept,) = [one for one in (house / "backups" / manifest.UPLOADS).rglob("*") if one.is_file()]
    database = made / making.engine().FILE
    {
        "database": lambda: spoil(database),
        "upload": lambda: spoil(kept),
        "manifest": lambda: spoil(made / manifest.NAME),
        "cut": lambda: database.write_bytes(database.read_bytes()[:-4096]),
        "gone": kept.unlink,
    }[what]()
    make_find(catalogue_number="STAYS-1")
    files = {path for path in (house / "media").rglob("*") if path.is_file()}

    with pytest.raises(CommandError, match="Nothing was replaced"):
        restore(made)

    assert "STAYS-1" in numbers()
    assert {path for path in (house / "media").rglob("*") if path.is_file()} == files


def test_snapshot_that_was_not_finished_is_none(house: Path) -> None:
    (backup(house) / manifest.NAME).unlink()

    with pytest.raises(CommandError, match="no whole snapshot"):
        restore(house / "backups")


def test_backup_of_a_newer_program_is_refused(house: Path) -> None:
    made = backup(house)
    found = told(made)
    found.pop("digest")
    found["migrations"].append("catalog.9999_wings")
    uploads = [manifest.Upload(**one) for one in found.pop("uploads")]
    newer = manifest.Manifest(**found, uploads=uploads)
    (made / manifest.NAME).write_bytes(newer.written())

    with pytest.raises(CommandError, match="9999_wings is unknown"):
        restore(made)


def test_backup_of_another_database_is_refused(house: Path) -> None:
    made = backup(house)
    found = told(made)
    found.pop("digest")
    uploads = [manifest.Upload(**one) for one in found.pop("uploads")]
    other = manifest.Manifest(**{**found, "vendor": "oracle"}, uploads=uploads)
    (made / manifest.NAME).write_bytes(other.written())

    with pytest.raises(CommandError, match="of oracle"):
        restore(made)


def test_full_disk_leaves_no_half_backup(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_photo(make_find())

    def full(*args: Any) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(making.manifest, "copied", full)

    with pytest.raises(CommandError, match="No space left"):
        backup(house)

    left = [path for path in (house / "backups").rglob("*") if path.is_file()]
    assert left == []


def test_restore_without_room_touches_nothing(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = backup(house)
    make_find(catalogue_number="STAYS-1")
    monkeypatch.setattr(
        "catalog.backup.restoring.shutil.disk_usage", lambda path: SimpleNamespace(free=10)
    )

    with pytest.raises(CommandError, match="bytes free"):
        restore(made)

    assert numbers() == {"STAYS-1"}


def test_database_that_fails_to_come_back_stays_what_it_was(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup(house)
    make_find(catalogue_number="STAYS-1")
    wrong = {**told(made)["rows"], "catalog_find": 7}
    monkeypatch.setattr(manifest, "check", lambda *args: None)
    monkeypatch.setattr(
        "catalog.backup.restoring.find",
        lambda path: SimpleNamespace(
            folder=made, store=made, told=manifest.Manifest(**(_plain(made) | {"rows": wrong}))
        ),
    )

    with pytest.raises(CommandError, match="rows"):
        restore(made)

    assert numbers() == {"STAYS-1"}


def _plain(made: Path) -> dict[str, Any]:
    found = told(made)
    return {name: value for name, value in found.items() if name not in ("digest", "uploads")}


def test_files_nobody_has_are_named(house: Path) -> None:
    photo = make_photo(make_find())
    original(photo, house).unlink()
    errors = io.StringIO()

    call_command("backup", str(house / "backups"), stdout=io.StringIO(), stderr=errors)

    assert f"Missing among the uploads: originals/{photo.file.name}" in errors.getvalue()


def test_upload_of_another_content_is_moved_aside(house: Path) -> None:
    picture = original(make_photo(make_find()), house)
    content = picture.read_bytes()
    made = backup(house)
    picture.write_bytes(b"something else")

    restore(made)

    aside = [one for one in (house / "media").glob("replaced-*/**/*") if one.is_file()]
    assert picture.read_bytes() == content
    assert [one.read_bytes() for one in aside] == [b"something else"]


def test_stream_goes_out_and_comes_back(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = make_find()
    picture = original(make_photo(find), house)
    with monkeypatch.context() as patch:
        sent = stream(patch)
    find.delete()
    picture.unlink()
    file = house / "all.tar"
    file.write_bytes(sent)

    restore(file)

    assert numbers() == {find.catalogue_number}
    assert picture.is_file()
    assert not list((house / "media").glob(".restore-*"))


@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_stream_that_was_cut_off_is_refused(
    house: Path, monkeypatch: pytest.MonkeyPatch, part: float
) -> None:
    make_photo(make_find(catalogue_number="STAYS-1"))
    with monkeypatch.context() as patch:
        sent = stream(patch)
    whole = sent.rstrip(b"\0")
    (house / "cut.tar").write_bytes(whole[: int(len(whole) * part)])

    with pytest.raises(CommandError, match="Nothing was replaced"):
        restore(house / "cut.tar")

    assert numbers() == {"STAYS-1"}


@pytest.mark.parametrize("name", ["../evil", "/tmp/evil", "uploads/../../../evil", "link"])
def test_stream_lays_nothing_outside(house: Path, name: str) -> None:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        if name == "link":
            entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(entry, io.BytesIO())
    (house / "evil.tar").write_bytes(packed.getvalue())

    with pytest.raises(CommandError):
        restore(house / "evil.tar")

    assert not list(house.rglob("evil")) or name == "/tmp/evil"
    assert not list((house / "media").glob(".restore-*"))


@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "originals\\..\\x", ""])
def test_manifest_lays_nothing_outside(house: Path, path: str) -> None:
    make_photo(make_find())
    made = backup(house)
    found = told(made)
    found.pop("digest")
    (one,) = found.pop("uploads")
    strange = manifest.Manifest(**found, uploads=[manifest.Upload(**{**one, "path": path})])
    (made / manifest.NAME).write_bytes(strange.written())

    with pytest.raises(CommandError, match="no place for an upload"):
        restore(made)


def test_who_reads_meanwhile_is_not_disturbed(house: Path) -> None:
    """A worker with the database open reads the old state to its end, and the new one next."""
    if connection.vendor != "sqlite":
        pytest.skip("a schema that is renamed waits for its readers")
    make_find(catalogue_number="OLD-1")
    backup(house)
    make_find(catalogue_number="NEW-1")
    worker = connection.copy()
    with worker.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT count(*) FROM catalog_find")

        restore(house / "backups")

        assert cursor.execute("SELECT count(*) FROM catalog_find").fetchone() == (2,)
        cursor.execute("ROLLBACK")
        assert cursor.execute("SELECT count(*) FROM catalog_find").fetchone() == (1,)
    worker.close()


def test_tables_of_the_catalogue_are_counted(house: Path) -> None:
    make_find()

    found = told(backup(house))["rows"]

    assert found["catalog_find"] == 1
    assert tables.SESSIONS not in found
    assert {"auth_user", "catalog_historicalfind", "otp_totp_totpdevice"} < set(found)


def test_one_asks_before_replacing(house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    backup(house)
    make_find(catalogue_number="STAYS-1")
    monkeypatch.setattr(sys, "stdin", io.StringIO("no\n"))

    with pytest.raises(CommandError, match="Nothing was replaced"):
        call_command("restore", str(house / "backups"), stdout=io.StringIO())

    assert numbers() == {"STAYS-1"}


@pytest.mark.parametrize("given", [{}, {"folder": "somewhere", "stream": True}])
def test_folder_or_stream(given: dict[str, Any]) -> None:
    with pytest.raises(CommandError, match="Name a folder"):
        call_command("backup", **given)
