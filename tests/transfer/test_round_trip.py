"""Out and in again: nothing to change; out, wiped, in, out: the same bytes."""

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from catalog.models import Find, FindPhoto, Photo
from catalog.vocab import Category
from tests.any_finds import Furniture
from tests.factories import make_find
from tests.transfer.lists_in import counts, exported, sentences, take

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("FINDSPOT_DATA_DIR", ROOT.parent / "shared" / "data"))


@pytest.mark.slow
@pytest.mark.django_db
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_any_finds_come_back_as_they_went(furniture: Furniture, data: st.DataObject) -> None:
    with transaction.atomic():
        finds = [furniture.find(data, number) for number in range(data.draw(st.integers(1, 3)))]
        furniture.link(data, finds)

        _check_round_trip()

        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("category", Category.values)
def test_find_of_each_category_comes_back_as_it_went(category: str) -> None:
    detail: dict[str, Any] = {
        "remains": {"remains": {"individuals": 3, "individuals_qualifier": "exact"}},
        "munition": {"munition": {"calibre_mm": "14.50", "fuzed": "yes"}},
        "tank": {"vehicle": {"completeness_pct": 0, "hull_number": "=12"}},
    }.get(category, {})
    make_find(category=category, published=True, **detail)

    _check_round_trip()


@pytest.fixture
def furniture(db: None) -> Furniture:
    """Made once; every example is taken back to here."""
    return Furniture()


def _check_round_trip() -> None:
    """Nothing to change in place, and the same bytes after everything was wiped."""
    before = exported()
    events = _last_states()

    in_place = take(file=before)
    assert set(counts(in_place)) == {"same"}, sentences(in_place)

    _wipe()
    again = take(file=before)

    assert set(counts(again)) == {"new"}, sentences(again)
    assert exported() == before
    assert _last_states() == events
    assert set(counts(take(file=before))) == {"same"}


def _last_states() -> list[tuple[str, ...]]:
    names = ("catalogue_number", "restoration_status", "custody_status", "hazard_status")
    return list(Find.objects.order_by("catalogue_number").values_list(*names, "remains_status"))


def _wipe() -> None:
    FindPhoto.objects.all().delete()
    Photo.objects.all().delete()
    Find.objects.all().delete()


REAL = [
    pytest.param("pas-bronze-age/pas_0.csv", "pas.toml", 490, marks=pytest.mark.slow),
    pytest.param(
        "emodnet-munitions/munitions.csv",
        "emodnet-munitions.toml",
        1342,
        marks=pytest.mark.slow,
    ),
    pytest.param("spb-monuments/monuments.csv", "spb-monuments.toml", 49, marks=pytest.mark.slow),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("file", "toml", "least"), REAL)
def test_real_list_goes_in_out_and_in_again(file: str, toml: str, least: int) -> None:
    path = DATA / file
    if not path.exists():
        pytest.skip(f"no {file}: FINDSPOT_DATA_DIR names no folder of test lists")
    mapping = (ROOT / "docs" / "mappings" / toml).read_text(encoding="utf-8")

    first = take(file=path.read_bytes(), toml=mapping)
    second = take(file=path.read_bytes(), toml=mapping)

    assert first.counts["new"] >= least
    assert not Find.objects.exclude(publication_status="draft").exists()
    assert second.counts["same"] == first.counts["new"]
    assert not second.written
    _check_round_trip()
