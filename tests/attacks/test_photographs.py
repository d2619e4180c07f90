"""A recorder opens or rewrites no photograph that others answer for, whichever door is tried."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from catalog.models import Find, ImportRun, Photo
from catalog.transfer import jobs, undoing
from catalog.vocab import Sensitivity
from tests.factories import jpeg_bytes, make_find, make_photo, make_place, make_user, put_on
from tests.transfer.lists_in import NOW, furnish, sentences, table, take as take_list
from tests.transfer.test_photographs import take, told, zipped

pytestmark = pytest.mark.django_db
IMAGE = jpeg_bytes(seed=9)
TELLING = "It lay at 50.7312, 156.1876"


def hang(user: User, **cells: str) -> Any:
    """Take in the picture again, with a row that says more of it."""
    rows = table([{"filename": "a.jpg", **cells}])
    return take(zipped({"photos.csv": rows, "a.jpg": IMAGE}), user=user, given={})


def shared(recorder: User) -> tuple[Photo, Find]:
    """The recorder's picture on a published find, hung on a draft of theirs, too."""
    photo = make_photo(make_find(published=True), published=True, image=IMAGE, uploaded_by=recorder)
    draft = make_find(created_by=recorder, catalogue_number="SHU15-0043")
    hang(recorder, catalogue_numbers="SHU15-0043")
    assert photo.find_photos.count() == 2
    return photo, draft


def status(visitor: Client, photo: Photo) -> int:
    return visitor.get(f"/media/photos/{photo.public_id}/320.webp").status_code


def run_of(user: User | None, cells: str) -> ImportRun:
    run = jobs.prepare(io.BytesIO(cells.encode()), "list.csv", user=user, now=NOW)
    jobs.start(run, mode="all", toml="", now=NOW)
    return run


@pytest.mark.parametrize("by_machine", [False, True])
def test_undoing_an_import_opens_no_sealed_picture(
    recorder: User, visitor: Client, by_machine: bool
) -> None:
    photo = make_photo(published=True, uploaded_by=recorder)
    draft = make_find(created_by=recorder, catalogue_number="SHU15-0043")
    put_on(draft, photo)
    user = None if by_machine else recorder
    run = run_of(user, "catalogue_number,photo_via\nSHU15-0043,Somebody\n")
    put_on(make_find(published=True), photo)
    photo.refresh_from_db()
    assert (photo.via_name, status(visitor, photo)) == ("Somebody", 200)
    photo.shows_name, photo.sensitivity, photo.caption_en = True, Sensitivity.SEALED, "Mended"
    photo.save()

    undoing.take_back(run, user=user, now=NOW, also={draft.pk})

    photo.refresh_from_db()
    assert (photo.sensitivity, photo.shows_name) == (Sensitivity.SEALED, True)
    assert photo.caption_en == "Mended"
    # It hangs on a find of somebody else now: only who may change that takes words back.
    assert photo.via_name == ("" if by_machine else "Somebody")
    assert status(visitor, photo) == 404


def test_a_picture_of_a_place_is_not_opened_through_a_draft(
    recorder: User, visitor: Client
) -> None:
    place = make_place("Shumshu")
    draft = make_find(created_by=recorder, catalogue_number="SHU15-0043")
    photo = make_photo(draft, published=True, image=IMAGE, uploaded_by=recorder)

    hang(recorder, catalogue_numbers="SHU15-0043", place="Shumshu")
    draft.find_photos.all().delete()

    photo.refresh_from_db()
    assert (photo.place, photo.published) == (place, False)
    assert status(visitor, photo) == 404


def test_new_words_of_a_picture_of_a_place_wait(recorder: User, visitor: Client) -> None:
    place = make_place("Shumshu")
    photo = make_photo(published=True, image=IMAGE, uploaded_by=recorder, place=place)

    hang(recorder, caption_en=TELLING)

    photo.refresh_from_db()
    assert (photo.caption_en, photo.published) == (TELLING, False)
    assert "50.7312" not in visitor.get(reverse("place", args=[place.slug])).content.decode()


def test_a_list_changes_no_picture_that_is_seen_elsewhere(recorder: User) -> None:
    furnish()
    photo, _draft = shared(recorder)

    cells = {"catalogue_number": "SHU15-0043", "photo_credit": "Photo: Thief"}
    report = take_list(cells, user=recorder)

    assert "seen elsewhere" in sentences(report)
    photo.refresh_from_db()
    assert photo.credit_line != "Photo: Thief"


def test_a_list_changes_a_picture_of_ones_own(recorder: User) -> None:
    furnish()
    draft = make_find(created_by=recorder, catalogue_number="SHU15-0043")
    photo = make_photo(draft, uploaded_by=recorder)

    take_list({"catalogue_number": "SHU15-0043", "photo_credit": "Photo: Me"}, user=recorder)

    photo.refresh_from_db()
    assert photo.credit_line == "Photo: Me"


def test_a_file_others_wait_for_is_not_brought_by_anybody(recorder: User) -> None:
    other = make_user("recorder")
    find = make_find(published=True, catalogue_number="SHU15-0001", created_by=other)
    waiting = Photo.objects.create(original_name="a.jpg", uploaded_by=other)
    put_on(find, waiting)

    report = hang(recorder, catalogue_numbers="SHU15-0001", credit_line="Photo: Thief")

    assert "You may change only your own drafts." in told(report)
    waiting.refresh_from_db()
    assert (bool(waiting.file), waiting.credit_line) == (False, "")


def test_a_public_picture_of_a_place_is_not_hidden_by_a_draft(
    recorder: User, visitor: Client
) -> None:
    photo = make_photo(published=True, image=IMAGE, place=make_place("Shumshu"))
    make_find(created_by=recorder, catalogue_number="SHU15-0043")

    report = hang(recorder, catalogue_numbers="SHU15-0043")

    assert "seen elsewhere" in told(report)
    assert status(visitor, photo) == 200


def test_recorder_closes_no_picture_of_others_by_hanging_it_on_remains(
    recorder: User, visitor: Client
) -> None:
    photo = make_photo(make_find(published=True), published=True, image=IMAGE)
    mine = make_photo(
        make_find(created_by=recorder), image=jpeg_bytes(seed=3), uploaded_by=recorder
    )
    remains = make_find(category="remains", created_by=recorder, catalogue_number="DEAD-1")

    refused = take(zipped({"DEAD-1.jpg": IMAGE}), user=recorder)
    taken = take(zipped({"DEAD-1.jpg": jpeg_bytes(seed=3)}), user=recorder)

    assert "is seen elsewhere too" in told(refused)
    assert status(visitor, photo) == 200
    assert not told(taken)
    assert list(remains.photos.all()) == [mine]
    assert remains.photos.get().sensitivity == Sensitivity.WITHHELD
