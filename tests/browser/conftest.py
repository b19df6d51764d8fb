"""A real browser on a real server. Each worker has its own server, port, data and Chromium."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from outreach.core.permissions import Role
from tests.browser import demo
from tests.browser.portal import ForkedPortals, Portal, open_data, running
from tests.instant import browser_clock

HERE = Path(__file__).parent
#: The same engine without a window of its own, which would cost as much again for every page; else the whole browser.
SHELL, WHOLE = "/usr/bin/chromium-headless-shell", "/usr/bin/chromium"
CHROMIUM = os.environ.get("CHROMIUM") or (SHELL if Path(SHELL).exists() else WHOLE)
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
# Two workers and two servers share two cores: a picture of a page may take its time.
expect.set_options(timeout=20_000)
PHONE, DESK = {"width": 360, "height": 780}, {"width": 1280, "height": 900}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder carries the mark `browser`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium. Where it is missing the tests are skipped, but never on a build machine."""
    if not Path(CHROMIUM).exists():
        why = f"no Chromium at {CHROMIUM} (apt-get install chromium-headless-shell, or set CHROMIUM)"
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory, _demo_file: Path) -> Iterator[Portal]:
    """The demo portal with rows of every kind. Tests that share it must not change it."""
    folder = tmp_path_factory.mktemp("portal")
    shutil.copy(_demo_file, folder / "outreach.sqlite")
    app = open_data(folder)
    demo.furnish(app)
    with running(app) as portal:
        yield portal


@pytest.fixture(scope="session")
def reader(portal: Portal, browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """reader(role or None, language) -> the browser of a colleague on the shared portal, or of a visitor.

    Each is kept: it has the fonts and styles already, as a colleague's browser has.
    """
    kept: dict[tuple[Role | None, str], BrowserContext] = {}

    def find(role: Role | None, language: str = "da") -> BrowserContext:
        if (role, language) not in kept:
            cookie = portal.cookie(demo.BY_ROLE[role], language) if role else portal.visitor(language)
            kept[role, language] = open_context(browser, portal, cookie)
        return kept[role, language]

    yield find
    for context in kept.values():
        context.close()


@pytest.fixture(scope="session")
def _portals(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ForkedPortals]:
    portals = ForkedPortals(tmp_path_factory.mktemp("own"))
    yield portals
    portals.close()


@pytest.fixture
def own_portal(_portals: ForkedPortals, _demo_file: Path) -> Iterator[Portal]:
    """A demo portal which one test may change."""
    with _portals.running(_demo_file) as portal:
        yield portal


@pytest.fixture
def bare_portal(tmp_path: Path) -> Iterator[Portal]:
    """A portal before its first run."""
    with running(open_data(tmp_path)) as portal:
        yield portal


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """new_context(portal, cookie, **settings) -> a browser's own set of cookies, closed after the test."""
    opened: list[BrowserContext] = []

    def make(portal: Portal, cookie: dict[str, Any] | None = None, **settings: Any) -> BrowserContext:
        opened.append(open_context(browser, portal, cookie, **settings))
        return opened[-1]

    yield make
    for context in opened:
        context.close()


def open_context(browser: Browser, portal: Portal, cookie: dict[str, Any] | None, **settings: Any) -> BrowserContext:
    """A browser of its own at the portal, of desktop width by default."""
    context = browser.new_context(**{"viewport": DESK, "base_url": portal.address, "reduced_motion": "reduce",
                                     **settings})
    context.add_init_script(browser_clock())
    context.set_default_timeout(30_000)
    context.set_default_navigation_timeout(90_000)
    if cookie:
        context.add_cookies([cookie])  # type: ignore[list-item]
    return context
