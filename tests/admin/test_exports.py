"""The page of exports: what the list shows, for whom one may, with a line in the log."""

import csv
import io

import lxml.html
import pytest
from django.test import Client

from catalog.models import ExportRun
from tests.conftest import signed_in
from tests.factories import make_find, make_user
from tests.walking_away import walk_away

pytestmark = pytest.mark.django_db
EXPORT = "/admin/catalog/find/export/"
SECRETS = ("50.731234", "Shelf Quince", "NR-77881")


def exported(client: Client, profile: str, query: str = "", *, kind: str = "csv") -> str:
    response = client.post(f"{EXPORT}{query}", {"profile": profile, "kind": kind})
    assert response.streaming, response.content.decode()
    return b"".join(response.streaming_content).decode("utf-8-sig")


def offered(client: Client) -> list[str]:
    """The profiles on the page."""
    page = lxml.html.fromstring(client.get(EXPORT).content.decode())
    return page.xpath("//input[@name='profile']/@value")


@pytest.fixture
def weapon() -> None:
    secrets = {"current_location": SECRETS[1], "serial_numbers": SECRETS[2]}
    point = {"latitude": SECRETS[0], "longitude": "156.1", "coordinate_uncertainty_m": 9}
    make_find(catalogue_number="A-1", category="weapon", published=True, **point, **secrets)


def test_an_export_holds_back_what_its_reader_is_not_shown(
    weapon: None, reviewer_client: Client, administrator_client: Client
) -> None:
    part, whole = exported(reviewer_client, "house"), exported(administrator_client, "full")
    public = exported(administrator_client, "public")

    assert "A-1" in part
    assert "A-1" in public
    assert not [secret for secret in SECRETS if secret in part or secret in public]
    assert all(secret in whole for secret in SECRETS)


def test_each_is_offered_what_they_may(
    reviewer_client: Client, administrator_client: Client
) -> None:
    assert offered(reviewer_client) == ["public", "house"]
    assert offered(administrator_client) == ["public", "house", "full"]


def test_what_is_not_offered_is_not_handed_out(weapon: None, reviewer_client: Client) -> None:
    response = reviewer_client.post(EXPORT, {"profile": "full", "kind": "csv"})

    assert not response.streaming
    assert SECRETS[0] not in response.content.decode()
    assert not ExportRun.objects.exists()


def test_who_may_not_read_finds_may_not_take_them(weapon: None) -> None:
    client = signed_in(make_user(username="guard", is_staff=True))

    assert client.get(EXPORT).status_code == client.post(EXPORT).status_code == 403


def test_the_filter_of_the_list_is_the_filter_of_the_file(administrator_client: Client) -> None:
    make_find(catalogue_number="A-1", category="tank")
    make_find(catalogue_number="A-2", category="helmet")
    page = administrator_client.get(f"{EXPORT}?category__exact=tank").content.decode()

    text = exported(administrator_client, "full", "?category__exact=tank")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert "1 find, as the list was filtered." in page
    assert [row["catalogue_number"] for row in rows] == ["A-1"]
    run = ExportRun.objects.get()
    assert (run.user.username, run.profile, run.format) == ("administrator", "full", "csv")
    assert (run.finds, run.wishes) == (1, "category__exact=tank")
    assert run.finished_at


def test_what_is_public_needs_no_log_and_the_rest_has_one(
    weapon: None, administrator_client: Client
) -> None:
    exported(administrator_client, "public")
    assert not ExportRun.objects.exists()

    exported(administrator_client, "house", kind="geojson")
    response = administrator_client.post(EXPORT, {"profile": "full", "kind": "csv"})
    walk_away(response)

    broken, whole = ExportRun.objects.all()
    assert (whole.profile, whole.format) == ("house", "geojson")
    assert broken.finished_at is None


def test_reviewers_read_the_log_and_nobody_writes_it(
    weapon: None, recorder_client: Client, reviewer_client: Client, administrator_client: Client
) -> None:
    exported(administrator_client, "full", "?q=A-1")
    address = "/admin/catalog/exportrun/"

    assert "q=A-1" in reviewer_client.get(address).content.decode()
    assert recorder_client.get(address).status_code == 403
    for client in (reviewer_client, administrator_client):
        assert client.get(f"{address}add/").status_code == 403
        change = f"{address}{ExportRun.objects.get().pk}/change/"
        assert client.post(change, {"finds": 0}).status_code == 403
