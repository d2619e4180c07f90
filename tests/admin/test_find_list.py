"""The list of finds: what a row tells, who sees what, and what it costs."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_event, make_find, make_photo, make_place, nationality

LIST = "/admin/catalog/find/"
pytestmark = pytest.mark.django_db


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as log:
        response = client.get(address)
    assert response.status_code == 200
    return len(log)


def fill(count: int) -> None:
    for _number in range(count):
        find = make_find(place=make_place(), nationality=nationality("japan"), title_ru="Шлем")
        make_photo(find)
        make_photo(find)


def test_ten_more_rows_cost_no_more_queries(reviewer_client: Client) -> None:
    fill(3)
    queries(reviewer_client, LIST)
    before = queries(reviewer_client, LIST)

    fill(10)

    assert queries(reviewer_client, LIST) == before


def test_search_folds_letters_of_three_scripts(reviewer_client: Client) -> None:
    make_find(catalogue_number="A-1", title_ru="Шлём стальной", title_ja="鉄帽")
    make_find(catalogue_number="A-2", title_en="Mess tin", category="equipment")

    found = reviewer_client.get(LIST, {"q": "ШЛЕМ"}).content.decode()
    japanese = reviewer_client.get(LIST, {"q": "鉄帽"}).content.decode()

    assert "A-1" in found
    assert "A-2" not in found
    assert "A-1" in japanese


def test_a_row_tells_number_title_and_states(reviewer_client: Client) -> None:
    find = make_find(catalogue_number="SHU15-0042", title_en="Type 90 helmet")
    make_event(find, "custody", "in_store")

    page = reviewer_client.get(LIST).content.decode()

    for words in ("SHU15-0042", "Type 90 helmet", "In store", "Not assessed", "Draft"):
        assert words in page


def test_where_a_thing_is_kept_cannot_be_searched_for_by_everybody(
    recorder_client: Client, administrator_client: Client
) -> None:
    make_find(catalogue_number="A-1", current_location="Shelf Quince")

    hidden = recorder_client.get(LIST, {"q": "quince"}).content.decode()
    shown = administrator_client.get(LIST, {"q": "quince"}).content.decode()

    assert "A-1" not in hidden
    assert "A-1" in shown


def test_a_closed_picture_is_veiled_in_the_list(reviewer_client: Client) -> None:
    find = make_find()
    make_photo(find, sensitivity="withheld")

    page = reviewer_client.get(LIST).content.decode()

    assert "thumb-veiled" in page
    assert "/picture/320/" not in page


def test_finds_are_not_deleted_from_the_list(
    administrator: User, administrator_client: Client
) -> None:
    make_find()

    page = administrator_client.get(LIST).content.decode()

    assert "delete_selected" not in page
    assert administrator.has_perm("catalog.delete_find")
