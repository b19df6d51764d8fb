"""Sending a form as a browser does: with the hidden fields of the page it stands on."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse


class _Forms(HTMLParser):
    """Every form of a page: its action, and the name and value of each field as it stands."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[dict[str, Any]] = []
        self._area: str | None = None
        self._select: str | None = None
        self.feed(html)

    def _put(self, name: str | None, value: str) -> None:
        if name and self.forms:
            self.forms[-1]["fields"].setdefault(name, []).append(value)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "form":
            self.forms.append({"action": values.get("action") or "", "method": (values.get("method") or "get").lower(),
                               "fields": {}})
        elif tag == "input" and values.get("type") not in {"submit", "button", "file"} and (
                values.get("type") not in {"checkbox", "radio"} or "checked" in values):
            self._put(values.get("name"), values.get("value") or ("on" if values.get("type") == "checkbox" else ""))
        elif tag == "textarea":
            self._area = values.get("name")
            self._put(self._area, "")
        elif tag == "select":
            self._select = values.get("name")
        elif tag == "option" and self._select and "selected" in values:
            self._put(self._select, values.get("value") or "")

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1]["fields"][self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves out the line break right after the tag.
            if self._area:
                texts = self.forms[-1]["fields"][self._area]
                texts[-1] = re.sub(r"^\r?\n", "", texts[-1])
            self._area = None
        elif tag == "select":
            self._select = None


def forms_on(html: str) -> list[dict[str, Any]]:
    """The POST forms of a page, in order."""
    return [form for form in _Forms(html).forms if form["method"] == "post"]


def form_with(html: str, field: str) -> dict[str, list[str]]:
    """The fields of the one form that has this field."""
    [form] = [each for each in forms_on(html) if field in each["fields"]]
    return dict(form["fields"])


def fetch(client: FlaskClient, address: str, field: str) -> dict[str, list[str]]:
    """The form with this field on a page, as it was shown."""
    return form_with(client.get(address).text, field)


def send(client: FlaskClient, where: str, form: dict[str, Any], **changes: Any) -> TestResponse:
    """Send a form that was fetched, with changes, and with the token that stood in it."""
    return client.post(where, data={**form, **changes}, csrf=False)


def shown_flashes(html: str) -> list[str]:
    """What a page says once."""
    return [unescape(text) for text in re.findall(r'<p class="flash [a-z]+"[^>]*>([^<]*)</p>', html)]
