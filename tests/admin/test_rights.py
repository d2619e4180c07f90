"""Each group with its own rights, and the way of a find to the public."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from catalog.models import Find, publication
from tests.admin.forms import change_page, errors, send, served
from tests.factories import make_find, make_photo, make_remains

LIST = "/admin/catalog/find/"
pytestmark = pytest.mark.django_db


def do(client: Client, find: Find, verb: str, **said: str) -> str:
    """Take a step by the page of the find; returns the words of the page it ends on."""
    address = f"{LIST}{find.pk}/do/{verb}/"
    return client.post(address, {"confirmed": "1", **said}, follow=True).content.decode()


def status(find: Find) -> str:
    return Find.objects.values_list("publication_status", flat=True).get(pk=find.pk)


def ready(by: User, **fields: object) -> Find:
    """A find that lacks nothing, in review."""
    find = make_find(published=True, created_by=by, updated_by=by, **fields)
    Find.objects.filter(pk=find.pk).update(publication_status="in_review")
    find.refresh_from_db()
    return find


def test_recorder_changes_only_own_drafts(
    recorder: User, reviewer: User, recorder_client: Client
) -> None:
    mine = make_find(created_by=recorder)
    theirs = make_find(created_by=reviewer)
    submitted = make_find(created_by=recorder, publication_status="in_review")

    assert "catalogue_number" in served(recorder_client.get(change_page(mine)))
    for find in (theirs, submitted):
        assert "catalogue_number" not in served(recorder_client.get(change_page(find)))
        assert recorder_client.post(change_page(find), {}).status_code == 403


def test_recorder_submits_own_drafts_alone(
    recorder: User, reviewer: User, recorder_client: Client
) -> None:
    mine = make_find(created_by=recorder)
    theirs = make_find(created_by=reviewer)

    data = {"action": "submit", "_selected_action": [mine.pk, theirs.pk]}
    page = recorder_client.post(LIST, data, follow=True).content.decode()

    assert (status(mine), status(theirs)) == ("in_review", "draft")
    assert "Only who recorded a draft can submit it" in page


def test_recorder_cannot_publish(recorder: User, recorder_client: Client) -> None:
    find = ready(recorder)
    data = {"action": "publish", "_selected_action": [find.pk]}

    recorder_client.post(LIST, data)

    assert recorder_client.post(f"{LIST}{find.pk}/do/publish/").status_code == 403
    assert status(find) == "in_review"
    assert 'value="publish"' not in recorder_client.get(LIST).content.decode()


def test_what_is_missing_is_named_find_by_find(recorder: User, reviewer_client: Client) -> None:
    empty = make_find(catalogue_number="A-1", publication_status="in_review")
    whole = ready(recorder, catalogue_number="A-2")

    data = {"action": "publish", "_selected_action": [empty.pk, whole.pk]}
    page = reviewer_client.post(LIST, data, follow=True).content.decode()

    assert "A-1: Not yet: the nationality is not given" in page
    assert "Not yet: the description is empty." in page
    assert "A-2 is published." in page
    assert (status(empty), status(whole)) == ("in_review", "published")


def test_a_find_is_sent_back_with_a_comment(recorder: User, reviewer_client: Client) -> None:
    find = ready(recorder)
    recorder_client = Client()
    recorder_client.force_login(recorder)

    do(reviewer_client, find, "send_back")
    assert status(find) == "in_review"
    do(reviewer_client, find, "send_back", comment="Whose helmet?")

    assert status(find) == "draft"
    assert "Whose helmet?" in recorder_client.get(change_page(find)).content.decode()


def test_a_withdrawal_asks_for_its_reason(recorder: User, reviewer_client: Client) -> None:
    find = make_find(published=True)
    data = {"action": "withdraw", "_selected_action": [find.pk]}

    asked = reviewer_client.post(LIST, data).content.decode()
    assert "at the request of relatives" in asked
    assert status(find) == "published"
    reviewer_client.post(LIST, {**data, "confirmed": "1", "reason": "relatives", "note": "Letter"})

    find.refresh_from_db()
    assert (find.publication_status, find.withdrawn_reason) == ("withdrawn", "relatives")


def test_opening_a_step_does_not_take_it(recorder: User, reviewer_client: Client) -> None:
    find = ready(recorder)

    reviewer_client.get(f"{LIST}{find.pk}/do/publish/")

    assert status(find) == "in_review"


def test_an_edit_of_published_remains_asks_for_review_again(reviewer_client: Client) -> None:
    remains = make_remains(published=True)
    helmet = make_find(published=True)

    for find in (remains, helmet):
        assert errors(send(reviewer_client, change_page(find), title_ru="Новое имя")) == ""

    assert (status(remains), status(helmet)) == ("in_review", "published")


def test_who_edited_remains_last_does_not_publish_them(
    recorder: User, reviewer: User, reviewer_client: Client
) -> None:
    find = ready(recorder, category="remains")
    send(reviewer_client, change_page(find), title_ru="Останки")

    page = do(reviewer_client, find, "publish")

    assert "somebody other than their last editor" in page
    assert status(find) == "in_review"


def test_only_a_draft_is_deleted_and_only_by_an_administrator(
    administrator_client: Client, reviewer_client: Client
) -> None:
    draft, published = make_find(), make_find(published=True)

    for find in (draft, published):
        assert reviewer_client.post(f"{LIST}{find.pk}/delete/", {"post": "yes"}).status_code == 403
    forbidden = administrator_client.post(f"{LIST}{published.pk}/delete/", {"post": "yes"})
    administrator_client.post(f"{LIST}{draft.pk}/delete/", {"post": "yes"})

    assert forbidden.status_code == 403
    assert list(Find.objects.all()) == [published]


def test_publishing_reminds_of_pictures_that_stay_unseen(
    recorder: User, reviewer_client: Client
) -> None:
    find = ready(recorder)
    make_photo(find, published=False)

    page = do(reviewer_client, find, "publish")

    assert "pictures that are ready and not published: 1" in page
    assert publication.missing(find) == []
