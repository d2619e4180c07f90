"""The page that opens a photograph, and the log of it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Lowering, Photo
from tests.admin.forms import send
from tests.conftest import signed_in
from tests.factories import make_find, make_photo, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo() -> Photo:
    return make_photo(make_find(), shows_human_remains=True)


def address(photo: Photo) -> str:
    return f"/admin/catalog/photo/{photo.pk}/lower/"


def wish(client: Client, photo: Photo, **said: str) -> str:
    data = {"to": "advisory", "reason": "Asked by the museum.", **said}
    return client.post(address(photo), data, follow=True).content.decode()


def test_two_reviewers_open_a_picture_of_remains(
    photo: Photo, reviewer: User, reviewer_client: Client
) -> None:
    link = f'href="{address(photo)}"'
    assert link in reviewer_client.get(f"/admin/catalog/photo/{photo.pk}/change/").content.decode()

    page = wish(reviewer_client, photo)
    assert "waits for a second person" in page
    assert 'name="agree"' not in page
    assert (
        "Somebody other"
        in reviewer_client.post(address(photo), {"agree": "1"}, follow=True).content.decode()
    )

    other = signed_in(make_user("reviewer"))
    assert "Asked by the museum." in other.get(address(photo)).content.decode()
    assert (
        "is more open now"
        in other.post(address(photo), {"agree": "1"}, follow=True).content.decode()
    )
    assert Photo.objects.get().sensitivity == "advisory"
    log = reviewer_client.get("/admin/catalog/lowering/").content.decode()
    assert reviewer.username in log


def test_a_wish_without_a_reason_is_asked_again(photo: Photo, reviewer_client: Client) -> None:
    assert "errorlist" in wish(reviewer_client, photo, reason="")
    assert Lowering.objects.count() == 0


def test_a_wish_is_taken_back(photo: Photo, reviewer_client: Client) -> None:
    wish(reviewer_client, photo)

    reviewer_client.post(address(photo), {"refuse": "1"})

    assert Lowering.objects.get().state == "refused"
    assert Photo.objects.get().sensitivity == "withheld"


def test_a_recorder_neither_lowers_nor_reads_the_log(photo: Photo, recorder_client: Client) -> None:
    assert recorder_client.get(address(photo)).status_code == 403
    assert wish(recorder_client, photo)
    assert Lowering.objects.count() == 0
    assert recorder_client.get("/admin/catalog/lowering/").status_code == 403
    page = recorder_client.get(f"/admin/catalog/photo/{photo.pk}/change/").content.decode()
    assert address(photo) not in page


def test_the_form_of_a_picture_lowers_nothing(photo: Photo, reviewer_client: Client) -> None:
    address = f"/admin/catalog/photo/{photo.pk}/change/"

    page = reviewer_client.post(address, {"sensitivity": "open", "kind": "photograph"})

    assert "A reviewer lowers it" in page.content.decode()


def test_what_it_once_showed_counts_when_it_is_lowered(reviewer_client: Client) -> None:
    photo = make_photo(make_find(), shows_name=True)
    send(reviewer_client, f"/admin/catalog/photo/{photo.pk}/change/", shows_name=None)

    page = wish(reviewer_client, photo, to="open")

    assert "waits for a second person" in page
    assert Photo.objects.get().sensitivity == "sealed"


def test_nobody_opens_a_sealed_picture_for_himself(
    reviewer_client: Client, administrator_client: Client
) -> None:
    photo = make_photo(make_find(), sensitivity="sealed")

    assert "waits for a second person" in wish(reviewer_client, photo, to="withheld")
    assert reviewer_client.get(f"/admin/catalog/photo/{photo.pk}/picture/320/").status_code == 404

    reviewer_client.post(address(photo), {"refuse": "1"})
    assert "is more open now" in wish(administrator_client, photo, to="withheld")


def test_of_an_open_picture_there_is_nothing_to_lower(reviewer_client: Client) -> None:
    shown = make_photo(make_find())

    page = reviewer_client.get(address(shown)).content.decode()

    assert "there is no lower level" in page
    assert 'name="reason"' not in page
