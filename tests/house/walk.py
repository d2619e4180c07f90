"""A visitor who tries every door, in every language, with every query, and reads all that comes."""

import html
import io
import re
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_plus, unquote, urlencode

from django.http import HttpResponseBase
from django.test import Client

from catalog.lib import text
from tests.house.canaries import Nest
from tests.house.doors import Door, doors

# Doors behind a login: they are walked apart, and must show nothing but the way in.
CLOSED = "admin/"
NONSENSE = "qqzz0vxqq"
# A find asked for out of a listing reads the query of that one too.
CAME_FROM = "/finds/PUB-HELMET/?from="
Arguments = Mapping[str, Any]
# Another one at each asking, and nobody's secret.
_TOKEN = re.compile(
    r"(csrftoken=|csrfmiddlewaretoken\" value=\"|expires=|^Expires: )[^\";\n]+", re.MULTILINE
)
# Both follow from the page as it is sent, echoes and all.
_OF_THE_PAGE = re.compile(r"^(?:Content-Length|ETag): .*\n", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and headers and body as one text."""

    address: str
    status: int
    text: str


FACETS = ("category", "type", "nationality", "place", "expedition", "photo", "nothing")


def samples(nest: Nest) -> dict[str, list[Arguments]]:
    """The arguments to try at each door that takes any: public things, and hidden ones too."""
    numbers = [find.catalogue_number for find in nest.finds.values()]
    former = [one.catalogue_number for find in nest.finds.values() for one in _former(find)]
    slugs = [*map(text.number_slug, [*numbers, *former]), "pub-helmet", "NOTHING-1"]
    photos = [photo.public_id for photo in nest.photos.values()]
    return {
        "find": [{"slug": slug} for slug in slugs],
        "find-short": [{"slug": slug} for slug in slugs],
        "find-code": [{"slug": slug} for slug in slugs],
        "api-find": [{"slug": slug} for slug in slugs],
        "photo": [
            {"slug": slug, "number": number}
            for slug in map(text.number_slug, numbers)
            for number in ((1, 2, 3) if slug == "PUB-HELMET" else (1,))
        ],
        "photo-file": [
            *({"public_id": key, "size": 320, "extension": "jpg"} for key in photos),
            {"public_id": photos[0], "size": 4000, "extension": "webp"},
        ],
        "veiled": [
            {"slug": slug, "number": number}
            for slug in map(text.number_slug, numbers)
            for number in ((1, 2) if slug == "PUB-HELMET" else (1,))
        ],
        "veiled-show": [{"slug": slug, "number": 1} for slug in map(text.number_slug, numbers)],
        "veiled-file": [{"public_id": key, "size": 320, "extension": "jpg"} for key in photos],
        "values": [{"name": name} for name in FACETS],
        "api-values": [{"name": name} for name in FACETS],
        "place": [
            {"slug": slug}
            for slug in (*(place.slug for place in nest.places.values()), *nest.former_places)
        ],
        "find-linked": [{"slug": slug} for slug in slugs],
        "photo-card": [{"public_id": key} for key in photos],
        "sitemap-finds": [{"part": part} for part in (0, 1)],
        "report": [{"slug": slug} for slug in slugs],
        "report-sent": [{"key": "7d1c3f0e-0000-4000-8000-000000000000"}],
        "expedition": [{"code": "SEASON"}, {"code": "season"}, {"code": "NOTHING"}],
    }


def _former(find: Any) -> Iterable[Any]:
    return find.former_numbers.all() if find.pk else ()


def unsampled(known: Mapping[str, list[Arguments]]) -> list[str]:
    """What to add for each public door that takes arguments and has no sample."""
    return [
        f"The door “{door.name}” (/{door.route}) is never tried: add arguments for "
        f"{', '.join(door.parameters)} to `samples` in tests/house/walk.py."
        for door in doors()
        if door.parameters and not _is_closed(door) and not _arguments(door, known)
    ]


def _arguments(door: Door, known: Mapping[str, list[Arguments]]) -> list[Arguments]:
    if not door.parameters:
        return [{}]
    return [given for given in known.get(door.name, ()) if set(given) == set(door.parameters)]


def _is_closed(door: Door) -> bool:
    return door.route.startswith(CLOSED)


def addresses(nest: Nest, *, languages: Collection[str] = ("", "en", "ru", "ja")) -> list[str]:
    """Every public address for every sample, in these languages."""
    known = samples(nest)
    return [
        door.address(given)
        for door in doors()
        if door.language in languages and not _is_closed(door)
        for given in _arguments(door, known)
    ]


def closed_addresses(nest: Nest) -> list[str]:
    """Every address of the admin, for a find that is there and its names."""
    find = nest.finds["draft"]
    given = {"app_label": "catalog", "url": "nothing", "content_type_id": 1}
    return [
        door.address({name: given.get(name, find.pk) for name in door.parameters})
        for door in doors()
        if _is_closed(door)
    ]


def listings(client: Client) -> list[str]:
    """The addresses in the first language that read their query: a probe changes their answer."""
    probe = urlencode({"category": "helmet", "q": NONSENSE, "view": "list"})
    plain = [door.address({}) for door in doors() if not door.parameters and _is_first(door)]
    return [
        address
        for address in plain
        if without(ask(client, f"{address}?{probe}"), probe) != without(ask(client, address))
    ]


def _is_first(door: Door) -> bool:
    return door.language in ("", "en") and not _is_closed(door)


def queries() -> list[str]:
    """Query strings every listing is tried with, besides those that look for a secret."""
    facets = {
        "category": ["remains", "helmet", "munition"],
        "condition": ["good", "poor", "none"],
        "custody": ["in_store", "not_recorded", "none"],
        "restoration": ["restored", "none"],
        "hazard": ["unknown"],
        "photo": ["yes", "no"],
        "place": ["island", "other", "once-other", "none"],
        "type": ["helmet"],
        "nationality": ["unknown"],
        "expedition": ["SEASON"],
        "sort": ["newest", "oldest", "number", "place", "updated", "restoration"],
        "view": ["list", "grid", "map"],
        "page": ["2", "99"],
        "from": ["2015"],
        "to": ["2014"],
        "completeness": ["complete"],
        "quantity": ["9"],
        "fuzed": ["yes"],
        "bbox": ["156,50,157,51", "-180,-90,180,90", "0,0,10,10"],
        "zoom": ["0", "10", "22"],
        "limit": ["1"],
    }
    return [urlencode({name: value}) for name, values in facets.items() for value in values]


def ask(client: Client, address: str, method: str = "GET") -> Answer:
    """What a visitor gets there, all of it."""
    response = client.generic(method, address)
    told = "\n".join(f"{name}: {value}" for name, value in response.items())
    cookies = "\n".join(str(cookie) for cookie in response.cookies.values())
    words = _TOKEN.sub(r"\1•", f"{told}\n{cookies}\n{_body(response)}")
    return Answer(address, response.status_code, words)


def _body(response: HttpResponseBase) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            content = b"\n".join(packed.read(name) for name in packed.namelist())
    return content.decode("utf-8", "surrogateescape")


def found_in(answer: Answer, fragments: Mapping[str, str]) -> list[str]:
    """The secrets told by an answer, however they are written in it; not those asked with."""
    seen = _plain(answer.text)
    return [
        f"{answer.address} tells the {what} (“{fragment}”)."
        for what, fragment in fragments.items()
        if fragment.casefold() in seen and fragment not in answer.address
    ]


def _plain(words: str) -> str:
    """As read by a person: references and escapes undone, decimal commas as points."""
    once = html.unescape(words)
    return "\n".join((once, unquote(once), once.replace(",", "."))).casefold()


def without(answer: Answer, *echoes: str) -> str:
    """An answer with what the visitor has typed themselves blotted out, and what counts it."""
    blotted = _OF_THE_PAGE.sub("", answer.text)
    for echo in echoes:
        twice = quote(quote_plus(echo))
        for written in (twice, echo, quote(echo), quote_plus(echo), quote(echo, safe=",")):
            blotted = blotted.replace(html.escape(written), "•").replace(written, "•")
    return blotted.replace("?•", "")


def leaks(
    client: Client,
    nest: Nest,
    *,
    languages: Collection[str] = ("", "en", "ru", "ja"),
    every: int = 1,
) -> Iterator[str]:
    """Every secret that gets out by any address, in a sentence each; of the queries some."""
    reading = listings(client)
    asked = [f"{one}?{query}" for one in reading for query in queries()]
    for address in [*addresses(nest, languages=languages), *asked[::every]]:
        yield from found_in(ask(client, address), nest.fragments)


def leaks_by_method(client: Client, nest: Nest, *, languages: Collection[str]) -> Iterator[str]:
    """The same of every other method; what is not told by reading is not told by trying either."""
    for address in addresses(nest, languages=languages):
        for method in ("HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "QUERY"):
            answer = ask(client, address, method)
            yield from found_in(answer, nest.fragments)
            if answer.status >= 500:
                yield f"{method} {address} answers {answer.status}."


def betrayals(client: Client, wanted: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    """Listings that answer otherwise to a secret than to nonsense of the same kind.

    `wanted` gives (parameter, secret, nonsense).
    """
    for address in [*(f"{one}?" for one in listings(client)), CAME_FROM]:
        silence: dict[tuple[str, str], str] = {}
        for name, secret, nonsense in wanted:
            key = (name, nonsense)
            if key not in silence:
                silence[key] = without(ask(client, _asked(address, name, nonsense)), nonsense)
            told = ask(client, _asked(address, name, secret))
            if without(told, secret) != silence[key]:
                yield f"{address}{name}={secret} answers otherwise than to {nonsense}."


def _asked(address: str, name: str, value: str) -> str:
    query = urlencode({name: value})
    return f"{address}{quote(query) if address == CAME_FROM else query}"
