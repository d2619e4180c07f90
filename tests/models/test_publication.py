"""The gate and the way back: who may do what, and what is still missing, one sentence each."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError

from catalog.models import Find, Photo
from catalog.models.publication import (
    missing,
    missing_facts,
    missing_of_photo,
    photos_ready,
    publish,
    publish_photo,
    review_again,
    send_back,
    submit,
    unpublish,
    withdraw,
)
from catalog.models.status import Step, record
from catalog.vocab import Category, PublicationStatus, Track, WithdrawnReason
from tests.factories import make_find, make_photo, make_user

pytestmark = pytest.mark.django_db

VERBS: dict[str, Callable[[Find, User], None]] = {
    "submit": lambda find, by: submit(find, by=by),
    "send_back": lambda find, by: send_back(find, by=by, comment="Which island?"),
    "publish": lambda find, by: publish(find, by=by),
    "unpublish": lambda find, by: unpublish(find, by=by),
    "withdraw": lambda find, by: withdraw(find, by=by, reason="error"),
    "review_again": lambda find, by: review_again(find, by=by),
}
# Verb → the states it is possible in, and the state it leads to.
STEPS = {
    "submit": (("draft",), "in_review"),
    "send_back": (("in_review",), "draft"),
    "publish": (("in_review",), "published"),
    "unpublish": (("published", "withdrawn"), "draft"),
    "withdraw": (("published",), "withdrawn"),
    "review_again": (("published",), "in_review"),
}


def ready(status: str = "in_review", **columns: Any) -> Find:
    """A find with all the gate asks, in a state of publication."""
    find = make_find(published=True, **columns)
    find.publication_status = status
    find.save()
    return find


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("status", PublicationStatus.values)
def test_every_verb_in_every_state(verb: str, status: str, reviewer: User) -> None:
    find = ready(status)
    possible, after = STEPS[verb]

    if status in possible:
        VERBS[verb](find, reviewer)
        assert find.publication_status == after
        assert Find.objects.get().publication_status == after
    else:
        with pytest.raises(ValidationError, match=f"It is “{PublicationStatus(status).label}”"):
            VERBS[verb](find, reviewer)
        assert Find.objects.get().publication_status == status


@pytest.mark.parametrize("verb", [verb for verb in VERBS if verb != "review_again"])
def test_verb_asks_for_the_right(verb: str) -> None:
    stranger = make_user()

    with pytest.raises(PermissionDenied):
        VERBS[verb](ready(STEPS[verb][0][0]), stranger)


@pytest.mark.parametrize("verb", ["send_back", "publish", "unpublish", "withdraw"])
def test_recorder_only_submits(verb: str, recorder: User) -> None:
    submit(ready("draft"), by=recorder)

    with pytest.raises(PermissionDenied):
        VERBS[verb](ready(STEPS[verb][0][0]), recorder)


def test_recorder_does_not_take_back_what_is_published_by_submitting_it(recorder: User) -> None:
    find = ready("published")

    with pytest.raises(ValidationError, match="It is “Published”"):
        submit(find, by=recorder)
    assert find in Find.objects.public()


def test_gate_names_every_gap_at_once(reviewer: User) -> None:
    find = make_find(publication_status="in_review")

    with pytest.raises(ValidationError) as refusal:
        publish(find, by=reviewer)

    assert refusal.value.messages == [
        "Not yet: the nationality is not given (“unknown” is an answer).",
        "Not yet: the date it was found is not given.",
        "Not yet: the place is not given.",
        "Not yet: the description is empty.",
    ]
    assert Find.objects.get().publication_status == "in_review"


@pytest.mark.parametrize(
    ("columns", "gap"),
    [
        ({"nationality": None}, "the nationality is not given (“unknown” is an answer)"),
        ({"found_on": ""}, "the date it was found is not given"),
        ({"place": None}, "the place is not given"),
        ({"description_en": ""}, "the description is empty"),
    ],
)
def test_gate_names_the_empty_field(columns: dict[str, Any], gap: str) -> None:
    find = ready(**columns)
    values = {field.attname: getattr(find, field.attname) for field in find._meta.concrete_fields}

    assert missing(find) == [gap]
    assert missing_facts(values) == [gap]


@pytest.mark.parametrize("language", ["ru", "ja"])
def test_description_in_any_language_is_enough(language: str) -> None:
    assert missing(ready(**{f"description_{language}": "Каска"})) == []


def test_munition_needs_its_hazard() -> None:
    find = ready(category=Category.MUNITION)
    Find.objects.update(hazard_status="")
    find.refresh_from_db()

    assert missing(find) == ["the explosive hazard is not set"]


def test_remains_need_their_number() -> None:
    find = ready(category=Category.REMAINS)
    find.remains.delete()

    assert missing(Find.objects.get()) == ["the minimum number of individuals is not given"]


@pytest.mark.parametrize("status", ["located", "left_undisturbed"])
def test_open_grave_needs_a_reason(status: str) -> None:
    find = ready(category=Category.REMAINS, remains_status=status)
    assert missing(find) == ["its status announces an open grave: say why it may be published"]

    find.remains.open_grave_note = "Guarded memorial"
    assert missing(find) == []


def test_photograph_is_not_required_but_a_published_one_needs_words() -> None:
    find = ready()
    make_photo(find, published=False, alt_en="")
    assert missing(find) == []

    photo = make_photo(find, published=True, alt_en="", original_name="tank.jpg")
    assert missing(find) == [f"{photo}: the description in words is missing"]


def test_photograph_is_published_through_its_own_gate() -> None:
    photo = make_photo(file="", credit_line="", license_uri="", alt_en="")

    with pytest.raises(ValidationError) as refusal:
        publish_photo(photo)
    assert refusal.value.messages == [
        "Not yet: the file is missing.",
        "Not yet: the photo credit is missing.",
        "Not yet: the licence is missing.",
        "Not yet: the description in words is missing.",
    ]
    assert missing_of_photo(make_photo(alt_en="", alt_ja="鉄帽")) == []


def test_photograph_with_nothing_missing_is_published() -> None:
    photo = make_photo(make_find(published=True))
    assert list(Photo.objects.public()) == []

    publish_photo(photo)

    assert list(Photo.objects.public()) == [photo]


def test_photographs_that_lack_nothing_are_told() -> None:
    find = make_find()
    make_photo(find, alt_en="")
    whole = make_photo(find)

    assert [link.photo for link in photos_ready(find)] == [whole]


@pytest.mark.parametrize("category", Category.values)
def test_remains_and_munitions_take_a_second_person(category: str, reviewer: User) -> None:
    find = ready(category=category, updated_by=reviewer)

    if category in ("remains", "munition"):
        with pytest.raises(ValidationError, match="somebody other than their last editor"):
            publish(find, by=reviewer)
        publish(find, by=make_user("reviewer"))
    else:
        publish(find, by=reviewer)
    assert Find.objects.public().count() == 1


def test_second_person_is_a_setting(reviewer: User, settings: Any) -> None:
    settings.SECOND_PERSON_REVIEW = False

    publish(ready(category="munition", updated_by=reviewer), by=reviewer)

    assert Find.objects.public().count() == 1


def test_status_event_makes_its_author_the_last_editor(reviewer: User) -> None:
    find = ready(category="munition")
    before = Find.objects.get()
    record(find, Step(Track.HAZARD, "live"), by=reviewer)

    with pytest.raises(ValidationError, match="last editor"):
        publish(before, by=reviewer)


def test_publishing_does_not_make_the_reviewer_the_last_editor(
    recorder: User, reviewer: User
) -> None:
    find = ready(updated_by=recorder)

    publish(find, by=reviewer)

    stored = Find.objects.get()
    assert (stored.updated_by, stored.reviewed_by) == (recorder, reviewer)
    assert stored.history.latest().history_user == reviewer


def test_first_publication_is_remembered(reviewer: User) -> None:
    find = ready()
    publish(find, by=reviewer)
    first = Find.objects.get().published_at

    unpublish(find, by=reviewer)
    submit(find, by=reviewer)
    publish(find, by=reviewer)

    assert Find.objects.get().published_at == first


def test_find_sent_back_carries_the_comment(reviewer: User) -> None:
    find = ready()

    with pytest.raises(ValidationError, match="Say what is to be changed"):
        send_back(find, by=reviewer, comment="  ")
    send_back(find, by=reviewer, comment=" Which island? ")

    assert Find.objects.get().review_note == "Which island?"
    submit(find, by=reviewer)
    publish(find, by=reviewer)
    assert Find.objects.get().review_note == ""


@pytest.mark.parametrize("reason", ["", "because", "Error"])
def test_reason_of_a_withdrawal_is_from_the_closed_list(reason: str, reviewer: User) -> None:
    with pytest.raises(ValidationError, match="Give a reason: error, duplicate, at the request"):
        withdraw(ready("published"), by=reviewer, reason=reason)


@pytest.mark.parametrize("reason", WithdrawnReason.values)
def test_withdrawn_find_is_gone_from_the_public(reason: str, reviewer: User) -> None:
    find = ready("published")

    withdraw(find, by=reviewer, reason=reason, note="The family wrote")

    assert list(Find.objects.public()) == []
    assert list(Find.objects.withdrawn()) == [find]
    stored = Find.objects.get()
    assert (stored.withdrawn_reason, stored.review_note) == (reason, "The family wrote")


@pytest.mark.parametrize(
    ("precision", "sensitivity", "waits"),
    [
        ("place_only", "open", True),
        ("10km", "advisory", True),
        ("1km", "open", False),
        ("place_only", "withheld", False),
    ],
)
def test_a_skyline_is_not_shown_of_a_place_that_is_kept_back(
    precision: str, sensitivity: str, waits: bool
) -> None:
    find = make_find(public_precision=precision)
    photo = make_photo(find, published=True, shows_landmark=True, sensitivity=sensitivity)

    assert bool([gap for gap in missing(find) if "skyline" in gap]) is waits
    assert bool(missing_of_photo(photo)) is waits
