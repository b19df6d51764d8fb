"""The page header on a phone: one row, and a menu that works by touch, by keyboard and without JavaScript."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.demo import ADMINISTRATOR
from tests.browser.looking import faults
from tests.browser.portal import Portal
from tests.instant import browser_clock

WORDS = {"da": ("Menu", "Luk menuen", "Hovedmenu"), "en": ("Menu", "Close the menu", "Main menu")}
#: Brand and buttons on one row: a thumb's height with some room.
ONE_ROW = 64


def on_phone(browser: Browser, portal: Portal, language: str = "da", **more: Any) -> BrowserContext:
    context = browser.new_context(base_url=portal.address, viewport=PHONE, reduced_motion="reduce", **more)
    context.add_init_script(browser_clock())
    context.add_cookies([portal.cookie(ADMINISTRATOR, language)])
    return context


def opened(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/visits")
    return page


@pytest.mark.parametrize("language", WORDS)
def test_header_is_one_row_and_open_menu_has_no_faults(browser: Browser, portal: Portal, language: str) -> None:
    context = on_phone(browser, portal, language)
    page = opened(context)
    row = page.locator(".site-row").bounding_box()
    assert row is not None
    opens, closes, nav = WORDS[language]
    page.get_by_role("button", name=opens, exact=True).click()
    expect(page.get_by_role("navigation", name=nav)).to_be_visible()
    wrong = [each for each in faults(page, language) if each.startswith("phone")]
    page.set_viewport_size(PHONE)
    page.get_by_role("button", name=closes).click()
    expect(page.get_by_role("navigation", name=nav)).to_be_hidden()
    context.close()
    assert (row["height"] <= ONE_ROW, wrong) == (True, [])


def test_menu_opens_navigates_and_closes_by_keyboard(browser: Browser, portal: Portal) -> None:
    context = on_phone(browser, portal)
    page = opened(context)
    button = page.get_by_role("button", name="Menu", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    first = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Tab")
    second = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    context.close()
    assert (first, second) == ("Luk menuen", "I dag")


def test_menu_opens_without_javascript(browser: Browser, portal: Portal) -> None:
    context = on_phone(browser, portal, java_script_enabled=False)
    page = opened(context)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("link", name="Partnere", exact=True).click()
    expect(page).to_have_url(f"{portal.address}/partners")
    context.close()
