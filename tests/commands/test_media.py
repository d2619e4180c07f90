"""The files of the house: made ahead, compared with what came in, pruned when asked."""

import io
import os
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone

from catalog import renditions
from catalog.lib.storage import import_storage, private_storage, rendition_storage
from catalog.models import ImportRun, Photo
from catalog.transfer import jobs
from catalog.transfer.request import ImportRefused
from tests.factories import make_document, make_find, make_photo

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def run(name: str, **options: Any) -> str:
    out = io.StringIO()
    call_command(name, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


def failure(name: str) -> tuple[str, str]:
    out, err = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError) as caught:
        call_command(name, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue(), str(caught.value)


def age(folder: Any) -> None:
    """Make every file of a storage two days old."""
    then = time.time() - 2 * 24 * 3600
    for name in folder.files():
        os.utime(folder.path(name), (then, then))


def test_missing_sizes_are_made_and_those_there_are_left() -> None:
    make_photo(), make_photo(file="")

    assert "2 files made for 1 photographs, 0 refused." in run("make_renditions")
    assert "0 files made for 1 photographs" in run("make_renditions")


def test_a_picture_that_cannot_be_made_is_named() -> None:
    photo = make_photo(original_name="tank.jpg")
    Path(photo.file.path).write_bytes(b"no picture")

    told, end = failure("make_renditions")

    assert "tank.jpg: no size can be made, so it is not shown." in told.replace("Tank", "tank")
    assert end == "0 files made for 1 photographs, 1 refused."


def test_originals_are_compared_with_what_came_in() -> None:
    make_document(make_find())
    lost, changed, whole = make_photo(), make_photo(), make_photo()
    assert "4 originals read, 0 missing or changed." in run("verify_media")
    Path(lost.file.path).unlink()
    Path(changed.file.path).write_bytes(Path(whole.file.path).read_bytes())

    told, end = failure("verify_media")

    assert f"{lost.file.name} is missing." in told
    assert f"{changed.file.name} is not what came in: its SHA-256 differs." in told
    assert whole.file.name not in told
    assert end == "4 originals read, 2 missing or changed."


def test_orphans_are_told_and_removed_only_when_asked() -> None:
    kept = make_photo()
    renditions.make_all(kept)
    private_storage().save("aa/broken.jpg", ContentFile(b"half"))
    rendition_storage().save("aa/old-320.webp", ContentFile(b"old"))
    assert "0 files" in run("prune"), "what is younger than an hour may be in the making"
    age(private_storage()), age(rendition_storage())

    told = run("prune")

    assert "originals/aa/broken.jpg  4" in told
    assert "renditions/aa/old-320.webp  3" in told
    assert "2 files, 7 bytes, would be removed" in told
    assert private_storage().exists("aa/broken.jpg")

    assert "2 files, 7 bytes, removed." in run("prune", remove=True)
    assert list(private_storage().files()) == [kept.file.name]
    assert set(rendition_storage().files()) == renditions.names(kept)


def test_half_files_of_who_was_killed_are_removed() -> None:
    folder = Path(private_storage().path("aa"))
    folder.mkdir(parents=True)
    (folder / ".0f3c.part").write_bytes(b"half")
    age(private_storage())

    assert "1 files, 4 bytes, removed." in run("prune", remove=True)
    assert not any(folder.iterdir())


def test_an_original_the_history_knows_is_kept_until_asked_for() -> None:
    photo = make_photo()
    name = photo.file.name
    Photo.objects.get().delete()
    age(private_storage())

    assert "0 files" in run("prune")
    assert f"originals/{name}" in run("prune", replaced=True)


def sent_list(**fields: Any) -> ImportRun:
    """A run as if its list had been sent four months ago."""
    upload = io.BytesIO(b"catalogue_number\r\nA-1\r\n")
    run = jobs.prepare(upload, "finds.csv", user=None, now=NOW - timedelta(days=120))
    ImportRun.objects.filter(pk=run.pk).update(**fields)
    run.refresh_from_db()
    return run


def test_lists_of_imports_go_when_their_days_are_over() -> None:
    old = sent_list(status="done", finished_at=NOW - timedelta(days=91))
    never = sent_list(status="prepared")
    waiting, running = sent_list(status="waiting"), sent_list(status="running")
    fresh = sent_list(status="refused", finished_at=NOW - timedelta(days=89))
    storage = import_storage()
    storage.save(f"run-{old.pk}.preview.json", ContentFile(b"{}"))
    storage.save(f"run-{fresh.pk}.preview.json", ContentFile(b"{}"))
    age(storage)

    assert "3 files, 48 bytes, would be removed" in run("prune")
    assert storage.exists(old.file.name)
    assert "3 files, 48 bytes, removed." in run("prune", remove=True)

    kept = {waiting.file.name, running.file.name, fresh.file.name}
    assert set(storage.files()) == {*kept, f"run-{fresh.pk}.preview.json"}
    old.refresh_from_db(), never.refresh_from_db()
    assert (old.file.name, old.status, never.file.name, never.status) == (
        "",
        "done",
        "",
        "cancelled",
    )


def test_how_long_lists_are_kept_is_a_setting(settings: Any) -> None:
    settings.KEEP_LISTS_DAYS = 200
    sent_list(status="done", finished_at=NOW - timedelta(days=110))
    age(import_storage())

    assert "0 files" in run("prune", remove=True)


def test_a_list_that_is_gone_is_asked_for_again() -> None:
    gone = sent_list(status="refused", file="")

    with pytest.raises(ImportRefused, match="upload it again"):
        jobs.start(gone, mode="all", now=NOW)
