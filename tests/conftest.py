"""What every test stands on: personas, a place for files, and no network."""

import gc
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from itertools import count
from pathlib import Path
from typing import Any, NoReturn

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from hypothesis import settings as examples

from tests.browser.chromium import NAMES
from tests.own_database import house  # noqa: F401 - a fixture


def pytest_configure() -> None:
    """Refuse every connection that leaves this machine; no example fails by being slow."""
    # Four thousand tests make much that is short-lived; to look it all through takes a twentieth.
    gc.set_threshold(100_000, 50, 100)
    examples.register_profile("house", deadline=None)
    examples.load_profile("house")
    for name in ("connect", "connect_ex"):
        setattr(socket.socket, name, _only_here(getattr(socket.socket, name)))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test that empties the tables find again what the migrations had put there."""
    for item in items:
        mark = item.get_closest_marker("django_db")
        fixtures = getattr(item, "fixturenames", [])
        if {"live_server", "transactional_db"} & set(fixtures) or (
            mark and mark.kwargs.get("transaction")
        ):
            refill = pytest.mark.django_db(transaction=True, serialized_rollback=True)
            item.add_marker(refill, append=False)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tables; at the end, end the sessions that threads of a test have left on PostgreSQL.

    A thread beside a browser's event loop opens a connection that nobody closes, and a database
    in use cannot be dropped.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def empty_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Folders one after another; pytest's own way looks through all there are for each new one."""
    root = tmp_path_factory.mktemp("media")
    return (root / str(number) for number in count())


@pytest.fixture(autouse=True)
def clean_house(settings: Any, empty_folders: Iterator[Path]) -> Iterator[None]:
    """Give each test an empty folder of uploads, an empty cache and English."""
    settings.MEDIA_ROOT = next(empty_folders)
    settings.MEDIA_ROOT.mkdir()
    yield
    cache.clear()
    translation.deactivate()


@pytest.fixture
def visitor() -> Client:
    """A browser that never signed in."""
    return Client()


@pytest.fixture
def recorder(db: None) -> User:
    """Logs finds and submits them."""
    return make_member("recorder")


@pytest.fixture
def reviewer(db: None) -> User:
    """Publishes what recorders submit."""
    return make_member("reviewer")


@pytest.fixture
def administrator(db: None) -> User:
    """Has every right of the catalogue, by group and not by being superuser."""
    return make_member("administrator")


@pytest.fixture
def recorder_client(recorder: User) -> Client:
    return signed_in(recorder)


@pytest.fixture
def reviewer_client(reviewer: User) -> Client:
    return signed_in(reviewer)


@pytest.fixture
def administrator_client(administrator: User) -> Client:
    return signed_in(administrator)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's Chromium; skips without one."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        missing("no Chromium was found")
    return path


def make_member(group: str) -> User:
    """Make a user of the group; name and password are the group's name."""
    user = User.objects.create_user(username=group, password=group, is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    return user


def signed_in(user: User) -> Client:
    """A browser in which the user has signed in."""
    client = Client()
    client.force_login(user)
    return client


def missing(reason: str) -> NoReturn:
    """Skip where a developer lacks a program; fail where the checks must be complete."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}, and CI is set")
    pytest.skip(reason)


def _only_here(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            raise AssertionError(f"A test tried to reach {address}; tests stay on this machine.")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
