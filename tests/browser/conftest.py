"""A real browser for the tests of this folder, which all carry the mark `browser`."""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

LOCAL_HOSTS = {"localhost", "127.0.0.1"}


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    """The system's Chromium, started once."""
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        # Playwright keeps an event loop in this thread, which Django takes for an async caller.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        # Chromium cannot make its sandbox as root, which is what a container usually is.
        sandbox = not hasattr(os, "geteuid") or os.geteuid() != 0
        browser = playwright.chromium.launch(executable_path=chromium, chromium_sandbox=sandbox)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile in English; a request to another host fails the test."""
    strays: list[str] = []
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})

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


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """One tab; an uncaught error of a script fails the test."""
    errors: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    assert errors == []
