"""archive writes the bag, load_archive proves it and loads it; each says what it did."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from catalog.models import ExportRun
from tests.factories import make_find, make_photo

pytestmark = pytest.mark.django_db


def test_an_archive_is_written_and_proved(tmp_path: Path) -> None:
    make_photo(make_find())
    folder = tmp_path / "archive"

    said = call_command("archive", str(folder))

    assert "finds 1, photographs 1" in said
    assert "is whole" in call_command("load_archive", str(folder), "--check")
    (taken,) = ExportRun.objects.all()
    assert (taken.profile, taken.format, taken.finds) == ("full", "bag", 1)
    assert taken.finished_at


def test_a_damaged_one_and_a_full_catalogue_are_refused(tmp_path: Path) -> None:
    make_find()
    folder = tmp_path / "archive"
    call_command("archive", str(folder))

    with pytest.raises(CommandError, match="not empty"):
        call_command("load_archive", str(folder))
    (folder / "data" / "term.csv").write_text("")
    with pytest.raises(CommandError, match=r"data/term\.csv is damaged"):
        call_command("load_archive", str(folder), "--check")


def test_what_is_not_there_or_there_already_is_told(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="no folder"):
        call_command("load_archive", str(tmp_path / "none"))
    with pytest.raises(CommandError, match="there already"):
        call_command("archive", str(tmp_path))
    assert not ExportRun.objects.exists()
