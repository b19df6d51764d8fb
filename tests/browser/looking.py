"""Looking at a page as a visitor meets it, with everything that can be measured about it at once."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, Response

from tests.browser.conftest import DESK, PHONE

_MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")
#: WCAG 2.0, 2.1 and 2.2, levels A and AA, and what axe holds to be good practice besides.
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
_AXE = """([tags, contrast]) => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'],
  rules: {'color-contrast': {enabled: contrast}}})
.then(found => found.violations.map(each =>
  `axe ${each.id}: ${each.nodes.map(node => node.target.join(' ')).join(' | ')} (${each.help})`))"""

_SETTLED = """() => document.fonts.status === 'loaded' && !document.querySelector('[aria-busy=true]')
  && [...document.images].every(each => each.complete || each.loading === 'lazy')"""


@dataclass
class Watch:
    """What a page complains about by itself: the console, the policy, requests that fail."""

    complaints: list[str] = field(default_factory=list)

    @classmethod
    def over(cls, page: Page) -> Watch:
        """Start listening; call before the first address is opened."""
        watch = cls()
        page.on("console", watch._console)
        page.on("pageerror", lambda error: watch.complaints.append(f"script error: {error}"))
        page.on("requestfailed", watch._failed)
        page.on("response", watch._answered)
        return watch

    def take(self) -> list[str]:
        """The complaints since last asked."""
        taken, self.complaints = self.complaints, []
        return taken

    def _console(self, message: ConsoleMessage) -> None:
        # A refused form and a closed page are answers; whether the status is right is asked elsewhere.
        if message.type in {"error", "warning"} and "the server responded with a status of 4" not in message.text:
            self.complaints.append(f"console {message.type}: {message.text}")

    def _failed(self, request: Request) -> None:
        # A newer preview gives up the older one, and leaving a page gives up what it was fetching.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"request failed: {request.url} ({request.failure})")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status >= 400 and response.request.resource_type != "document"):
            self.complaints.append(f"{response.status} for {response.url}")


def faults(page: Page, language: str, *, axe: bool = True) -> list[str]:
    """What is wrong with the page as it stands, on a desk and on a phone, in words; empty when nothing is.

    English stands in the same elements as Danish, so axe looks at one width in each, or with `axe=False` in Danish
    only, and compares colours, which is half of its time, in Danish. The rest is measured each time.
    """
    found = []
    for name, size in (("wide", DESK), ("phone", PHONE)):
        page.set_viewport_size(size)
        is_danish = language == "da"
        seen = _axe(page, contrast=is_danish) if (axe or is_danish) and is_danish == (name == "phone") else []
        found += [f"{name}: {fault}" for fault in seen + page.evaluate(_MEASURES, language)]
    page.set_viewport_size(DESK)
    return found


def _axe(page: Page, *, contrast: bool) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(_AXE, [_TAGS, contrast])


def settle(page: Page) -> None:
    """Wait until fonts and pictures are there and nothing is being fetched into the page."""
    end = time.monotonic() + 60
    # Asked from here: a function that waits in the page would need eval, which the policy forbids.
    while not page.evaluate(_SETTLED) and time.monotonic() < end:
        page.wait_for_timeout(50)


def visit(context: BrowserContext, address: str, language: str, status: int = 200, *, axe: bool = True) -> list[str]:
    """Open an address in a fresh page and say all that is wrong with it, each fault with its address."""
    page = context.new_page()
    watch = Watch.over(page)
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    if answer.status == status:
        settle(page)
        found = faults(page, language, axe=axe) + watch.take()
    else:
        found = [f"answered {answer.status}, not {status}"]
    page.close()
    return [f"{language} {address}: {fault}" for fault in found]


def skeleton(html: str) -> str:
    """What stands below the header, without what differs from one reader or one moment to the next.

    Same skeleton, same page to look at; each role's header is looked at on the front page.
    """
    html = html.partition('<main id="main"')[2] or html
    html = re.sub(r'name="csrf_token" [^>]*>', "", html)
    html = re.sub(r'(name="(?:after|next)"[^>]*value=|href="/me">|-error">)[^<>]*', r"\1", html)
    return re.sub(r"\s+", " ", html)


def listed(found: list[str]) -> str:
    """Faults for a failing test's message, each on its line."""
    return "\n".join(["", *found])
