"""The files of the house: made ahead, compared with what came in, pruned when asked."""

import io
import os
import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from catalog import renditions
from catalog.lib.storage import private_storage, rendition_storage
from catalog.models import Photo
from tests.factories import make_document, make_find, make_photo

pytestmark = pytest.mark.django_db


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
