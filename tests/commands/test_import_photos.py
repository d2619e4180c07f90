"""import_photos takes a folder or a ZIP and says what became of each file."""

import csv
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from catalog.lib.storage import rendition_storage
from catalog.models import Photo
from tests.factories import jpeg_bytes, make_find

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make_find(catalogue_number="SHU15-0042")
    (tmp_path / "SHU15-0042_1.jpg").write_bytes(jpeg_bytes(seed=1))
    return tmp_path


def call(*arguments: Any, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("import_photos", *map(str, arguments))
    return capsys.readouterr().out


def test_a_folder_goes_in_with_the_credit_said_once(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(folder, "--credit", "A. Person", "--licence", "CC BY 4.0", capsys=capsys)

    photo = Photo.objects.get()
    assert "1 row read, new 1" in said
    assert (photo.credit_line, photo.published) == ("A. Person", False)
    assert photo.license_uri.endswith("/by/4.0/")
    assert rendition_storage().listdir(".") != ([], [])


def test_those_without_credit_are_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "“SHU15-0042_1.jpg”: It has no credit" in call(folder, capsys=capsys)


def test_a_trial_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing was written" in call(folder, "--dry-run", capsys=capsys)
    assert not Photo.objects.exists()


def test_the_report_has_a_line_for_each(folder: Path, tmp_path_factory: Any) -> None:
    (folder / "IMG_1.jpg").write_bytes(jpeg_bytes(seed=2))
    path = tmp_path_factory.mktemp("reports") / "report.csv"

    with pytest.raises(CommandError, match="refused 1"):
        call_command("import_photos", str(folder), "--report", str(path))

    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert [row[:3] for row in rows] == [
        ["line", "name", "outcome"],
        ["", "IMG_1.jpg", "refused"],
        ["", "SHU15-0042_1.jpg", "new"],
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/nowhere"], "no file"),
        ([".", "--as", "nobody"], "no user"),
        ([".", "--licence", "mine"], "--licence"),
    ],
)
def test_what_is_asked_wrongly_is_told(arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        call_command("import_photos", *arguments)
