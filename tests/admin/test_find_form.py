"""Logging and changing a find."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.admin.find_form import FindForm
from catalog.models import Find, StatusEvent
from tests.admin.forms import add_page, change_page, errors, send, served
from tests.factories import (
    jpeg_bytes,
    make_expedition,
    make_find,
    make_remains,
    make_term,
    root_type,
)

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


def test_two_editors_do_not_overwrite_each_other(
    recorder: User, recorder_client: Client, reviewer_client: Client
) -> None:
    find = make_find(created_by=recorder)
    opened = {**served(recorder_client.get(change_page(find))), "title_ru": "Каска"}
    send(reviewer_client, change_page(find), title_ja="鉄帽")

    first = recorder_client.post(change_page(find), opened)
    again = {**served(first), "_continue": "1"}
    second = recorder_client.post(change_page(find), again)

    assert "reviewer changed this record while you were writing" in errors(first)
    assert again["title_ru"] == "Каска"
    assert second.status_code == 302


def test_without_scripts_the_choices_of_the_category_are_there(recorder_client: Client) -> None:
    make_expedition(title_en="Shumshu 2015")
    make_term("odd-hat", label_en="Odd hat", category="helmet")
    make_term("odd-gun", label_en="Odd gun", category="weapon")

    page = recorder_client.get(add_page("helmet")).content.decode()

    assert served(recorder_client.get(add_page("helmet")))["object_type"] == ""
    assert "Odd hat</option>" in page
    assert "Odd gun</option>" not in page
    assert "Shumshu 2015</option>" in page


# Each form is sent once, with all of this wrong: (field, value, words of its error).
@pytest.mark.parametrize(
    "wrong",
    [
        [
            ("catalogue_number", "taken-1", "This catalogue number is taken already."),
            ("latitude", "95", "latitude"),
            ("found_on", "32.08.2015", "32.08.2015"),
            ("quantity", "0", "at least one"),
            ("title_en", "x" * 300, "at most 200 characters"),
            ("object_type", "abc", "Select a valid choice"),
            ("event_step", "custody:nowhere", "custody:nowhere is not one of"),
        ],
        [
            ("catalogue_number", "", "This field is required."),
            ("latitude", "50.7", "Latitude and longitude go together."),
            ("title_en", "a\x00b", "Null characters"),
            ("expedition", "999", "Select a valid choice"),
        ],
    ],
)
def test_wrong_values_are_refused_in_sentences_and_kept(
    recorder: User, recorder_client: Client, wrong: list[tuple[str, str, str]]
) -> None:
    make_find(catalogue_number="TAKEN-1")
    find = make_find(created_by=recorder)
    sent = {field: value for field, value, _words in wrong}

    response = send(recorder_client, change_page(find), **sent, maker="Kobe")

    told = errors(response).casefold()
    assert [words for _field, _value, words in wrong if words.casefold() not in told] == []
    assert 'value="Kobe"' in response.content.decode()
    find.refresh_from_db()
    assert find.maker == ""


def test_a_former_number_of_another_find_is_not_given_again(
    recorder: User, recorder_client: Client, reviewer_client: Client
) -> None:
    renamed = make_find(catalogue_number="A-1", created_by=recorder)
    send(reviewer_client, change_page(renamed), catalogue_number="A-2")
    other = make_find(created_by=recorder)

    response = send(recorder_client, change_page(other), catalogue_number="a-1")

    assert "Another find had this number" in errors(response)


def test_the_words_of_a_date_are_kept(recorder: User, recorder_client: Client) -> None:
    find = make_find(created_by=recorder)

    send(recorder_client, change_page(find), found_on="август 1945")

    find.refresh_from_db()
    assert (find.found_on, find.found_on_text) == ("1945-08", "август 1945")


def test_the_next_find_is_of_the_same_kind(recorder_client: Client) -> None:
    expedition = make_expedition()
    wanted = {"object_type": root_type("tank").pk, "_continue": None, "_addanother": "1"}

    response = send(recorder_client, add_page("tank"), **wanted)

    assert response["Location"].endswith(f"?category=tank&expedition={expedition.pk}")


def test_who_is_a_moment_too_late_with_a_number_gets_the_form_back(
    recorder_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    expedition = make_expedition("SHU15")
    make_find(catalogue_number="SHU15-0001", expedition=expedition)
    check, calls = FindForm._check_derived, []

    def blind_once(form: FindForm) -> None:
        calls.append(form)
        if len(calls) > 1:
            check(form)

    monkeypatch.setattr(FindForm, "_check_derived", blind_once)
    taken = {"catalogue_number": "SHU15-0001", "title_en": "Kept on the page"}

    response = send(
        recorder_client, add_page("helmet"), object_type=root_type("helmet").pk, **taken
    )

    assert "This catalogue number is taken already." in errors(response)
    assert "Kept on the page" in response.content.decode()
    assert Find.objects.count() == 1
