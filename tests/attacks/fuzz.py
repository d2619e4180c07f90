"""Requests nobody in their right mind sends, by a seed: every address, parameter and header."""

# ruff: noqa: E501 - the tables are read as tables

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from django.http import HttpResponseBase
from django.test import Client

from catalog.search.filters import FindFilter
from tests.walking_away import walk_away

VALUES = (
    "", " ", "0", "-1", "1", "2", "9" * 30, "1e309", "NaN", "-0", "0x10", "true", "null", "[]", "{}",
    "\x00", "a\x00b", "\r\nSet-Cookie: a=b", "%00", "%", "%zz", "%F0%9F", "\ud7ff", "\ufeff", "💣",
    "ｈｅｌｍｅｔ", "каска", "鉄帽", "é" * 300, "A" * 3000, "'", '"', "'; DROP TABLE catalog_find; --",
    "<script>alert(1)</script>", "{{7*7}}", "${7*7}", "../../etc/passwd", "..%2f..%2f", "\\..\\",
    '"unclosed', "a*", "*", "NEAR(a b)", "AND OR NOT", "head:a", "-", "(", ")", "^", "a-b-c",
    "1945-13-45", "1945", "0000", "9999-12-31", "-2000", "1945/..", "ca. 1943", "156,50,157,51",
    "157,51,156,50", "nan,nan,nan,nan", "1,2,3", "-181,-91,181,91", "1e400,0,0,0", "helmet", "tank",
    "remains", "list", "grid", "newest", "none", "https://evil.example/", "//evil.example", "en", "xx",
    "٣", "²", "１２", "Ⅳ", "ﷺ", "\u202e", "1" * 400, "csv", "json", "catalog.find", "id", "pk__gt",
)  # fmt: skip
PARAMETERS = (
    *FindFilter.base_filters, "page", "view", "sort", "next", "zoom", "z", "size", "format", "limit",
    "offset", "cursor", "facets", "fields", "lang", "term", "app_label", "model_name", "field_name",
    "o", "p", "all", "q", "e", "_popup", "_to_field", "_changelist_filters", "category", "callback",
    "from", "to", "bbox", "text",
)  # fmt: skip
METHODS = ("get",) * 12 + ("head", "post", "post", "put", "delete", "options", "patch")
HEADERS = (
    ("accept-language", ("ru", "ja", "xx", "*;q=0", ";;;", "en-" + "a" * 200, "\xff")),
    ("if-none-match", ('"x"', "*", "W/", "x" * 300)),
    ("if-modified-since", ("yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "x")),
    ("range", ("bytes=0-", "bytes=9-1", "lines=1", "bytes=" + "0-," * 50)),
    ("accept", ("*/*", "application/json", "x/y;q=z", "text/html;" * 40)),
    ("cookie", ("sessionid=x", "csrftoken=", "django_language=xx", "theme=evil", "=;=;", "a" * 900)),
    ("x-forwarded-for", ("evil", "::1, 1.2.3.4")),
    ("user-agent", ("", "x" * 700)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """One request, to be sent again when it broke something."""

    method: str
    address: str
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, client: Client) -> int:
        """The status, once all of the answer has been read."""
        more = {"data": self.data} if self.method == "post" else {}
        response = getattr(client, self.method)(self.address, headers=self.headers, **more)
        return _read(response)


def _read(response: HttpResponseBase) -> int:
    if response.streaming:
        for _piece in response.streaming_content:
            pass
    walk_away(response)
    return response.status_code


def requests(addresses: Sequence[str], *, count: int, seed: int) -> Iterator[Sent]:
    """So many requests, always the same for a seed; each address gets its turn."""
    chance = random.Random(seed)
    for number in range(count):
        address = addresses[number % len(addresses)]
        if chance.random() < 0.15:
            address = _bent(address, chance)
        query = urlencode(_fields(chance, most=4), errors="replace")
        yield Sent(
            chance.choice(METHODS),
            f"{address}?{query}" if query else address,
            dict(_fields(chance, most=6)),
            dict(_headers(chance)),
        )


def _bent(address: str, chance: random.Random) -> str:
    """One part of the path is another thing."""
    parts = address.split("/")
    parts[chance.randrange(len(parts))] = quote(chance.choice(VALUES)[:300], errors="replace")
    return "/" + "/".join(parts).lstrip("/")


def _fields(chance: random.Random, *, most: int) -> list[tuple[str, str]]:
    return [
        (chance.choice(PARAMETERS), chance.choice(VALUES)) for _ in range(chance.randint(0, most))
    ]


def _headers(chance: random.Random) -> Iterator[tuple[str, str]]:
    for name, values in HEADERS:
        if chance.random() < 0.08:
            yield name, chance.choice(values)


def broken(client: Client, sent: Iterator[Sent]) -> list[str]:
    """Those answered with a fault of ours, as they can be sent again."""
    return [f"{status}: {one}" for one in sent if (status := one.send(client)) >= 500]
