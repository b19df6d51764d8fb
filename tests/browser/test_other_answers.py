"""Responses other than whole pages: files and images, redacted partners, and error pages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser import demo
from tests.browser.looking import listed, visit
from tests.browser.portal import Portal

FILES = {"meeting_kit.page_picture": "image/png", "recaps.page_picture": "image/png",
         "meeting_kit.for_us": "application/pdf",
         "issued_documents.pdf": "application/pdf", "pitches.page_png": "image/png",
         "pitches.beside": "text/html; charset=utf-8",
         "reminders.feed": "text/calendar; charset=utf-8", "reminders.meeting_ics": "text/calendar; charset=utf-8",
         "handover.pdf": "application/pdf", "reminders.follow_up_ics": "text/calendar; charset=utf-8",
         "reminders.visit_ics": "text/calendar; charset=utf-8"}


@pytest.mark.parametrize(("endpoint", "kind"), FILES.items())
def test_file_has_the_content_type_of_its_kind(endpoint: str, kind: str, portal: Portal,
                                               new_context: Callable[..., BrowserContext]) -> None:
    request = new_context(portal, portal.cookie(demo.LIBRARIAN)).request
    answers = [request.get(address) for address in demo.addresses(portal.app, endpoint)]
    assert {(answer.status, answer.headers["content-type"]) for answer in answers} == {(200, kind)}


@pytest.mark.parametrize("language", ["da", "en"])
def test_redacted_partner_is_a_page_without_faults(language: str, portal: Portal,
                                                   new_context: Callable[..., BrowserContext]) -> None:
    """What a colleague outside the circle gets: the little there is, and how to open it."""
    context = new_context(portal, portal.cookie(demo.OUTSIDER, language))
    found = visit(context, demo.hidden_partner_address(portal.app), language, status=403)
    assert not found, listed(found)


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize(("address", "status"), [("/no-such-page", 404), ("/library/profile", 403)])
def test_error_page_has_no_faults(address: str, status: int, language: str, portal: Portal,
                                  new_context: Callable[..., BrowserContext]) -> None:
    found = visit(new_context(portal, portal.cookie(demo.LIBRARIAN, language)), address, language, status=status)
    assert not found, listed(found)


@pytest.mark.parametrize("language", ["da", "en"])
def test_used_link_is_a_page_without_faults(language: str, portal: Portal,
                                            new_context: Callable[..., BrowserContext]) -> None:
    found = visit(new_context(portal, portal.visitor(language)), "/set-password/used-up", language, status=410)
    assert not found, listed(found)
