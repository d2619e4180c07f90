"""First states, steps of the history, and what a form says when they are refused."""

import pytest
from django.test import Client

from catalog.models import Find
from tests.admin.forms import add_page, change_page, errors, send
from tests.factories import make_event, make_expedition, make_find, make_institution, root_type

pytestmark = pytest.mark.django_db


def test_a_chosen_first_state_begins_the_history(recorder_client: Client) -> None:
    make_expedition()

    response = send(
        recorder_client,
        add_page("tank"),
        object_type=root_type("tank").pk,
        custody_status="in_situ",
    )

    assert errors(response) == ""
    find = Find.objects.get()
    assert find.custody_status == "in_situ"
    assert [(event.from_status, event.to_status) for event in find.events.all()] == [
        ("", "in_situ")
    ]


def test_what_may_explode_is_not_recovered_on_the_first_form(recorder_client: Client) -> None:
    make_expedition()

    response = send(
        recorder_client,
        add_page("munition"),
        object_type=root_type("munition").pk,
        custody_status="recovered",
        title_en="Grenade, kept on the page",
    )

    assert "It may explode" in errors(response)
    assert "Grenade, kept on the page" in response.content.decode()
    assert not Find.objects.exists()


def test_a_recorder_does_not_say_that_a_munition_is_safe(
    recorder_client: Client, reviewer_client: Client, recorder: object
) -> None:
    find = make_find(category="munition", created_by=recorder)
    evidence = {
        "event_step": "hazard:inert_certified",
        "event_date": "2015-09-01",
        "event_authority": "Disposal unit",
        "event_document_ref": "Act 7",
    }

    refused = send(recorder_client, change_page(find), **evidence)
    taken = send(reviewer_client, change_page(find), **evidence)

    assert "Only a reviewer" in errors(refused)
    assert errors(taken) == ""
    find.refresh_from_db()
    assert find.hazard_status == "inert_certified"
    assert find.eod_report == "Act 7"


def test_an_impossible_step_is_refused_with_what_is_allowed(reviewer_client: Client) -> None:
    find = make_find()

    response = send(reviewer_client, change_page(find), event_step="restoration:restored")

    assert "it cannot go to “Restored”" in errors(response)
    assert "“Restored” needs: date, treatment" in errors(response)
    find.refresh_from_db()
    assert find.restoration_status == "not_assessed"


def test_a_step_with_its_parts_is_recorded(reviewer_client: Client) -> None:
    find = make_find()
    make_event(find, "restoration", "awaiting")
    workshop = make_institution("Workshop")

    response = send(
        reviewer_client,
        change_page(find),
        event_step="restoration:in_progress",
        event_institution=workshop.pk,
        event_date="сентябрь 2015",
        event_note="Boiled.",
    )

    assert errors(response) == ""
    event = find.events.order_by("id").last()
    assert (event.to_status, event.institution, event.date_edtf) == (
        "in_progress",
        workshop,
        "2015-09",
    )


def test_words_without_a_step_are_not_swallowed(reviewer_client: Client) -> None:
    find = make_find()

    response = send(reviewer_client, change_page(find), event_note="It went to the museum.")

    assert "Say what happened" in errors(response)


def test_a_mistake_is_corrected_by_a_step_that_says_why(reviewer_client: Client) -> None:
    find = make_find()
    mistake = make_event(find, "custody", "lost")
    wanted = {"event_step": "custody:in_store", "event_corrects": mistake.pk}

    refused = send(reviewer_client, change_page(find), **wanted)
    taken = send(reviewer_client, change_page(find), **wanted, event_note="Another find.")

    assert "Say why the event is corrected" in errors(refused)
    assert errors(taken) == ""
    find.refresh_from_db()
    assert find.custody_status == "in_store"
    page = reviewer_client.get(change_page(find)).content.decode()
    assert "superseded" in page


def test_the_form_of_a_munition_says_what_not_to_do(recorder_client: Client) -> None:
    make_expedition()

    page = recorder_client.get(add_page("munition")).content.decode()

    assert "Do not touch, do not move. Mark, report, wait for the disposal unit." in page


def test_statuses_are_read_only_afterwards(reviewer_client: Client) -> None:
    find = make_find()

    send(reviewer_client, change_page(find), custody_status="in_store")

    find.refresh_from_db()
    assert find.custody_status == "not_recorded"
