"""Photographs behind a warning: nothing of them before one asks, and a way back afterwards."""

from typing import Any

import pytest
from django.test import Client

from catalog import renditions
from catalog.models import Find, FindRelation, Photo
from tests.factories import make_find, make_photo
from tests.views.reading import page, uncredited, words

pytestmark = pytest.mark.django_db

ASKING = "/finds/A-1/veiled/1/"


@pytest.fixture
def find() -> Find:
    return make_find(published=True, catalogue_number="A-1")


@pytest.fixture
def photo(find: Find) -> Photo:
    return make_photo(
        find,
        published=True,
        sensitivity="advisory",
        credit_line="Secret Person",
        caption_en="Secret caption",
        alt_en="Secret words",
    )


def ask(client: Client, wish: str = "this", address: str = ASKING) -> Any:
    return client.post(f"{address}show/", {"show": wish})


def test_before_consent_nothing_of_it_is_told(visitor: Client, photo: Photo) -> None:
    for address in ("/finds/A-1/", ASKING, "/api/v1/finds/A-1/", "/finds/", "/finds.jsonl"):
        response = visitor.get(address)
        content = b"".join(response) if response.streaming else response.content
        for secret in (photo.public_id, photo.public_id.hex, "Secret"):
            assert str(secret) not in content.decode(), address
    assert visitor.get(renditions.url(photo, 320)).status_code == 404
    assert "One photograph is shown only to those who choose to see it." in words(
        page(visitor, "/finds/A-1/")
    )


def test_who_asks_sees_it_with_its_credit_and_no_cache_keeps_it(
    visitor: Client, photo: Photo
) -> None:
    assert "may be hard to bear" in words(page(visitor, ASKING))

    assert ask(visitor).headers["Location"] == ASKING

    document = page(visitor, ASKING)
    assert uncredited(document) == []
    (image,) = document.iter("img")
    assert image.get("alt") == "Secret words"
    for address in (ASKING, image.get("src"), renditions.url(photo, 320, "jpg")):
        response = visitor.get(address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex, noimageindex"
    assert Client().get(image.get("src")).status_code == 404


def test_consent_to_one_picture_is_not_consent_to_another(
    visitor: Client, find: Find, photo: Photo
) -> None:
    other = make_photo(find, published=True, sensitivity="advisory")
    ask(visitor)
    assert visitor.get(renditions.url(other, 320)).status_code == 404

    ask(visitor, "all")

    assert visitor.get(renditions.url(other, 320)).status_code == 200


def test_no_page_of_many_finds_shows_it_even_to_who_asked(
    visitor: Client, find: Find, photo: Photo
) -> None:
    other = make_find(published=True, place=find.place, expedition=find.expedition)
    FindRelation.objects.create(from_find=find, to_find=other, kind="found_with")
    ask(visitor, "all")

    for address in (
        "/",
        "/finds/",
        "/finds/?view=list",
        "/finds/?view=map",
        "/map/",
        f"/finds/{other.slug}/",
        f"/places/{find.place.slug}/",
        f"/expeditions/{find.expedition.code}/",
        "/statistics/",
        "/feed/",
        "/sitemap-finds-0.xml",
        "/finds.geojson",
        "/api/v1/suggest/?q=secret",
        "/api/v1/map/",
    ):
        response = visitor.get(address)
        content = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200, address
        for secret in (photo.public_id, photo.public_id.hex, "Secret"):
            assert str(secret) not in content.decode(), address


def test_consent_is_taken_back_at_the_foot_of_every_page(visitor: Client, photo: Photo) -> None:
    assert "veil/" not in visitor.get("/about/").content.decode()
    ask(visitor, "all")
    (form,) = page(visitor, "/about/").xpath("//form[@action='/veil/']")
    assert words(form) == "Hide such photographs again"

    response = visitor.post("/veil/", {"hide": "1", "next": "/about/"})

    assert response.headers["Location"] == "/about/"
    assert visitor.get(renditions.url(photo, 320)).status_code == 404
    assert "Secret" not in visitor.get(ASKING).content.decode()


def test_consent_needs_a_form_of_ours(photo: Photo) -> None:
    strict = Client(enforce_csrf_checks=True)

    assert ask(strict).status_code == 403
    assert strict.post("/veil/", {"hide": "1"}).status_code == 403


def test_nobody_is_sent_to_another_site(visitor: Client) -> None:
    response = visitor.post("/veil/", {"hide": "1", "next": "https://elsewhere.example/"})

    assert response.headers["Location"] == "/"


def test_the_visit_ends_with_the_browser(visitor: Client, photo: Photo) -> None:
    ask(visitor)

    assert visitor.cookies["sessionid"]["max-age"] == ""


@pytest.mark.parametrize(
    "fields",
    [{"sensitivity": "withheld"}, {"sensitivity": "sealed"}, {"published": False}],
)
def test_what_is_closed_has_no_address_at_all(
    visitor: Client, find: Find, fields: dict[str, Any]
) -> None:
    closed = make_photo(find, **{"published": True, "sensitivity": "advisory", **fields})
    make_photo(find, published=True, sensitivity="advisory")
    ask(visitor, "all")

    for door in ("photos", "veiled"):
        guessed = f"/media/{door}/{closed.public_id}/320.webp"
        assert visitor.get(guessed).status_code == 404
    assert visitor.get("/finds/A-1/veiled/2/").status_code == 404
    is_withheld = closed.published
    told = "A photograph of this is kept and not shown here." in words(page(visitor, "/finds/A-1/"))
    assert told == is_withheld


def test_a_picture_closes_again_when_its_find_or_level_changes(
    visitor: Client, find: Find, photo: Photo
) -> None:
    ask(visitor, "all")
    address = renditions.url(photo, 320)
    assert visitor.get(address).status_code == 200

    find.publication_status = "draft"
    find.save()

    assert visitor.get(address).status_code == 404
    assert visitor.get(ASKING).status_code == 404


def test_other_languages_ask_too(visitor: Client, photo: Photo) -> None:
    for language, button in (("ru", "Показать фотографию"), ("ja", "この写真を表示する")):
        assert button in words(page(visitor, f"/{language}{ASKING}"))
