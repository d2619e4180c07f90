"""Words that seem to give something away are read by who publishes them."""

import pytest
from django.test import Client

from catalog.models import Find
from tests.factories import make_find

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
