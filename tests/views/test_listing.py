"""The listing as a visitor without JavaScript meets it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from catalog.vocab import Category
from tests.factories import (
    make_event,
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    nationality,
)
from tests.views.reading import inline, numbers, page, status_line, uncredited, words

pytestmark = pytest.mark.django_db


def find(number: str = "", **fields: object) -> object:
    named = {"catalogue_number": number} if number else {}
    return make_find(published=True, **named, **fields)


@pytest.fixture
def shumshu() -> None:
    for side, numbers_of_people in (("ussr", (3, 1, 9)), ("japan", (4, 9))):
        for individuals in numbers_of_people:
            make_remains(
                published=True,
                individuals=individuals,
                nationality=nationality(side),
                remains={"individuals_qualifier": "exact"},
            )


@pytest.mark.usefixtures("shumshu")
def test_remains_are_counted_as_people_by_side(visitor: Client) -> None:
    document = page(visitor, "/finds/?category=remains")

    assert status_line(document) == "5 records · remains of 26 people"
    people = words(document.xpath("//*[@class='people']")[0])
    assert "Japan 13, USSR 13" in people
    assert words(document.xpath("//h1")[0]) == "Human remains"
    assert document.xpath("//title")[0].text.startswith("5 records · remains of 26 people")


@pytest.mark.usefixtures("shumshu")
def test_what_is_told_of_things_alone_is_not_asked_of_the_dead(visitor: Client) -> None:
    find(condition="good")

    def asked(query: str) -> set[str]:
        document = page(visitor, f"/finds/{query}")
        return set(document.xpath("//form[@class='filters-form']//input[@type='checkbox']/@name"))

    assert {"condition", "restoration", "nationality"} <= asked("")
    assert not {"condition", "restoration", "custody", "hazard"} & asked("?category=remains")
    # What was ticked stays, so that it can be unticked.
    assert "condition" in asked("?category=remains&condition=good")


@pytest.mark.usefixtures("shumshu")
def test_a_mixed_listing_counts_people_apart(visitor: Client) -> None:
    find()

    assert status_line(page(visitor, "/finds/")) == ("6 records: 1 find · remains of 26 people")


def test_a_least_number_says_so(visitor: Client) -> None:
    make_remains(published=True, individuals=1)

    assert status_line(page(visitor, "/finds/")) == ("1 record · remains of at least 1 person")


def test_objects_are_finds(visitor: Client) -> None:
    find()
    find()

    assert status_line(page(visitor, "/finds/")) == "2 finds"


@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_choices_add_up_within_and_narrow_across(visitor: Client, prefix: str) -> None:
    japan, ussr = nationality("japan"), nationality("ussr")
    find("A-1", category=Category.TANK, nationality=japan)
    find("A-2", category=Category.HELMET, nationality=japan)
    find("A-3", category=Category.HELMET, nationality=ussr)

    document = page(
        visitor,
        f"{prefix}/finds/?category=tank&category=helmet&nationality=japan&sort=number",
    )

    assert numbers(document) == ["A-1", "A-2"]
    ticked = document.xpath("//form[@class='filters-form']//input[@checked]/@value")
    assert sorted(ticked) == ["helmet", "japan", "tank"]


def test_chips_are_links_that_drop_one_value(visitor: Client) -> None:
    find("A-1", category=Category.TANK)
    find("A-2", category=Category.HELMET)

    document = page(visitor, "/finds/?category=tank&category=helmet&sort=number")
    links = document.xpath("//ul[@class='chips']//a/@href")

    assert "?category=helmet&sort=number" in links
    assert numbers(page(visitor, f"/finds/{links[0]}")) in (["A-1"], ["A-2"])
    assert "/finds/" in links


def test_empty_fields_of_the_form_leave_the_address(visitor: Client) -> None:
    response = visitor.get("/finds/?q=&category=tank&from=&to=&category=helmet")

    assert response.status_code == 302
    assert response["Location"] == "/finds/?category=tank&category=helmet"


def test_the_sort_form_keeps_the_wishes(visitor: Client) -> None:
    find()

    document = page(visitor, "/finds/?category=helmet&view=list&sort=number&page=1")
    hidden = document.xpath("//form[@class='sorting']/input[@type='hidden']")

    assert {(one.get("name"), one.get("value")) for one in hidden} == {
        ("category", "helmet"),
        ("view", "list"),
    }


def test_pages_are_numbered_links_and_the_current_one_is_named(visitor: Client) -> None:
    for _ in range(25):
        find()

    document = page(visitor, "/finds/?category=helmet&page=2")

    nav = document.xpath("//nav[@class='pages']")[0]
    assert words(nav.xpath(".//*[@aria-current='page']")[0]) == "Page 2"
    assert "?category=helmet" in nav.xpath(".//a[@rel='prev']/@href")
    assert not nav.xpath(".//a[@rel='next']")


def test_a_page_too_far_is_404_and_leads_to_the_last(visitor: Client) -> None:
    find()

    document = page(visitor, "/finds/?page=9", status=404)

    assert "There is no page 9; the last one is 1." in words(document)


def test_the_list_is_a_table_with_every_column(visitor: Client) -> None:
    make_photo(find("A-1", category=Category.TANK), published=True)
    make_remains(published=True)

    document = page(visitor, "/finds/?view=list")

    assert len(document.xpath("//table//thead//th[@scope='col']")) == 8
    assert len(document.xpath("//table//tbody/tr")) == 2
    assert uncredited(document) == []


def test_nothing_found_offers_ways_out(visitor: Client) -> None:
    find("A-1", category=Category.TANK)

    document = page(visitor, "/finds/?category=tank&category=helmet&from=2050")
    ways = document.xpath("//*[@class='empty']//ul//a")

    assert "Without found from 2050" in words(ways[0])
    assert numbers(page(visitor, "/finds/" + ways[0].get("href"))) == ["A-1"]
    for way in ways:
        found = page(visitor, "/finds/" + way.get("href"))
        assert way.tail.strip() == f": {len(numbers(found))}"


def test_an_empty_catalogue_says_who_will_fill_it(visitor: Client) -> None:
    assert "Nothing is published yet." in words(page(visitor, "/finds/"))


def test_what_was_not_understood_is_told(visitor: Client) -> None:
    find()

    document = page(visitor, "/finds/?category=spoon&page=abc")

    notes = [words(note) for note in document.xpath("//*[@class='note']")]
    assert notes == [
        "“spoon” is not known under “Kind”; it was left out.",
        "“abc” is not known under “Page”; it was left out.",
    ]


def test_a_query_string_writes_no_markup(visitor: Client) -> None:
    response = visitor.get("/finds/?q=<script>alert(1)</script>&category=<b>")

    assert b"<script>" not in response.content
    assert b"<b>" not in response.content


def test_foreign_words_say_their_language(visitor: Client) -> None:
    island = make_place("", name_en="", name_ja="占守島")
    find("A-1", title_en="", title_ru="Каска", place=island)

    document = page(visitor, "/finds/")

    for word, language in (("占守島", "ja"), ("Каска", "ru")):
        found = document.xpath(f"//main//*[text()[contains(., '{word}')]]")
        assert found
        for node in found:
            assert node.xpath("ancestor-or-self::*[@lang][1]/@lang")[-1:] == [language], word


def test_the_language_switch_keeps_path_and_query(visitor: Client) -> None:
    find()

    document = page(visitor, "/ja/finds/?category=helmet&view=list")

    assert document.get("lang") == "ja"
    links = {
        link.get("hreflang"): link.get("href")
        for link in document.xpath("//nav[@class='languages']//a")
    }
    assert links == {
        "en": "/finds/?category=helmet&view=list",
        "ru": "/ru/finds/?category=helmet&view=list",
        "ja": "/ja/finds/?category=helmet&view=list",
    }
    alternates = document.xpath("//link[@rel='alternate']/@hreflang")
    assert sorted(alternates) == ["en", "ja", "ru", "x-default"]


def test_it_runs_only_files_of_this_house(visitor: Client) -> None:
    make_photo(find(), published=True)

    document = page(visitor, "/finds/")

    assert inline(document) == []
    loaded = document.xpath("//@src | //link[@rel='stylesheet' or @rel='icon']/@href")
    assert all(address.startswith("/") for address in loaded)


def test_more_finds_cost_no_more_queries(visitor: Client) -> None:
    def full() -> None:
        shown = find(
            nationality=nationality("japan"),
            place=make_place(parent=island),
            expedition=make_expedition(),
        )
        make_photo(shown, published=True)
        make_event(shown, "custody", "recovered")

    island = make_place("Shumshu")
    full()
    full()
    with CaptureQueriesContext(connection) as before:
        visitor.get("/finds/")
    for _ in range(10):
        full()

    with CaptureQueriesContext(connection) as after:
        visitor.get("/finds/")

    assert len(after) == len(before)
    assert len(after) <= 24


@pytest.mark.parametrize(
    "query", ["q=%00", f"q={'x' * 10_000}", "page=%00", "bbox=%00", "place=%00", "per=0"]
)
def test_junk_never_breaks_it(visitor: Client, query: str) -> None:
    assert visitor.get(f"/finds/?{query}").status_code == 200
