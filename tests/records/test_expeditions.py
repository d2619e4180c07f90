"""Expeditions: computed totals beside published ones, a leader only by consent."""

from typing import Any

import pytest

from catalog import records
from catalog.models import Claim
from tests.factories import (
    make_expedition,
    make_find,
    make_person,
    make_place,
    make_remains,
    make_source,
    nationality,
)

pytestmark = pytest.mark.django_db


def test_claims_stand_beside_what_is_counted() -> None:
    expedition = make_expedition("SHU")
    make_remains(published=True, expedition=expedition, individuals=13)
    make_find(published=True, expedition=expedition)
    make_find(expedition=expedition)
    Claim.objects.create(
        expedition=expedition,
        what="individuals",
        nationality=nationality("ussr"),
        number=26,
        source=make_source("A report"),
        text_en="remains of 26 Soviet soldiers",
    )

    found = records.expedition("shu")

    assert (found.tally.objects, found.tally.individuals) == (1, 13)
    assert [(str(one.text), one.number, str(one.source.title)) for one in found.claims] == [
        ("remains of 26 Soviet soldiers", 26, "A report")
    ]


def test_a_leader_is_named_by_consent_and_the_area_where_it_is_public() -> None:
    make_expedition("A", leader=make_person("Anna", show_publicly=True))
    make_expedition("B", leader=make_person("Boris"), area=make_place("Dugout", kind="site"))

    assert records.expedition("A").leader == "Anna"
    assert records.expedition("B").leader == ""
    assert records.expedition("B").area is None


def test_an_unknown_code_is_nobodys() -> None:
    assert records.expedition("nothing") is None


def test_more_expeditions_cost_no_more_queries(django_assert_num_queries: Any) -> None:
    for code in ("A", "B", "C"):
        season = make_expedition(code)
        make_find(published=True, expedition=season)
        make_find(expedition=season)
        make_remains(published=True, expedition=season, individuals=2)
    make_expedition("EMPTY")

    with django_assert_num_queries(3):
        seasons = records.expeditions()

    assert {one.code: (one.tally.objects, one.tally.individuals) for one in seasons} == {
        "A": (1, 2),
        "B": (1, 2),
        "C": (1, 2),
        "EMPTY": (0, 0),
    }
    assert all(one.tally == records.expedition(one.code).tally for one in seasons)
