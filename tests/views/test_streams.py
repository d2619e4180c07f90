"""The streams: the whole query as one file, the same finds in the same order as the listing."""

import csv
import gc
import io
import json
import tracemalloc
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from catalog import visibility
from catalog.formats import table
from catalog.models import Find
from catalog.search import whole
from catalog.transfer import exporting
from catalog.vocab import Category
from tests.factories import (
    LATITUDE,
    LONGITUDE,
    make_expedition,
    make_find,
    make_photo,
    make_place,
    make_remains,
    nationality,
)
from tests.views.reading import page as page_of

pytestmark = pytest.mark.django_db

STREAMS = ("/finds.csv", "/finds.xlsx", "/finds.jsonl", "/finds.geojson")


def find(number: str = "", **fields: object) -> Find:
    named = {"catalogue_number": number} if number else {}
    return make_find(published=True, **named, **fields)


def sent(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    content = b"".join(response.streaming_content)
    return content.decode() if not address.startswith("/finds.xlsx") else _sheet(content)


def _sheet(content: bytes) -> str:
    """The first sheet of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return book.read("xl/worksheets/sheet1.xml").decode()


def rows(client: Client, query: str = "", *, prefix: str = "") -> list[dict[str, str]]:
    text = sent(client, f"{prefix}/finds.csv{query}").removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def records(client: Client, query: str = "", *, prefix: str = "") -> list[dict[str, Any]]:
    return [json.loads(line) for line in sent(client, f"{prefix}/finds.jsonl{query}").splitlines()]


def features(client: Client, query: str = "", *, prefix: str = "") -> list[dict[str, Any]]:
    collection = json.loads(sent(client, f"{prefix}/finds.geojson{query}"))
    assert set(collection) == {"type", "features"}
    assert collection["type"] == "FeatureCollection"
    return collection["features"]


def all_numbers(client: Client, query: str = "", *, prefix: str = "") -> list[list[str]]:
    """The numbers of the three streams."""
    return [
        [row["catalogue_number"] for row in rows(client, query, prefix=prefix)],
        [record["number"] for record in records(client, query, prefix=prefix)],
        [one["properties"]["number"] for one in features(client, query, prefix=prefix)],
    ]


def listed(client: Client, query: str) -> list[str]:
    """The numbers of every page of the interface."""
    found, address = [], f"/api/v1/finds/{query}"
    while address:
        answer = client.get(address).json()
        found += [one["number"] for one in answer["results"]]
        address = answer["next"]
    return found


@pytest.fixture
def some() -> None:
    _fill(7)


def _fill(number: int) -> None:
    shared = {"place": make_place("Shumshu"), "expedition": make_expedition()}
    for one in range(number):
        category = Category.TANK if one % 3 else Category.HELMET
        find(f"A-{one}", category=category, found_on=f"{1990 + one % 5}", **shared)
    make_remains(published=True, catalogue_number="B-1", **shared)
    make_find(catalogue_number="DRAFT-1")


def test_every_stream_has_all_pages(visitor: Client) -> None:
    _fill(27)

    expected = listed(visitor, "?sort=number")

    assert len(expected) == 28
    assert all_numbers(visitor, "?sort=number&page=2") == [expected] * 3


@pytest.mark.usefixtures("some")
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?category=tank",
        "?category=tank&category=helmet&sort=number",
        "?from=1992&sort=oldest&per=24&view=list",
        "?place=shumshu&sort=updated",
        "?q=a-1",
        "?category=spoon&bbox=nonsense&page=x",
        "?category=aircraft",
    ],
)
def test_every_stream_has_the_finds_of_the_listing_in_their_order(
    visitor: Client, query: str
) -> None:
    expected = listed(visitor, query)

    assert all_numbers(visitor, query) == [expected] * 3
    assert expected or "aircraft" in query


@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_they_are_in_every_language(visitor: Client, prefix: str) -> None:
    make_remains(
        published=True,
        catalogue_number="A-1",
        title_en="Remains",
        title_ru="Останки",
        title_ja="ご遺骨",
    )
    with translation.override(prefix[1:] or "en"):
        said = visibility.location_sentence("place_only", "remains")

    (one,) = features(visitor, prefix=prefix)

    assert all_numbers(visitor, prefix=prefix) == [["A-1"]] * 3
    assert one["properties"]["title_ru"] == "Останки"
    assert one["properties"]["location_note"] == said
    assert one["properties"]["url"] == f"http://testserver{prefix}/finds/A-1/"


@pytest.mark.parametrize(
    ("address", "content_type"),
    [
        ("/finds.csv", "text/csv; charset=utf-8"),
        (
            "/finds.xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ),
        ("/finds.jsonl", "application/x-ndjson; charset=utf-8"),
        ("/finds.geojson", "application/geo+json"),
    ],
)
def test_they_come_as_files(visitor: Client, address: str, content_type: str) -> None:
    find()

    for ask in (visitor.get, visitor.head):
        response = ask(address)
        assert response.status_code == 200
        assert response["Content-Type"] == content_type
        assert response["Content-Disposition"] == f'attachment; filename="{address[1:]}"'
        assert response["X-Content-Type-Options"] == "nosniff"
        assert "Content-Length" not in response
    assert visitor.post(address).status_code == 405


def test_csv_is_what_spreadsheets_open(visitor: Client) -> None:
    find("A-1", title_en="=cmd|' /C calc'!A0", title_ru="Каска, «Тип 90»", title_ja="鉄帽")

    text = sent(visitor, "/finds.csv")
    (row,) = rows(visitor)

    assert text.startswith("\ufeffcatalogue_number,")
    assert text.count("\r\n") == text.count("\n") == 2
    assert list(row) == list(table.COLUMNS)
    assert row["title_en"] == "'=cmd|' /C calc'!A0"
    assert (row["title_ru"], row["title_ja"]) == ("Каска, «Тип 90»", "鉄帽")


def test_csv_is_the_export_of_the_house(visitor: Client) -> None:
    find("A-2")
    find("A-1")

    header, exported = exporting.public(Find.objects.all())

    assert rows(visitor, "?sort=number") == [
        dict(zip(header, row, strict=True)) for row in exported
    ]


@pytest.mark.parametrize("address", STREAMS)
def test_unpublished_withdrawn_and_hidden_things_are_never_in_it(
    visitor: Client, address: str
) -> None:
    private = make_place("Secret trench", kind="trench")
    shown = find("A-1", latitude=LATITUDE, longitude=LONGITUDE, place=private)
    make_photo(shown, credit_line="Photo: Hidden Person")
    make_find(catalogue_number="DRAFT-1")
    make_find(catalogue_number="GONE-1", publication_status="withdrawn")

    text = sent(visitor, address)

    assert "A-1" in text
    for secret in ("DRAFT", "GONE", "Secret", "Hidden Person", LATITUDE[:7], LONGITUDE[:8]):
        assert secret not in text


def test_nothing_found_is_still_a_file(visitor: Client) -> None:
    assert rows(visitor, "?q=nothing") == []
    assert sent(visitor, "/finds.csv?q=nothing").count("\r\n") == 1
    assert sent(visitor, "/finds.jsonl?q=nothing") == ""
    assert features(visitor, "?q=nothing") == []


@pytest.mark.parametrize("address", STREAMS)
def test_more_finds_cost_no_more_queries(visitor: Client, address: str) -> None:
    def full() -> None:
        shown = find(nationality=nationality("japan"), place=make_place())
        make_photo(shown, published=True)

    full()
    with CaptureQueriesContext(connection) as before:
        sent(visitor, address)
    for _ in range(5):
        full()

    with CaptureQueriesContext(connection) as after:
        sent(visitor, address)

    assert len(after) == len(before)


def test_what_is_withdrawn_while_it_is_sent_is_left_out(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 1)
    gone = find("A-1")
    find("A-2")

    ids = whole.ids(visitor.get("/finds/?sort=number").wsgi_request.GET)
    gone.publication_status = "withdrawn"
    gone.save()

    assert [record.number for record in exporting.public_records(ids)] == ["A-2"]


def _breaking(read: Callable[[list[int]], Any]) -> Callable[[list[int]], Any]:
    def breaking(ids: list[int]) -> Any:
        if Find.objects.get(pk=ids[0]).catalogue_number == "A-2":
            raise OSError("The disk is gone.")
        return read(ids)

    return breaking


@pytest.mark.parametrize("address", STREAMS)
def test_a_failure_on_the_way_breaks_the_file_off(
    visitor: Client,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    address: str,
) -> None:
    find("A-1")
    find("A-2")
    monkeypatch.setattr(exporting, "BATCH", 1)
    monkeypatch.setattr("catalog.transfer.files._AT_ONCE", 1)
    monkeypatch.setattr("catalog.lib.workbook._AT_ONCE", 1)
    for name in ("many", "columns"):
        monkeypatch.setattr(exporting.records, name, _breaking(getattr(exporting.records, name)))
    pieces: list[bytes] = []

    with pytest.raises(OSError, match="The disk"):
        # What came before the failure stays in the list.
        pieces.extend(visitor.get(f"{address}?sort=number").streaming_content)

    text = b"".join(pieces).decode("utf-8", "replace")
    # A workbook is packed; that it has no end is what makes it no workbook.
    assert ("A-1" in text) is (address != "/finds.xlsx")
    assert "PK\x05\x06" not in text
    assert "A-2" not in text
    assert "]}" not in text.splitlines()[-1] or address != "/finds.geojson"
    assert f"{address[1:]} broke off while it was sent." in caplog.text


@pytest.mark.parametrize("address", STREAMS)
@pytest.mark.parametrize(
    "query",
    ["q=%00", f"q={'x' * 10_000}", "page=%00", "bbox=%00", "sort=%00", "&".join(["a=1"] * 200)],
)
def test_junk_never_breaks_it(visitor: Client, address: str, query: str) -> None:
    sent(visitor, f"{address}?{query}")


def test_the_listing_leads_to_them_with_its_query(visitor: Client) -> None:
    find("A-1", category=Category.TANK)
    find("A-2", category=Category.TANK)

    document = page_of(visitor, "/ru/finds/?category=tank&view=list&per=48&sort=number")
    links = document.xpath("//*[contains(@class, 'downloads')]//a/@href")

    assert links == [
        f"/ru/finds{one}?category=tank&sort=number"
        for one in (".csv", ".xlsx", ".geojson", ".jsonl")
    ]
    for link in links:
        assert "A-2" in sent(visitor, link.removeprefix("/ru"))


# A packed file comes in few pieces; its memory is measured beside its writer.
@pytest.mark.slow
@pytest.mark.parametrize("address", [one for one in STREAMS if not one.endswith("xlsx")])
def test_memory_does_not_grow_with_the_file(
    visitor: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(exporting, "BATCH", 50)
    monkeypatch.setattr("catalog.transfer.files._AT_ONCE", 50)
    first = find("A-0", found_on="2015")
    _held(visitor, address)

    _copies(first, 150)
    held = _held(visitor, address)
    _copies(first, 600)

    # Of a find only its id is kept, 8 bytes; a row that stayed would be some hundred at least.
    assert _held(visitor, address) - held < 64 * (600 - 150)


def _held(client: Client, address: str) -> int:
    """The most bytes held between two pieces, what is only waiting to be collected left out."""
    held = 0
    tracemalloc.start()
    for _piece in client.get(address).streaming_content:
        gc.collect()
        held = max(held, tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    return held


def _copies(first: Find, number: int) -> None:
    """So many finds in all, alike but for what must differ."""
    made = Find.objects.count()
    rows = []
    for place in range(made, number):
        row = Find.objects.get(pk=first.pk)
        row.pk = row.public_id = None
        row.public_id = Find._meta.get_field("public_id").get_default()
        row.catalogue_number = row.slug = row.number_sort = f"A-{place}"
        row.number_key = f"a-{place}"
        rows.append(row)
    Find.objects.bulk_create(rows)
