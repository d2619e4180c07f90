"""The list of pictures finds files by their names and knows them again by their content."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from catalog.lib.picture_files import Folder
from catalog.models import Find, FindPhoto, Photo
from catalog.transfer import lists
from catalog.transfer.importing import ImportRefused
from catalog.transfer.pictures import Pictures
from catalog.transfer.report import Report
from catalog.vocab import Category
from tests.factories import jpeg_bytes, make_find

NOW = datetime(2026, 1, 2, tzinfo=UTC)
HEADER = (
    "filename,catalogue_numbers,role,is_primary,order,alt_text,credit_line,license_uri,published"
)
ROW = "helmet.jpg,H-1,detail,yes,3,A helmet,Photo: A. Person,CC BY 4.0,yes"
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, and a text that says it is one."""
    (tmp_path / "helmet.jpg").write_bytes(jpeg_bytes(seed=1))
    (tmp_path / "Каска.JPG").write_bytes(jpeg_bytes(seed=2))
    (tmp_path / "notes.jpg").write_text("no picture")
    return tmp_path


@pytest.fixture
def helmet() -> Find:
    return make_find(catalogue_number="H-1")


def take(folder: Path, user: Any, *rows: str, header: str = HEADER) -> Report:
    file = io.BytesIO("\r\n".join((header, *rows)).encode("utf-8-sig"))

    def make(**run: Any) -> Pictures:
        return Pictures(files=Folder(folder), **run)

    return lists.run(file, make, name="photos.csv", user=user, now=NOW)


def originals() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_picture_is_taken_in_linked_and_published(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    report = take(folder, reviewer, ROW)

    link = helmet.find_photos.get()
    assert report.counts == {"new": 1}
    assert (link.role, link.is_primary, link.order) == ("detail", True, 3)
    assert link.photo.published
    assert (link.photo.alt_en, link.photo.original_name) == ("A helmet", "helmet.jpg")
    assert link.photo.uploaded_by == link.photo.history.first().history_user == reviewer
    assert len(originals()) == 1


def test_the_same_list_again_changes_nothing(folder: Path, helmet: Find, reviewer: User) -> None:
    take(folder, reviewer, ROW)

    report = take(folder, reviewer, ROW)

    assert report.counts == {"same": 1}
    assert Photo.objects.count() == FindPhoto.objects.count() == len(originals()) == 1


def test_the_same_file_under_another_name_is_linked_not_copied(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    take(folder, reviewer, ROW)
    other = make_find(catalogue_number="H-2")
    (folder / "copy.jpg").write_bytes(jpeg_bytes(seed=1))

    report = take(folder, reviewer, "copy.jpg,H-1|H-2,,,,,Photo: A. Person,,")

    assert report.counts == {"changed": 1}
    assert other.photos.get() == helmet.photos.get()


def test_names_are_found_whatever_their_case(folder: Path, helmet: Find, reviewer: User) -> None:
    report = take(folder, reviewer, "каска.jpg,H-1,,,,,Photo: A. Person,,")

    assert report.written


@pytest.mark.parametrize("name", ["../helmet.jpg", "below/helmet.jpg", r"c:\helmet.jpg"])
def test_a_path_is_no_name(folder: Path, helmet: Find, reviewer: User, name: str) -> None:
    report = take(folder, reviewer, f"{name},H-1,,,,,Photo: A. Person,,")

    assert "without a path" in report.problems[0].message


def test_a_link_out_of_the_folder_is_not_followed(
    folder: Path, helmet: Find, reviewer: User, tmp_path_factory: pytest.TempPathFactory
) -> None:
    secret = tmp_path_factory.mktemp("elsewhere") / "secret.jpg"
    secret.write_bytes(jpeg_bytes(seed=9))
    (folder / "link.jpg").symlink_to(secret)

    report = take(folder, reviewer, "link.jpg,H-1,,,,,Photo: A. Person,,")

    assert [problem.column for problem in report.problems] == ["filename"]


def test_an_unknown_file_is_answered_with_the_nearest(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    report = take(folder, reviewer, "helmets.jpg,H-1,,,,,Photo: A. Person,,")

    assert "helmet.jpg" in report.problems[0].message


def test_one_bad_picture_takes_the_list_and_its_files_back(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    report = take(folder, reviewer, ROW, "notes.jpg,H-1,,,,,Photo: A. Person,,")

    (problem,) = report.problems
    assert (problem.line, problem.column) == (3, "filename")
    assert not Photo.objects.exists()
    assert not originals()


def test_a_picture_without_words_for_it_is_not_published(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    report = take(folder, reviewer, ROW.replace("A helmet", ""))

    assert [problem.column for problem in report.problems] == ["published"]
    assert "description in words" in report.problems[0].message


def test_a_picture_without_credit_is_taken_in_unpublished_and_told(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    report = take(folder, reviewer, ROW.replace("Photo: A. Person", ""))

    assert report.counts == {"new": 1}
    assert not helmet.photos.get().published
    assert [warning.column for warning in report.warnings] == ["filename"]


def test_a_later_list_says_what_a_picture_lacks_and_keeps_what_it_has(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    take(folder, reviewer, ROW.replace("Photo: A. Person", ""))

    report = take(folder, reviewer, ROW.replace("A helmet", "Another word"))

    photo = helmet.photos.get()
    assert report.counts == {"changed": 1}
    assert (photo.credit_line, photo.alt_en) == ("Photo: A. Person", "A helmet")
    assert photo.published


def test_a_recorder_does_not_publish(folder: Path, recorder: User) -> None:
    make_find(catalogue_number="H-1", created_by=recorder)

    report = take(folder, recorder, ROW)
    unpublished = take(folder, recorder, ROW.replace("yes", "no"))

    assert [problem.column for problem in report.problems] == ["published"]
    assert unpublished.written


def test_a_recorder_hangs_nothing_on_the_finds_of_others(
    folder: Path, helmet: Find, recorder: User
) -> None:
    report = take(folder, recorder, ROW.replace("yes", "no"))

    assert [problem.column for problem in report.problems] == ["catalogue_numbers"]


def test_a_find_has_one_picture_that_stands_for_it(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    report = take(folder, reviewer, ROW, ROW.replace("helmet.jpg", "каска.jpg"))

    assert "stands for the find" in report.problems[0].message


def test_a_record_without_a_file_is_known_by_its_words(helmet: Find, reviewer: User) -> None:
    header, row = "catalogue_numbers,caption_en,credit_line", "H-1,Picture 4,Somebody - Via"
    folder = Path(settings.MEDIA_ROOT)
    take(folder, reviewer, row, header=header)

    report = take(folder, reviewer, row, header=header)

    assert report.counts == {"same": 1}
    assert not helmet.photos.get().published


def test_a_file_fills_the_record_a_list_of_finds_left_open(
    folder: Path, helmet: Find, reviewer: User
) -> None:
    waiting = Photo.objects.create(original_name="HELMET.jpg", credit_line="Photo: A. Person")
    FindPhoto.objects.create(find=helmet, photo=waiting, is_primary=True)

    report = take(folder, reviewer, "helmet.jpg,H-1,,,,A helmet,Photo: A. Person,,")

    waiting.refresh_from_db()
    assert report.counts == {"changed": 1}
    assert waiting.file
    assert waiting.alt_en == "A helmet"


def test_a_wrong_checksum_is_another_file(folder: Path, helmet: Find, reviewer: User) -> None:
    header, row = "filename,sha256,credit_line", f"helmet.jpg,{'0' * 64},Somebody"

    report = take(folder, reviewer, row, header=header)

    assert [problem.column for problem in report.problems] == ["sha256"]


def test_a_photograph_of_remains_is_withheld(folder: Path, reviewer: User) -> None:
    make_find(catalogue_number="R-1", category=Category.REMAINS, remains={"individuals": 1})

    take(folder, reviewer, "helmet.jpg,R-1,,,,,Photo: A. Person,,")

    assert Photo.objects.get().sensitivity == "withheld"


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, reviewer: User) -> None:
    with pytest.raises(ImportRefused, match="no folder"):
        take(tmp_path / "none", reviewer, ROW)


def test_telling_words_are_published_by_no_list(folder: Path, helmet: Find, reviewer: User) -> None:
    report = take(folder, reviewer, ROW.replace("A helmet", "A helmet at 50.7312 156.1876"))

    assert "looks like a position" in report.problems[0].message
    assert not Photo.objects.exists()
