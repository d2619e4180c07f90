"""Sizes of a picture: made once, when it comes in, and never twice for a visitor."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from catalog import renditions
from catalog.models import Photo
from tests.factories import jpeg_bytes, make_find, make_photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def renderings(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The widths an original was decoded for."""
    asked: list[int] = []
    copies = renditions.copies

    def counted(stream: Any, wanted: list[tuple[int, str]], **options: Any) -> Any:
        asked.append(wanted[0][0])
        return copies(stream, wanted, **options)

    monkeypatch.setattr(renditions, "copies", counted)
    return asked


def files(settings: Any) -> list[Path]:
    folder = Path(settings.MEDIA_ROOT) / "renditions"
    return [path for path in folder.rglob("*") if path.is_file()]


def spoil(photo: Photo) -> None:
    Path(photo.file.path).write_bytes(b"no picture")


@pytest.mark.parametrize(
    ("width", "sizes"),
    [
        (60, (320,)),
        (320, (320,)),
        (700, (320, 640, 1200)),
        (2000, (320, 640, 1200, 2000)),
        (9000, (320, 640, 1200, 2000)),
    ],
)
def test_no_size_is_offered_twice(width: int, sizes: tuple[int, ...]) -> None:
    assert renditions.offered(Photo(width=width, height=10)) == sizes


def test_every_size_is_made_from_one_decoding(settings: Any, renderings: list[int]) -> None:
    photo = make_photo(image=jpeg_bytes(700, 500))

    assert renditions.make_all(photo) == 6
    assert renditions.make_all(photo) == 0

    assert renderings == [1200]
    made = files(settings)
    assert {path.relative_to(path.parents[2]).as_posix() for path in made} == renditions.names(
        photo
    )


def test_a_visitor_never_has_a_size_made_twice(renderings: list[int]) -> None:
    photo = make_photo(image=jpeg_bytes(700, 500))

    first = renditions.read(photo, 640, "webp")

    assert renditions.read(photo, 640, "webp") == first
    assert renderings == [640]


def test_what_cannot_be_made_is_tried_once_for_visitors(renderings: list[int]) -> None:
    photo = make_photo()
    whole = Path(photo.file.path).read_bytes()
    spoil(photo)

    assert [renditions.read(photo, 320, "webp") for _ in range(3)] == [None] * 3
    assert renderings == [320]

    Path(photo.file.path).write_bytes(whole)
    assert renditions.make_all(photo, again=True) == 2
    assert renditions.read(photo, 320, "webp")


def test_a_size_beyond_a_small_original_is_the_largest_there_is(settings: Any) -> None:
    photo = make_photo()

    assert renditions.read(photo, 2000, "webp") == renditions.read(photo, 320, "webp")
    assert len(files(settings)) == 1


@pytest.mark.django_db(transaction=True)
def test_sizes_are_made_once_a_picture_is_stored(settings: Any) -> None:
    photo, broken = make_photo(), make_photo()
    spoil(broken)

    with transaction.atomic():
        renditions.make_later(photo)
        renditions.make_later(broken)
        assert files(settings) == []

    assert sorted(path.stat().st_size > 0 for path in files(settings)) == [False] * 2 + [True] * 2


def test_many_are_made_and_the_broken_are_told() -> None:
    photo, broken = make_photo(), make_photo()
    spoil(broken)
    told: dict[int, int | None] = {}

    renditions.make_many([photo, broken], done=lambda one, made: told.update({one.pk: made}))

    assert told == {photo.pk: 2, broken.pk: None}


def test_the_same_file_again_shares_one_original() -> None:
    data = jpeg_bytes()
    photos = []
    for name in ("one.jpg", "two.jpg"):
        photo = Photo(credit_line="x", alt_en="x")
        photo.file = SimpleUploadedFile(name, data, "image/jpeg")
        photo.full_clean()
        photo.save()
        photos.append(photo)

    first, second = photos
    assert first.file.name == second.file.name
    assert second.original_name == "two.jpg"
    assert len(list(first.file.storage.files())) == 1
    assert renditions.read(second, 320, "webp")


def test_a_file_named_as_another_kind_of_picture_is_refused() -> None:
    photo = Photo(credit_line="x", alt_en="x")
    photo.file = SimpleUploadedFile("a.png", jpeg_bytes(), "image/png")

    with pytest.raises(Exception, match="the file holds JPEG"):
        photo.full_clean()


def test_a_find_with_a_broken_picture_is_shown_without_it(visitor: Any) -> None:
    find = make_find(published=True)
    photo = make_photo(find, published=True)
    spoil(photo)

    assert visitor.get(f"/finds/{find.slug}/").status_code == 200
    assert visitor.get(renditions.url(photo, 320)).status_code == 404
