"""The pitch editor in the browser: live preview, autosave, buttons, and use without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import demo
from tests.browser.portal import Portal

PHONE = {"width": 360, "height": 780}


@pytest.fixture
def opened(own_portal: Portal, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """opened(**settings) -> the editor with a fresh draft for the family house."""

    def open_editor(**settings: object) -> Page:
        page = new_context(own_portal, own_portal.cookie(demo.LIBRARIAN, "da"), **settings).new_page()
        page.goto("/partners")
        page.get_by_role("link", name="Familiehuset").first.click()
        page.get_by_role("button", name=re.compile("[Pp]artnerark")).first.click()
        page.wait_for_url("**/pitches/*")
        return page

    return open_editor


def picture(page: Page) -> str:
    return page.locator(".page-picture").get_attribute("src") or ""


def test_page_image_is_updated_while_typing(opened: Callable[..., Page]) -> None:
    page = opened()
    before = picture(page)
    page.locator("#title").fill("Ro til at lege")
    expect(page.locator(".page-picture")).not_to_have_attribute("src", before)
    shown = page.locator(".page-picture").evaluate("image => [image.complete, image.naturalWidth]")
    assert shown == [True, 1040]


def test_typed_text_is_saved_automatically(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#title").fill("Ro til at lege")
    expect(page.locator("[data-saved=yes]")).to_be_visible()
    page.reload()
    expect(page.locator("#title")).to_have_value("Ro til at lege")


def test_clause_button_sets_the_title(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator(".clauses li", has_text="noget rart at være fælles om").get_by_role(
        "button", name=re.compile("Brug som overskrift")).click()
    expect(page.locator("#title")).to_have_value("Forældre og børn har brug for noget rart at være fælles om")


def test_clause_button_adds_to_the_lead(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#lead").fill("Vi hjælper gerne.")
    page.locator(".clauses li", has_text="noget rart at være fælles om").get_by_role(
        "button", name=re.compile("Brug i indledning")).click()
    expect(page.locator("#lead")).to_have_value(
        "I fortæller: »Forældre og børn har brug for noget rart at være fælles om«. Vi hjælper gerne.")


def test_offer_moves_without_a_page_load(opened: Callable[..., Page]) -> None:
    page = opened()
    first = page.locator("#offer_1_headline").input_value()
    page.locator("button[value='down:1']").click()
    expect(page.locator("#offer_2_headline")).to_have_value(first)


def test_unprintable_character_is_reported_at_its_field_while_typing(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#title").fill("Hej 😀")
    expect(page.locator(".live-error")).to_have_text("Vores skrift kan ikke vise 😀 på papir. Slet eller erstat.")


def test_too_long_text_marks_the_image_as_outdated_and_hides_the_download(opened: Callable[..., Page]) -> None:
    page = opened()
    page.locator("#title").fill("x" * 141)
    expect(page.locator(".stale-note")).to_be_visible()
    expect(page.get_by_role("button", name="Hent partnerark (PDF)")).to_be_hidden()
    page.locator("#title").fill("Ro til at lege")
    expect(page.get_by_role("button", name="Hent partnerark (PDF)")).to_be_visible()


def test_save_in_another_window_stops_autosave_with_a_message(opened: Callable[..., Page]) -> None:
    page = opened()
    other = page.context.new_page()
    other.goto(page.url)
    other.locator("#title").fill("Den anden")
    expect(other.locator("[data-saved=yes]")).to_be_visible()
    page.locator("#title").fill("Den ene")
    expect(page.locator("[data-saved=conflict]")).to_be_visible()
    expect(page.locator("#title")).to_have_value("Den ene")


def test_downloaded_file_is_named_by_its_id(opened: Callable[..., Page]) -> None:
    page = opened()
    with page.expect_download() as download:
        page.get_by_role("button", name="Hent partnerark (PDF)").click()
    assert re.fullmatch(r"partnerark-\w{12}\.pdf", download.value.suggested_filename)


def test_buttons_work_without_javascript(opened: Callable[..., Page]) -> None:
    page = opened(java_script_enabled=False)
    page.locator("#first_step").fill("Vi ringer i næste uge.")
    page.locator(".clauses li", has_text="noget rart at være fælles om").get_by_role(
        "button", name=re.compile("Brug som overskrift")).click()
    expect(page.locator("#title")).to_have_value("Forældre og børn har brug for noget rart at være fælles om")
    expect(page.locator("#first_step")).to_have_value("Vi ringer i næste uge.")


def test_page_image_is_one_tap_away_on_a_phone(opened: Callable[..., Page]) -> None:
    page = opened(viewport=PHONE)
    page.get_by_role("link", name="Se siden").click()
    expect(page.locator("#verdict")).to_be_in_viewport()


def test_editor_does_not_scroll_sideways_on_a_phone(opened: Callable[..., Page]) -> None:
    page = opened(viewport=PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
