"""Sheets of labels: what a label tells and never tells, where it lies, and what a sheet costs."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.admin.label_sheets import MOST, steps
from catalog.lib import qr
from catalog.models import Find
from tests.conftest import signed_in
from tests.factories import (
    make_find,
    make_identification,
    make_person,
    make_photo,
    make_place,
    make_remains,
    make_user,
)

LIST = "/admin/catalog/find/"
pytestmark = pytest.mark.django_db


def labels(client: Client, *finds: Find, **asked: object) -> str:
    """The page that is printed."""
    response = client.get(f"{address(*finds)}sheet/", asked)
    assert response.status_code == 200
    return response.content.decode()


def address(*finds: Find) -> str:
    return f"{LIST}labels/{steps(sorted(find.pk for find in finds))}/"


def places_of(page: str) -> list[str]:
    """Each place on the sheets: the number on its label, "" where it is gone."""
    places = re.findall(r'class="label gone"|<h2 class="number">([^<]+)', page)
    return [str(number) for number in places]


@pytest.fixture
def trench() -> object:
    """A square in a trench whose names visitors do not read, on an island they know."""
    island = make_place("Shumshu", name_ja="占守島")
    site = make_place("Northern shore", kind="site", parent=island)
    return make_place("Square B3", kind="trench", parent=site)


@pytest.mark.parametrize("group", ["recorder", "reviewer", "administrator"])
def test_a_label_tells_what_brings_thing_and_record_together(trench: object, group: str) -> None:
    find = make_find(
        catalogue_number="SHU15-0042",
        title_en="A title with a story",
        place=trench,
        depth_cm=40,
        found_on="2015-08-12",
        found_by=[make_person("Anna Field"), make_person("山田 太郎")],
        context="what is said of the layer",
    )

    page = labels(signed_in(make_user(group)), find)

    for words in ("SHU15-0042", "Helmet", "Shumshu", "Northern shore", "Square B3", "↓ 40 cm"):
        assert words in page
    assert "12 August 2015" in page
    assert "AF, " in page
    for silent in ("Anna", "太郎", "a story", "of the layer", "<img", "picture"):
        assert silent not in page


def test_words_are_those_of_the_reader(trench: object, reviewer_client: Client) -> None:
    find = make_find(place=trench, depth_cm=40, found_on="2015-08-12")
    reviewer_client.cookies["django_language"] = "ja"

    page = labels(reviewer_client, find)

    for words in ('<html lang="ja">', ">占守島 · ", "↓ 40 cm", "2015年8月12日"):
        assert words in page
    assert '<span lang="en">Square B3</span>' in page


def test_code_is_drawn_in_the_page(reviewer_client: Client) -> None:
    find = make_find()
    make_photo(find)

    page = labels(reviewer_client, find)

    assert page.count("<svg") == 1
    assert "<img" not in page
    assert "style=" not in page
    assert "<script" not in page


def test_of_people_only_number_and_area_are_told(
    trench: object, administrator_client: Client
) -> None:
    find = make_remains(
        catalogue_number="SHU15-0007",
        place=trench,
        depth_cm=77,
        found_on="2015-08-12",
        found_by=[make_person("Anna Field")],
    )
    make_identification(find, name_original="Ivanov Canary")

    told = words_of(labels(administrator_client, find))

    assert told == "SHU15-0007 Shumshu"


def words_of(page: str) -> str:
    """What is printed, without marks."""
    sheet = page.partition("<main")[2].partition(">")[2].partition("</main>")[0]
    return " ".join(re.sub("<svg.*?</svg>|<[^>]+>", " ", sheet, flags=re.DOTALL).split())


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"category": "munition"}, "A-1 Munition Shumshu It may explode"),
        ({"ammunition_aboard": "yes"}, "A-1 Helmet Shumshu It may explode"),
        ({"human_remains_associated": "yes"}, "A-1 Helmet Shumshu"),
        ({"public_precision": "withheld"}, "A-1 Helmet"),
    ],
)
def test_no_spot_is_told_that_is_kept_back(
    trench: object, administrator_client: Client, fields: dict[str, str], told: str
) -> None:
    find = make_find(catalogue_number="A-1", place=trench, depth_cm=77, **fields)

    assert words_of(labels(administrator_client, find)) == told


def test_labels_follow_the_numbers_and_begin_where_the_sheet_does(reviewer_client: Client) -> None:
    finds = [make_find(catalogue_number=number) for number in ("A-10", "A-2", "A-1")]

    page = labels(reviewer_client, *finds, skip=20, copies=2)

    assert places_of(page) == [*[""] * 20, "A-1", "A-1", "A-2", "A-2", "A-10", "A-10"]
    assert page.count('class="sheet a4-21"') == 2
    roll = labels(reviewer_client, *finds, sheet="roll", skip=20)
    assert places_of(roll) == ["A-1", "A-2", "A-10"]
    assert roll.count('class="sheet roll"') == 3


def test_page_of_choices_leads_to_the_sheet(reviewer_client: Client) -> None:
    find = make_find()

    page = reviewer_client.get(address(find)).content.decode()

    assert f'action="{address(find)}sheet/"' in page
    assert "Labels for 1 find, in the order of the numbers." in page
    assert "http://testserver/" in page
    assert address(find) in reviewer_client.get(f"{LIST}{find.pk}/change/").content.decode()


def test_the_list_prints_what_is_ticked(reviewer_client: Client) -> None:
    finds = [make_find() for _number in range(3)]
    ticked = {"action": "print_labels", "_selected_action": [finds[2].pk, finds[0].pk]}

    some = reviewer_client.post(LIST, ticked)
    every = reviewer_client.post(LIST, {**ticked, "select_across": "1"})

    assert some.url == address(finds[0], finds[2])
    assert every.url == address(*finds)


def test_more_than_can_be_printed_are_refused_in_a_sentence(
    reviewer_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.admin.label_sheets.MOST", 2)
    finds = [make_find() for _number in range(3)]
    ticked = {"action": "print_labels", "_selected_action": [find.pk for find in finds]}

    listed = reviewer_client.post(LIST, ticked, follow=True).content.decode()
    copied = reviewer_client.get(f"{address(finds[0])}sheet/", {"copies": 3}).content.decode()

    assert "Labels of at most 2 finds are printed at once: choose fewer." in listed
    assert "That would be 3 labels; at most 2 are printed at once." in copied
    assert reviewer_client.get(address(*finds)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"sheet": "a5"}, "Select a valid choice"),
        ({"skip": "21"}, "This sheet has 21 labels"),
        ({"sheet": "a4-14", "skip": "14"}, "This sheet has 14 labels"),
        ({"skip": "-1"}, "greater than or equal to 0"),
        ({"skip": "many"}, "Enter a whole number"),
        ({"copies": "0"}, "greater than or equal to 1"),
        ({"copies": "9" * 40}, "at most 500 are printed"),
        ({"copies": ""}, "This field is required"),
        ({"sheet": "\0"}, "Select a valid choice"),
    ],
)
def test_a_wrong_wish_is_answered_in_a_sentence(
    reviewer_client: Client, asked: dict[str, str], told: str
) -> None:
    page = labels(reviewer_client, make_find(), **asked)

    assert told in page
    assert 'class="sheet' not in page


@pytest.mark.parametrize(
    "written", ["0", "999999", "1..2", "abc", "-1", "1.-1", "9" * 40, "٣", ".".join(["1"] * 501)]
)
def test_an_address_that_names_no_find_is_not_found(reviewer_client: Client, written: str) -> None:
    for page in ("", "sheet/"):
        assert reviewer_client.get(f"{LIST}labels/{written}/{page}").status_code == 404


def test_labels_are_for_staff_who_read_the_finds(visitor: Client) -> None:
    find = make_find(published=True)
    stranger = User.objects.create_user("stranger", is_staff=True)

    for page in (address(find), f"{address(find)}sheet/"):
        assert "/login/" in visitor.get(page).url
        assert signed_in(stranger).get(page).status_code == 403


def test_a_sheet_of_many_costs_as_many_queries_as_one(
    trench: object, reviewer_client: Client
) -> None:
    def queries(*finds: Find) -> int:
        with CaptureQueriesContext(connection) as log:
            labels(reviewer_client, *finds)
        return len(log)

    finds = [make_find(place=trench, found_by=[make_person()]) for _number in range(7)]
    queries(finds[0])

    assert queries(*finds) == queries(finds[0])


def test_an_address_of_the_most_finds_is_not_too_long() -> None:
    scattered = range(20_011, 10_000_000, 20_011)[:MOST]

    assert len(steps(scattered)) < 3500


def test_labels_from_a_laptop_lead_to_the_house(recorder_client: Client, settings: Any) -> None:
    find = make_find(catalogue_number="A-1")
    asked = recorder_client.get(address(find)).content.decode()
    assert "come here by the address" in asked

    settings.PUBLIC_ADDRESS = "https://finds.example.org"

    asked = recorder_client.get(address(find)).content.decode()
    assert "leads to https://finds.example.org/." in asked
    assert "come here by the address" not in asked
    assert qr.inline("https://finds.example.org/f/A-1") in labels(recorder_client, find)
