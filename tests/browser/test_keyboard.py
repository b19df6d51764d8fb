"""Keyboard navigation: the skip link, the tab order, and opening a partner."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import demo
from tests.browser.portal import Portal

MAIN_PAGES = ("today.front", "partners.index", "partners.new", "partner_page.partner", "pitches.editor",
              "meeting_kit.kit",
              "meetings.agenda", "offers.index", "library.index", "users.me")
_MOST_STOPS = 400

# Where focus is: the number of the element in the page, -1 outside it; and whether it can be seen there.
_WHERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body || here === document.documentElement) return [-1, true];
  return [[...document.querySelectorAll('*')].indexOf(here), here.checkVisibility() || here.matches('.skip')];
}"""


@pytest.fixture
def opened(portal: Portal, new_context: Callable[..., BrowserContext]) -> Callable[[str], Page]:
    """opened(endpoint) -> its page, as the librarian."""

    def open_page(endpoint: str) -> Page:
        page = new_context(portal, portal.cookie(demo.LIBRARIAN)).new_page()
        page.goto(next(demo.addresses(portal.app, endpoint)))
        return page

    return open_page


@pytest.mark.parametrize("endpoint", ["today.front", "partner_page.partner", "meeting_kit.kit"])
def test_first_tab_stop_is_the_skip_link(endpoint: str, opened: Callable[[str], Page]) -> None:
    page = opened(endpoint)
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


@pytest.mark.parametrize("endpoint", MAIN_PAGES)
def test_tab_follows_reading_order_and_leaves_the_page(endpoint: str, opened: Callable[[str], Page]) -> None:
    """From the top: each stop lies further down the page than the one before, can be seen, and the walk ends."""
    page = opened(endpoint)
    page.evaluate("document.activeElement.blur(); getSelection().removeAllRanges()")
    page.evaluate("document.querySelector('.skip').focus()")
    stops = [page.evaluate(_WHERE)]
    while len(stops) < _MOST_STOPS:
        page.keyboard.press("Tab")
        where = page.evaluate(_WHERE)
        if where[0] <= stops[0][0]:
            break
        stops.append(where)
    places = [place for place, _seen in stops]
    assert (places, all(seen for _place, seen in stops), len(stops) < _MOST_STOPS) == (sorted(places), True, True)


def test_partner_is_found_and_opened_by_keyboard(opened: Callable[[str], Page]) -> None:
    """Search with Enter, go to the first answer, open it."""
    page = opened("partners.index")
    page.get_by_role("searchbox").focus()
    page.keyboard.type("familieh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/partners?*q=familieh*")
    page.get_by_role("link", name="Familiehuset").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Familiehuset")
