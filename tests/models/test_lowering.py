"""Opening a photograph: a reviewer and a reason, and a second person for the dead and for names."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from catalog.models import Lowering, Photo, lowering
from tests.factories import make_find, make_photo, make_remains, make_user, put_on

pytestmark = pytest.mark.django_db


def ask(photo: Photo, to: str = "open", reason: str = "The family agrees.", by: Any = None) -> Any:
    return lowering.ask(photo, to=to, reason=reason, by=by or make_user("reviewer"))


def level(photo: Photo) -> str:
    return Photo.objects.get(pk=photo.pk).sensitivity


def test_one_reviewer_opens_what_shows_neither_remains_nor_a_name() -> None:
    photo = make_photo(make_find(), sensitivity="withheld")
    reviewer = make_user("reviewer")

    ask(photo, "advisory", by=reviewer)

    assert level(photo) == "advisory"
    row = photo.history.latest()
    assert (row.history_user, row.history_change_reason) == (reviewer, "The family agrees.")


@pytest.mark.parametrize("shows", [{"shows_human_remains": True}, {"shows_name": True}])
def test_what_it_shows_asks_for_two_people(shows: dict[str, bool]) -> None:
    photo = make_photo(make_find(), **shows)
    first, second = make_user("reviewer"), make_user("reviewer")

    wish = ask(photo, "advisory", by=first)
    assert level(photo) != "advisory"
    with pytest.raises(ValidationError, match="Somebody other"):
        lowering.agree(wish, by=first)

    lowering.agree(wish, by=second)

    assert level(photo) == "advisory"
    wish.refresh_from_db()
    assert (wish.state, wish.decided_by) == ("done", second)
    Photo.objects.get(pk=photo.pk).full_clean()


def test_a_picture_on_remains_asks_for_two_though_nobody_ticked_what_it_shows() -> None:
    photo = make_photo(make_remains())
    Photo.objects.update(shows_human_remains=False)

    assert ask(photo).state == "asked"


def test_the_second_person_is_a_setting(settings: Any) -> None:
    settings.SECOND_PERSON_REVIEW = False
    photo = make_photo(shows_human_remains=True)

    ask(photo, "advisory")

    assert level(photo) == "advisory"


def test_a_refused_wish_changes_nothing_and_makes_room_for_another() -> None:
    photo, reviewer = make_photo(shows_name=True), make_user("reviewer")
    wish = ask(photo, by=reviewer)
    with pytest.raises(ValidationError, match="waits already"):
        ask(photo)

    lowering.refuse(wish, by=reviewer)

    assert level(photo) == "sealed"
    assert ask(photo).state == "asked"
    with pytest.raises(ValidationError, match="decided already"):
        lowering.agree(wish, by=make_user("reviewer"))


def test_a_reason_a_right_and_a_lower_level_are_needed() -> None:
    photo = make_photo(sensitivity="withheld")

    for said, sentence in (
        ({"reason": "  "}, "Say why"),
        ({"to": "withheld"}, "below the one it has"),
        ({"to": "sealed"}, "below the one it has"),
    ):
        with pytest.raises(ValidationError, match=sentence):
            ask(photo, **said)
    with pytest.raises(PermissionDenied):
        ask(photo, by=make_user("recorder"))
    assert Lowering.objects.count() == 0


def test_no_form_lowers_a_level() -> None:
    make_photo(sensitivity="withheld")
    photo = Photo.objects.get()

    photo.sensitivity = "advisory"

    with pytest.raises(ValidationError, match="A reviewer lowers it"):
        photo.full_clean()


def test_what_was_agreed_ends_when_the_picture_shows_more_or_is_closed_again() -> None:
    photo = make_photo(shows_human_remains=True)
    lowering.agree(ask(photo), by=make_user("reviewer"))
    photo = Photo.objects.get()
    photo.caption_en = "Another caption"
    photo.save()
    assert level(photo) == "open"

    photo.shows_name = True
    photo.save()

    assert level(photo) == "sealed"
    photo.shows_name = False
    photo.save()
    assert Photo.objects.get().agreed_level is None


def test_an_opened_picture_put_on_other_remains_stays_as_agreed() -> None:
    photo = make_photo(make_remains())
    lowering.agree(ask(photo, "advisory"), by=make_user("reviewer"))

    put_on(make_remains(), Photo.objects.get())

    assert level(photo) == "advisory"
