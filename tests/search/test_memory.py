"""Memory answers what SQL would, follows every committed change, and nothing else."""

import os
import threading
from datetime import datetime
from typing import Any

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog import index
from catalog.models import Find, Photo
from catalog.search import memory, profiles
from catalog.search.answers import answered
from catalog.search.memory import Memory
from catalog.search.ordering import DEFAULT, RELEVANCE, SORTS, ordered
from catalog.search.selection import Selection
from catalog.vocab import Condition
from tests.factories import make_find, make_photo, make_term
from tests.search.scattering import CHANGES, assert_same, queries, scatter_all


@pytest.fixture
def scattered(db: None) -> list[Find]:
    """Forty finds of every kind."""
    return scatter_all()


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=queries())
def test_memory_answers_what_sql_answers(scattered: list[Find], query: str) -> None:
    assert_same(query)


def test_what_missing_values_count_is_the_same(scattered: list[Find]) -> None:
    for query in ("place=none", "condition=none", "nationality=unknown", "photo=no&photo=yes"):
        assert_same(query)


def test_every_order_is_that_of_sql(scattered: list[Find]) -> None:
    for sort in SORTS:
        for query in ("", "category=tank&category=helmet&category=remains", "q=find"):
            assert_same(f"{query}&sort={sort}")


def test_a_moment_just_before_the_second_is_not_rounded_up(db: None) -> None:
    helmets = [make_find(category="helmet", published=True) for _ in range(3)]
    for find, second in zip(helmets, ("07.999900", "08", "08.000001"), strict=True):
        moment = datetime.fromisoformat(f"2026-11-28 02:20:{second}+00:00")
        Find.objects.filter(pk=find.pk).update(updated_at=moment)

    assert_same("sort=updated")


# Following: real commits, a memory that lives on


@pytest.fixture
def known(transactional_db: None) -> Memory:
    """A memory that has read what there is: three helmets."""
    for number in range(3):
        make_find(category="helmet", catalogue_number=f"H-{number}", published=True)
    own = Memory()
    own.fresh()
    return own


def ids(own: Memory) -> list[int]:
    return own.fresh().ids(None, DEFAULT, 0, 1000)


def in_order() -> list[int]:
    return list(ordered(Find.objects.public(), DEFAULT).values_list("pk", flat=True))


def whole(selection: Selection) -> dict[str, list[Any]]:
    """Every column in words of its own, and every order."""
    told = {name: values.tolist() for name, values in selection.columns.items()}
    for name in profiles.NAMES:
        table = selection.tables[name]
        told[name] = [table.values[table.places[one]] for one in told["profile"]]
    del told["profile"]
    orders = {sort: selection.ids(None, sort, 0, 1000) for sort in SORTS if sort != RELEVANCE}
    return {**told, **orders}


def test_a_new_find_takes_its_place_in_the_order(known: Memory) -> None:
    for day in ("2015-08-12", "2015-08-11", "2016", "1945", "2015-08-12/2015-08-14"):
        make_find(category="tank", catalogue_number=f"H-1a {day}", found_on=day, published=True)
        make_find(category="tank", catalogue_number=f"A-1 {day}", found_on=day, published=True)

        assert whole(known.fresh()) == whole(memory.built())


def test_a_withdrawn_find_is_gone_at_the_next_question(known: Memory) -> None:
    Find.objects.filter(catalogue_number="H-1").update(publication_status="withdrawn")

    assert ids(known) == in_order()
    assert len(ids(known)) == 2


def test_an_update_past_the_verbs_is_seen(known: Memory) -> None:
    Find.objects.filter(catalogue_number="H-1").update(condition="poor", found_from="2001-01-01")

    assert whole(known.fresh()) == whole(memory.built())


def test_a_deleted_find_is_gone(known: Memory) -> None:
    Find.objects.get(catalogue_number="H-2").delete()

    assert whole(known.fresh()) == whole(memory.built())


def test_an_unpublished_photograph_is_no_longer_counted(known: Memory) -> None:
    photo = make_photo(Find.objects.get(catalogue_number="H-0"), published=True)
    before = pictured(known)

    Photo.objects.filter(pk=photo.pk).update(published=False)

    assert before == {False: 2, True: 1}
    assert pictured(known) == {False: 3}


def pictured(own: Memory) -> dict[Any, int]:
    return dict(own.fresh().counts("has_photo", (), lambda: None, of_objects=False))


def test_what_was_rolled_back_was_never_there(known: Memory) -> None:
    before = whole(known.fresh())
    with transaction.atomic():
        make_find(category="tank", published=True)
        known.fresh()
        transaction.set_rollback(True)

    assert whole(known.fresh()) == before == whole(memory.built())


def test_a_draft_changes_nothing_and_costs_nothing(
    known: Memory, django_assert_num_queries: Any
) -> None:
    tank = make_find(category="tank")
    known.fresh()

    tank.condition = "poor"
    tank.save()

    with django_assert_num_queries(1):
        known.fresh()


def test_a_moved_term_means_reading_everything(known: Memory) -> None:
    parent = make_term(vocabulary="object_type", code="headgear")
    helmet = Find.objects.get(catalogue_number="H-0").object_type
    helmet.move(parent)

    found = answered(QueryDict("type=headgear"))

    assert found.count() == len(in_order()) == 3


def test_a_new_generation_means_reading_everything(known: Memory) -> None:
    before = known.fresh()
    index.renew()

    assert known.fresh() is not before
    assert whole(known.fresh()) == whole(memory.built())


def test_many_changes_mean_reading_everything(
    known: Memory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST_CHANGES", 1)
    for number in range(3):
        make_find(category="tank", catalogue_number=f"T-{number}", published=True)

    assert whole(known.fresh()) == whole(memory.built())


def test_a_forked_process_builds_its_own(known: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    before = known.fresh()
    monkeypatch.setattr(os, "getpid", lambda: -1)

    assert known.fresh() is not before


# Whatever is done, and in whatever order


@pytest.mark.slow
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(sorted(CHANGES)), st.integers(0, 30)), min_size=1, max_size=8
    )
)
def test_memory_follows_whatever_is_done(known: Memory, steps: list[tuple[str, int]]) -> None:
    for what, number in steps:
        CHANGES[what](number)

        assert whole(known.fresh()) == whole(memory.built()), what


@pytest.mark.slow
def test_a_reader_beside_a_writer_is_never_behind(known: Memory) -> None:
    """Another connection writes and commits; each answer after that holds what it wrote."""
    told, seen, failures = threading.Event(), threading.Event(), []

    def write() -> None:
        try:
            for number in range(20):
                find = Find.objects.get(catalogue_number=f"H-{number % 3}")
                find.condition = Condition.values[number % 5]
                find.save()
                told.set()
                assert seen.wait(10)
                seen.clear()
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    for _round in range(20):
        assert told.wait(10)
        told.clear()
        assert whole(known.fresh()) == whole(memory.built())
        seen.set()
    writer.join(10)

    assert failures == []
