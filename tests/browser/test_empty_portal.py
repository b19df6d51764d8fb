"""An empty portal: the first run, and every page without data."""

from __future__ import annotations

from collections.abc import Callable

import pyotp
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from outreach.core import transactions
from outreach.core.db import db
from outreach.users import service
from outreach.users.models import LinkPurpose
from tests.browser.looking import listed, visit
from tests.browser.portal import Portal
from tests.browser.test_every_page import pages

FIELDS = {"name": "Administratoren", "email": "administrator@bibliotek.example",
          "password": "en lille sætning at huske", "library_name": "Biblioteket i byen", "library_phone": "89 15 00 00"}


def test_first_run_and_empty_pages_have_no_fault(bare_portal: Portal,
                                                 new_context: Callable[..., BrowserContext]) -> None:
    """The printed link, the form filled in as a person would, then every page that needs no id, in both languages."""
    link = f"/first-run/{_link(bare_portal.app)}"
    found = []
    for language in ("en", "da"):
        found += visit(new_context(bare_portal, bare_portal.visitor(language)), link, language)
    context = new_context(bare_portal, bare_portal.visitor("da"))
    _set_up(context.new_page(), link)
    english = new_context(bare_portal, bare_portal.cookie(FIELDS["name"], "en"))
    for endpoint in pages():
        rule = next(each for each in bare_portal.app.url_map.iter_rules(endpoint) if "GET" in (each.methods or ()))
        if not rule.arguments and endpoint != "users.sign_in":
            found += visit(context, rule.rule, "da")
            found += visit(english, rule.rule, "en", axe=False)
    assert not found, listed(found)


def _link(app: Flask) -> str:
    with app.app_context():
        with transactions.writing():
            token = service.make_link(purpose=LinkPurpose.FIRST_RUN, user=None, by=None)
        db.session.remove()
    return token


def _set_up(page: Page, link: str) -> None:
    page.goto(link)
    for name, text in FIELDS.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/me/second-factor")
    page.get_by_role("button", name="Begynd").click()
    secret = page.locator("#key").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="Slå totrinslogin til").click()
    page.wait_for_url("**/me/recovery-codes")
    page.get_by_role("link", name="Jeg har gemt dem").click()
    page.wait_for_url("**/")
