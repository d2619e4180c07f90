"""Lookups: names to rows and back, also where names clash."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog.models import Place, Term
from catalog.transfer.lookups import EXPLAINED, Lookups
from catalog.transfer.named import Ambiguous, Keeper
from catalog.vocab import Category, CustodyStatus, HazardStatus, Vocabulary
from tests.factories import (
    make_expedition,
    make_institution,
    make_place,
    make_place_name,
    make_source,
    make_term,
)
from tests.transfer.lists_in import NOW

pytestmark = pytest.mark.django_db


def _making(*columns: str) -> Lookups:
    """Lookups that may add to these lists."""
    return Lookups(create=columns, keeper=Keeper(run_id=1, user=None, now=NOW))


@pytest.mark.parametrize("word", ["live", "LIVE", "Live", "ｌｉｖｅ"])
def test_closed_list_takes_codes_and_labels_whatever_their_case(word: str) -> None:
    assert Lookups().choice(HazardStatus, word) == "live"


@pytest.mark.parametrize("language", ["en", "ru", "ja"])
def test_closed_list_takes_labels_of_three_languages(language: str) -> None:
    with translation.override(language):
        word = str(CustodyStatus.IN_SITU.label)

    assert Lookups().choice(CustodyStatus, word) == "in_situ"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Каски и шлемы", "helmet"),
        ("Каска (шлем)", "helmet"),
        ("каска", "helmet"),
        ("шлем", "helmet"),
        ("鉄帽", "helmet"),
        ("Танк", "tank"),
        ("Munition", "munition"),
    ],
)
def test_category_is_told_by_the_word_for_one_find_too(word: str, code: str) -> None:
    assert Lookups().choice(Category, word) == code


def test_term_is_found_by_code_label_and_synonym() -> None:
    term = make_term("ke-ni", label_en="Type 98", label_ru="Ке-Ни", alt_labels="Chi-Ni\n九八式")

    lookups = Lookups()

    for word in ("ke-ni", "type 98", "КЕ-НИ", "Chi-Ni", "九八式"):
        assert lookups.term(Vocabulary.OBJECT_TYPE, word, "object_type") == term.pk


def test_code_wins_over_the_title_of_another() -> None:
    make_expedition("SHU-1", title_en="SHU-2")
    second = make_expedition("SHU-2", title_en="Second")

    assert Lookups().expedition("SHU-2") == second.pk


def test_name_of_several_is_refused_with_their_codes() -> None:
    make_institution("Museum", slug="museum-a")
    make_institution("Museum", slug="museum-b")

    with pytest.raises(Ambiguous, match="museum-a, museum-b"):
        Lookups().institution("Museum", "holder")


def test_every_place_is_found_by_its_own_path() -> None:
    islands = make_place("Kuril Islands")
    shumshu = make_place("Shumshu", parent=islands)
    make_place("Trench", parent=shumshu, slug="trench-a")
    make_place("Trench", parent=shumshu, slug="trench-b")
    make_place("North > South", parent=shumshu)
    make_place("Slope", parent=shumshu, slug="hill")
    make_place("hill", parent=shumshu, slug="hill-2")
    make_place("", name_en="", name_ja="占守島", parent=islands)

    lookups = Lookups()

    for place in Place.objects.all():
        assert lookups.place(lookups.place_path(place.pk)) == place.pk, place


def test_place_is_found_below_the_only_one_of_its_name_and_by_other_names() -> None:
    islands = make_place("Kuril Islands")
    shumshu = make_place("Shumshu", parent=islands, name_ru="Шумшу")
    make_place_name(shumshu, "Shimushu")
    height = make_place("Height 171", parent=shumshu)

    lookups = Lookups()

    assert lookups.place("Шумшу>height 171") == height.pk
    assert lookups.place("Kuril Islands > Shimushu > Height 171") == height.pk


def test_place_of_two_islands_needs_the_whole_path() -> None:
    for name in ("Shumshu", "Paramushir"):
        make_place("Cape", parent=make_place(name))

    with pytest.raises(ValueError, match="Paramushir > Cape"):
        Lookups().place("Cape")


def test_new_place_hangs_below_the_place_that_is_there() -> None:
    shumshu = make_place("Shumshu", parent=make_place("Kuril Islands"))
    lookups = _making("place")

    made = Place.objects.get(pk=lookups.place("Shumshu > Camp"))

    assert made.parent == shumshu
    assert made.path == f"{shumshu.path}{made.pk}/"
    assert lookups.place("shumshu > CAMP") == made.pk


def test_new_names_that_would_share_a_code_get_numbers() -> None:
    lookups = _making("object_type", "place")

    for word in ("New!", "new?", "…", "—"):
        lookups.term(Vocabulary.OBJECT_TYPE, word, "object_type")
        lookups.place(word)

    assert set(Term.objects.order_by("-pk").values_list("code", flat=True)[:4]) == {
        "new",
        "new-2",
        "new-3",
        "new-4",
    }
    assert Place.objects.count() == 4


def test_nearest_words_are_told_until_the_list_is_plainly_junk() -> None:
    lookups = Lookups()

    def refusal(word: str) -> str:
        with pytest.raises(ValueError, match="not in the list") as refused:
            lookups.term(Vocabulary.OBJECT_TYPE, word, "object_type")
        return str(refused.value)

    assert "Nearest: helmet" in refusal("helmett")
    for number in range(EXPLAINED):
        lookups._unknown(f"junk {number}", dict)
    assert refusal("helmett") == "It is not in the list."


def test_small_tables_are_read_only_when_asked_for() -> None:
    source = make_source(code="SURVEY")

    with CaptureQueriesContext(connection) as queries:
        found = Lookups().source("survey")

    assert found == source.pk
    assert len(queries) == 1
