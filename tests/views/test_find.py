"""The page of a find."""

from typing import Any

import pytest
from django.test import Client

from catalog.lib import qr
from catalog.models import FindRelation
from catalog.vocab import Category
from tests.factories import (
    LATITUDE,
    LONGITUDE,
    make_event,
    make_find,
    make_institution,
    make_photo,
    make_place,
    make_remains,
    make_source,
    seeded,
)
from tests.views.reading import page, pictures, uncredited, words

pytestmark = pytest.mark.django_db


def facts(document: object) -> dict[str, str]:
    """`{heading: value}` of the facts."""
    rows = document.xpath("//dl[@class='facts']/div")
    return {words(row.xpath("dt")[0]): words(row.xpath("dd")[0]) for row in rows}


def test_it_tells_the_facts_in_words(visitor: Client) -> None:
    island = make_place("Shumshu")
    find = make_find(
        published=True,
        catalogue_number="SHU15-0014",
        category=Category.TANK,
        place=make_place("Height 171", parent=island, kind="landform"),
        custody_status="in_store",
        latitude=LATITUDE,
        longitude=LONGITUDE,
        length_mm="4380",
        weight_g="500",
        condition="poor",
        damage="Holes of bullets",
        damage_count=20,
        damage_qualifier="min",
        holder=make_institution("Demonstration Museum"),
    )
    make_photo(find, published=True, caption_en="From the left")
    make_event(find, "restoration", "awaiting", date="2015-08-12")

    document = page(visitor, "/finds/SHU15-0014/")

    told = facts(document)
    assert told["Place"].startswith("Shumshu › Height 171 50.735, 156.185 ± 668 m Location")
    assert told["Size"] == "length 4.38 m"
    assert told["Weight"] == "500 g"
    assert told["Condition"] == "Poor"
    assert told["Damage"] == "Holes of bullets Holes or marks: at least 20"
    assert told["Holder"] == "Demonstration Museum"
    assert told["Where it is now"] == "In store"
    assert "12 August 2015 Awaiting treatment" in words(document.xpath("//ol[@class='steps']")[0])
    assert uncredited(document) == []
    assert document.xpath("//figure//img/@alt")[0].startswith("A thing on the ground")


def test_it_is_cited_by_its_short_address(visitor: Client) -> None:
    make_find(published=True, catalogue_number="A-1", title_en="Steel helmet")

    document = page(visitor, "/ru/finds/A-1/")

    citation = words(document.xpath("//*[@class='citation']")[0])
    assert citation.startswith("A-1. Steel helmet. Survey ")
    assert "http://testserver/f/A-1 (" in citation
    (code,) = document.xpath("//img[@class='code']/@src")
    drawn = visitor.get(code)
    assert drawn["Content-Type"] == "image/svg+xml"
    assert drawn.content == qr.drawn("http://testserver/f/A-1")


def test_the_short_address_is_that_of_the_house_wherever_it_is_read(
    visitor: Client, settings: Any
) -> None:
    settings.PUBLIC_ADDRESS = "https://finds.example.org"
    make_find(published=True, catalogue_number="A-1")

    document = page(visitor, "/finds/A-1/")

    citation = words(document.xpath("//*[@class='citation']")[0])
    assert "https://finds.example.org/f/A-1 (" in citation
    (code,) = document.xpath("//img[@class='code']/@src")
    assert code.startswith("/")
    assert visitor.get(code).content == qr.drawn("https://finds.example.org/f/A-1")


def test_a_structure_was_recorded_and_not_found(visitor: Client) -> None:
    make_find(published=True, catalogue_number="A-1", category=Category.STRUCTURE)

    told = facts(page(visitor, "/finds/A-1/"))

    assert "Recorded" in told
    assert "Found" not in told


def test_a_page_of_remains_speaks_of_people(visitor: Client) -> None:
    find = make_remains(published=True, catalogue_number="A-1", individuals=3, condition="poor")
    make_photo(find, published=True)

    main = page(visitor, "/finds/A-1/").xpath("//main")[0]

    said = words(main).replace("Findspot", "")
    assert "Remains of at least 3 people" in said
    assert "Photographs of the dead are not published here." in said
    assert "Out of respect for the dead, only the area is given." in said
    for word in (" find ", " finds", "Finds", "Condition", "Completeness", "Quantity", "Restor"):
        assert word not in said, word
    assert pictures(main) == []


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({"category": Category.MUNITION}, True),
        ({"category": Category.TANK, "ammunition_aboard": "yes"}, True),
        ({"category": Category.MUNITION, "hazard_status": "inert_certified"}, False),
        ({"category": Category.HELMET}, False),
    ],
)
def test_danger_is_told_where_there_is_some(
    visitor: Client, fields: dict[str, str], is_told: bool
) -> None:
    evidence = {"hazard_authority": "EOD", "hazard_date": "2015", "hazard_report": "1"}
    known = {field.name for field in type(make_find())._meta.fields}
    extra = {name: value for name, value in evidence.items() if name in known}
    make_find(published=True, catalogue_number="A-1", **fields, **extra)

    assert ("Danger: it may explode." in words(page(visitor, "/finds/A-1/"))) is is_told


def test_a_withheld_name_is_told_as_such(visitor: Client) -> None:
    make_find(published=True, catalogue_number="A-1", markings="Kuznetsov", carries_name=True)

    said = words(page(visitor, "/finds/A-1/"))

    assert "A name on this object is not published." in said
    assert "Kuznetsov" not in said


def test_sources_relations_and_the_sample_note_are_there(visitor: Client) -> None:
    find = make_find(
        published=True,
        catalogue_number="A-1",
        sources=[make_source("Sample, invented", type="sample")],
    )
    other = make_find(published=True, catalogue_number="A-2")
    FindRelation.objects.create(from_find=find, to_find=other, kind="part_of")

    assert 'Details marked "invented" were made up' in words(page(visitor, "/finds/A-1/"))
    assert "Part of A-2" in words(page(visitor, "/finds/A-1/"))
    assert "Part of this one A-1" in words(page(visitor, "/finds/A-2/"))


def test_other_cases_and_former_numbers_lead_to_the_address_of_today(visitor: Client) -> None:
    find = make_find(published=True, catalogue_number="OLD-1")
    find.catalogue_number = "NEW-1"
    find.save()

    for slug in ("new-1", "OLD-1", "old-1"):
        response = visitor.get(f"/ru/finds/{slug}/")
        assert (response.status_code, response["Location"]) == (301, "/ru/finds/NEW-1/")


def test_a_withdrawn_find_is_gone_with_its_reason(visitor: Client) -> None:
    make_find(
        catalogue_number="A-1",
        title_en="Secret title",
        publication_status="withdrawn",
        withdrawn_reason="relatives",
    )

    document = page(visitor, "/finds/A-1/", status=410)

    assert "Reason: at the request of relatives." in words(document)
    assert "Secret title" not in words(document)
    assert visitor.get("/finds/A-1/photos/1/").status_code == 410


@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_an_unseen_find_is_not_there(visitor: Client, state: str) -> None:
    make_find(catalogue_number="A-1", publication_status=state)

    assert visitor.get("/finds/A-1/").status_code == 404
    assert visitor.get("/f/A-1").status_code == 404


def test_an_address_like_a_number_offers_near_ones(visitor: Client) -> None:
    make_find(published=True, catalogue_number="SHU15-0042")

    document = page(visitor, "/ja/finds/SHU15-0024/", status=404)

    assert document.xpath("//main//a/@href")[0] == "/ja/finds/SHU15-0042/"
    assert document.get("lang") == "ja"


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "/finds/A-1/"),
        ({"HTTP_ACCEPT_LANGUAGE": "ru,en;q=0.5"}, "/ru/finds/A-1/"),
        ({"HTTP_ACCEPT_LANGUAGE": "ja"}, "/ja/finds/A-1/"),
        ({"HTTP_ACCEPT_LANGUAGE": "ja", "HTTP_COOKIE": "django_language=ru"}, "/ru/finds/A-1/"),
        ({"HTTP_COOKIE": "django_language=xx"}, "/finds/A-1/"),
    ],
)
def test_the_short_address_speaks_the_visitors_language(
    visitor: Client, headers: dict[str, str], expected: str
) -> None:
    make_find(published=True, catalogue_number="A-1")

    response = visitor.get("/f/a-1", **headers)

    assert (response.status_code, response["Location"]) == (302, expected)


@pytest.mark.parametrize("path", ["/finds/%00/", "/finds/~0~/", "/f/%00", "/finds/%F0%9F%92%A3/"])
def test_broken_addresses_are_not_there(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_only_reading_is_allowed(visitor: Client) -> None:
    make_find(published=True, catalogue_number="A-1")

    assert visitor.post("/finds/A-1/").status_code == 405
    assert visitor.post("/finds/").status_code == 405


def ways(document: object) -> dict[str, str]:
    """`{words: address}` of the links through the listing one came from."""
    return {words(one): one.get("href") for one in document.xpath("//nav[@class='around']//a")}


def test_it_leads_on_through_the_listing_one_came_from(visitor: Client) -> None:
    for number in ("A-1", "A-2", "A-3"):
        make_find(published=True, catalogue_number=number, category=Category.TANK, title_en="Tank")
    make_find(catalogue_number="A-2-hidden", category=Category.TANK)
    make_find(published=True, catalogue_number="A-4", category=Category.HELMET)
    listing = page(visitor, "/finds/?category=tank&sort=number")

    (first, *_others) = listing.xpath("//*[@class='cards']//a/@href")
    document = page(visitor, first)

    came_from = "?from=category%3Dtank%26sort%3Dnumber"
    assert first == f"/finds/A-1/{came_from}"
    assert words(document.xpath("//nav[@class='around']//li[@class='muted']")[0]) == "1 of 3"
    assert ways(document) == {
        "Next: A-2, Tank": f"/finds/A-2/{came_from}",
        "Back to results": "/finds/?category=tank&sort=number",
    }
    assert "Previous: A-1, Tank" in ways(page(visitor, f"/finds/A-2/{came_from}"))
    assert document.xpath("//link[@rel='canonical']/@href") == ["http://testserver/finds/A-1/"]


def test_from_nowhere_it_leads_nowhere(visitor: Client) -> None:
    make_find(published=True, catalogue_number="A-1")

    assert ways(page(visitor, "/finds/A-1/")) == {}
    assert ways(page(visitor, "/finds/A-1/?from=category%3Dtank")) == {
        "Back to results": "/finds/?category=tank"
    }


@pytest.mark.parametrize("prefix", ["", "/ru"])
def test_it_leads_to_its_record_as_data(visitor: Client, prefix: str) -> None:
    make_find(published=True, catalogue_number="SHU15-0014")

    links = page(visitor, f"{prefix}/finds/SHU15-0014/").xpath("//p[contains(@class, 'as-data')]/a")

    assert [words(link) for link in links] == ["JSON", "JSON-LD"]
    for link in links:
        assert "json" in visitor.get(link.get("href"))["Content-Type"]


def test_what_is_written_on_a_find_says_its_language(visitor: Client) -> None:
    make_find(
        published=True,
        catalogue_number="SHU15-0014",
        category=Category.TANK,
        markings="A white star\n士魂",
        maker="三菱 <Tokyo>",
        vehicle={"tactical_marking": "士"},
    )

    document = page(visitor, "/finds/SHU15-0014/")

    told = facts(document)
    assert told["Markings"] == "A white star士魂"
    assert told["Maker"] == "三菱 <Tokyo>"
    foreign = document.xpath("//dl[@class='facts']//span[@lang='ja']/text()")
    assert sorted(foreign) == sorted(["三菱", "士魂", "士"])
    here = page(visitor, "/ja/finds/SHU15-0014/").xpath("//dl[@class='facts']//span[@lang='ja']")
    assert not here


@pytest.mark.parametrize(
    ("language", "side", "written"),
    [
        ("", "Japan (probable; basis: uniform)", "about 1950 (“around 1950, said the guard”)"),
        ("/ru", "Япония (вероятно; основание: обмундирование)", "«around 1950, said the guard»"),
        ("/ja", "日本（ほぼ確実；根拠：軍服）", "（「around 1950, said the guard」）"),
    ],
)
def test_words_said_aside_stand_in_the_signs_of_the_language(
    visitor: Client, language: str, side: str, written: str
) -> None:
    make_find(
        published=True,
        catalogue_number="SHU15-0014",
        nationality=seeded("japan", vocabulary="nationality"),
        nationality_certainty="probable",
        nationality_basis="uniform",
        found_on="1950~",
        found_on_text="around 1950, said the guard",
    )

    told = list(facts(page(visitor, f"{language}/finds/SHU15-0014/")).values())

    assert side in told[1]
    assert written in told[3]


def test_number_stands_in_one_line_of_the_citation(visitor: Client) -> None:
    make_find(published=True, catalogue_number="SHU15-0014", title_en="Lid of a pot")

    document = page(visitor, "/finds/SHU15-0014/")

    (citation,) = document.xpath("//*[@id='citation']")
    assert words(citation).startswith("SHU15-0014. Lid of a pot. ")
    assert [words(one) for one in citation.xpath("span[@class='whole']")] == ["SHU15-0014"]
