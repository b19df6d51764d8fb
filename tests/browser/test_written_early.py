"""Text typed before the scripts have loaded is saved as if they had been there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from outreach.core.db import db
from outreach.meetings.models import Meeting
from outreach.pitches.models import Pitch
from tests.browser import demo
from tests.browser.portal import Portal

WORDS = "Ro til at lege"
#: What saves while one writes.
SAVERS = re.compile(r"/js/(pitch|closings|drafts)\.js$")


class SlowLine:
    """A page where the scripts that save come only when they are let through."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._held: list[Route] = []
        page.route(SAVERS, lambda route: self._held.append(route))

    def open(self, path: str) -> Page:
        """Go there as far as one can read and write."""
        self.page.goto(path, wait_until="commit")
        expect(self.page.locator("main form").first).to_be_visible()
        return self.page

    def let_through(self) -> None:
        for route in self._held:
            route.continue_()


@pytest.fixture
def line(own_portal: Portal, new_context: Callable[..., BrowserContext]) -> SlowLine:
    return SlowLine(new_context(own_portal, own_portal.cookie(demo.LIBRARIAN, "da")).new_page())


def first(portal: Portal, kind: type[Pitch] | type[Meeting]) -> str:
    """The first of its kind in the demo: its public id."""
    with portal.app.app_context():
        public_id = db.session.scalars(select(kind.public_id).order_by(kind.id)).first()
        db.session.remove()
    assert public_id
    return public_id


def test_text_typed_before_the_script_loads_is_saved_in_the_pitch(line: SlowLine, own_portal: Portal) -> None:
    with own_portal.app.app_context():
        demo.furnish(own_portal.app)
    page = line.open(f"/pitches/{first(own_portal, Pitch)}")
    before = page.locator(".page-picture").get_attribute("src") or ""
    page.locator("#title").fill(WORDS)
    line.let_through()
    expect(page.locator(".page-picture")).not_to_have_attribute("src", before)


def test_text_typed_before_the_script_loads_is_saved_in_the_closing(line: SlowLine, own_portal: Portal) -> None:
    page = line.open(f"/meetings/{first(own_portal, Meeting)}/closing")
    page.locator("#heard-0-text").fill(WORDS)
    line.let_through()
    expect(page.locator("#save-state")).to_have_text(page.locator("#closing-form").get_attribute("data-saved") or "")


def test_text_typed_before_the_script_loads_is_saved_as_form_draft(line: SlowLine) -> None:
    page = line.open("/partners/new")
    page.locator("#name").fill("Kvarterhuset Kastanjen")
    line.let_through()
    expect(page.locator("[data-draft-status]")).to_contain_text("Kladde")


def test_untouched_form_is_not_saved_as_draft(line: SlowLine) -> None:
    page = line.open("/partners/new")
    line.let_through()
    page.wait_for_load_state()
    assert page.evaluate("""async () => {
      const { isDirty } = await import(document.querySelector("[href$='is-dirty.js']").href);
      return [...document.forms].map(isDirty);
    }""") == [False] * page.locator("form").count()
