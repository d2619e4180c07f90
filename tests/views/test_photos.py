"""Photographs: a page each, a file that is asked for every time."""

from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from catalog import renditions
from catalog.models import Photo
from tests.factories import jpeg_bytes, make_find, make_photo, make_place, make_remains
from tests.views.reading import page, uncredited, words

pytestmark = pytest.mark.django_db


def address(photo: Photo, size: int = 320, extension: str = "webp") -> str:
    return renditions.url(photo, size, extension)


def test_a_public_photograph_is_served_small_and_bare(visitor: Client, tmp_path: Path) -> None:
    photo = make_photo(
        make_find(published=True),
        published=True,
        image=jpeg_bytes(800, 600, exif_gps=(50.7, 156.2)),
    )

    for extension, kind in (("webp", "image/webp"), ("jpg", "image/jpeg")):
        response = visitor.get(address(photo, 320, extension))
        (tmp_path / extension).write_bytes(response.content)
        with Image.open(tmp_path / extension) as image:
            assert image.size == (320, 240)
            assert not image.getexif().get_ifd(0x8825)
        assert response["Content-Type"] == kind
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "max-age" in response["Cache-Control"]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"published": True, "sensitivity": "advisory"},
        {"published": True, "sensitivity": "sealed"},
    ],
)
def test_a_hidden_photograph_has_no_file(visitor: Client, fields: dict[str, object]) -> None:
    photo = make_photo(make_find(published=True), **fields)

    assert visitor.get(address(photo)).status_code == 404


def test_a_photograph_of_a_draft_or_of_remains_or_of_nothing_has_no_file(visitor: Client) -> None:
    for photo in (
        make_photo(make_find(), published=True),
        make_photo(make_remains(published=True), published=True),
        make_photo(published=True),
        make_photo(published=True, place=make_place("Dugout", kind="site")),
    ):
        assert visitor.get(address(photo)).status_code == 404


def test_a_file_goes_when_its_find_is_withdrawn(visitor: Client) -> None:
    find = make_find(published=True)
    photo = make_photo(find, published=True)
    assert visitor.get(address(photo)).status_code == 200

    find.publication_status = "withdrawn"
    find.save()

    assert visitor.get(address(photo)).status_code == 404


def test_a_size_nobody_offers_is_not_made(visitor: Client) -> None:
    photo = make_photo(make_find(published=True), published=True)

    for size, extension in ((321, "webp"), (99999, "jpg"), (320, "png"), (320, "svg")):
        assert visitor.get(address(photo, size, extension)).status_code == 404


def test_a_lost_or_broken_original_is_404(visitor: Client) -> None:
    photo = make_photo(make_find(published=True), published=True)
    Path(photo.file.path).chmod(0o600)
    Path(photo.file.path).write_bytes(b"no picture")
    assert visitor.get(address(photo)).status_code == 404

    Path(photo.file.path).unlink()
    assert visitor.get(address(photo)).status_code == 404


def test_sizes_are_made_once_and_again_after_they_are_deleted(settings: object) -> None:
    photo = make_photo(make_find(published=True), published=True)
    folder = Path(settings.MEDIA_ROOT) / "renditions"

    first = renditions.read(photo, 320, "webp")
    (made,) = [path for path in folder.rglob("*") if path.is_file()]
    made.unlink()

    assert renditions.read(photo, 320, "webp") == first


def test_a_new_credit_makes_a_new_file() -> None:
    photo = make_photo(make_find(published=True), published=True)
    before = renditions.make(photo, 320)

    photo.credit_line = "Somebody else"

    assert renditions.make(photo, 320) != before


def test_the_page_of_a_photograph_has_its_credit_and_its_neighbours(visitor: Client) -> None:
    find = make_find(published=True, catalogue_number="A-1")
    make_photo(find)
    for number in (1, 2):
        make_photo(
            find,
            published=True,
            credit_line=f"Photographer {number}",
            via_name="An archive",
            via_url="https://example.org/",
        )

    document = page(visitor, "/finds/A-1/photos/1/")

    assert "Photo: Photographer 1, via An archive" in words(document)
    assert uncredited(document) == []
    assert document.xpath("//a[@rel='next']/@href") == ["/finds/A-1/photos/2/"]
    assert visitor.get("/finds/A-1/photos/3/").status_code == 404
    assert visitor.get("/finds/A-1/photos/0/").status_code == 404
