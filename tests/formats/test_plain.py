"""Plain data: every part of a record has its place in the JSON, by name."""

import json
from dataclasses import fields
from decimal import Decimal

import pytest

from catalog import records
from catalog.formats import plain
from catalog.formats.site import Site
from catalog.records import FindCard, FindRecord
from tests.factories import make_event, make_find, make_photo, make_remains

SITE = Site("https://finds.example.org", "/ru/finds/")


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_find, make_remains])
def test_every_part_of_a_record_is_told(make: object) -> None:
    find = make(published=True)
    make_photo(find, published=True)

    said = plain.record(records.of(find.pk), SITE)

    # Under other names, or said in another way.
    elsewhere = {"expedition_code", "expedition_title", "singular", "is_people", "is_recorded"}
    elsewhere |= {"landmarks"}
    assert {one.name for one in fields(FindRecord)} - elsewhere <= set(said)
    assert json.loads(plain.text(said)) == said
    assert {one.name for one in fields(FindCard)} - elsewhere <= set(
        plain.card(records.cards([find.pk])[0], SITE)
    )


@pytest.mark.django_db
def test_words_in_one_language_say_in_which() -> None:
    find = make_find(published=True, damage="Пробоина", language="ru", description_en="A helmet.")
    make_event(find, "restoration", "in_progress", treatment="Обессоливание")

    said = plain.record(records.of(find.pk), SITE)

    assert said["damage"] == {"text": "Пробоина", "language": "ru"}
    assert said["events"][-1]["treatment"] == {"text": "Обессоливание", "language": "ru"}
    assert json.loads(plain.text(said)) == said


@pytest.mark.parametrize(
    ("written", "number"),
    [("120.00", 120), ("0.5", 0.5), ("50.731234", 50.731234), ("-0.000001", -0.000001), ("0", 0)],
)
def test_numbers_are_as_short_as_they_can_be(written: str, number: float) -> None:
    assert plain.number(Decimal(written)) == number
    assert len(json.dumps(plain.number(Decimal(written)))) <= max(len(written), 6)


def test_a_site_knows_its_addresses() -> None:
    assert SITE.find("Б-1") == "https://finds.example.org/ru/finds/%D0%91-1/"
    assert SITE.absolute("/media/1.jpg") == "https://finds.example.org/media/1.jpg"
    assert SITE.absolute("https://other.example/1.jpg") == "https://other.example/1.jpg"
