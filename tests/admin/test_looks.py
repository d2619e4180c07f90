"""Who looks at an exact position is kept, for reviewers to read."""

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from catalog.models import Find, ImportRun, Look
from catalog.transfer import jobs
from tests.conftest import signed_in
from tests.factories import LATITUDE, LONGITUDE, make_find

pytestmark = pytest.mark.django_db


@pytest.fixture
def find() -> Find:
    return make_find(published=True, latitude=LATITUDE, longitude=LONGITUDE)


@pytest.fixture
def trusted(recorder: User) -> Client:
    """A recorder who may see positions."""
    recorder.user_permissions.add(Permission.objects.get(codename="view_sensitive"))
    return signed_in(User.objects.get(pk=recorder.pk))


def pages(find: Find) -> tuple[str, str]:
    start = f"/admin/catalog/find/{find.pk}"
    return f"{start}/change/", f"{start}/history/"


def test_each_page_with_a_position_leaves_a_look(
    find: Find, trusted: Client, reviewer_client: Client
) -> None:
    for address in pages(find):
        assert LATITUDE in trusted.get(address).content.decode()

    assert sorted(Look.objects.values_list("page", flat=True)) == ["form", "history"]
    log = reviewer_client.get("/admin/catalog/look/").content.decode()
    assert "recorder" in log
    assert find.catalogue_number in log
    assert LATITUDE not in log


def test_who_is_not_shown_it_leaves_none(find: Find, reviewer_client: Client) -> None:
    for address in pages(find):
        assert LATITUDE not in reviewer_client.get(address).content.decode()

    assert Look.objects.count() == 0


def test_a_find_without_a_position_leaves_none(trusted: Client) -> None:
    trusted.get(pages(make_find())[0])

    assert Look.objects.count() == 0


def test_a_recorder_does_not_read_the_logs(trusted: Client) -> None:
    for name in ("look", "exportrun"):
        assert trusted.get(f"/admin/catalog/{name}/").status_code == 403


def test_a_reviewer_reads_who_took_what(reviewer_client: Client) -> None:
    assert reviewer_client.get("/admin/catalog/exportrun/").status_code == 200


def test_a_preview_that_shows_old_positions_leaves_a_look(
    recorder: User, trusted: Client, visitor: Client
) -> None:
    find = make_find(created_by=recorder, latitude=LATITUDE, longitude=LONGITUDE)
    rows = f"catalogue_number,latitude,longitude\r\n{find.catalogue_number},1.5,2.5\r\n"
    list_of_one = SimpleUploadedFile("list.csv", rows.encode(), "text/csv")
    trusted.post("/admin/catalog/importrun/add/", {"file": list_of_one})
    run = ImportRun.objects.get()
    jobs.start(run, mode=ImportRun.Mode.TRIAL, toml="", now=timezone.now())

    page = trusted.get(f"/admin/catalog/importrun/{run.pk}/preview/").content.decode()

    assert LATITUDE in page
    assert list(Look.objects.values_list("find", "page")) == [(find.pk, "list")]
