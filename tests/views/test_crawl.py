"""The sample, link by link: every address of ours that a page names answers, as strict HTML."""

from collections import deque
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.core.management import call_command
from django.test import Client

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
def test_every_link_answers_and_every_page_is_valid(visitor: Client, start: str) -> None:
    known, queue, broken = {start}, deque([start]), []
    while queue:
        address = queue.popleft()
        response = visitor.get(address)
        if response.status_code not in (200, 301, 302, 405):
            broken.append((address, response.status_code))
        if not _is_page(response):
            continue
        document = tree(response)
        assert inline(document) == [], address
        fresh = {
            one
            for one in internal(document, address)
            if is_followed(one) and _is_of(start, one) and one not in known
        }
        known |= fresh
        queue.extend(sorted(fresh))

    assert broken == []
    assert len(known) > 250


def _is_page(response: Any) -> bool:
    is_html = response.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html and not response.streaming


def _is_of(start: str, address: str) -> bool:
    """Each language is walked from its own home."""
    own = next((code for code in ("/ru/", "/ja/") if address.startswith(code)), "/")
    return own == start and not address.startswith("/admin/")
