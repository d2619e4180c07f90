"""Words are read before they are published: positions, contacts, names of the dead."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from catalog.models import Find, publication, telltales
from tests.factories import (
    make_event,
    make_find,
    make_identification,
    make_photo,
    make_remains,
    make_source,
    make_user,
    released,
)

pytestmark = pytest.mark.django_db
POINT = "50.7312, 156.1876"


def waiting(**columns: Any) -> Find:
    find = make_find(published=True, **columns)
    Find.objects.filter(pk=find.pk).update(publication_status="in_review")
    return Find.objects.get(pk=find.pk)


def test_a_find_with_a_position_in_its_words_is_not_published_unread() -> None:
    find, reviewer = waiting(description_en=f"By the stream at {POINT}."), make_user("reviewer")

    with pytest.raises(ValidationError, match="looks like a position"):
        publication.publish(find, by=reviewer)

    publication.publish(find, by=reviewer, words_read=True)
    assert Find.objects.public().count() == 1


def test_an_ordinary_find_is_published_at_once() -> None:
    publication.publish(waiting(), by=make_user("reviewer"))

    assert Find.objects.public().count() == 1


def test_the_words_around_a_find_are_read_too() -> None:
    find = make_find(sources=[make_source("Report", citation="Call +7 4242 12-34-56")])
    make_event(find, "custody", "recovered", treatment=f"Lifted at {POINT}")
    make_event(find, "custody", "in_store", treatment=f"Private {POINT}", is_public=False)
    make_photo(find, published=True, caption_ru="50°43′52″ с. ш.")
    make_photo(find, caption_ru="51°43′52″ с. ш.")

    told = "\n".join(telltales.of_find(find))

    assert "+7 4242 12-34-56" in told
    assert told.count(POINT) == 1
    assert "50°43′" in told
    assert "51°43′" not in told


def test_a_name_that_is_not_published_is_noticed_and_not_repeated() -> None:
    remains = make_remains()
    make_identification(remains, name_original="Кузнецов Иван")
    find = make_find(expedition=remains.expedition, description_ru="Ложка Кузнецова")

    told = telltales.of_find(find)

    assert told == ["“description in Russian” holds a name that is not published"]


def test_a_name_that_was_released_may_be_told() -> None:
    remains = make_remains(description_ru="Кузнецов Иван")
    make_identification(remains, name_original="Кузнецов Иван", **released(make_user("reviewer")))

    assert telltales.of_find(remains) == []


def test_markings_that_are_hidden_anyway_are_not_read() -> None:
    columns = {"markings": f"marked {POINT}"}

    assert telltales.of_find(make_find(**columns))
    assert telltales.of_find(make_find(**columns, carries_name=True)) == []


@pytest.mark.parametrize(
    "columns",
    [
        {"catalogue_number": "Kuznetsov-1"},
        {"title_ru": "Ложка, KUZNETSOV"},
        {"description_en": "It was Kuznetsov's."},
        {"maker": "Kuznetsov"},
    ],
)
def test_a_name_that_visitors_read_already_is_told(columns: dict[str, str]) -> None:
    person = make_identification(name_original="Kuznetsov")
    season = person.remains.expedition
    find = make_find(published=True, expedition=season, **columns)
    make_find(published=True, expedition=season, title_en="Spoon")
    make_find(expedition=season, title_en="A draft of Kuznetsov")

    assert telltales.published_with(person) == [find.catalogue_number]
