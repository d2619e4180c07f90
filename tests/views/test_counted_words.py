"""Numbers in words: the three forms of Russian, and the counter Japanese has for the dead."""

import pytest
from django.utils import translation

from catalog.templatetags.findspot import objects_count, people_count

RUSSIAN = {
    1: ("1 находка", "останки 1 человека"),
    2: ("2 находки", "останки 2 человек"),
    5: ("5 находок", "останки 5 человек"),
    21: ("21 находка", "останки 21 человека"),
    111: ("111 находок", "останки 111 человек"),
}


@pytest.mark.parametrize("number", RUSSIAN)
def test_russian_has_three_forms(number: int) -> None:
    with translation.override("ru"):
        assert (objects_count(number), people_count(number)) == RUSSIAN[number]


@pytest.mark.parametrize("at_least", [False, True])
def test_japanese_counts_the_dead_as_such(at_least: bool) -> None:
    with translation.override("ja"):
        people, objects = people_count(26, at_least), objects_count(26)

    assert people.endswith("26柱")
    assert objects.endswith("26点")


def test_english_counts_people() -> None:
    assert people_count(1) == "remains of 1 person"
    assert people_count(3) == "remains of 3 people"
