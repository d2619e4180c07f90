"""What search engines, feed readers and other sites are told: whole, in three languages."""

import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
from django.templatetags.static import static
from django.test import Client
from PIL import Image

from tests.factories import make_find, make_photo, make_place, make_remains
from tests.views.reading import page, tree

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def xml(visitor: Client, address: str) -> Any:
    response = visitor.get(address)
    assert response.status_code == 200, address
    return ElementTree.fromstring(response.content)


def places(visitor: Client, address: str) -> list[str]:
    path = address.removeprefix("http://testserver")
    return [one.text for one in xml(visitor, path).iter(f"{SITEMAP}loc")]


def linked(document: Any) -> dict[str, Any]:
    (script,) = document.xpath("//script[@type='application/ld+json']")
    return json.loads(script.text)


@pytest.mark.slow
def test_sitemap_leads_to_every_page_in_every_language(visitor: Client) -> None:
    make_find(published=True, catalogue_number="A-1", place=make_place("Shumshu"))
    make_find(catalogue_number="A-2")

    every = [
        address for part in places(visitor, "/sitemap.xml") for address in places(visitor, part)
    ]

    assert "http://testserver/ja/finds/A-1/" in every
    assert "http://testserver/ru/places/shumshu/" in every
    assert not [address for address in every if "A-2" in address]
    for address in every:
        assert visitor.get(address.removeprefix("http://testserver")).status_code == 200, address


def test_part_that_holds_nothing_is_not_there(visitor: Client) -> None:
    make_find(catalogue_number="A-2")

    assert len(places(visitor, "/sitemap.xml")) == 1
    assert visitor.get("/sitemap-finds-0.xml").status_code == 404
    assert visitor.get(f"/sitemap-finds-{10**30}.xml").status_code == 404


def test_robots_are_shown_the_sitemap(visitor: Client) -> None:
    told = visitor.get("/robots.txt").content.decode()

    assert told == "User-agent: *\nDisallow:\n\nSitemap: http://testserver/sitemap.xml\n"


@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_feed_has_the_latest_finds_of_a_filter(visitor: Client, prefix: str) -> None:
    make_find(published=True, catalogue_number="A-1", title_en="Cap \x0b <b>")
    make_find(published=True, catalogue_number="A-2", category="tank")
    make_remains(published=True)

    feed = xml(visitor, f"{prefix}/feed/?category=helmet&view=list&page=7")

    (entry,) = feed.iter(f"{ATOM}entry")
    assert entry.find(f"{ATOM}title").text.startswith("A-1")
    assert entry.find(f"{ATOM}link").get("href") == f"http://testserver{prefix}/finds/A-1/"
    links = {one.get("rel"): one.get("href") for one in feed.findall(f"{ATOM}link")}
    assert links["alternate"] == f"http://testserver{prefix}/finds/?category=helmet"
    assert "helmet" in links["self"]


def test_linked_data_has_the_credit_with_the_picture(visitor: Client) -> None:
    find = make_find(
        published=True, catalogue_number="A-1", title_en="</script><b>Cap", title_ru="Каска"
    )
    make_photo(find, published=True, credit_line="Photo: Anna Field", creator="Anna Field")

    told = linked(tree(visitor.get("/finds/A-1/")))

    assert told["name"] == "</script><b>Cap"
    assert told["alternateName"] == ["Каска"]
    (image,) = told["image"]
    assert image["creditText"] == "Photo: Anna Field"
    assert image["license"].startswith("http://creativecommons.org/")
    assert json.loads(visitor.get("/finds/A-1.jsonld").content) == told


def test_remains_are_no_thing_and_have_no_point(visitor: Client) -> None:
    make_remains(published=True, catalogue_number="R-1", latitude="50.7312", longitude="156.1876")

    told = linked(page(visitor, "/finds/R-1/"))

    assert told["@type"] == "CreativeWork"
    assert "image" not in told
    assert "geo" not in told.get("contentLocation", {})
    assert visitor.get("/finds/NO-1.jsonld").status_code == 404


def test_card_of_a_picture_has_its_credit_in_its_pixels(visitor: Client) -> None:
    find = make_find(published=True, catalogue_number="A-1")
    photo = make_photo(find, published=True, credit_line="Photo: Anna Field")
    closed = make_photo(find, published=True, sensitivity="withheld")

    document = page(visitor, "/finds/A-1/")
    (address,) = document.xpath("//meta[@property='og:image']/@content")
    response = visitor.get(address.removeprefix("http://testserver"))

    assert address.endswith(f"/media/photos/{photo.public_id}/card.jpg")
    card = Image.open(io.BytesIO(response.content))
    assert card.size == (1200, 630)
    assert "Photo: Anna Field" in card.info["xmp"].decode()
    assert visitor.get(f"/media/photos/{closed.public_id}/card.jpg").status_code == 404
    unwritable = make_photo(find, published=True, credit_line="Photo: \U0010fffd")
    response = visitor.get(f"/media/photos/{unwritable.public_id}/card.jpg")
    assert (response.status_code, response["Location"]) == (302, static("catalog/card.png"))


@pytest.mark.parametrize(
    "address", ["/", "/finds/", "/places/", "/expeditions/", "/statistics/", "/finds/A-1/"]
)
def test_every_page_has_words_and_a_card_of_its_own(visitor: Client, address: str) -> None:
    make_find(published=True, catalogue_number="A-1")

    seen = set()
    for prefix in ("", "/ru", "/ja"):
        document = page(visitor, f"{prefix}{address}")
        (description,) = document.xpath("//meta[@name='description']/@content")
        (card,) = document.xpath("//meta[@property='og:image']/@content")
        (locale,) = document.xpath("//meta[@property='og:locale']/@content")
        assert card.startswith("http://testserver/")
        seen.add((locale, description))
    assert len(seen) == 3
