"""Places, terms, identifications, papers: the rules of the smaller tables."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from catalog.models import Document, Find, Person, Place, Term
from catalog.models.publication import missing
from tests.admin.forms import change_page, errors, send
from tests.factories import (
    make_document,
    make_event,
    make_expedition,
    make_find,
    make_identification,
    make_photo,
    make_place,
    make_place_name,
    make_remains,
    make_source,
    make_term,
    nationality,
    seeded,
)

pytestmark = pytest.mark.django_db


def page(model: str, row: object) -> str:
    return f"/admin/catalog/{model}/{row.pk}/change/"


def found(client: Client, term: str, field: str, model: str = "find", **query: str) -> list[str]:
    """The choices an autocomplete offers."""
    asked = {"app_label": "catalog", "model_name": model, "field_name": field, "term": term}
    answer = client.get("/admin/autocomplete/", {**asked, **query})
    return [row["text"] for row in answer.json()["results"]]


def test_a_place_is_not_moved_under_itself(reviewer_client: Client) -> None:
    island = make_place("Shumshu")
    height = make_place("Height 171", parent=island)

    response = send(reviewer_client, page("place", island), parent=height.pk)

    assert "“Shumshu” cannot be part of “Height 171”" in errors(response)
    assert Place.objects.get(pk=island.pk).parent is None


def test_a_renamed_place_is_found_by_its_finds(reviewer_client: Client) -> None:
    island = make_place("Shumshu")
    find = make_find(place=make_place("Height 171", parent=island))

    response = send(
        reviewer_client,
        page("place", island),
        name_ru="Шумшу",
        **{"other_names-0-name": "Shimushu", "other_names-0-kind": "historic"},
    )

    assert errors(response) == ""
    find.refresh_from_db()
    assert "шумшу" in find.public_text
    assert "shimushu" in find.public_text


def test_places_are_found_in_three_scripts(recorder_client: Client) -> None:
    place = make_place("Shumshu", name_ru="Шумшу", name_ja="占守島")
    make_place_name(place, "Shimushu-jima")
    make_place("Paramushir")

    for word in ("shum", "ШУМ", "占守", "shimushu"):
        assert found(recorder_client, word, "place") == ["Shumshu"]


def test_object_types_offered_fit_the_category_and_are_in_use(recorder_client: Client) -> None:
    make_term("odd-hat", label_en="Odd hat", label_ru="Странная шляпа", category="helmet")
    make_term("odd-gun", label_en="Odd gun", category="weapon")
    make_term("odd-cap", label_en="Odd cap", category="helmet", active=False)

    assert found(recorder_client, "odd", "object_type", category="helmet") == ["Odd hat"]
    assert found(recorder_client, "СТРАННАЯ", "object_type") == ["Odd hat"]
    assert set(found(recorder_client, "odd", "object_type")) == {"Odd hat", "Odd gun"}


def test_terms_are_retired_and_never_deleted(administrator_client: Client) -> None:
    term = make_term()
    data = {"_selected_action": [term.pk]}

    deleted = administrator_client.post(f"/admin/catalog/term/{term.pk}/delete/", {"post": "yes"})
    administrator_client.post("/admin/catalog/term/", {**data, "action": "delete_selected"})
    administrator_client.post("/admin/catalog/term/", {**data, "action": "retire"})

    assert deleted.status_code == 403
    assert Term.objects.get(pk=term.pk).active is False


def test_the_code_of_a_term_does_not_change(reviewer_client: Client) -> None:
    japan = nationality("japan")

    send(reviewer_client, page("term", japan), code="nippon", label_ja="日本国")

    assert nationality("japan").label_ja == "日本国"


def test_a_recorder_only_looks_terms_up(recorder_client: Client) -> None:
    helmet = seeded("helmet")

    assert recorder_client.get(page("term", helmet)).status_code == 200
    assert recorder_client.post(page("term", helmet), {"label_en": "Hat"}).status_code == 403


def test_the_release_of_a_name_is_signed(administrator: User, administrator_client: Client) -> None:
    remains = make_remains(published=True)
    known = make_identification(remains, confidence="confirmed", kin_status="informed")

    response = send(administrator_client, page("personidentification", known), release="full")

    assert errors(response) == ""
    known.refresh_from_db()
    assert known.released_by == administrator
    assert known.released_on is not None
    assert Find.objects.get(pk=remains.pk).publication_status == "in_review"


def test_a_full_name_is_not_released_before_it_is_confirmed(
    administrator_client: Client,
) -> None:
    known = make_identification()

    response = send(administrator_client, page("personidentification", known), release="full")

    assert "only when the identification is confirmed" in errors(response)


def test_papers_are_served_to_staff_as_a_file_to_keep(
    recorder_client: Client, visitor: Client
) -> None:
    document = make_document(make_find(), title="Акт 7")
    address = f"/admin/catalog/document/{document.pk}/file/"

    served = recorder_client.get(address)

    assert served.status_code == 200
    assert served["Content-Type"] == "application/pdf"
    assert served["X-Content-Type-Options"] == "nosniff"
    assert served["Cache-Control"].startswith("private, no-store")
    assert served["Content-Disposition"].startswith("attachment")
    assert b"".join(served.streaming_content).startswith(b"%PDF")
    assert visitor.get(address).status_code == 302


def test_a_paper_whose_title_names_no_file_is_served_all_the_same(
    recorder_client: Client,
) -> None:
    document = make_document(make_find(), title="???")

    served = recorder_client.get(f"/admin/catalog/document/{document.pk}/file/")
    served.close()

    assert served["Content-Disposition"] == 'attachment; filename="document.pdf"'


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "The file is no PDF, whatever its name says"),
        ("ru", "Это не PDF, что бы ни говорило имя файла"),
        ("ja", "中身はPDFではありません"),
    ],
)
def test_a_paper_is_what_it_is_called_or_refused(
    administrator_client: Client, language: str, sentence: str
) -> None:
    administrator_client.cookies["django_language"] = language
    page = b"<script>alert(1)</script>"
    file = SimpleUploadedFile("act.pdf", page, content_type="application/pdf")

    response = send(
        administrator_client, "/admin/catalog/document/add/", title="Act", kind="act", file=file
    )

    assert sentence in errors(response)
    assert not Document.objects.exists()


def test_a_paper_beyond_the_limit_is_refused_on_the_form_of_its_find(
    administrator_client: Client, settings: Any
) -> None:
    settings.PAPER_MAX_BYTES = 2_000_000
    find = make_find()
    file = SimpleUploadedFile("act.pdf", b"%PDF-1.4\n" + b" " * 2_000_000 + b"%%EOF")
    said = {"documents-TOTAL_FORMS": "1", "documents-0-kind": "act", "documents-0-title": "Act"}

    response = send(administrator_client, change_page(find), **said, **{"documents-0-file": file})

    assert "at most 2 MB are allowed" in errors(response)
    assert not Document.objects.exists()


def test_a_claim_is_kept_with_its_source(reviewer_client: Client) -> None:
    expedition = make_expedition()
    empty = reviewer_client.get(page("expedition", expedition)).content.decode()
    assert 'name="claims-TOTAL_FORMS" value="0"' in empty

    response = send(
        reviewer_client,
        page("expedition", expedition),
        **{
            "claims-TOTAL_FORMS": "1",
            "claims-0-what": "individuals",
            "claims-0-number": "26",
            "claims-0-qualifier": "exact",
            "claims-0-source": make_source().pk,
        },
    )

    assert errors(response) == ""
    assert expedition.claims.get().number == 26


def test_an_expedition_has_a_clock_that_exists(reviewer_client: Client) -> None:
    response = send(reviewer_client, page("expedition", make_expedition()), time_zone="Shumshu")

    assert "No such time zone" in errors(response)


def test_the_admin_speaks_the_language_chosen(recorder_client: Client) -> None:
    chosen = {"language": "ru", "next": "/admin/catalog/find/"}

    response = recorder_client.post("/admin/language/", chosen)

    assert response["Location"] == "/admin/catalog/find/"
    assert '<html lang="ru"' in recorder_client.get("/admin/").content.decode()


def test_the_log_of_states_is_only_read(administrator_client: Client) -> None:
    for model in ("statusevent", "formernumber"):
        assert administrator_client.get(f"/admin/catalog/{model}/").status_code == 200
        assert administrator_client.get(f"/admin/catalog/{model}/add/").status_code == 403


def test_a_published_find_that_loses_what_the_gate_asks_goes_back(
    reviewer_client: Client,
) -> None:
    find = make_find(published=True)

    send(reviewer_client, f"/admin/catalog/find/{find.pk}/change/", found_on="")

    find.refresh_from_db()
    assert missing(find)
    assert find.publication_status == "in_review"


def test_who_only_adds_somebody_says_nothing_of_consent(recorder_client: Client) -> None:
    send(recorder_client, "/admin/catalog/person/add/", name="Ivan Field", show_publicly="on")

    assert Person.objects.get().show_publicly is False


@pytest.mark.parametrize("hung_on", ["find", "event"])
def test_recorder_adds_papers_to_finds_they_may_change_alone(
    recorder: User, recorder_client: Client, hung_on: str
) -> None:
    mine, theirs = make_find(created_by=recorder), make_find()
    keys = {find: find.pk for find in (mine, theirs)}
    if hung_on == "event":
        keys = {find: make_event(find, "restoration", "awaiting").pk for find in keys}
    told = {"title": "Act", "kind": "act"}

    def add(find: Find) -> str:
        file = SimpleUploadedFile("act.pdf", b"%PDF-1.4\n%%EOF\n")
        said = {**told, "file": file, hung_on: keys[find]}
        return errors(send(recorder_client, "/admin/catalog/document/add/", **said))

    assert "only your own drafts" in add(theirs)
    assert not Document.objects.exists()
    assert add(mine) == ""
    assert Document.objects.get().title == "Act"


def test_a_name_that_visitors_read_elsewhere_is_pointed_out(administrator_client: Client) -> None:
    known = make_identification(make_remains(), name_original="Кузнецов Иван")
    season = known.remains.expedition
    titled = make_find(published=True, expedition=season, title_ru="Каска Кузнецова")
    pictured = make_find(published=True, expedition=season)
    make_photo(pictured, published=True, caption_ru="Медальон: Кузнецов")
    make_find(published=True, expedition=season, title_ru="Каска")
    make_find(expedition=season, title_ru="Каска Кузнецова")

    def told(**said: str) -> list[str]:
        send(administrator_client, page("personidentification", known), **said)
        shown = administrator_client.get("/admin/").content.decode()
        numbers = Find.objects.order_by("pk").values_list("catalogue_number", flat=True)
        return [number for number in numbers if number in shown]

    assert told(rank="рядовой") == [titled.catalogue_number, pictured.catalogue_number]
    released = {"confidence": "confirmed", "kin_status": "informed", "release": "full"}
    assert told(**released) == []
    assert told(kin_status="objects") == [titled.catalogue_number, pictured.catalogue_number]
