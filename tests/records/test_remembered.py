"""Those remembered: people, never records."""

import pytest

from catalog import records
from tests.factories import (
    make_find,
    make_identification,
    make_place,
    make_remains,
    make_user,
    nationality,
    released,
)

pytestmark = pytest.mark.django_db
EXACT = {"individuals_qualifier": "exact"}


def test_people_are_summed_by_place_and_by_what_became_of_them() -> None:
    shown, hidden = make_place("Shumshu"), make_place("Dugout", kind="site")
    for place, number, state in ((shown, 3, "reburied"), (shown, 4, "exhumed"), (hidden, 2, "")):
        make_remains(
            published=True,
            place=place,
            individuals=number,
            remains=EXACT,
            nationality=nationality("japan"),
            **({"remains_status": state} if state else {}),
        )
    make_find(published=True, place=shown)
    make_remains(place=shown, individuals=50)

    dead = records.remembered()

    assert dead.tally.individuals == 9
    assert [(place and str(place.name), one.individuals) for place, one in dead.places] == [
        ("Shumshu", 7),
        (None, 2),
    ]
    assert [(state.value, one.individuals) for state, one in dead.states][-2:] == [
        ("exhumed", 4),
        ("reburied", 3),
    ]


def test_a_number_with_a_minimum_in_it_is_one() -> None:
    place = make_place("Shumshu")
    make_remains(published=True, place=place, individuals=3, remains=EXACT)
    make_remains(published=True, place=place, individuals=4)

    ((_place, counted),) = records.remembered().places

    assert (counted.individuals, counted.at_least) == (7, True)


def test_only_names_cleared_for_publication_are_told() -> None:
    by, find = make_user(), make_remains(published=True, catalogue_number="A-1")
    make_identification(find, name_original="山本一郎", **released(by))
    make_identification(find, name_original="Hidden")
    make_identification(make_remains(), name_original="Draft", **released(by))

    names = records.remembered().names

    assert [(str(one.person.name), one.number) for one in names] == [("山本一郎", "A-1")]
