"""A file that is too large is reported at its field before it is sent, and typed text is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from outreach.core.permissions import Role
from outreach.core.stored_files import MAX_FILE_BYTES
from tests.browser import demo
from tests.browser.looking import faults
from tests.browser.portal import Portal


@pytest.mark.parametrize(("language", "sentence"), [
    ("da", "Filen er for stor. Højst 10 MB."), ("en", "The file is too large. At most 10 MB.")])
def test_oversized_file_is_rejected_in_the_browser(portal: Portal, reader: Callable[..., BrowserContext],
                                                   tmp_path: Path, language: str, sentence: str) -> None:
    heavy, light = tmp_path / "heavy.pdf", tmp_path / "light.pdf"
    heavy.write_bytes(bytes(MAX_FILE_BYTES + 1))
    light.write_bytes(bytes(10))
    page = reader(Role.STAFF, language).new_page()
    page.goto(address := next(demo.addresses(portal.app, "partners.agreement")))
    page.fill("#signed_on", "2026-11-01")
    page.set_input_files("#file", heavy)
    page.press("#link", "Enter")
    expect(page.locator("#file-error")).to_have_text(sentence)
    expect(page.locator("#file")).to_be_focused()
    assert (page.url.endswith(address), page.input_value("#signed_on"), faults(page, language)) == (
        True, "2026-11-01", [])
    page.set_input_files("#file", light)
    expect(page.locator("#file-error")).to_have_text("")
    page.close()
