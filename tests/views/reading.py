"""How these tests read a page: strictly as HTML, then as a tree."""

import re
from typing import Any

import html5lib
from django.http import HttpResponse
from django.test import Client
from lxml import html


def tree(response: HttpResponse) -> Any:
    """The page as a tree; broken HTML fails."""
    content = response.content.decode()
    html5lib.HTMLParser(strict=True).parse(content)
    return html.fromstring(content)


def page(client: Client, address: str, *, status: int = 200) -> Any:
    """A page as a tree."""
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return tree(response)


def words(node: Any) -> str:
    """The text of a node, blanks made one."""
    return re.sub(r"\s+", " ", node.text_content()).strip()


def status_line(document: Any) -> str:
    """What the listing says of itself."""
    (line,) = document.xpath("//*[@id='results-status']")
    return words(line)


def numbers(document: Any) -> list[str]:
    """The catalogue numbers of the cards."""
    found = document.xpath("//article//*[contains(@class, 'tag-head')]/*[@class='number']")
    return [words(one) for one in found]


def pictures(document: Any) -> list[Any]:
    """The pictures of things; the code of an address is a drawing of ours."""
    return [image for image in document.iter("img") if image.get("class") != "code"]


def uncredited(document: Any) -> list[str]:
    """The pictures without a visible credit and licence in their own figure."""
    return [
        image.get("src")
        for image in pictures(document)
        if not image.xpath(
            "ancestor::figure[1]//figcaption[.//*[contains(@class, 'credit-line')]"
            " and .//*[contains(@class, 'licence')]]"
        )
    ]


def inline(document: Any) -> list[str]:
    """What a strict policy would refuse: scripts and styles written into the page."""
    scripts = [
        one
        for one in document.iter("script")
        # Data for search engines is run by no browser.
        if not one.get("src") and one.get("type") != "application/ld+json"
    ]
    marked = document.xpath("//*[@style or @onclick or @onload or @onchange or @onsubmit]")
    return [html.tostring(one, encoding="unicode") for one in [*scripts, *marked]]
