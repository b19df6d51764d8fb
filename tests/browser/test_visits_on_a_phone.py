"""Recording a visit on a 360 px screen within a minute, and offline: encrypted, sent once when back online."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from outreach.core.db import db
from outreach.visits.models import Visit
from tests.browser.conftest import PHONE
from tests.browser.demo import LIBRARIAN
from tests.browser.portal import Portal, free_port, open_data, running

MOST_TAPS, MOST_SECONDS = 12, 60
SAW = "De byggede en bro af bøger."
#: A partner of the demo that is protected, as its circle sees it on the screen and as a telephone keeps it.
REAL_NAME, CODE_NAME = "Randers Krisecenter", "Partner Birk"


@dataclass
class Thumb:
    """Every tap on the screen, digits of the keyboard included; the line of text is spoken or typed."""

    page: Page
    taps: int = 0

    def tap(self, selector: str) -> None:
        self.page.locator(selector).first.click()
        self.taps += 1

    def digits(self, field: str, number: str) -> None:
        self.tap(f"#{field}")
        self.page.keyboard.type(number)
        self.taps += len(number)


def count_seen(app: Flask) -> int:
    """How many visits hold this test's line."""
    with app.app_context():
        found = len(db.session.scalars(select(Visit).where(Visit.saw == SAW)).all())
        db.session.remove()
    return found


@pytest.fixture
def folder(tmp_path: Path, _demo_file: Path) -> Path:
    shutil.copy(_demo_file, tmp_path / "outreach.sqlite")
    return tmp_path


def on_a_phone(new_context: Callable[..., BrowserContext], portal: Portal, **settings: object) -> Page:
    context = new_context(portal, portal.cookie(LIBRARIAN), viewport=PHONE, locale="da-DK", **settings)
    return context.new_page()


def ready(page: Page) -> None:
    """On the form with a net, until the telephone keeps what it needs."""
    page.goto("/visits/log")
    page.locator("html[data-visits-ready=yes]").wait_for(state="attached")


def note_without_a_net(page: Page, partner: str) -> None:
    page.goto("/visits/log")
    expect(page.get_by_role("heading", level=1)).to_have_text("Log besøg")
    page.get_by_label("Find partneren").fill(partner[:6])
    page.get_by_label(partner).check()
    page.get_by_label("Familier", exact=True).fill("3")
    page.locator("#saw").fill(SAW)
    page.get_by_role("button", name="Gem besøget").click()


def waiting(page: Page) -> object:
    return page.locator("#visits-waiting")


@pytest.mark.parametrize("scripted", [True, False], ids=["with script", "without script"])
def test_visit_is_recorded_within_a_minute_and_twelve_taps(
        own_portal: Portal, new_context: Callable[..., BrowserContext], scripted: bool,
        record_property: Callable[[str, object], None]) -> None:
    page = on_a_phone(new_context, own_portal, java_script_enabled=scripted)
    begun = time.monotonic()
    page.goto("/visits/log")
    thumb = Thumb(page)
    thumb.tap("label[for=partner-1]")
    thumb.tap("label[for=kind-0]")
    thumb.digits("families", "6")
    thumb.digits("children", "9")
    if scripted:
        thumb.tap("[aria-label='Flere: fagfolk']")
        thumb.tap("[aria-label='Flere: fagfolk']")
    else:
        thumb.digits("professionals", "2")
    thumb.tap("#saw")
    page.keyboard.type(SAW)
    thumb.tap("text=Gem besøget")
    expect(page.locator(".flash").first).to_contain_text("Besøget er gemt.")
    seconds = round(time.monotonic() - begun, 1)
    record_property("taps", thumb.taps)
    record_property("seconds", seconds)
    assert (thumb.taps <= MOST_TAPS, seconds < MOST_SECONDS, count_seen(own_portal.app)) == (True, True, 1), thumb.taps


def test_visit_recorded_offline_is_sent_once(folder: Path, new_context: Callable[..., BrowserContext]) -> None:
    """The net is cut, the visit noted, the server started anew: then it is there, once."""
    app, port = open_data(folder), free_port()
    with running(app, port) as portal:
        page = on_a_phone(new_context, portal)
        ready(page)
        page.context.set_offline(True)
        note_without_a_net(page, CODE_NAME)
        expect(waiting(page)).to_contain_text("Et besøg venter på telefonen.")
        assert REAL_NAME not in page.content()
    page.reload()
    expect(waiting(page)).to_contain_text("Et besøg venter på telefonen.")
    with running(app, port):
        page.context.set_offline(False)
        expect(waiting(page)).to_contain_text("Det, der ventede, er sendt.")
        page.goto("/visits")
        expect(waiting(page)).to_be_hidden()
        assert count_seen(app) == 1


def test_offline_visit_asks_for_sign_in_and_is_then_sent(
        own_portal: Portal, new_context: Callable[..., BrowserContext]) -> None:
    page = on_a_phone(new_context, own_portal)
    ready(page)
    page.context.set_offline(True)
    note_without_a_net(page, CODE_NAME)
    expect(waiting(page)).to_contain_text("venter")
    page.context.clear_cookies()
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(waiting(page)).to_contain_text("Du er logget ud.")
    page.get_by_role("link", name="Log ind").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    page.context.add_cookies([own_portal.cookie(LIBRARIAN)])  # type: ignore[list-item]
    page.goto("/visits")
    expect(waiting(page)).to_contain_text("Det, der ventede, er sendt.")
    assert count_seen(own_portal.app) == 1


#: Everything that the browser keeps for the portal, as text: what a script can read of it.
_KEPT = """async () => {
  const base = await new Promise((done) => {
    const asked = indexedDB.open("visits"); asked.onsuccess = () => done(asked.result); });
  const all = (name) => new Promise((done) => {
    const asked = base.transaction(name).objectStore(name).getAll(); asked.onsuccess = () => done(asked.result); });
  const drafts = await all("drafts");
  const texts = [...drafts, ...await all("safe")].map((row) => JSON.stringify(row)
    + (row.data ? new TextDecoder().decode(row.data) : "")
    + (row.key ? "a key, read out: " + row.key.extractable : ""));
  for (const name of await caches.keys()) for (const kept of await (await caches.open(name)).keys())
    texts.push(kept.url + await (await caches.match(kept)).text());
  base.close();
  return { drafts: drafts.length, text: texts.join("\\n") + JSON.stringify(localStorage) };
}"""


@pytest.mark.parametrize(("choice", "left", "arrived"), [
    ("Lad dem ligge låst, og log ud", 1, 0), ("Slet dem, og log ud", 0, 0), ("Send dem, og log ud", 0, 1)])
def test_signing_out_with_unsent_visits_asks_and_leaves_nothing_readable(
        own_portal: Portal, new_context: Callable[..., BrowserContext], choice: str, left: int, arrived: int) -> None:
    page = on_a_phone(new_context, own_portal)
    ready(page)
    page.goto("/visits")
    # The portal cannot be reached by the page's scripts, so that the draft still waits when the colleague signs out.
    page.route("**/visits/log/hello*", lambda route: route.abort())
    page.route("**/visits/log/send", lambda route: route.abort())
    page.evaluate("""async (saw) => {
      const script = document.querySelector("[src$='unsent-visits.js']").src;
      const store = await import(script.replace("unsent-visits", "offline-store"));
      const [partner] = await store.names();
      await store.saveDraft("a-draft", [["form_key", "a-draft"], ["partner", partner[0]], ["kind", "visit_day"],
        ["held_on", new Date().toISOString().slice(0, 10)], ["saw", saw]]);
    }""", SAW)
    sealed = page.evaluate(_KEPT)
    assert (sealed["drafts"], SAW in sealed["text"], CODE_NAME in sealed["text"],
            "read out: false" in sealed["text"]) == (1, False, False, True)
    page.get_by_role("button", name="Menu", exact=True).click()
    page.get_by_role("button", name="Log ud", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Der ligger besøg, som ikke er sendt")
    page.unroute_all()
    dialog.get_by_role("button", name=choice).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log ind")
    after = page.evaluate(_KEPT)
    readable = [word for word in (SAW, CODE_NAME, REAL_NAME, "a key") if word in after["text"]]
    assert (after["drafts"], readable, count_seen(own_portal.app)) == (left, [], arrived)
