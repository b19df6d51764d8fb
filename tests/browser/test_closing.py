"""Closing a meeting in the browser: on a phone, without JavaScript, and in two browsers at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.meetings.models import MeetingKind
from outreach.meetings.service import Person, Plan, plan_meeting
from outreach.partners.queries import find_open_by_text
from outreach.users.models import User
from tests.browser.portal import Portal
from tests.pdf import reading

pytestmark = pytest.mark.browser
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True}
WRITER, COLLEAGUE = "Børnebibliotekaren", "Koordinatoren"
NewContext = Callable[..., BrowserContext]


@pytest.fixture
def meeting(own_portal: Portal) -> str:
    """The address of a meeting with the family house that is held today."""
    with own_portal.app.app_context():
        with transactions.writing():
            by = db.session.scalars(select(User).where(User.name == WRITER)).one()
            [house] = find_open_by_text(by, "Familiehuset")
            plan = Plan(kind=MeetingKind.FOLLOW_UP, held_on=clock.today(), starts_at=time(9), ends_at=time(10))
            people = [Person(by.name, True, user_id=by.id)]
            address = f"/meetings/{plan_meeting(by=by, partners=[house], plan=plan, people=people).public_id}"
        db.session.remove()
    return address


class Thumb:
    """One thumb on a telephone; counts what it touches."""

    def __init__(self, page: Page) -> None:
        self.page, self.touches = page, 0

    def tap(self, selector: str) -> None:
        self.touches += 1
        self.page.locator(selector).first.click()

    def write(self, field: str, text: str) -> None:
        self.touches += 1
        self.page.locator(f"#{field}").fill(text)


def day(ahead: int) -> str:
    return (clock.today() + timedelta(days=ahead)).isoformat()


def test_meeting_is_closed_on_a_phone_with_few_touches(own_portal: Portal, new_context: NewContext,
                                                       meeting: str, tmp_path: Path) -> None:
    page = new_context(own_portal, own_portal.cookie(WRITER), **PHONE).new_page()
    page.goto(meeting)
    thumb = Thumb(page)
    thumb.tap("main a.button:has-text('Luk mødet')")
    thumb.write("heard-0-text", "Om onsdagen er her fuldt hus")
    thumb.tap("[data-add=heard]")
    thumb.write("heard-1-text", "Vi kan ikke love noget før jul")
    thumb.tap("label[for=answers-0-yes]")
    thumb.tap("label[for=answers-1-maybe]")
    thumb.write("decisions-0-what", "Vi kommer en onsdag i januar")
    thumb.write("decisions-0-due", day(7))
    thumb.write("theirs-0-what", "Spørger familierne")
    thumb.tap("label[for=theirs-0-firmness-maybe]")
    thumb.write("theirs-0-who", "Afdelingslederen")
    thumb.write("ours-0-what", "Sender to datoer")
    thumb.tap("label[for=ours-0-firmness-final]")
    thumb.write("ours-0-due", day(3))
    thumb.write("next_on", day(14))
    thumb.tap("button[value=close]")
    with page.expect_download() as download:
        thumb.tap("button:has-text('Hent side til dem')")
    download.value.save_as(tmp_path / "recap.pdf")
    pdf = (tmp_path / "recap.pdf").read_bytes()
    assert (reading.page_count(pdf), reading.holds(reading.text(pdf), "Om onsdagen er her fuldt hus")) == (1, True)
    assert thumb.touches <= 25


def test_two_browsers_editing_one_draft_lose_no_text_and_close_once(own_portal: Portal, new_context: NewContext,
                                                                    meeting: str) -> None:
    one, other = (new_context(own_portal, own_portal.cookie(name)).new_page() for name in (WRITER, COLLEAGUE))
    for page in (one, other):
        page.goto(f"{meeting}/closing")
    one.locator("#heard-0-text").fill("Ro er alt")
    expect(one.locator("#save-state")).to_have_text("Gemt")
    other.locator("#heard-0-text").fill("Mad samler folk")
    expect(other.locator("#save-state")).to_contain_text("En kollega skriver også her")
    one.reload()
    assert texts(one) == ["Ro er alt", "Mad samler folk"]
    for tick in ("nothing_decided", "no_commitments", "next_none"):
        one.locator(f"#{tick}").check()
        other.locator(f"#{tick}").check()
    other.locator("#heard-0-text").fill("Mad samler folk altid")
    one.locator("button[value=close]").click()
    other.locator("button[value=close]").click()
    for page in (one, other):
        expect(page.locator("h1")).to_have_text("Det aftalte vi")
    words = other.locator("#mail-text").input_value() + other.locator("#additions").inner_text()
    assert ["Ro er alt" in words, "Mad samler folk altid" in words] == [True, True]


def test_closing_buttons_work_without_javascript(own_portal: Portal, new_context: NewContext, meeting: str) -> None:
    page = new_context(own_portal, own_portal.cookie(WRITER), java_script_enabled=False).new_page()
    page.goto(f"{meeting}/closing")
    page.locator("#heard-0-text").fill("Ro er alt")
    page.locator("button[value='add:heard']").click()
    page.locator("#heard-1-text").fill("Mad samler folk")
    page.locator("button[value=save]").last.click()
    page.goto(f"{meeting}/closing")
    assert texts(page) == ["Ro er alt", "Mad samler folk"]


def texts(page: Page) -> list[Any]:
    return page.locator("#heard textarea").evaluate_all("all => all.map(each => each.value)")
