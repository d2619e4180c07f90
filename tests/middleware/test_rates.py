"""Costly doors are not opened as often as somebody likes, whichever process they reach."""

import multiprocessing
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from lxml import html

from catalog.lib.rates import PERIOD, Ledger
from catalog.middleware import rates
from catalog.models.errorreport import ErrorReport
from tests.factories import make_find, make_photo

pytestmark = pytest.mark.django_db
FAR = "203.0.113.7"


@pytest.fixture(autouse=True)
def limits(settings: Any) -> dict[str, int]:
    rates._ledger.cache_clear()
    kinds = {"search": 3, "api": 3, "export": 2, "login": 2, "report": 2, "consent": 2}
    settings.RATE_LIMITS = kinds
    return settings.RATE_LIMITS


def ask(address: str, times: int, *, sender: str = FAR, **more: Any) -> list[int]:
    """All at one moment: on a busy machine a page may take as long as a wait."""
    client = Client(REMOTE_ADDR=sender)
    send = client.post if more else client.get
    clock = SimpleNamespace(time=partial(float, time.time()))
    with patch("catalog.lib.rates.time", clock):
        return [send(address, **more).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/finds/?q=x", 3),
        ("/feed/?q=x", 3),
        ("/map/?q=x", 3),
        ("/ru/finds/?q=x", 3),
        ("/api/v1/finds/", 3),
        ("/finds.csv", 2),
    ],
)
def test_who_comes_too_often_waits(address: str, most: int) -> None:
    assert ask(address, most + 2) == [200] * most + [429] * 2


def test_a_part_of_the_sitemap_is_not_written_as_often_as_one_likes() -> None:
    make_find(published=True)

    assert ask("/sitemap-finds-0.xml", 3) == [200, 200, 429]
    assert ask("/sitemap.xml", 3) == [200] * 3


def test_cards_are_not_drawn_as_often_as_one_likes() -> None:
    photo = make_photo(make_find(published=True), published=True)

    assert ask(reverse("photo-card", args=[photo.public_id]), 4) == [200] * 3 + [429]


def test_sessions_are_not_made_as_many_as_one_likes() -> None:
    find = make_find(published=True)
    make_photo(find, published=True, sensitivity="advisory")
    address = reverse("veiled-show", args=[find.slug, 1])

    assert ask(address, 3, data={"show": "all"}) == [302, 302, 429]
    assert Session.objects.count() == 1


def test_letters_are_not_sent_by_the_hundred_and_may_be_read_as_often_as_one_likes() -> None:
    report = f"/finds/{make_find(published=True).slug}/report/"
    letter = {"reason": "other", "words": "A letter"}

    assert ask("/contact/", 5) == [200] * 5
    assert ask("/contact/", 1, data=letter) == [302]
    assert ask(f"/ru{report}", 3, data=letter) == [302, 429, 429]
    assert ErrorReport.objects.count() == 2
    assert ask(report, 1) == [200]
    assert ask(report, 1, data=letter, sender="203.0.113.8") == [302]


def test_a_search_is_one_by_whatever_page_it_is_asked() -> None:
    find = f"/finds/{make_find(published=True).slug}/"

    assert ask(find, 5) == [200] * 5
    assert ask(f"{find}?from=q%3Dhelmet", 5) == [200] * 3 + [429] * 2


def test_refusal_says_when_to_come_again() -> None:
    client = Client(REMOTE_ADDR=FAR)
    for _ in range(4):
        page = client.get("/ja/finds/?q=x")

    assert 1 <= int(page.headers["Retry-After"]) <= 20
    assert f"{page.headers['Retry-After']}秒" in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]


def test_programs_are_told_in_their_form() -> None:
    client = Client(REMOTE_ADDR=FAR)
    for _ in range(4):
        answer = client.get("/api/v1/finds/")

    assert "Try again" in answer.json()["error"]
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_passwords_cannot_be_tried_quickly_whatever_the_name() -> None:
    client = Client(REMOTE_ADDR=FAR)

    tried = [
        client.post("/admin/login/", {"username": f"name-{n}", "password": "x"}).status_code
        for n in range(3)
    ]

    assert tried == [200, 200, 429]
    assert client.get("/admin/login/").status_code == 200


def test_a_letter_that_came_too_soon_is_not_lost(limits: dict[str, int]) -> None:
    limits["report"] = 1
    client = Client(REMOTE_ADDR=FAR, enforce_csrf_checks=True)
    token = str(client.get("/contact/").context["csrf_token"])
    letter = {"reason": "other", "words": "<b>My grandfather</b>", "csrfmiddlewaretoken": token}
    client.post("/contact/", letter)

    refused = client.post("/contact/", letter)

    assert refused.status_code == 429
    form = html.fromstring(refused.content).xpath("//main//form")[0]
    again = {name: value.strip() for name, value in form.form_values()}
    assert again == letter
    assert client.post(form.action, again, REMOTE_ADDR="203.0.113.8").status_code == 302
    assert set(ErrorReport.objects.values_list("words", flat=True)) == {letter["words"]}


def test_everybody_is_counted_alone() -> None:
    ask("/finds.csv", 3)

    assert ask("/finds.csv", 1, sender="203.0.113.8") == [200]
    assert ask("/finds.csv", 3, sender="2001:db8:1:2::1")[-1] == 429
    assert ask("/finds.csv", 1, sender="2001:db8:1:2:ffff::9") == [429], "the same household"


@pytest.mark.parametrize("sender", ["127.0.0.1", "::1", ""])
def test_server_in_front_is_not_taken_for_a_visitor(sender: str) -> None:
    assert ask("/finds.csv", 4, sender=sender) == [200] * 4


def test_limits_are_switched_off_by_a_setting(settings: Any) -> None:
    settings.RATE_LIMITS = {}

    assert ask("/finds.csv", 4) == [200] * 4


@pytest.mark.parametrize("address", ["/", "/finds/", "/about/", "/finds/nothing/"])
def test_plain_pages_are_not_counted(address: str) -> None:
    assert 429 not in ask(address, 6)


def test_counting_asks_the_database_nothing(limits: dict[str, int]) -> None:
    client = Client(REMOTE_ADDR=FAR)
    limits["search"] = 100
    costs = []
    for sender in (FAR, FAR, "127.0.0.1"):
        with CaptureQueriesContext(connection) as log:
            client.get("/finds/?q=x", REMOTE_ADDR=sender)
        costs.append(len(log))

    assert costs[1] == costs[2]


def _come(path: Path, times: int, passed: Any) -> None:
    ledger = Ledger(path)
    for _ in range(times):
        if not ledger.wait("search", FAR, 50):
            with passed.get_lock():
                passed.value += 1


def test_count_holds_across_processes(tmp_path: Path) -> None:
    spawned = multiprocessing.get_context("fork")
    passed = spawned.Value("i", 0)
    began = time.monotonic()
    workers = [
        spawned.Process(target=_come, args=(tmp_path / "rates", 100, passed)) for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    paid_off = (time.monotonic() - began) / PERIOD * 50
    assert 50 <= passed.value <= 51 + paid_off


def test_time_pays_off(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "rates")
    waits = [ledger.wait("export", FAR, 2, now=1000.0) for _ in range(3)]

    assert waits == [0.0, 0.0, 30.0]
    assert ledger.wait("export", FAR, 2, now=1031.0) == 0.0
    assert ledger.wait("export", FAR, 2, now=1031.0) > 0


def test_clock_set_back_shuts_nobody_out(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "rates")
    for _ in range(3):
        ledger.wait("export", FAR, 2, now=9_000.0)

    assert ledger.wait("export", FAR, 2, now=1_000.0) == 0.0


def test_flood_of_callers_neither_breaks_nor_shuts_others_out(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "rates")
    for number in range(50_000):
        ledger.wait("search", str(number), 240, now=1000.0)

    assert ledger.wait("search", FAR, 240, now=1000.0) == 0.0
    assert (tmp_path / "rates").stat().st_size < 1_000_000
    assert (tmp_path / "rates").stat().st_mode & 0o077 == 0


def test_without_a_file_the_process_counts_for_itself(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "missing" / "rates")

    assert [bool(ledger.wait("export", FAR, 2)) for _ in range(3)] == [False, False, True]


def test_counting_costs_microseconds(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "rates")
    began = time.perf_counter()
    for number in range(2_000):
        ledger.wait("search", str(number), 240)

    assert (time.perf_counter() - began) / 2_000 < 0.0005
