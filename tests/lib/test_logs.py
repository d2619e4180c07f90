"""The log tells what happened, and none of what must not get out."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client

from catalog.lib.logs import JsonLines, Lines
from catalog.views import pages
from tests.entry.door import sign_in
from tests.factories import make_find

pytestmark = pytest.mark.django_db
LATITUDE, NAME, PASSWORD = "50.731987", "Zqvanov Zqvan", "zq-eleven-blue-lamps"


@pytest.fixture(params=[Lines, JsonLines])
def log(request: Any) -> Iterator[io.StringIO]:
    """All that is logged, of every logger and level, as one of the two writes it."""
    out, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(out), root.level
    handler.setFormatter(request.param())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield out
    root.removeHandler(handler)
    root.setLevel(level)


def test_work_with_secrets_leaves_none_in_the_log(
    log: io.StringIO, reviewer_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    find = make_find(latitude=LATITUDE, longitude="156.187654", internal_notes=NAME)
    sign_in(Client(), NAME, PASSWORD)
    reviewer_client.get(f"/admin/catalog/find/{find.pk}/change/")
    Client().get("/finds/", {"q": NAME, "bbox": f"156,{LATITUDE},157,51"})
    broken = Client(raise_request_exception=False)

    def fail(*args: Any, **kwargs: Any) -> None:
        try:
            raise IntegrityError(f"not unique\nDETAIL:  Key (name, latitude)=({NAME}, {LATITUDE})")
        except IntegrityError as error:
            raise ValueError(f"{NAME} at {LATITUDE}, password={PASSWORD}") from error

    monkeypatch.setattr(pages, "page", fail)
    assert broken.get("/").status_code == 500

    told = log.getvalue()
    assert "IntegrityError" in told
    assert "ValueError" in told
    assert "Internal Server Error: /" in told
    for secret in (LATITUDE, NAME, PASSWORD, "Zqvan", LATITUDE.replace(".", ",")):
        assert secret not in told


@pytest.mark.parametrize("secret", ["50.7319", "156,18765", "password=abc", "token: 'abc'"])
def test_what_a_careless_sentence_holds_is_hidden(log: io.StringIO, secret: str) -> None:
    logging.getLogger("careless").warning("Saved with %s, as asked.", secret)

    assert secret not in log.getvalue()
    assert "Saved with" in log.getvalue()


def test_what_the_machine_says_is_kept(log: io.StringIO) -> None:
    try:
        raise OperationalError("database is locked\nDETAIL: a row")
    except OperationalError:
        logging.getLogger("house").exception("It failed.")

    assert "database is locked" in log.getvalue()
    assert "DETAIL" not in log.getvalue()
    assert __file__ in log.getvalue()


def test_json_is_one_object_a_line() -> None:
    record = logging.LogRecord("house", logging.INFO, "f.py", 1, "Two\nlines “%s”", ("x",), None)

    told = json.loads(JsonLines().format(record))

    assert "\n" not in JsonLines().format(record)
    assert (told["level"], told["logger"], told["message"]) == ("INFO", "house", "Two\nlines “x”")
    assert told["at"].endswith("+00:00")
