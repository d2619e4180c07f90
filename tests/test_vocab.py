"""The closed lists: values are stable, words are there, rules are whole."""

import pytest
from django.db.models import TextChoices
from django.utils import translation

from catalog import vocab
from catalog.vocab import (
    CATEGORY_RULES,
    OPEN_GRAVE,
    PUBLIC_PLACE_KINDS,
    REVIEWER_STATES,
    SAFE_TO_HANDLE,
    STATUSES,
    TRANSITIONS,
    Category,
    HazardStatus,
    Licence,
    Precision,
    RemainsStatus,
    Sensitivity,
    Track,
)

LISTS = [
    value
    for name, value in vars(vocab).items()
    if not name.startswith("_")
    and isinstance(value, type)
    and issubclass(value, TextChoices)
    and value is not TextChoices
]


@pytest.mark.parametrize("choices", LISTS, ids=lambda choices: choices.__name__)
def test_every_value_has_a_word_of_its_own(choices: type[TextChoices]) -> None:
    labels = [str(label) for label in choices.labels]

    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("choices", LISTS, ids=lambda choices: choices.__name__)
@pytest.mark.parametrize("language", ["ru", "ja"])
def test_every_value_has_a_word_in_every_language(
    choices: type[TextChoices], language: str
) -> None:
    with translation.override(language):
        labels = [str(label) for label in choices.labels]

    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("choices", LISTS, ids=lambda choices: choices.__name__)
def test_values_fit_a_file_and_an_address(choices: type[TextChoices]) -> None:
    if choices is Licence:
        assert all(value.startswith("http://") and value.endswith("/") for value in choices.values)
    else:
        assert all(value.isascii() and value == value.strip() for value in choices.values)
        assert not [value for value in choices.values if set(value) & set("|,;:\\\"'&=")]


def test_categories_and_their_order_are_the_ones_of_the_plan() -> None:
    assert Category.values == [
        "remains",
        "tank",
        "vehicle",
        "aircraft",
        "munition",
        "weapon",
        "helmet",
        "equipment",
        "personal",
        "structure",
        "other",
    ]


def test_every_category_has_its_rule() -> None:
    assert set(CATEGORY_RULES) == set(Category.values)
    assert all(str(rule.singular) for rule in CATEGORY_RULES.values())


def test_people_are_counted_in_remains_alone() -> None:
    counted = [value for value, rule in CATEGORY_RULES.items() if rule.counts_people]

    assert counted == ["remains"]
    assert CATEGORY_RULES["remains"].tracks == {Track.REMAINS}


def test_every_find_but_remains_has_a_hazard_of_its_own() -> None:
    without = [value for value, rule in CATEGORY_RULES.items() if Track.HAZARD not in rule.tracks]

    assert without == ["remains"]


def test_no_rule_is_finer_than_one_kilometre() -> None:
    for rule in CATEGORY_RULES.values():
        assert rule.precision.coarseness >= Precision.ONE_KM.coarseness


def test_precisions_and_sensitivities_are_ordered() -> None:
    assert [value.coarseness for value in Precision] == list(range(6))
    assert [value.level for value in Sensitivity] == list(range(4))


def test_each_track_has_its_states_and_their_table() -> None:
    assert set(STATUSES) == set(TRANSITIONS) == set(Track.values)


def test_only_harmless_things_are_handled_and_only_reviewers_say_so() -> None:
    assert {"", "inert_certified", "not_explosive"} == SAFE_TO_HANDLE
    less = set(HazardStatus.values) - {"unknown", "live"}
    assert {(Track.HAZARD, state) for state in less} == REVIEWER_STATES


def test_open_graves_are_the_ones_nobody_has_emptied() -> None:
    assert {RemainsStatus.LOCATED, RemainsStatus.LEFT_UNDISTURBED} == OPEN_GRAVE


def test_sites_and_trenches_are_not_public_by_default() -> None:
    assert not PUBLIC_PLACE_KINDS & {"site", "trench", "unspecified"}
