"""No list, form or choice costs more queries when rows are added."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Claim, Find, FindRelation, FindSource
from tests.admin.forms import change_page
from tests.factories import (
    make_document,
    make_event,
    make_expedition,
    make_find,
    make_identification,
    make_institution,
    make_person,
    make_photo,
    make_place,
    make_place_name,
    make_source,
    make_term,
    nationality,
)

pytestmark = pytest.mark.django_db
TRACKS = ("in_store", "at_workshop")


def queries(client: Client, address: str) -> int:
    """How many queries a page costs, once what is asked once is known."""
    client.get(address)
    with CaptureQueriesContext(connection) as log:
        response = client.get(address)
    assert response.status_code == 200
    return len(log)


def hang_on(find: Find) -> None:
    """One more of everything that hangs on a find."""
    make_photo(find)
    make_event(find, "custody", TRACKS[find.events.count() % 2], institution=make_institution())
    FindSource.objects.create(find=find, source=make_source())
    FindRelation.objects.create(from_find=find, to_find=make_find(), kind="found_with")
    make_document(find)
    find.found_by.add(make_person())


@pytest.mark.slow
@pytest.mark.parametrize("editable", [True, False])
def test_a_form_with_more_on_it_costs_the_same(
    recorder: User, recorder_client: Client, editable: bool
) -> None:
    find = make_find(category="tank", created_by=recorder if editable else None)
    for _number in range(2):
        hang_on(find)
    before = queries(recorder_client, change_page(find))

    for _number in range(5):
        hang_on(find)

    assert queries(recorder_client, change_page(find)) == before


def make_row(number: int) -> None:
    """One more row for every list."""
    place = make_place(parent=make_place())
    make_place_name(place, f"Old name {number}")
    find = make_find(place=place, nationality=nationality("japan"))
    hang_on(find)
    make_term(label_ru="Штык")
    expedition = make_expedition(area=place, leader=make_person())
    claim = {"what": "tanks", "number": 3, "source": make_source()}
    Claim.objects.create(expedition=expedition, nationality=nationality("ussr"), **claim)
    make_identification()


MODELS = (
    "find",
    "photo",
    "place",
    "term",
    "expedition",
    "institution",
    "person",
    "source",
    "document",
    "personidentification",
    "statusevent",
    "formernumber",
    "importrun",
)


@pytest.mark.slow
def test_longer_lists_cost_the_same(administrator_client: Client) -> None:
    for number in range(3):
        make_row(number)
    lists = [f"/admin/catalog/{model}/" for model in MODELS]
    before = {address: queries(administrator_client, address) for address in lists}

    for number in range(6):
        make_row(number)

    assert {address: queries(administrator_client, address) for address in lists} == before


CHOICES = {
    "find object_type": "term",
    "find place": "Island",
    "find expedition": "Survey",
    "find holder": "Museum",
    "find identified_by": "Contributor",
    "findsource source": "Report",
    "findrelation to_find": "helmet",
}


@pytest.mark.slow
@pytest.mark.parametrize(("field", "word"), CHOICES.items())
def test_longer_choices_cost_the_same(administrator_client: Client, field: str, word: str) -> None:
    model, name = field.split()
    address = (
        f"/admin/autocomplete/?app_label=catalog&model_name={model}&field_name={name}&term={word}"
    )
    make_row(0)
    found: Any = administrator_client.get(address).json()["results"]
    before = queries(administrator_client, address)

    for number in range(4):
        make_row(number)

    assert found
    assert queries(administrator_client, address) == before
