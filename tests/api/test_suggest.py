"""Suggestions: words in any language and numbers, of public finds alone."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.reading import read
from tests.factories import make_find, make_place, make_term, nationality, seeded
from tests.house import walk
from tests.house.canaries import plant

pytestmark = pytest.mark.django_db


def begun(visitor: Client, typed: str, prefix: str = "") -> list[str]:
    told = read(visitor, f"{prefix}/api/v1/suggest/?{walk.urlencode({'q': typed})}")
    return [one["text"] for one in told["suggestions"]]


@pytest.fixture
def shumshu() -> None:
    island = make_place("Shumshu", name_ru="Шумшу", name_ja="占守島")
    for number in range(3):
        make_find(
            published=True,
            place=island,
            category="tank",
            object_type=seeded("type-95-ha-go"),
            nationality=nationality("japan"),
            catalogue_number=f"SHU15-{number}",
        )
    make_find(catalogue_number="SHU15-9", place=make_place("Shumarinai"))


@pytest.mark.usefixtures("shumshu")
def test_words_are_found_by_their_beginnings_in_any_language(visitor: Client) -> None:
    assert begun(visitor, "shum") == ["Shumshu"]
    assert begun(visitor, "шум") == ["Шумшу"]
    assert begun(visitor, "占") == ["占守島"]
    assert begun(visitor, "shum", "/ru") == ["Shumshu"]
    label = seeded("type-95-ha-go").label_en
    assert label in begun(visitor, label.lower()[:8])


@pytest.mark.usefixtures("shumshu")
def test_numbers_follow_with_or_without_hyphens(visitor: Client) -> None:
    assert begun(visitor, "shu15") == ["SHU15-0", "SHU15-1", "SHU15-2"]
    assert begun(visitor, "shu15-1") == ["SHU15-1"]


@pytest.mark.usefixtures("shumshu")
@pytest.mark.parametrize("typed", ["", " ", "s", "%", "\x00", '"', "x" * 10_000, "😀", "NEAR("])
def test_what_begins_nothing_suggests_nothing(visitor: Client, typed: str) -> None:
    assert begun(visitor, typed) == []


def test_what_no_public_find_has_is_not_suggested(visitor: Client) -> None:
    make_find(object_type=make_term(vocabulary="object_type", code="x", label_en="Xylophone"))

    assert begun(visitor, "xylo") == []


@pytest.mark.slow
def test_no_secret_begins_like_itself(visitor: Client) -> None:
    nest = plant()

    for secret in nest.fragments.values():
        assert begun(visitor, secret[:8]) == [], secret


@pytest.mark.usefixtures("shumshu")
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by its statistics")
def test_numbers_are_looked_for_by_their_index(visitor: Client) -> None:
    begun(visitor, "shu15-")
    with CaptureQueriesContext(connection) as asked:
        begun(visitor, "shu15-")

    (numbers,) = (one["sql"] for one in asked if "number_key" in one["sql"])
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {numbers}")
        assert "number_key>" in " ".join(row[3] for row in cursor.fetchall())
