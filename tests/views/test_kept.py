"""What is counted of all finds is counted once, and anew as soon as something of it changes."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.models import Find
from catalog.views import kept
from tests.factories import (
    make_expedition,
    make_find,
    make_identification,
    make_photo,
    make_place,
    make_place_name,
    make_remains,
    make_user,
    released,
)
from tests.views.reading import page, words

# Within a transaction nothing is kept.
pytestmark = pytest.mark.django_db(transaction=True)
PAGES = ("/places/shumshu/", "/expeditions/SHU-2015/", "/people-remembered/")


@pytest.fixture
def dead() -> Find:
    island = make_place("Shumshu", slug="shumshu", name_ja="占守島")
    season = make_expedition("SHU-2015", area=island)
    return make_remains(published=True, place=island, expedition=season, individuals=13)


def read(visitor: Client) -> list[str]:
    return [words(page(visitor, address).xpath("//main")[0]) for address in PAGES]


@pytest.mark.usefixtures("dead")
def test_it_is_asked_of_the_database_once(visitor: Client) -> None:
    read(visitor)

    with CaptureQueriesContext(connection) as asked:
        read(visitor)

    assert [one["sql"] for one in asked if "SUM(" in one["sql"] or "COUNT(" in one["sql"]] == []


def test_more_and_others_are_seen_at_the_next_look(visitor: Client, dead: Find) -> None:
    assert all("13" in told for told in read(visitor))

    make_remains(published=True, place=dead.place, expedition=dead.expedition, individuals=8)
    assert all("21" in told for told in read(visitor))

    dead.remains.individuals = 26
    dead.remains.save()
    assert all("34" in told for told in read(visitor))


def test_words_that_change_are_seen_at_the_next_look(visitor: Client, dead: Find) -> None:
    read(visitor)

    make_place_name(dead.place, "Пустынный")
    make_photo(published=True, place=dead.place, kind="drawing", caption_en="Grue")
    dead.expedition.title_en = "Zorkmid"
    dead.expedition.save()

    place, season, _dead = read(visitor)
    assert all(word in place for word in ("Пустынный", "Grue", "Zorkmid"))
    assert "Zorkmid" in season


@pytest.mark.usefixtures("dead")
def test_each_language_has_its_own(visitor: Client) -> None:
    english, japanese = (page(visitor, f"{code}/places/shumshu/") for code in ("", "/ja"))

    assert "Shumshu" in words(english.xpath("//h1")[0])
    assert "占守島" in words(japanese.xpath("//h1")[0])


def test_a_place_that_is_not_there_yet_is_found_once_it_is(visitor: Client) -> None:
    assert visitor.get("/places/shumshu/").status_code == 404

    make_find(published=True, place=make_place("Shumshu", slug="shumshu"))

    assert visitor.get("/places/shumshu/").status_code == 200


def test_a_name_goes_with_its_release(visitor: Client, dead: Find) -> None:
    person = make_identification(dead, name_original="Иванов", **released(make_user("reviewer")))
    assert "Иванов" in read(visitor)[2]

    person.release = "withheld"
    person.save()

    assert "Иванов" not in read(visitor)[2]


@pytest.mark.usefixtures("dead")
def test_what_is_not_there_pushes_nothing_out(visitor: Client) -> None:
    read(visitor)
    for number in range(600):
        kept.place(f"no-{number}")

    with CaptureQueriesContext(connection) as asked:
        kept.place("shumshu")

    assert [one["sql"] for one in asked if "COUNT(" in one["sql"]] == []
