"""The sample, link by link: every address of ours that a page names answers, as strict HTML.

No page repeats the title of another, speaks a language it does not say, or has a picture without
words.
"""

from collections import defaultdict, deque
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

from tests.views.english_left import english_left
from tests.views.reading import inline, tree

# A filter leads to filters without end: of those with a question only the first are followed.
ASKED_MOST = 1


@pytest.fixture
def demo(db: None, capsys: Any) -> None:
    call_command("demo", no_serve=True)


def internal(document: Any, address: str) -> set[str]:
    """The addresses of this site a page leads to or loads."""
    named = document.xpath("//a/@href | //link/@href | //img/@src | //script/@src | //form/@action")
    absolute = (urldefrag(urljoin(f"http://testserver{address}", one))[0] for one in named)
    ours = (urlsplit(one) for one in absolute if urlsplit(one).netloc == "testserver")
    return {one._replace(scheme="", netloc="").geturl() for one in ours}


def is_followed(address: str) -> bool:
    path, _, query = address.partition("?")
    if query.startswith("from=") and not path.endswith("/finds/"):
        # A find is the same page from whatever listing one came.
        return query == "from="
    return path.endswith("/") and query.count("&") < ASKED_MOST and "=" in (query or "=")


@pytest.mark.slow
@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("start", ["/", "/ru/", "/ja/"])
def test_every_link_answers_and_every_page_is_whole(visitor: Client, start: str) -> None:
    known, queue, broken, wrong = {start}, deque([start]), [], []
    titled: dict[str, set[str]] = defaultdict(set)
    while queue:
        address = queue.popleft()
        response = visitor.get(address)
        if response.status_code not in (200, 301, 302, 405):
            broken.append((address, response.status_code))
        if not _is_page(response):
            continue
        document = tree(response)
        wrong += [(address, fault) for fault in faults(document, start.strip("/") or "en")]
        for canonical in document.xpath("//link[@rel='canonical']/@href"):
            titled[document.findtext(".//title")].add(_plain(canonical))
        fresh = {
            one
            for one in internal(document, address)
            if is_followed(one) and _is_of(start, one) and one not in known
        }
        known |= fresh
        queue.extend(sorted(fresh))

    assert broken == []
    assert wrong == []
    assert {title: pages for title, pages in titled.items() if len(pages) > 1} == {}
    assert len(known) > 250


def faults(document: Any, language: str) -> list[Any]:
    """What no page of ours may have."""
    return [
        *inline(document),
        *english_left(document, language),
        *([document.get("lang")] if document.get("lang") != language else []),
        *(image.get("src") for image in document.iter("img") if not _has_words(image)),
    ]


def _has_words(image: Any) -> bool:
    """A picture to be looked at is described; in a list the title beside it does that."""
    alt = image.get("alt")
    shown = image.xpath("ancestor::figure[@class='photo' or @class='hero-picture']")
    if image.get("class") == "code":
        return bool(alt)
    if alt is None or not shown:
        return alt == ""
    name = image.get("src").rpartition("/")[2]
    return 0 < len(alt.strip()) <= 200 and alt != name


def _plain(canonical: str) -> str:
    """Views and orders of a listing are one page to a reader of titles."""
    path, _, query = canonical.partition("?")
    kept = [
        one for one in query.split("&") if one and one.split("=")[0] not in ("view", "sort", "per")
    ]
    return f"{path}?{'&'.join(kept)}"


def _is_page(response: Any) -> bool:
    is_html = response.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html and not response.streaming


def _is_of(start: str, address: str) -> bool:
    """Each language is walked from its own home."""
    own = next((code for code in ("/ru/", "/ja/") if address.startswith(code)), "/")
    return own == start and not address.startswith("/admin/")
