"""Background jobs in the browser: started, followed with and without JavaScript, and downloaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.jobs.models import Fault, Job, JobState
from outreach.users.models import User
from tests.browser.conftest import PHONE
from tests.browser.looking import faults, settle, visit
from tests.browser.portal import Portal

MANAGER = "Lederen"


def ask_for_the_report(page: Page) -> None:
    page.goto("/reports/papers")
    page.get_by_role("button", name="Lav rapporten").click()
    page.wait_for_url("**/jobs/*")


def taken_out(page: Page) -> bytes:
    with page.expect_download() as download:
        page.get_by_role("link", name="Hent filen").click()
    return Path(download.value.path()).read_bytes()


def test_report_job_is_followed_and_downloaded(own_portal: Portal,
                                               new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(own_portal, own_portal.cookie(MANAGER), viewport=PHONE).new_page()
    ask_for_the_report(page)
    expect(page.get_by_role("link", name="Hent filen")).to_be_visible(timeout=60_000)
    assert page.locator("[data-job-said]").inner_text() == "Klar"
    settle(page)
    assert (faults(page, "da"), taken_out(page)[:5]) == ([], b"%PDF-")


def test_report_job_is_followed_and_downloaded_without_javascript(
        own_portal: Portal, new_context: Callable[..., BrowserContext]) -> None:
    page = new_context(own_portal, own_portal.cookie(MANAGER), java_script_enabled=False).new_page()
    ask_for_the_report(page)
    expect(page.get_by_role("link", name="Hent filen")).to_be_visible(timeout=60_000)
    assert taken_out(page)[:5] == b"%PDF-"


def test_every_job_state_is_a_page_without_faults(portal: Portal, new_context: Callable[..., BrowserContext]) -> None:
    states = {JobState.RUNNING: Fault.NONE, JobState.FAILED: Fault.INTERRUPTED, JobState.STOPPED: Fault.NONE}
    with portal.app.app_context(), transactions.writing():
        owner = db.session.scalars(select(User).where(User.name == MANAGER)).one()
        # Of a kind that no process knows, so that none takes them up.
        jobs = [Job(owner=owner, kind="shown", arguments={}, language="da", state=state, fault=fault, done=1, total=3,
                    file_name="rapport.pdf", media_type="application/pdf") for state, fault in states.items()]
        db.session.add_all(jobs)
        db.session.flush()
        addresses = ["/jobs", *(f"/jobs/{each.public_id}" for each in jobs)]
    found = [fault for language in ("da", "en") for address in addresses
             for fault in visit(new_context(portal, portal.cookie(MANAGER, language)), address, language)]
    with portal.app.app_context(), transactions.writing():
        for job in db.session.scalars(select(Job)):
            db.session.delete(job)
    assert found == []
