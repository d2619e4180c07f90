"""The rows other tests stand on must be right themselves."""

import pytest

from catalog.models import Find, Photo
from catalog.models.publication import missing
from catalog.vocab import Category
from tests.factories import (
    jpeg_bytes,
    make_document,
    make_event,
    make_find,
    make_identification,
    make_photo,
    make_remains,
)


@pytest.mark.django_db
@pytest.mark.parametrize("category", Category.values)
def test_made_find_is_valid_in_every_category(category: str) -> None:
    find = make_find(category=category, published=True)

    find.validate_constraints()
    find.clean()
    assert missing(find) == []
    assert find in Find.objects.public()


@pytest.mark.django_db
def test_made_photo_is_stored_and_public_with_its_find() -> None:
    photo = make_photo(make_find(published=True), published=True)

    assert photo.file.storage.exists(photo.file.name)
    assert (photo.width, photo.height) == (60, 40)
    assert list(Photo.objects.public()) == [photo]


@pytest.mark.django_db
def test_made_picture_tells_where_it_was_taken_when_asked() -> None:
    photo = make_photo(image=jpeg_bytes(exif_gps=(50.731234, 156.187654)))

    assert float(photo.exif_latitude) == pytest.approx(50.731234, abs=1e-5)
    assert float(photo.exif_longitude) == pytest.approx(156.187654, abs=1e-5)


@pytest.mark.django_db
def test_other_rows_are_made_too() -> None:
    find = make_find(category=Category.MUNITION)

    assert make_remains(individuals=13).remains.individuals == 13
    assert make_event(find, "hazard", "live").to_status == "live"
    assert find.hazard_status == "live"
    with make_document(find).file.open() as stored:
        assert stored.read().startswith(b"%PDF")
    assert make_identification().pk
