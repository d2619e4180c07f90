"""The server killed while photographs are sent and finds published: what it answered for holds."""

import hashlib
import http.client
import itertools
import random
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from catalog.models import Find, Photo
from tests.attacks.test_killed import ROUNDS, assert_whole_originals, kill, process
from tests.attacks.test_uploads import FORM
from tests.conftest import make_member
from tests.factories import jpeg_bytes, make_find

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=connection.vendor == "postgresql"),
]
TOKEN = "a" * 32
LONGEST_S = 2
SERVER = ("-m", "gunicorn", "--workers", "1", "--threads", "2", "--timeout", "60", "project.wsgi")


class Browser:
    """Somebody signed in who sends one form after another, and keeps what was answered."""

    def __init__(self, user: User, port: int) -> None:
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.create()
        self._headers = {
            "Cookie": f"sessionid={session.session_key}; csrftoken={TOKEN}",
            "X-CSRFToken": TOKEN,
            "Content-Type": MULTIPART_CONTENT,
        }
        self.port = port
        self.photos: set[str] = set()
        self.published: set[int] = set()
        self.refused: list[int] = []
        self.answered = threading.Event()

    def post(self, address: str, **fields: object) -> bool:
        """Whether the form was taken; raises OSError or HTTPException where no answer came."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request("POST", address, encode_multipart(BOUNDARY, fields), self._headers)
            status = line.getresponse().status
        self.answered.set()
        if status != 302:
            self.refused.append(status)
        return status == 302

    def work(self, finds: Iterator[int], seeds: Iterator[int]) -> None:
        """Send and publish until nobody answers."""
        try:
            for seed in seeds:
                self._send(jpeg_bytes(seed=seed))
                pk = next(finds, None)
                if pk and self.post(f"/admin/catalog/find/{pk}/do/publish/", confirmed="1"):
                    self.published.add(pk)
        except (OSError, http.client.HTTPException):
            return

    def _send(self, data: bytes) -> None:
        counts = {"find_photos-TOTAL_FORMS": "0", "find_photos-INITIAL_FORMS": "0"}
        said = {"kind": "photograph", "credit_line": "Photo: A", "sensitivity": "open", **counts}
        if self.post(FORM, file=SimpleUploadedFile("a.jpg", data), **said):
            self.photos.add(hashlib.sha256(data).hexdigest())


@contextmanager
def server(house: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A server on the catalogue of this test that answers already."""
    with process(house, *SERVER, "--bind", f"127.0.0.1:{port}") as started:
        until = time.monotonic() + 60
        # The port may still be open: what was killed a moment ago takes a while to die.
        while not answers(port) and time.monotonic() < until:
            time.sleep(0.05)
        yield started


def answers(port: int) -> bool:
    """Whether a server says there that it lives."""
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as line:
            line.request("GET", "/healthz")
            return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False


def free_port() -> int:
    with closing(socket.socket()) as line:
        line.bind(("127.0.0.1", 0))
        return line.getsockname()[1]


def in_review(count: int) -> list[int]:
    """Finds that lack nothing but a reviewer's word."""
    by = make_member("recorder")
    finds = [make_find(published=True, created_by=by, updated_by=by).pk for _ in range(count)]
    Find.objects.update(publication_status="in_review", published_at=None)
    return finds


def test_what_the_server_answered_for_is_there(house: Path) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("the processes share an SQLite file; PostgreSQL is a server of its own")
    finds, seeds = iter(in_review(20 * ROUNDS)), itertools.count(10_000)
    browser = Browser(make_member("administrator"), free_port())
    connection.close()
    chance = random.Random(20)

    for _round in range(ROUNDS):
        with server(house, browser.port) as started:
            browser.answered.clear()
            worker = threading.Thread(target=browser.work, args=(finds, seeds))
            worker.start()
            browser.answered.wait(60)
            time.sleep(chance.random() * LONGEST_S)
            kill(started)
            worker.join(30)

    assert browser.refused == []
    assert len(browser.photos) >= ROUNDS
    assert browser.photos <= set(Photo.objects.values_list("sha256", flat=True))
    assert_whole_originals()
    public = Find.objects.filter(publication_status="published")
    assert browser.published <= set(public.values_list("pk", flat=True))
    assert not public.filter(published_at=None).exists()
    others = Find.objects.exclude(publication_status="published")
    assert set(others.values_list("publication_status", "published_at")) <= {("in_review", None)}
