"""Addresses: case and former numbers lead on, withdrawn ones say why, unseen ones are unknown."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import records
from catalog.models import Find
from catalog.models.publication import withdraw
from tests.factories import make_find

pytestmark = pytest.mark.django_db


def test_a_public_find_has_its_address_whatever_the_case() -> None:
    find = make_find(published=True, catalogue_number="SHU15-0042")

    for slug in ("SHU15-0042", "shu15-0042", "Shu15-0042"):
        assert records.resolve(slug).pk == find.pk
        assert records.resolve(slug).slug == "SHU15-0042"


def test_signs_in_a_number_survive_their_address() -> None:
    find = make_find(published=True, catalogue_number="КП 12/7 б")

    assert records.resolve(find.slug).pk == find.pk


def test_a_former_number_leads_to_the_find_of_today() -> None:
    find = make_find(published=True, catalogue_number="OLD-1")
    find.catalogue_number = "NEW-1"
    find.save()

    assert records.resolve("old-1").slug == "NEW-1"


def test_withdrawn_finds_give_their_reason_and_drafts_nothing() -> None:
    make_find(catalogue_number="A-1", publication_status="withdrawn", withdrawn_reason="duplicate")
    make_find(catalogue_number="A-2")

    assert records.resolve("A-1").reason == "duplicate"
    assert records.resolve("A-1").pk is None
    assert records.resolve("A-2") is None
    assert records.resolve("A-3") is None


@pytest.mark.parametrize("slug", ["~", "~zz~", "~110000~", "a~2F~b", "\x00", "💣", "~0~"])
def test_a_broken_address_is_unknown(slug: str) -> None:
    assert records.resolve(slug) is None


def test_near_numbers_are_public_ones() -> None:
    make_find(published=True, catalogue_number="SHU15-0042")
    make_find(catalogue_number="SHU15-0043")

    assert [one.number for one in records.near("/finds/SHU15-0044/")] == ["SHU15-0042"]
    assert records.near("/about/nothing/") == []


def test_near_numbers_are_looked_for_beside_the_one_asked_for_alone() -> None:
    """Whoever asks for what is not there has the house compare a few hundred, not all."""
    for number in range(1, 8):
        make_find(published=True, catalogue_number=f"SHU15-000{number}")

    with CaptureQueriesContext(connection) as asked:
        assert records.near("/finds/SHU15-0009/")[0].number.startswith("SHU15-000")
        assert records.near(f"/finds/SHU15-{'9' * 500}/") == []

    assert len(asked) == 2
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for one in asked.captured_queries:
                cursor.execute(f"EXPLAIN QUERY PLAN {one['sql']}")
                plan = " ".join(row[3] for row in cursor.fetchall())
                assert "number_key>" in plan
                assert "TEMP B-TREE" not in plan


def test_a_withdrawn_find_tells_no_number_it_was_given_since() -> None:
    find = make_find(catalogue_number="OLD-1", publication_status="withdrawn")
    find.catalogue_number = "NEVER-PUBLIC-2"
    find.save()

    known = records.resolve("old-1")

    assert (known.pk, known.slug, known.number) == (None, "old-1", "OLD-1")


def test_a_number_given_after_the_withdrawal_is_unknown(reviewer: User) -> None:
    find = make_find(published=True, catalogue_number="DRAFT-1")
    for number in ("PUBLIC-1", "PUBLIC-2"):
        renumber(find, number)
    withdraw(find, by=reviewer, reason="duplicate")
    for number in ("HIDDEN-1", "HIDDEN-2"):
        renumber(find, number)

    assert [records.resolve(slug) for slug in ("HIDDEN-1", "HIDDEN-2")] == [None, None]
    for slug in ("DRAFT-1", "PUBLIC-1", "public-2"):
        known = records.resolve(slug)
        assert (known.pk, known.slug, known.reason) == (None, slug, "duplicate")


def test_what_was_public_again_is_known_by_the_number_it_had_then(reviewer: User) -> None:
    find = make_find(published=True, catalogue_number="FIRST-1")
    withdraw(find, by=reviewer, reason="error")
    renumber(find, "SECOND-1")
    Find.objects.get(pk=find.pk).save()
    publish_again(find)
    withdraw(find, by=reviewer, reason="error")
    renumber(find, "FIRST-1")
    renumber(find, "THIRD-1")

    assert {slug: bool(records.resolve(slug)) for slug in ("FIRST-1", "SECOND-1", "THIRD-1")} == {
        "FIRST-1": True,
        "SECOND-1": True,
        "THIRD-1": False,
    }


def renumber(find: Find, number: str) -> None:
    find.catalogue_number = number
    find.save()


def publish_again(find: Find) -> None:
    find.publication_status = "published"
    find.save()
