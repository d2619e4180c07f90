"""A picture: what it shows closes it, what it hangs on opens it, what it carries stays inside."""

import io
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.lib.images import ImageRefused
from catalog.models import Photo, publication
from catalog.vocab import PlaceKind, Sensitivity
from tests.factories import (
    jpeg_bytes,
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    put_on,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("shows", "least"),
    [
        ({}, "open"),
        ({"shows_hazard": True, "shows_landmark": True}, "open"),
        ({"shows_human_remains": True}, "withheld"),
        ({"shows_name": True}, "sealed"),
        ({"shows_name": True, "shows_human_remains": True}, "sealed"),
    ],
)
@pytest.mark.parametrize("wished", Sensitivity.values)
def test_what_it_shows_sets_the_least_sensitivity(
    shows: dict[str, bool], least: str, wished: str
) -> None:
    lowered = Sensitivity(wished).level < Sensitivity(least).level
    photo = make_photo(**shows)

    photo.sensitivity = wished
    if lowered:
        with pytest.raises(ValidationError, match="What it shows asks for"):
            photo.full_clean()
    else:
        photo.full_clean()
    photo.save()
    assert Photo.objects.get().sensitivity == (least if lowered else wished)


def test_picture_put_on_remains_is_withheld() -> None:
    photo = make_photo(published=True)

    put_on(make_remains(published=True), photo)

    stored = Photo.objects.get()
    assert (stored.shows_human_remains, stored.sensitivity) == (True, "withheld")
    assert list(Photo.objects.public()) == []


def test_drawing_put_on_remains_is_not() -> None:
    photo = make_photo(make_remains(published=True), published=True, kind="drawing")

    assert list(Photo.objects.public()) == [photo]


def test_picture_on_remains_and_on_a_thing_is_withheld_on_both() -> None:
    photo = make_photo(make_find(published=True), published=True)

    put_on(make_remains(published=True), photo)

    assert list(Photo.objects.public()) == []


@pytest.mark.parametrize("state", ["draft", "in_review", "withdrawn"])
def test_picture_of_an_unpublished_find_is_not_public(state: str) -> None:
    make_photo(make_find(publication_status=state), published=True)

    assert list(Photo.objects.public()) == []


@pytest.mark.parametrize("sensitivity", ["advisory", "withheld", "sealed"])
def test_only_open_pictures_are_public(sensitivity: str) -> None:
    make_photo(make_find(published=True), published=True, sensitivity=sensitivity)

    assert list(Photo.objects.public()) == []


def test_unpublished_picture_is_not_public() -> None:
    make_photo(make_find(published=True))

    assert list(Photo.objects.public()) == []
    assert Photo.objects.unpublished().count() == 1


def test_picture_on_a_draft_and_a_published_find_is_public() -> None:
    photo = make_photo(make_find(published=True), published=True)
    put_on(make_find(), photo)

    assert list(Photo.objects.public()) == [photo]


def test_picture_of_a_place_or_expedition_follows_it() -> None:
    shown = make_photo(place=make_place(), published=True)
    make_photo(place=make_place(kind=PlaceKind.TRENCH), published=True)
    season = make_photo(expedition=make_expedition(), published=True)
    make_photo(published=True)

    assert set(Photo.objects.public()) == {shown, season}


def test_picture_of_a_draft_find_is_not_opened_by_its_place() -> None:
    make_photo(make_find(), place=make_place(), expedition=make_expedition(), published=True)

    assert list(Photo.objects.public()) == []


def test_upload_is_read_once_and_its_position_kept_aside() -> None:
    data = jpeg_bytes(80, 50, exif_gps=(50.731234, 156.187654))
    photo = Photo(credit_line="x", alt_en="x")
    photo.file = SimpleUploadedFile("Шлем 1.JPG", data, "image/jpeg")

    photo.full_clean()
    photo.save()

    assert (photo.original_name, photo.mime) == ("Шлем 1.JPG", "image/jpeg")
    assert (photo.width, photo.height, len(photo.sha256)) == (80, 50, 64)
    assert round(float(photo.exif_latitude), 4) == 50.7312
    assert photo.file.name == f"{photo.public_id.hex[:8]}/{photo.public_id.hex}.jpg"
    assert "exif_latitude" not in {field.name for field in Photo.history.model._meta.fields}


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n broken", b"GIF89a"])
def test_what_is_no_picture_is_refused_at_its_field(data: bytes) -> None:
    photo = Photo(credit_line="x", alt_en="x")
    photo.file = SimpleUploadedFile("a.jpg", data, "image/jpeg")

    with pytest.raises(ValidationError) as refusal:
        photo.full_clean()
    assert list(refusal.value.message_dict) == ["file"]


def test_picture_above_the_limit_is_refused(settings: Any) -> None:
    settings.PHOTO_MAX_PIXELS = 100

    with pytest.raises(ImageRefused):
        Photo().take_in(io.BytesIO(jpeg_bytes()), "a.jpg")


def test_stored_picture_is_checked_without_its_file() -> None:
    photo = make_photo()
    photo.file.storage.delete(photo.file.name)

    Photo.objects.get().full_clean()


def test_history_tells_who_published_it() -> None:
    photo = make_photo()
    photo.published = True
    photo.save()

    assert [row.published for row in photo.history.order_by("history_id")] == [False, True]


@pytest.mark.parametrize(
    ("find", "link", "photo", "level"),
    [
        ({"carries_name": True}, {"role": "marking"}, {}, "sealed"),
        ({"carries_name": True}, {"role": "marking"}, {"kind": "drawing"}, "open"),
        ({"carries_name": True}, {"role": "overall"}, {}, "open"),
        ({}, {"role": "marking"}, {}, "open"),
    ],
)
def test_picture_of_markings_hides_with_the_name_they_carry(
    find: dict[str, Any], link: dict[str, Any], photo: dict[str, Any], level: str
) -> None:
    make_photo(make_find(**find), link=link, **photo)

    assert Photo.objects.get().sensitivity == level


def test_find_told_to_carry_a_name_later_waits_until_its_pictures_are_closed() -> None:
    find = make_find(published=True)
    make_photo(find, published=True, link={"role": "marking"})
    assert publication.missing(find) == []

    find.carries_name = True
    find.save()

    (gap,) = publication.missing(find)
    assert gap.endswith("it is of markings that carry a name: say that it shows one")


@pytest.mark.parametrize("gone", ["link", "find"])
def test_picture_a_find_kept_from_visitors_is_not_opened_by_its_going(gone: str) -> None:
    draft = make_find()
    alone = make_photo(published=True, place=make_place())
    kept = make_photo(draft, published=True, place=make_place())
    shared = make_photo(draft, published=True, place=make_place())
    put_on(make_find(published=True), shared)

    if gone == "find":
        draft.delete()
    else:
        for link in draft.find_photos.all():
            link.delete()

    assert set(Photo.objects.public()) == {alone, shared}
    kept.refresh_from_db()
    assert not kept.published
    assert kept.history.first().published is False
