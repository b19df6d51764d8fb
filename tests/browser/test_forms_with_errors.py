"""Every form, sent with too long nonsense in every field, shows an accessible error page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from outreach.core.permissions import ROLES_FOR, Role, access_of
from tests.browser import demo
from tests.browser.looking import Watch, faults, listed, settle
from tests.browser.portal import Portal
from tests.browser.test_every_page import pages

NONSENSE = "For meget af det gode. " * 300

# The forms in a page's HTML that take text, each by its place and the names of its fields.
_FORMS = """(html) => [...new DOMParser().parseFromString(html, 'text/html').forms].map((form, at) => [at, form.method,
  [...form.elements].filter(each => each.matches('textarea, input:not([type])') ||
    ['text', 'email', 'tel', 'url', 'password'].includes(each.type)).map(each => each.name).sort().join()])
.filter(([at, method, names]) => method === 'post' && names).map(([at, method, names]) => [at, names])"""

# As a browser without our checks or the page's own would send it.
_FILL_AND_SEND = """([at, nonsense]) => {
  const form = document.forms[at];
  form.noValidate = true;
  for (const each of form.elements) {
    if (each.matches('textarea') || ['text', 'email', 'tel', 'url', 'password'].includes(each.type)) {
      each.removeAttribute('maxlength');
      each.value = nonsense;
    }
  }
  form.submit();
}"""

_FOCUS_AND_TEXT = """(nonsense) => [document.activeElement.id,
  document.querySelectorAll('[aria-invalid=true]').length > 0,
  [...document.querySelectorAll('textarea, input')].some(each => each.type === 'password'
    || each.value.trim().replace(/\\s+/g, ' ') === nonsense.trim())]"""


@pytest.mark.parametrize("endpoint", pages())
def test_form_with_invalid_input_is_a_page_without_faults(endpoint: str, portal: Portal,
                                                          reader: Callable[..., BrowserContext]) -> None:
    """The first role that may sends it, in both languages."""
    access, seen, found = access_of(portal.app, endpoint), set(), []
    role = None if access == "public" else next(role for role in Role if role in ROLES_FOR[access])  # type: ignore[index]
    tabs = {language: reader(role, language).new_page() for language in ("da", "en")}
    for address in demo.addresses(portal.app, endpoint):
        html = reader(role, "da").request.get(address).text()
        for at, names in tabs["da"].evaluate(_FORMS, html):
            if names not in seen:
                seen.add(names)
                for language, page in tabs.items():
                    place = f"{language} {address} form {at}"
                    found += [f"{place}: {fault}" for fault in _send(page, address, at, language)]
    for page in tabs.values():
        page.close()
    assert not found, listed(found)


def _send(page: Page, address: str, at: int, language: str) -> list[str]:
    page.goto(address)
    watch = Watch.over(page)
    with page.expect_navigation() as navigation:
        page.evaluate(_FILL_AND_SEND, [at, NONSENSE])
    answer = navigation.value
    if answer is None or answer.status not in {422, 429}:
        return [f"answered {answer and answer.status} at {page.url}"]
    settle(page)
    focus, marked, kept = page.evaluate(_FOCUS_AND_TEXT, NONSENSE)
    found = [] if focus == "errors" else [f"focus is on {focus or 'nothing'}, not on the summary of errors"]
    found += [] if marked else ["no field is marked as wrong"]
    found += [] if kept else ["what was written is lost"]
    return found + faults(page, language, axe=False) + watch.take()
