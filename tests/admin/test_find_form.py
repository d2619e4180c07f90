"""Logging and changing a find."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Find, StatusEvent
from tests.admin.forms import add_page, change_page, errors, send, served
from tests.factories import jpeg_bytes, make_expedition, make_remains, root_type

pytestmark = pytest.mark.django_db


def test_a_new_find_begins_with_its_category(recorder_client: Client) -> None:
    page = recorder_client.get("/admin/catalog/find/add/").content.decode()

    assert 'value="helmet"' in page
    assert "Remains" in page or "remains" in page
    assert 'name="catalogue_number"' not in page


def test_recorder_logs_a_find_with_the_number_offered(
    recorder: User, recorder_client: Client
) -> None:
    expedition = make_expedition("SHU15")
    address = add_page("helmet", expedition=expedition.pk)

    response = send(recorder_client, address, object_type=root_type("helmet").pk)

    assert errors(response) == ""
    find = Find.objects.get()
    assert find.catalogue_number == "SHU15-0001"
    assert find.category == "helmet"
    assert find.created_by == find.updated_by == recorder
    assert find.title_en == "Helmet"
    assert find.restoration_status == "not_assessed"


def test_only_the_detail_of_the_category_is_on_the_form(recorder_client: Client) -> None:
    make_expedition()

    tank = served(recorder_client.get(add_page("tank")))
    helmet = served(recorder_client.get(add_page("helmet")))

    assert "vehicle-0-hull_number" in tank
    assert "munition-0-calibre_mm" not in tank
    assert not any(name.startswith(("vehicle", "remains", "munition")) for name in helmet)


def test_remains_always_have_their_count(recorder_client: Client) -> None:
    make_expedition()

    response = send(recorder_client, add_page("remains"), object_type=root_type("remains").pk)

    assert errors(response) == ""
    assert Find.objects.get().remains.individuals == 1


def test_three_pictures_and_a_step_are_saved_with_the_find(recorder_client: Client) -> None:
    make_expedition()
    pictures = {}
    for row in range(3):
        image = jpeg_bytes(seed=row)
        pictures |= {
            f"find_photos-{row}-file": SimpleUploadedFile(f"{row}.jpg", image, "image/jpeg"),
            f"find_photos-{row}-credit_line": f"Photo: Person {row}",
        }

    response = send(
        recorder_client,
        add_page("helmet"),
        object_type=root_type("helmet").pk,
        event_step="custody:recovered",
        event_date="12.08.2015",
        **pictures,
    )

    assert errors(response) == ""
    find = Find.objects.get()
    assert [link.order for link in find.find_photos.all()] == [1, 2, 3]
    assert [link.is_primary for link in find.find_photos.all()] == [True, False, False]
    assert find.find_photos.first().photo.credit_line == "Photo: Person 0"
    assert find.custody_status == "recovered"
    event = StatusEvent.objects.get()
    assert (event.from_status, event.date_edtf) == ("", "2015-08-12")


def test_an_untouched_form_changes_nothing(reviewer_client: Client) -> None:
    find = make_remains()
    before = find.history.count(), find.updated_by

    response = send(reviewer_client, change_page(find))

    find.refresh_from_db()
    assert errors(response) == ""
    assert (find.history.count(), find.updated_by) == before
