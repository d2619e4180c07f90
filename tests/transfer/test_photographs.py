"""Photographs come in a folder or a ZIP: by their list, by their names, or both."""

import io
import stat
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from openpyxl import Workbook

from catalog.lib import picture_files
from catalog.models import Find, FormerNumber, ImportRun, Photo
from catalog.transfer import photographs
from catalog.transfer.lists import Way
from catalog.transfer.report import Outcome, Report
from catalog.transfer.request import ImportRefused
from tests.factories import jpeg_bytes, make_find, make_photo, put_on

NOW = datetime(2026, 1, 2, tzinfo=UTC)
CREDIT = {"credit_line": "Photo: A. Person"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def helmet() -> Find:
    return make_find(catalogue_number="SHU15-0042")


def zipped(files: Mapping[str, bytes | str]) -> io.BytesIO:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream


def take(place: Any, user: Any = None, **options: Any) -> Report:
    given = options.pop("given", CREDIT)
    way = Way(**options)
    return photographs.run(place, name="photos.zip", user=user, now=NOW, given=given, way=way)


def originals() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def told(report: Report) -> str:
    return "\n".join(map(str, report.problems))


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("SHU15-0042.jpg", 1),
        ("shu15-0042_2.JPG", 2),
        ("SHU15-0042-03.jpg", 3),
        ("SHU15-0042 (4).jpg", 4),
        ("SHU15-0042b.jpg", 2),
        ("SHU15-0042_в.jpg", 3),
        ("Photos 2015/SHU15-0042_5.jpg", 5),
    ],
)
def test_a_file_is_of_the_find_it_is_called_after(helmet: Find, name: str, order: int) -> None:
    report = take(zipped({name: jpeg_bytes(seed=1)}))

    link = helmet.find_photos.get()
    assert report.counts == {"new": 1}
    assert (link.order, link.is_primary, link.photo.credit_line) == (
        order,
        True,
        CREDIT["credit_line"],
    )


def test_a_number_that_is_one_as_it_stands_wins(helmet: Find) -> None:
    other = make_find(catalogue_number="SHU15-0042-1")

    take(zipped({"SHU15-0042-1.jpg": jpeg_bytes(seed=1)}))

    assert other.photos.count() == 1
    assert helmet.photos.count() == 0


def test_a_former_number_and_a_slash_are_read(helmet: Find) -> None:
    FormerNumber.objects.create(find=helmet, catalogue_number="OLD-7", number_key="old-7")
    shell = make_find(catalogue_number="1945/12")

    take(zipped({"OLD-7_1.jpg": jpeg_bytes(seed=1), "1945_12_1.jpg": jpeg_bytes(seed=2)}))

    assert helmet.photos.count() == shell.photos.count() == 1


def test_names_and_a_list_go_together(helmet: Find) -> None:
    table = "filename,credit_line,role\r\nSHU15-0042_1.jpg,Photo: B. Person,detail\r\n"
    files = {"photos.csv": table, "SHU15-0042_1.jpg": jpeg_bytes(seed=1)}

    report = take(zipped(files | {"SHU15-0042_2.jpg": jpeg_bytes(seed=2)}), given={})

    listed, named = helmet.find_photos.order_by("order")
    assert report.counts == {"new": 2}
    assert (listed.role, listed.photo.credit_line) == ("detail", "Photo: B. Person")
    assert named.photo.credit_line == ""
    assert [warning.value for warning in report.warnings] == ["SHU15-0042_2.jpg"]


def test_a_record_that_waits_for_the_name_gets_its_file_and_keeps_its_credit(helmet: Find) -> None:
    waiting = Photo.objects.create(original_name="IMG_0815.JPG", credit_line="Photo: B. Person")
    put_on(helmet, waiting)

    report = take(zipped({"img_0815.jpg": jpeg_bytes(seed=1)}))

    waiting.refresh_from_db()
    assert report.counts == {"changed": 1}, told(report)
    assert (bool(waiting.file), waiting.credit_line) == (True, "Photo: B. Person")


def test_a_name_that_several_finds_wait_for_is_refused(helmet: Find) -> None:
    for find in (helmet, make_find(catalogue_number="SHU15-0043")):
        put_on(find, Photo.objects.create(original_name="IMG_1.jpg", credit_line="B. Person"))

    assert "SHU15-0042, SHU15-0043" in told(take(zipped({"IMG_1.jpg": jpeg_bytes(seed=1)})))


def test_the_list_may_be_a_workbook(helmet: Find) -> None:
    book, stream = Workbook(), io.BytesIO()
    book.active.append(["filename", "credit_line"])
    book.active.append(["SHU15-0042_1.jpg", "Photo: B. Person"])
    book.save(stream)
    files = {"photos.xlsx": stream.getvalue(), "SHU15-0042_1.jpg": jpeg_bytes(seed=1)}

    assert take(zipped(files)).counts == {"new": 1}
    assert helmet.photos.get().credit_line == "Photo: B. Person"


def test_the_same_archive_again_changes_nothing(helmet: Find) -> None:
    archive = zipped({"SHU15-0042_1.jpg": jpeg_bytes(seed=1)})
    take(archive)

    report = take(archive)

    assert report.counts == {"same": 1}
    assert Photo.objects.count() == len(originals()) == ImportRun.objects.count() == 1


def test_the_same_picture_on_another_find_is_linked_not_stored_again(helmet: Find) -> None:
    image = jpeg_bytes(seed=1)
    photo = make_photo(helmet, image=image)
    other = make_find(catalogue_number="SHU15-0043")

    report = take(zipped({"SHU15-0043.jpg": image}))

    assert report.counts == {"changed": 1}
    assert other.photos.get() == photo
    assert len(originals()) == 1


def test_a_name_without_a_find_is_refused_and_nothing_stays(helmet: Find) -> None:
    report = take(zipped({"SHU15-0042.jpg": jpeg_bytes(seed=1), "IMG_0001.jpg": jpeg_bytes()}))

    assert report.counts["refused"] == 1
    assert told(report).startswith("“IMG_0001.jpg”: Its name holds the number of no find")
    assert not Photo.objects.exists()
    assert not originals()


def test_the_good_ones_go_in_where_that_is_asked(helmet: Find) -> None:
    rows: list[Outcome] = []
    files = {"SHU15-0042.jpg": jpeg_bytes(seed=1), "SHU15-0042_2.jpg": "no picture"}

    report = take(zipped(files), skip_refused=True, outcome=rows.append)

    assert [(row.number, row.word) for row in rows] == [
        ("SHU15-0042.jpg", "new"),
        ("SHU15-0042_2.jpg", "refused"),
    ]
    assert report.written
    assert helmet.photos.count() == len(originals()) == 1
    assert ImportRun.objects.get().rows_refused == 1


def test_a_trial_writes_neither_rows_nor_files(helmet: Find) -> None:
    report = take(zipped({"SHU15-0042.jpg": jpeg_bytes(seed=1)}), dry_run=True)

    assert report.counts == {"new": 1}
    assert "nothing was written" in report.summary()
    assert not Photo.objects.exists()
    assert not ImportRun.objects.exists()
    assert not originals()


def test_an_address_is_written_down_and_not_asked(helmet: Find) -> None:
    table = "url,catalogue_numbers\r\nhttps://example.org/a.jpg,SHU15-0042\r\n"

    report = take(zipped({"photos.csv": table}))

    photo = helmet.photos.get()
    assert report.counts == {"new": 1}
    assert (photo.source_url, bool(photo.file)) == ("https://example.org/a.jpg", False)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd"])
def test_an_address_that_is_none_is_refused(helmet: Find, address: str) -> None:
    report = take(zipped({"photos.csv": f"url,catalogue_numbers\r\n{address},SHU15-0042\r\n"}))

    assert [problem.column for problem in report.problems] == ["source_url"]


@pytest.mark.parametrize(
    "name",
    ["../SHU15-0042.jpg", "/SHU15-0042.jpg", "a/../../SHU15-0042.jpg", r"c:\SHU15-0042.jpg"],
)
def test_a_path_that_leads_out_is_refused(helmet: Find, name: str) -> None:
    report = take(zipped({name: jpeg_bytes(seed=1)}))

    assert "leads out of the archive" in told(report)
    assert not originals()


def test_a_link_is_refused(helmet: Find) -> None:
    link = zipfile.ZipInfo("SHU15-0042.jpg")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(link, "/etc/passwd")

    assert "It is a link" in told(take(stream))


def test_a_bomb_is_refused_before_it_is_unpacked(helmet: Find) -> None:
    report = take(zipped({"SHU15-0042.jpg": bytes(8 * 1024**2)}))

    assert "unpacks to many times its size" in told(report)


def test_a_locked_member_is_refused(helmet: Find) -> None:
    data = bytearray(zipped({"SHU15-0042.jpg": jpeg_bytes(seed=1)}).getvalue())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1

    assert "locked with a password" in told(take(io.BytesIO(bytes(data))))


def test_a_damaged_member_is_refused(helmet: Find) -> None:
    image = jpeg_bytes(seed=1)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("SHU15-0042.jpg", image)
    data = stream.getvalue().replace(image[40:60], bytes(20))

    assert "damaged in the archive" in told(take(io.BytesIO(data)))


def test_two_of_one_name_cannot_be_told_apart(helmet: Find) -> None:
    files = {"a/SHU15-0042.jpg": jpeg_bytes(seed=1), "b/shu15-0042.JPG": jpeg_bytes(seed=2)}

    assert "same name" in told(take(zipped(files)))


def test_what_a_system_puts_beside_is_no_matter_and_the_rest_is_told(helmet: Find) -> None:
    files = {"__MACOSX/._SHU15-0042.jpg": "x", "Thumbs.db": "x", "diary.docx": "x"}

    report = take(zipped(files | {"SHU15-0042.jpg": jpeg_bytes(seed=1)}))

    assert report.counts == {"new": 1}
    assert report.notes == ["Files left aside, for they are no photographs: diary.docx"]


@pytest.mark.parametrize(
    ("written", "encoding"), [("Каска", "cp866"), ("Каска", "cp1251"), ("兜ヘルメット", "cp932")]
)
def test_names_of_old_archives_are_read(written: str, encoding: str) -> None:
    find = make_find(catalogue_number=f"{written} 1")
    raw = f"{written} 1.jpg".encode(encoding)
    data = zipped({"x" * len(raw): jpeg_bytes(seed=1)}).getvalue()

    report = take(io.BytesIO(data.replace(b"x" * len(raw), raw)))

    assert report.counts == {"new": 1}, told(report)
    assert find.photos.count() == 1


def test_what_is_no_archive_is_refused_as_a_whole() -> None:
    with pytest.raises(ImportRefused, match="no ZIP archive"):
        take(io.BytesIO(b"no archive"))


def test_too_many_files_or_bytes_are_refused_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = zipped({"a.jpg": b"x", "b.jpg": b"y"})
    monkeypatch.setattr(picture_files, "MOST_MEMBERS", 1)
    with pytest.raises(ImportRefused, match="2 files"):
        take(archive)
    monkeypatch.setattr(picture_files, "MOST_MEMBERS", 2)
    monkeypatch.setattr(picture_files, "MOST_BYTES", 1)
    with pytest.raises(ImportRefused, match="in parts"):
        take(archive)


def test_a_list_that_is_too_large_is_not_cut(helmet: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture_files, "_LIST_BYTES", 20)

    with pytest.raises(ImportRefused, match="too large"):
        take(zipped({"photos.csv": "file,find,credit\r\na.jpg,SHU15-0001,Somebody\r\n"}))


def test_a_disk_without_room_is_found_out_before(
    helmet: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photographs, "_SPARE", 2**70)

    with pytest.raises(ImportRefused, match="no room"):
        take(zipped({"SHU15-0042.jpg": jpeg_bytes(seed=1)}))


def test_a_recorder_brings_pictures_of_their_own_drafts_only(helmet: Find, recorder: User) -> None:
    own = make_find(catalogue_number="SHU15-0050", created_by=recorder)

    refused = take(zipped({"SHU15-0042.jpg": jpeg_bytes(seed=1)}), recorder)
    taken = take(zipped({"SHU15-0050.jpg": jpeg_bytes(seed=2)}), recorder)

    assert "only your own drafts" in told(refused)
    assert taken.written
    assert own.photos.get().uploaded_by == recorder
