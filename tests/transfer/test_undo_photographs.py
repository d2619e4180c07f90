"""A run of photographs or of events is taken back like a list of finds."""

import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from catalog.models import Find, FindPhoto, ImportRun, Photo, StatusEvent
from catalog.transfer import lists, undoing
from catalog.transfer.events import Events
from catalog.vocab import Licence
from tests.factories import jpeg_bytes, make_find, make_photo, make_place, put_on
from tests.transfer.test_photographs import NOW, take, zipped

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def helmet(db: None) -> Find:
    return make_find(catalogue_number="SHU15-0042")


def undo() -> undoing.Undone:
    return undoing.take_back(ImportRun.objects.get(), user=None, now=LATER)


def test_photographs_of_a_run_are_gone_and_the_find_stays(helmet: Find) -> None:
    before = make_photo(helmet)
    take(zipped({"SHU15-0042_2.jpg": jpeg_bytes(seed=1), "SHU15-0042_3.jpg": jpeg_bytes(seed=2)}))

    undo()

    assert Photo.objects.get() == before
    assert FindPhoto.objects.get().photo == before
    assert Find.objects.get() == helmet


def test_a_photograph_that_was_there_is_taken_off_and_stays(helmet: Find) -> None:
    image = jpeg_bytes(seed=1)
    photo = make_photo(make_find(catalogue_number="OTHER-1"), image=image)
    take(zipped({"SHU15-0042.jpg": image}))

    undo()

    assert Photo.objects.get() == photo
    assert not helmet.photos.exists()


def test_events_of_a_run_are_gone_and_the_state_is_as_before(helmet: Find, reviewer: User) -> None:
    state = helmet.restoration_status
    file = io.BytesIO(b"catalogue_number,track,status,date\r\nSHU15-0042,restoration,awaiting,2016")
    lists.run(file, Events, name="events.csv", user=reviewer, now=NOW)

    undo()

    helmet.refresh_from_db()
    assert not StatusEvent.objects.exists()
    assert helmet.restoration_status == state


def test_picture_of_a_place_is_not_opened_by_an_undoing(helmet: Find) -> None:
    image = jpeg_bytes(seed=1)
    photo = make_photo(image=image, published=True, place=make_place())
    take(zipped({"SHU15-0042.jpg": image}))
    assert not Photo.objects.public().exists()

    undo()

    photo.refresh_from_db()
    assert not photo.published
    assert not helmet.photos.exists()


def test_picture_others_answer_for_is_told_as_left(recorder: User) -> None:
    image = jpeg_bytes(seed=1)
    draft = make_find(catalogue_number="SHU15-0042", created_by=recorder)
    photo = make_photo(draft, license_uri="", image=image, uploaded_by=recorder)
    take(zipped({"SHU15-0042.jpg": image}), recorder, given={"license_uri": Licence.CC0})
    assert Photo.objects.get().license_uri
    put_on(make_find(published=True), photo)
    run = ImportRun.objects.get()

    planned = undoing.plan(run, user=recorder)
    done = undoing.take_back(run, user=recorder, now=LATER)

    for told in (planned, done):
        assert [one.number for one in told.left if not one.find_id] == [str(photo)]
    assert Photo.objects.get().license_uri
