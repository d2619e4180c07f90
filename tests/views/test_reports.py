"""A visitor writes to the house, the house answers, and only the two of them read it."""

import pytest
from django.test import Client

from catalog.models import ErrorReport, Find
from tests.factories import make_find
from tests.views.reading import inline, page, tree, words

pytestmark = pytest.mark.django_db
LETTER = {"reason": "fact", "words": "The helmet is a Type 92.", "reply_to": "A. Name"}


@pytest.fixture
def find() -> Find:
    return make_find(published=True, catalogue_number="A-1")


@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_form_is_whole_in_every_language(visitor: Client, find: Find, prefix: str) -> None:
    document = page(visitor, f"{prefix}/finds/A-1/report/")

    assert "A-1" in words(document.xpath("//main")[0])
    assert len(document.xpath("//input[@type='radio']")) == 6
    assert inline(document) == []
    for field in document.xpath("//main//textarea | //main//input[@type='text']"):
        assert document.xpath(f"//label[@for='{field.get('id')}']")


def test_letter_is_kept_and_its_address_told(visitor: Client, find: Find) -> None:
    response = visitor.post("/ja/finds/A-1/report/", LETTER)

    report = ErrorReport.objects.get()
    assert response["Location"] == f"/ja/contact/{report.key}/"
    assert (report.find, report.reason, report.language) == (find, "fact", "ja")
    said = words(page(visitor, f"/contact/{report.key}/").xpath("//main")[0])
    assert "The helmet is a Type 92." in said
    assert f"/contact/{report.key}/" in said


def test_letter_about_nothing_in_particular(visitor: Client) -> None:
    document = page(visitor, "/contact/?reason=relative")

    assert document.xpath("//input[@checked]/@value") == ["relative"]
    assert visitor.post("/contact/", LETTER).status_code == 302
    assert ErrorReport.objects.get().find is None


def test_what_is_missing_is_told_beside_it_and_nothing_is_lost(visitor: Client, find: Find) -> None:
    response = visitor.post("/finds/A-1/report/", {"words": "Only words."})

    document = tree(response)
    assert response.status_code == 422
    assert document.xpath("//title")[0].text.startswith("Error:")
    assert document.xpath("//*[@class='problem']//a/@href") == ["#id_reason_0"]
    assert "Only words." in words(document.xpath("//textarea")[0])
    assert not ErrorReport.objects.exists()


def test_form_needs_its_token(find: Find) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/finds/A-1/report/", LETTER).status_code == 403
    assert not ErrorReport.objects.exists()


def test_no_letter_about_what_is_not_public(visitor: Client) -> None:
    make_find(catalogue_number="A-2")

    assert visitor.get("/finds/A-2/report/").status_code == 404
    assert visitor.post("/finds/A-2/report/", LETTER).status_code == 404
    assert visitor.get("/contact/7d1c3f0e-0000-4000-8000-000000000000/").status_code == 404


def test_reviewer_answers_and_a_recorder_does_not_read_it(
    visitor: Client, find: Find, reviewer_client: Client, recorder_client: Client
) -> None:
    visitor.post("/finds/A-1/report/", LETTER)
    report = ErrorReport.objects.get()
    letter = f"/admin/catalog/errorreport/{report.pk}/change/"

    assert recorder_client.get(letter).status_code == 403
    reviewer_client.post(letter, {"answer": "  "})
    assert not ErrorReport.objects.get().answer
    reviewer_client.post(letter, {"answer": "You are right.", "words": "Changed"})

    report.refresh_from_db()
    assert (report.words, report.answer) == (LETTER["words"], "You are right.")
    assert report.answered_by.username == "reviewer"
    assert "You are right." in words(page(visitor, f"/ru/contact/{report.key}/"))
    assert reviewer_client.get("/admin/catalog/errorreport/add/").status_code == 403


def test_page_of_a_find_leads_to_its_form(visitor: Client, find: Find) -> None:
    document = page(visitor, "/ru/finds/A-1/")

    assert "/ru/finds/A-1/report/" in document.xpath("//main//a/@href")
