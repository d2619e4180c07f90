"""Merging is asked for in a list, previewed, and confirmed by who may delete."""

import pytest
from django.test import Client
from django.urls import reverse

from catalog.models import Institution, Person, Place, Term
from tests.factories import make_find, make_institution, make_person, make_place, make_term

pytestmark = pytest.mark.django_db


def post(client: Client, model: str, *rows: object, **said: object) -> str:
    fields = {"action": "merge", "_selected_action": [row.pk for row in rows], **said}
    answer = client.post(reverse(f"admin:catalog_{model}_changelist"), fields, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_preview_tells_what_points_where_and_writes_nothing(
    administrator_client: Client,
) -> None:
    kept, gone = make_place("Shumshu"), make_place("Shumshu Island")
    find = make_find(place=gone)

    page = post(administrator_client, "place", kept, gone)

    assert "Finds: place: 1" in page
    assert find.catalogue_number in page
    assert Place.objects.filter(pk=gone.pk).exists()


@pytest.mark.parametrize(
    ("name", "model", "make"),
    [
        ("place", Place, make_place),
        ("term", Term, make_term),
        ("institution", Institution, make_institution),
        ("person", Person, make_person),
    ],
)
def test_confirmed_the_others_are_gone(
    administrator_client: Client, name: str, model: type, make: object
) -> None:
    kept, gone, third = make(), make(), make()

    page = post(administrator_client, name, kept, gone, third, confirmed="1", keep=kept.pk)

    assert "Merged into" in page
    assert model.objects.filter(pk__in=[kept.pk, gone.pk, third.pk]).get() == kept


def test_a_refused_one_takes_all_back(administrator_client: Client) -> None:
    island, other = make_place("Island"), make_place("Other")
    cape = make_place("Cape", parent=island)

    page = post(administrator_client, "place", other, cape, island, confirmed="1", keep=cape.pk)

    assert "keep the larger one" in page
    assert Place.objects.filter(pk__in=[island.pk, other.pk, cape.pk]).count() == 3


def test_the_history_of_what_moved_says_why(administrator_client: Client) -> None:
    kept, gone = make_place("Shumshu"), make_place("Shumshu Island")
    find = make_find(place=gone)
    post(administrator_client, "place", kept, gone, confirmed="1", keep=kept.pk)

    page = administrator_client.get(reverse("admin:catalog_find_history", args=[find.pk]))

    assert "“Shumshu Island” was merged into “Shumshu”" in page.content.decode()


def test_one_alone_is_not_merged(administrator_client: Client) -> None:
    assert "Choose two or more" in post(administrator_client, "place", make_place())


def test_a_reviewer_is_not_offered_it(reviewer_client: Client) -> None:
    kept, gone = make_place(), make_place()

    post(reviewer_client, "place", kept, gone, confirmed="1", keep=kept.pk)

    assert Place.objects.filter(pk=gone.pk).exists()


def test_names_are_no_markup(administrator_client: Client) -> None:
    page = post(administrator_client, "place", make_place("<b>x</b>"), make_place("y"))

    assert "<b>x</b>" not in page
