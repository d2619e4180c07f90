"""Words that seem to give something away are read by who publishes them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Find
from catalog.vocab import Licence
from tests.admin.forms import errors, send
from tests.factories import (
    jpeg_bytes,
    make_expedition,
    make_find,
    make_identification,
    make_photo,
    make_place,
    make_place_name,
    make_remains,
    make_source,
    put_on,
)

pytestmark = pytest.mark.django_db


def test_who_publishes_telling_words_says_that_they_were_read(reviewer_client: Client) -> None:
    find = make_find(published=True, description_en="At 50.7312, 156.1876.")
    Find.objects.update(publication_status="in_review")
    address = f"/admin/catalog/find/{find.pk}/do/publish/"

    page = reviewer_client.get(address).content.decode()
    assert "looks like a position" in page
    assert 'name="words_read"' in page
    answer = reviewer_client.post(address, {"confirmed": "1"}, follow=True).content.decode()
    assert "looks like a position" in answer
    assert Find.objects.get().publication_status == "in_review"

    reviewer_client.post(address, {"confirmed": "1", "words_read": "on"})

    assert Find.objects.get().publication_status == "published"


def test_ordinary_words_ask_nothing(reviewer_client: Client) -> None:
    find = make_find(published=True)
    Find.objects.update(publication_status="in_review")

    page = reviewer_client.get(f"/admin/catalog/find/{find.pk}/do/publish/").content.decode()

    assert "words_read" not in page


@pytest.mark.parametrize("words", ["The pit is at 50.123456, 156.654321", "Call +7 914 123-45-67"])
def test_words_of_a_source_are_read_again_before_everybody_reads_them(
    reviewer_client: Client, words: str
) -> None:
    source = make_source()
    address = f"/admin/catalog/source/{source.pk}/change/"

    refused = send(reviewer_client, address, citation=words)
    source.refresh_from_db()
    assert source.citation == ""
    assert "looks like" in errors(refused)
    assert "I have read these words" in refused.content.decode()

    send(reviewer_client, address, citation=words, words_read="on")
    source.refresh_from_db()
    assert source.citation == words


def test_name_that_is_not_released_is_noticed_in_a_source(reviewer_client: Client) -> None:
    make_identification(make_remains(), name_original="Кузнецов Иван")
    source = make_source()

    refused = send(
        reviewer_client, f"/admin/catalog/source/{source.pk}/change/", citation="О Кузнецове"
    )

    assert "holds a name that is not published" in errors(refused)


def test_other_name_of_a_place_is_read_like_its_name(reviewer_client: Client) -> None:
    place = make_place()
    other = make_place_name(place, "Old pit")
    address = f"/admin/catalog/place/{place.pk}/change/"
    telling = {"other_names-0-name": "Pit at 50.123456, 156.654321"}

    refused = send(reviewer_client, address, **telling)
    other.refresh_from_db()
    assert other.name == "Old pit"
    assert "looks like a position" in errors(refused)
    assert "I have read these words" in refused.content.decode()

    send(reviewer_client, address, **telling, **{"other_names-0-words_read": "on"})
    other.refresh_from_db()
    assert other.name == telling["other_names-0-name"]


def test_words_of_a_claim_are_read_like_those_of_its_expedition(reviewer_client: Client) -> None:
    expedition = make_expedition()
    claim = expedition.claims.create(what="tanks", number=2, source=make_source())
    address = f"/admin/catalog/expedition/{expedition.pk}/change/"
    telling = {"claims-0-text_ru": "Звоните +7 914 123-45-67"}

    refused = send(reviewer_client, address, **telling)
    assert "looks like" in errors(refused)

    send(reviewer_client, address, **telling, **{"claims-0-words_read": "on"})
    claim.refresh_from_db()
    assert claim.text_ru == telling["claims-0-text_ru"]


def test_words_of_a_photograph_are_read_when_it_is_published(reviewer_client: Client) -> None:
    photo = make_photo(make_find(published=True), caption_en="It lay at 50.7312, 156.1876")
    address = f"/admin/catalog/photo/{photo.pk}/change/"
    data = {"action": "publish_photos", "_selected_action": photo.pk}

    listed = reviewer_client.post("/admin/catalog/photo/", data, follow=True).content.decode()
    refused = send(reviewer_client, address, published="on")
    photo.refresh_from_db()
    assert not photo.published
    assert "looks like a position" in listed
    assert "looks like a position" in errors(refused)

    send(reviewer_client, address, published="on", words_read="on")
    photo.refresh_from_db()
    assert photo.published


def test_words_of_a_photograph_are_read_when_it_is_given_a_place(reviewer_client: Client) -> None:
    photo = make_photo(published=True, caption_en="Call +7 914 123-45-67")
    address = f"/admin/catalog/photo/{photo.pk}/change/"

    assert "looks like" in errors(send(reviewer_client, address, place=make_place().pk))
    assert not errors(send(reviewer_client, address, permission_note="By letter"))


def test_words_of_a_photograph_are_read_when_another_find_shows_it(reviewer_client: Client) -> None:
    make_identification(make_remains(), name_original="Кузнецов Иван")
    draft = make_find()
    photo = make_photo(draft, caption_ru="Каска Кузнецова", copyright_notice="+7 914 123-45-67")
    put_on(make_find(published=True), photo)
    address = f"/admin/catalog/find/{draft.pk}/change/"
    ticked = {"find_photos-0-published": "on"}

    refused = send(reviewer_client, address, **ticked)
    photo.refresh_from_db()
    assert not photo.published
    assert "holds a name that is not published" in errors(refused)
    assert "looks like a way to reach somebody" in errors(refused)
    assert "I have read these words" in refused.content.decode()

    send(reviewer_client, address, **ticked, **{"find_photos-0-words_read": "on"})
    photo.refresh_from_db()
    assert photo.published

    told = {"find_photos-0-caption_en": "At 50.7312, 156.1876"}
    assert "looks like a position" in errors(send(reviewer_client, address, **told))
    assert not errors(send(reviewer_client, address, **{"find_photos-0-role": "detail"}))


def test_words_of_a_photograph_of_a_draft_wait_for_its_review(reviewer_client: Client) -> None:
    make_find(published=True)
    draft = make_find()
    make_photo(draft, caption_en="At 50.7312, 156.1876")
    said = {"published": "on", "caption_en": "+7 914 123-45-67", "alt_en": "A", "credit_line": "B"}
    said |= {"license_uri": Licence.CC0, "file": SimpleUploadedFile("a.jpg", jpeg_bytes())}

    saved = send(
        reviewer_client,
        f"/admin/catalog/find/{draft.pk}/change/",
        **{"find_photos-0-published": "on"},
        **{f"find_photos-1-{name}": value for name, value in said.items()},
    )

    assert not errors(saved)
    assert draft.photos.filter(published=True).count() == 2
