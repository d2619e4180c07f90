"""Light or dark: chosen by a plain form, drawn by the server."""

import pytest
from django.test import Client

from tests.views.reading import page

pytestmark = pytest.mark.django_db
HERE = {"HTTP_ORIGIN": "http://testserver"}


def drawn(visitor: Client) -> str | None:
    """The theme the server draws; None where the device decides."""
    return page(visitor, "/about/").get("data-theme")


def pressed(visitor: Client) -> list[str]:
    return page(visitor, "/about/").xpath("//button[@aria-pressed='true']/@value")


def test_the_device_decides_until_somebody_chooses(visitor: Client) -> None:
    assert drawn(visitor) is None
    assert pressed(visitor) == [""]


@pytest.mark.parametrize("wanted", ["light", "dark"])
def test_a_choice_is_remembered_and_drawn_at_once(visitor: Client, wanted: str) -> None:
    response = visitor.post("/theme/", {"theme": wanted, "next": "/ru/finds/?q=a"}, **HERE)

    assert (response.status_code, response["Location"]) == (302, "/ru/finds/?q=a")
    assert drawn(visitor) == wanted
    assert pressed(visitor) == [wanted]


def test_a_choice_can_be_taken_back(visitor: Client) -> None:
    visitor.post("/theme/", {"theme": "dark"}, **HERE)

    visitor.post("/theme/", {"theme": ""}, **HERE)

    assert drawn(visitor) is None


def test_what_is_no_theme_is_not_drawn(visitor: Client) -> None:
    visitor.cookies["theme"] = 'dark" onload="x'

    assert drawn(visitor) is None


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org/", "", "javascript:x"])
def test_nobody_is_sent_away(visitor: Client, away: str) -> None:
    response = visitor.post("/theme/", {"theme": "dark", "next": away}, **HERE)

    assert response["Location"] == "/"


@pytest.mark.parametrize("headers", [{}, {"HTTP_ORIGIN": "https://example.org"}])
def test_another_site_chooses_nothing(visitor: Client, headers: dict[str, str]) -> None:
    assert visitor.post("/theme/", {"theme": "dark"}, **headers).status_code == 403
    assert visitor.get("/theme/").status_code == 405
    assert drawn(visitor) is None


def test_an_origin_that_is_no_address_is_refused(visitor: Client) -> None:
    answer = visitor.post("/theme/", {"theme": "dark"}, headers={"Origin": "http://["})

    assert answer.status_code == 403


def test_no_cache_gives_a_chosen_theme_to_others(visitor: Client) -> None:
    plain = visitor.get("/about/")
    visitor.cookies["theme"] = "dark"

    chosen = visitor.get("/about/")

    assert plain.content != chosen.content
    assert "Cookie" in chosen["Vary"]
    assert "Cookie" not in plain["Vary"]
    assert "Cookie" not in visitor.get("/feed/").get("Vary", "")
