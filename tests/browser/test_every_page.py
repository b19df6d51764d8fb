"""Every page in the URL map, in both languages, on a wide screen and on a phone."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest
from playwright.sync_api import BrowserContext

from outreach import create_app
from outreach.core.permissions import ROLES_FOR, Role, access_of
from tests.browser import demo
from tests.browser.looking import listed, skeleton, visit
from tests.browser.portal import Portal

#: Addresses that answer something else than a whole page; each has a test of its own.
NOT_PAGES = {"drafts.show", "static", "paper_font", "healthz", "readyz", "users.first_run",
             "meeting_kit.page_picture", "meeting_kit.for_us", "issued_documents.pdf", "library.logo",
             "users.second_factor_qr", "conversations.noted", "pitches.page_png", "pitches.beside",
             "recaps.page_picture", "visits.packing", "visits.worker", "visits.shell", "visits.offline_session",
             "reminders.feed", "reminders.meeting_ics", "reminders.follow_up_ics", "reminders.visit_ics",
             "handover.pdf", "partners.agreement_file", "jobs.file",
             "jobs.show"}  # in test_jobs.py


@cache
def pages() -> list[str]:
    """The endpoints of all pages, in a steady order: parallel workers must agree on it."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        app = create_app({"SECRET_KEY": "only to read the map"}, Path(folder))
    return sorted({rule.endpoint for rule in app.url_map.iter_rules()
                   if "GET" in (rule.methods or ()) and rule.endpoint not in NOT_PAGES})


@pytest.mark.parametrize("endpoint", pages())
def test_page_has_no_fault(endpoint: str, portal: Portal, reader: Callable[..., BrowserContext]) -> None:
    """Looked at as the first role that may; where the page has no query, as any other role whose page differs and in
    English as well."""
    access, found = access_of(portal.app, endpoint), []
    roles = [None] if access == "public" else [role for role in Role if role in ROLES_FOR[access]]  # type: ignore[index]
    for number, address in enumerate(demo.addresses(portal.app, endpoint)):
        plain, seen = number == 0 or "?" not in address, set[str]()
        for role in roles if plain else roles[:1]:
            page = skeleton(reader(role, "da").request.get(address).text())
            if page not in seen or endpoint == "today.front":
                found += visit(reader(role, "da"), address, "da")
            seen.add(page)
        if plain:
            found += visit(reader(roles[0], "en"), address, "en", axe=number == 0)
    assert not found, listed(found)
