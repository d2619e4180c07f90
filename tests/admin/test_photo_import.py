"""The ZIP of photographs: checked without a trace, taken in as a whole, told row by row."""

import io
import zipfile
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from catalog.admin import photo_import
from catalog.lib.storage import import_storage, rendition_storage
from catalog.models import Find, Photo
from tests.conftest import signed_in
from tests.factories import jpeg_bytes, make_find, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/catalog/photo/from-zip/"


@pytest.fixture
def helmet(recorder: User) -> Find:
    return make_find(catalogue_number="SHU15-0042", created_by=recorder)


def archive(**more: bytes) -> SimpleUploadedFile:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as packed:
        packed.writestr("SHU15-0042_1.jpg", jpeg_bytes(seed=1))
        for name, content in more.items():
            packed.writestr(f"{name}.jpg", content)
    return SimpleUploadedFile("photos.zip", stream.getvalue(), "application/zip")


def send(client: Client, file: Any, button: str = "import", **said: str) -> str:
    answer = client.post(ADDRESS, {"file": file, button: "1", **said})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_leads_to_it(recorder_client: Client) -> None:
    page = recorder_client.get(reverse("admin:catalog_photo_changelist")).content.decode()

    assert ADDRESS in page
    assert 'enctype="multipart/form-data"' in recorder_client.get(ADDRESS).content.decode()


def test_photographs_are_taken_in_with_one_credit(recorder_client: Client, helmet: Find) -> None:
    page = send(recorder_client, archive(), credit_line="Photo: A. Person")

    assert "1 row read, new 1" in page
    assert helmet.photos.get().credit_line == "Photo: A. Person"


def test_the_sizes_of_a_few_are_made_at_once(
    recorder_client: Client, helmet: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(recorder_client, archive())
    made = sorted(rendition_storage().listdir("."))
    monkeypatch.setattr(photo_import, "FEW", 0)
    send(recorder_client, archive(**{"SHU15-0042_2": jpeg_bytes(seed=2)}))

    assert made != [[], []]
    assert sorted(rendition_storage().listdir(".")) == made


def test_only_checked_nothing_is_written(recorder_client: Client, helmet: Find) -> None:
    page = send(recorder_client, archive(), "check")

    assert "nothing was written" in page
    assert "It has no credit" in page
    assert not Photo.objects.exists()


def test_what_was_only_checked_is_not_sent_again(recorder_client: Client, helmet: Find) -> None:
    checked = send(recorder_client, archive(), "check", credit_line="Photo: A. Person")
    assert "photos.zip is still here" in checked
    assert 'value="Photo: A. Person"' in checked
    assert "required" not in checked.partition('type="file"')[2].partition(">")[0]

    page = send(recorder_client, "", credit_line="Photo: B. Person")

    assert "1 row read, new 1" in page
    assert helmet.photos.get().credit_line == "Photo: B. Person"
    assert "still here" not in page
    assert list(import_storage().files()) == []


def test_another_file_takes_the_place_of_the_one_before(
    recorder_client: Client, helmet: Find
) -> None:
    send(recorder_client, archive(), "check")
    send(recorder_client, archive(IMG_1=jpeg_bytes(seed=2)), "check")
    assert len(list(import_storage().files())) == 1

    assert "2 rows read, new 1" in send(recorder_client, "", skip_refused="on")


def test_what_is_kept_is_for_its_visit_alone(recorder_client: Client, helmet: Find) -> None:
    send(recorder_client, archive(), "check")
    other = signed_in(make_user("recorder", username="other"))

    assert "still here" not in other.get(ADDRESS).content.decode()
    assert "still here" not in send(other, "")
    for name in list(import_storage().files()):
        import_storage().delete(name)
    assert "still here" not in recorder_client.get(ADDRESS).content.decode()


def test_a_refused_one_keeps_all_out_unless_told(recorder_client: Client, helmet: Find) -> None:
    page = send(recorder_client, archive(IMG_1=jpeg_bytes(seed=2)))
    assert "Its name holds the number of no find" in page
    assert not Photo.objects.exists()

    send(recorder_client, archive(IMG_1=jpeg_bytes(seed=2)), skip_refused="on")
    assert helmet.photos.count() == 1


def test_what_is_no_archive_is_told_at_the_field(recorder_client: Client) -> None:
    assert "no ZIP archive" in send(recorder_client, SimpleUploadedFile("a.zip", b"nothing"))


def test_names_of_files_are_no_markup(recorder_client: Client, helmet: Find) -> None:
    page = send(recorder_client, archive(**{"<img src=x onerror=alert(1)>": jpeg_bytes()}))

    assert "<img src=x" not in page
    assert "&lt;img src=x" in page


def test_who_may_not_add_photographs_is_refused(db: None) -> None:
    client = signed_in(make_user(username="looker", is_staff=True))

    assert client.get(ADDRESS).status_code == 403
