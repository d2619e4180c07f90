"""Sessions end, and what was sent too late is not lost."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.entry.session_end import BEGUN, SEEN
from catalog.models import Source
from tests.conftest import signed_in
from tests.entry.door import is_inside, sign_in

pytestmark = pytest.mark.django_db
FORM = "/admin/catalog/source/add/"
KEPT = "/admin/kept-form/"


def age(client: Client, *, mark: str, seconds: int) -> None:
    """Let time pass since sign-in, or since the last page."""
    is_inside(client)
    session = client.session
    session[mark] -= seconds
    session.save()


@pytest.mark.parametrize(("mark", "seconds"), [(BEGUN, 12 * 3600 + 5), (SEEN, 2 * 3600 + 5)])
def test_session_ends(recorder_client: Client, mark: str, seconds: int) -> None:
    age(recorder_client, mark=mark, seconds=seconds)

    response = recorder_client.get("/admin/catalog/find/?q=1")

    assert response.headers["Location"] == "/admin/login/?next=%2Fadmin%2Fcatalog%2Ffind%2F%3Fq%3D1"
    assert not is_inside(recorder_client)
    assert "signed out" in recorder_client.get("/admin/login/").content.decode()


def test_session_that_is_used_goes_on(recorder_client: Client) -> None:
    for _ in range(3):
        age(recorder_client, mark=SEEN, seconds=3600)
        assert is_inside(recorder_client)


def test_form_sent_too_late_is_offered_again(recorder_client: Client, recorder: User) -> None:
    age(recorder_client, mark=SEEN, seconds=2 * 3600 + 5)
    form = recorder_client.post(FORM, {"title": "Two\nlines <b>", "note": ""})
    sign_in(recorder_client, "recorder", address=form.headers["Location"])

    page = recorder_client.get(KEPT).content.decode()

    assert form.headers["Location"].endswith("next=%2Fadmin%2Fkept-form%2F")
    assert f'action="{FORM}"' in page
    assert 'name="title" hidden>\nTwo\nlines &lt;b&gt;</textarea>' in page
    assert not Source.objects.exists()
    assert recorder_client.get(KEPT).headers["Location"] == "/admin/"


def test_password_sent_too_late_is_kept_nowhere(recorder_client: Client) -> None:
    age(recorder_client, mark=SEEN, seconds=2 * 3600 + 5)
    said = {"old_password": "eleven-blue-lamps", "new_password1": "x", "new_password2": "x"}

    asked = recorder_client.post("/admin/password_change/", said)

    assert asked.headers["Location"] == "/admin/login/?next=%2Fadmin%2Fpassword_change%2F"
    assert "eleven-blue-lamps" not in str(dict(recorder_client.session))


def test_form_is_shown_to_its_sender_alone(recorder_client: Client, reviewer: User) -> None:
    age(recorder_client, mark=SEEN, seconds=2 * 3600 + 5)
    recorder_client.post(FORM, {"title": "Mine"})
    sign_in(recorder_client, "reviewer")

    assert recorder_client.get(KEPT).headers["Location"] == "/admin/"


def test_public_pages_ask_no_more_of_who_is_signed_in(recorder: User, visitor: Client) -> None:
    costs = []
    for client in (visitor, visitor, signed_in(recorder)):
        with CaptureQueriesContext(connection) as log:
            client.get("/about/human-remains/")
        costs.append(len(log))

    # The session itself, which remembers a visitor's consent.
    assert costs[2] <= costs[1] + 1
