"""Home, places, expeditions, about, and the pages that say no."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from catalog.models import Claim
from catalog.views import broken
from tests.factories import (
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    make_source,
    nationality,
)
from tests.views.reading import page, uncredited, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def catalogue() -> None:
    island = make_place("Shumshu", name_ja="占守島")
    expedition = make_expedition("SHU-2015", area=island, summary_ru="Отчёт")
    make_photo(published=True, place=island, kind="drawing")
    make_photo(published=True, expedition=expedition)
    find = make_find(published=True, place=island, expedition=expedition, title_ja="鉄帽")
    make_photo(find, published=True)
    make_remains(
        published=True,
        place=island,
        expedition=expedition,
        individuals=13,
        nationality=nationality("ussr"),
        remains={"individuals_qualifier": "exact"},
    )
    Claim.objects.create(
        expedition=expedition,
        what="individuals",
        number=26,
        source=make_source("A report", language="ru"),
        text_en="remains of 26 soldiers",
    )


def programs(document: object) -> list[object]:
    """The scripts a browser would run; a block of data is none."""
    return document.xpath("//script[not(@type='application/ld+json')]")


ADDRESSES = (
    "/",
    "/finds/",
    "/finds/?view=list",
    "/places/",
    "/places/shumshu/",
    "/expeditions/",
    "/expeditions/SHU-2015/",
    "/people-remembered/",
    "/about/",
    "/about/data/",
    "/about/human-remains/",
    "/about/accessibility/",
)


@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_is_whole(visitor: Client, prefix: str, address: str) -> None:
    document = page(visitor, f"{prefix}{address}")

    assert len(document.xpath("//h1")) == 1
    assert document.get("lang") == (prefix.strip("/") or "en")
    assert uncredited(document) == []
    assert all(image.get("alt") is not None for image in document.iter("img"))
    assert all(one.get("src") and one.get("defer") is not None for one in programs(document))
    assert not document.xpath("//*[@style]")
    identifiers = document.xpath("//@id")
    assert len(identifiers) == len(set(identifiers))
    for name in document.xpath("//label/@for"):
        assert name in identifiers


@pytest.mark.parametrize(
    ("path", "headers", "expected"),
    [
        ("/", {"accept-language": "ja-JP,ja;q=0.9,en;q=0.5"}, "/ja/"),
        ("/", {"accept-language": "ru", "referer": "https://elsewhere.example/"}, "/ru/"),
        ("/", {"accept-language": "fi,en;q=0.5"}, ""),
        ("/", {}, ""),
        # English was chosen on a page of ours.
        ("/", {"accept-language": "ja", "referer": "http://testserver/ja/"}, ""),
        ("/ru/", {"accept-language": "ja"}, ""),
    ],
)
def test_home_speaks_the_language_of_who_arrives(
    visitor: Client, path: str, headers: dict[str, str], expected: str
) -> None:
    response = visitor.get(path, headers=headers)

    assert response.status_code == (302 if expected else 200)
    assert response.headers.get("Location", "") == expected
    if path == "/":
        assert {"Accept-Language", "Cookie", "Referer"} <= set(response["Vary"].split(", "))


@pytest.mark.usefixtures("catalogue")
def test_home_counts_people_apart_and_shows_no_dead(visitor: Client) -> None:
    document = page(visitor, "/")

    said = words(document.xpath("//main")[0])
    assert "1 find" in said
    assert "remains of 13 people" in said
    assert "Human remains" not in [words(kind) for kind in document.xpath("//*[@class='tag-kind']")]


@pytest.mark.usefixtures("catalogue")
def test_the_dead_are_remembered_as_people_without_a_picture(visitor: Client) -> None:
    main = page(visitor, "/people-remembered/").xpath("//main")[0]

    assert "Recorded here: remains of 13 people." in words(main)
    assert "USSR remains of 13 people" in words(main)
    assert "Shumshu remains of 13 people" in words(main)
    assert not list(main.iter("img"))
    assert " find" not in words(main).replace("Findspot", "").lower()


@pytest.mark.slow
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", ADDRESSES)
def test_help_stands_at_the_same_place_of_every_page(visitor: Client, address: str) -> None:
    home, here = (page(visitor, one).xpath("//footer//nav//a/@href") for one in ("/", address))

    assert here == home
    assert "/about/human-remains/" in here


@pytest.mark.usefixtures("catalogue")
def test_a_page_names_itself_in_every_language_without_what_only_you_asked(
    visitor: Client,
) -> None:
    head = page(visitor, "/ru/about/?from=somewhere").xpath("//head")[0]

    alternates = {
        one.get("hreflang"): one.get("href") for one in head.xpath("link[@rel='alternate']")
    }
    assert head.xpath("link[@rel='canonical']/@href") == ["http://testserver/ru/about/"]
    assert alternates == {
        "en": "http://testserver/about/",
        "x-default": "http://testserver/about/",
        "ru": "http://testserver/ru/about/",
        "ja": "http://testserver/ja/about/",
    }
    assert head.xpath("meta[@name='description']/@content")[0]


@pytest.mark.slow
@pytest.mark.usefixtures("catalogue")
@pytest.mark.parametrize("address", ADDRESSES)
def test_pages_name_one_another_in_every_language(visitor: Client, address: str) -> None:
    named = [
        {
            one.get("hreflang"): one.get("href")
            for one in page(visitor, f"{prefix}{address}").xpath("//link[@rel='alternate']")
            if one.get("hreflang")
        }
        for prefix in ("", "/ru", "/ja")
    ]

    assert named[0] == named[1] == named[2]
    for language, prefix in (("en", ""), ("ru", "/ru"), ("ja", "/ja"), ("x-default", "")):
        assert named[0][language] == f"http://testserver{prefix}{address}"


@pytest.mark.usefixtures("catalogue")
def test_a_listing_is_what_was_asked_for(visitor: Client) -> None:
    head = page(visitor, "/ja/finds/?category=helmet&nonsense=1").xpath("//head")[0]

    (canonical,) = head.xpath("link[@rel='canonical']/@href")
    assert canonical == "http://testserver/ja/finds/?category=helmet"


@pytest.mark.usefixtures("catalogue")
def test_a_place_has_names_and_counts(visitor: Client) -> None:
    said = words(page(visitor, "/places/shumshu/").xpath("//main")[0])

    assert "2 records: 1 find · remains of 13 people" in said
    assert "占守島" in said
    assert visitor.get("/places/nowhere/").status_code == 404


@pytest.mark.usefixtures("catalogue")
def test_an_expedition_has_published_figures_beside_counted_ones(visitor: Client) -> None:
    said = words(page(visitor, "/expeditions/SHU-2015/").xpath("//main")[0])

    assert "Recorded here: remains of 13 people." in said
    assert "As published: remains of 26 soldiers (A report)" in said
    assert visitor.get("/expeditions/shu-2015/").status_code == 301
    assert visitor.get("/expeditions/nothing/").status_code == 404


def test_private_places_are_not_there(visitor: Client) -> None:
    make_place("Dugout", kind="site")

    assert visitor.get("/places/dugout/").status_code == 404
    assert "Dugout" not in words(page(visitor, "/places/"))


def test_an_empty_house_has_every_page(visitor: Client) -> None:
    for address in ("/", "/finds/", "/places/", "/expeditions/", "/about/", "/about/data/"):
        page(visitor, address)
    said = words(page(visitor, "/people-remembered/").xpath("//main")[0])
    assert "No remains of people are recorded here yet." in said


def test_health_asks_nothing(visitor: Client) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = visitor.get("/healthz")

    assert response.content == b"ok\n"
    assert len(asked) == 0


def test_the_page_for_our_mistakes_stands_without_the_house(rf: object) -> None:
    with CaptureQueriesContext(connection) as asked:
        response = broken.broken(rf.get("/"))

    content = response.content.decode()
    assert response.status_code == 500
    assert len(asked) == 0
    assert "{%" not in content
    assert all(f'lang="{language}"' in content for language in ("en", "ru", "ja"))


def test_every_sign_of_a_kind_is_drawn() -> None:
    folder = Path(django_settings.BASE_DIR) / "catalog" / "static" / "catalog"
    drawn = (folder / "marks.svg").read_text(encoding="utf-8")

    for kind in ("tank", "vehicle", "aircraft", "munition", "weapon", "helmet", "equipment"):
        assert f'id="{kind}"' in drawn
    assert 'id="remains"' not in drawn


def test_more_finds_cost_home_no_more_queries(visitor: Client) -> None:
    island, expedition = make_place("Shumshu"), make_expedition()
    for _ in range(2):
        make_photo(make_find(published=True, place=island, expedition=expedition), published=True)
    with CaptureQueriesContext(connection) as before:
        visitor.get("/")
    for _ in range(10):
        make_photo(make_find(published=True, place=island, expedition=expedition), published=True)

    with CaptureQueriesContext(connection) as after:
        visitor.get("/")

    assert len(after) == len(before)


@pytest.mark.parametrize("address", ["/", "/finds/", "/healthz"])
def test_machines_may_ask_for_the_head_alone(visitor: Client, address: str) -> None:
    assert visitor.head(address).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["/ru//evil.example/x", "/%2F/evil.example/x", "/%5Cevil.example/", "/ru/%09/evil.example/"],
)
def test_no_language_leads_to_another_site(visitor: Client, path: str) -> None:
    document = html.fromstring(visitor.get(f"{path}?a=1").content)

    links = document.xpath("//nav[@class='languages']//a/@href")
    assert len(links) == 3
    for link in links:
        assert link.startswith("/")
        assert link[1] not in "/\\\t"
        assert link.endswith("?a=1")


def test_home_names_the_places_with_most_finds_in_the_order_of_the_tree(visitor: Client) -> None:
    island = make_place("Long island")
    for number in range(20):
        place = make_place(f"Bay {number:02}", parent=island)
        for _find in range(2 if number > 3 else 1):
            make_find(published=True, place=place)

    shown = page(visitor, "/").xpath("//ul[@class='rows']//a[contains(@href, '/places/')]/text()")

    assert shown[0] == "Long island"
    assert len(shown) == 16
    assert set(shown[1:]) < {f"Bay {number:02}" for number in range(4, 20)}
    assert page(visitor, "/").xpath("//a[@href='/places/' and text()='All places']")


@pytest.mark.django_db(transaction=True)
def test_places_are_counted_anew_after_each_change(visitor: Client) -> None:
    island = make_place("Shumshu")
    make_find(published=True, place=island)
    assert "1 find" in words(page(visitor, "/places/").xpath("//ul[@class='rows tree']")[0])

    make_find(published=True, place=island)
    assert "2 finds" in words(page(visitor, "/places/").xpath("//ul[@class='rows tree']")[0])
    assert "находки" in words(page(visitor, "/ru/places/").xpath("//ul[@class='rows tree']")[0])
    island.is_public = False
    island.save()

    assert not page(visitor, "/places/").xpath("//ul[@class='rows tree']")
