"""A real browser for the tests of this folder, which all carry the mark `browser`."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect, sync_playwright

from tests.browser.chromium import QUIET
from tests.browser.serving import served_demo, served_finds
from tests.browser.waiting import SECONDS

POLICY = "Content Security Policy"
LOCAL_HOSTS = {"localhost", "127.0.0.1"}
# A machine may have other things to do: what holds at once still passes at once.
expect.set_options(timeout=SECONDS * 1000)


# Nothing that would speak to the world by itself.
@pytest.fixture(scope="session")
def browser(chromium: str, django_db_setup: None) -> Iterator[Browser]:
    """The system's Chromium, started once."""
    # There is nothing to refill where no test of the run empties the tables.
    seeded = getattr(connection, "_test_serialized_contents", "")
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Beside an event loop Django opens another connection, which must know as well what the
        # tables are refilled with between tests.
        connection._test_serialized_contents = seeded
        # Playwright keeps an event loop in this thread, which Django takes for an async caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # Chromium cannot make its sandbox as root, which is what a container usually is.
        sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
        browser = playwright.chromium.launch(
            executable_path=chromium, chromium_sandbox=sandbox, args=QUIET
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def sample() -> Iterator[str]:
    """The address of the demo, as anybody may start it."""
    with served_demo() as address:
        yield address


@pytest.fixture(scope="session")
def edges() -> Iterator[str]:
    """The address of a demo that has finds at the edge of what is likely, too."""
    with served_demo("tests.browser.extremes") as address:
        yield address


@pytest.fixture(scope="session")
def many() -> Iterator[str]:
    """The address of a catalogue of many finds.

    FINDSPOT_BUDGET_FINDS says how many are made (100,000 take minutes); FINDSPOT_BUDGET_DATABASE
    names a file that holds finds of this version already.
    """
    number = int(os.environ.get("FINDSPOT_BUDGET_FINDS", "5000"))
    with served_finds(number, os.environ.get("FINDSPOT_BUDGET_DATABASE", "")) as address:
        yield address


@contextmanager
def profile(browser: Browser, **options: Any) -> Iterator[BrowserContext]:
    """A fresh profile in English; a request to another host fails the test."""
    strays: list[str] = []
    viewport = {"width": 1280, "height": 900}
    context = browser.new_context(**{"locale": "en-GB", "viewport": viewport, **options})

    def admit(route: Route) -> None:
        if urlsplit(route.request.url).hostname in LOCAL_HOSTS:
            route.continue_()
        else:
            strays.append(route.request.url)
            route.abort()

    context.route(lambda url: url.startswith("http"), admit)
    yield context
    context.close()
    assert strays == []


@contextmanager
def tab(context: BrowserContext) -> Iterator[Page]:
    """One tab; an uncaught error of a script fails the test, and so does a breach of the policy."""
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if POLICY in line.text else None)
    yield page
    assert errors == []


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    with profile(browser) as context:
        yield context


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    with tab(context) as page:
        yield page


@pytest.fixture
def person(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Somebody else at another computer: each call gives a tab of a profile of its own."""
    with ExitStack() as stack:

        def arrive(**options: Any) -> Page:
            return stack.enter_context(tab(stack.enter_context(profile(browser, **options))))

        yield arrive
