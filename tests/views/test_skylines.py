"""A tell-tale skyline is shown for as long as its finds are told finely enough, and not longer."""

from collections.abc import Callable

import pytest
from django.test import Client

from catalog import index, renditions
from catalog.models import Find, Photo
from catalog.models.rederive import finds_of, rederive
from tests.factories import make_find, make_photo, make_place, put_on

pytestmark = pytest.mark.django_db


@pytest.fixture
def find() -> Find:
    """A find told to a kilometre, in a place that has no rule of its own."""
    place = make_place("Ridge", public_precision="")
    return make_find(published=True, category="helmet", catalogue_number="SKY-1", place=place)


@pytest.fixture
def skyline(find: Find) -> Photo:
    return make_photo(find, published=True, shows_landmark=True, alt_en="A ridge at dusk")


def _change(find: Find, **columns: str) -> None:
    for name, value in columns.items():
        setattr(find, name, value)
    find.save()


def _rule_of_place(find: Find, precision: str) -> None:
    find.place.public_precision = precision
    find.place.save()
    rederive(finds_of(find.place))
    find.refresh_from_db()


COARSER: dict[str, Callable[[Find], None]] = {
    "its own rule": lambda find: _change(find, public_precision="10km"),
    "not even its area": lambda find: _change(find, public_precision="withheld"),
    "the rule of its place": lambda find: _rule_of_place(find, "place_only"),
    "something explosive": lambda find: _change(find, hazard_status="live"),
    "remains beside it": lambda find: _change(find, human_remains_associated="yes"),
    "another kind": lambda find: _change(find, category="munition", hazard_status="unknown"),
}


def _seen(visitor: Client, photo: Photo, number: str) -> dict[str, bool]:
    """Where a visitor sees the picture of the find."""
    at = f"/finds/{number}/"
    listed = visitor.get(f"/api/v1/finds/?photo=yes&q={number}").json()
    return {
        "page": photo.alt_en in visitor.get(at).content.decode(),
        "own page": visitor.get(f"{at}photos/1/").status_code == 200,
        "file": visitor.get(renditions.url(photo, 320)).status_code == 200,
        "card": visitor.get(f"/media/photos/{photo.public_id}/card.jpg").status_code == 200,
        "list": str(photo.public_id) in visitor.get("/finds/").content.decode(),
        "filter": bool(listed["results"]),
    }


def test_it_is_shown_where_the_place_is_told(visitor: Client, find: Find, skyline: Photo) -> None:
    assert not [way for way, seen in _seen(visitor, skyline, "SKY-1").items() if not seen]


@pytest.mark.parametrize("how", COARSER)
def test_it_goes_when_the_place_is_told_as_an_area_only(
    visitor: Client, find: Find, skyline: Photo, how: str
) -> None:
    COARSER[how](find)

    assert not [way for way, seen in _seen(visitor, skyline, "SKY-1").items() if seen]
    assert "not shown" in visitor.get("/finds/SKY-1/").content.decode()


def test_it_comes_back_when_the_rule_ends(visitor: Client, find: Find, skyline: Photo) -> None:
    _rule_of_place(find, "place_only")
    _rule_of_place(find, "")

    assert not [way for way, seen in _seen(visitor, skyline, "SKY-1").items() if not seen]


def test_behind_its_warning_it_goes_too(visitor: Client, find: Find) -> None:
    make_photo(find, published=True, shows_landmark=True, sensitivity="advisory")
    before = visitor.get("/finds/SKY-1/veiled/1/").status_code

    _change(find, public_precision="place_only")

    assert (before, visitor.get("/finds/SKY-1/veiled/1/").status_code) == (200, 404)
    assert visitor.post("/finds/SKY-1/veiled/1/show/", {"show": "this"}).status_code == 404


def test_another_picture_stays(visitor: Client, find: Find) -> None:
    make_photo(find, published=True, alt_en="A helmet on a table")
    _change(find, public_precision="place_only")

    assert "A helmet on a table" in visitor.get("/finds/SKY-1/").content.decode()


def test_one_find_that_is_told_as_an_area_closes_it_on_the_others(
    visitor: Client, find: Find, skyline: Photo
) -> None:
    other = make_find(published=True, category="helmet", catalogue_number="SKY-2")
    put_on(other, skyline)

    _change(find, public_precision="place_only")

    assert not [way for way, seen in _seen(visitor, skyline, "SKY-2").items() if seen]


def test_a_find_nobody_knows_of_closes_nothing(visitor: Client, find: Find, skyline: Photo) -> None:
    put_on(make_find(category="helmet", public_precision="place_only"), skyline)

    assert not [way for way, seen in _seen(visitor, skyline, "SKY-1").items() if not seen]


def test_the_log_names_the_other_finds_of_a_skyline(find: Find, skyline: Photo) -> None:
    other, bare = (make_find(published=True, category="helmet") for _number in range(2))
    put_on(other, skyline)
    hidden = make_find(published=True, category="helmet", public_precision="place_only")
    told = []
    for write in (
        lambda: _change(find, public_precision="place_only"),
        lambda: _change(find, title_en="Another title"),
        lambda: put_on(hidden, skyline),
        lambda: hidden.find_photos.get().delete(),
        lambda: put_on(bare, make_photo(published=True)),
    ):
        before = index.position()
        write()
        told.append(index.changes_since(before).ids)

    every = {find.pk, other.pk}
    assert told == [every, {find.pk}, every | {hidden.pk}, every | {hidden.pk}, {bare.pk}]
