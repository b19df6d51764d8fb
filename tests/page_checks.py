"""A test client that looks at every HTML page it gets, so that no test asserts on a broken one."""

from __future__ import annotations

import contextvars
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.core.db import db

_INLINE = re.compile(r"\sstyle=|\son[a-z]+=|<style[\s>]|<script(?![^>]*\ssrc=)", re.IGNORECASE)
#: "Tal" finds its partner from a page that may have nobody to choose from.
_ON_ANOTHER_PAGE = {"who"}
_LABELLED = {"hidden", "submit", "button"}


class _Page(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: Counter[str] = Counter()
        self.h1 = self.forms_without_token = 0
        self.lang, self.title, self._in_title = "", "", False
        self.labels: set[str] = set()
        self.leads_to: list[str] = []
        self.errors_told: int | None = None
        self._in_errors = 0
        self.controls: list[dict[str, str | None]] = []
        self._post_form: bool | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        if tag == "html":
            self.lang = values.get("lang") or ""
        self._in_title = tag == "title" or (self._in_title and tag != "body")
        self.h1 += tag == "h1"
        if tag == "a" and (values.get("href") or "").startswith("#"):
            self.leads_to.append((values["href"] or "")[1:])
        if tag == "div" and (self._in_errors or values.get("class") == "errors"):
            self._in_errors += 1
            self.errors_told = self.errors_told or 0
        if tag == "li" and self._in_errors:
            self.errors_told = (self.errors_told or 0) + 1
        if tag == "label":
            self.labels.add(values.get("for") or "")
        if tag in {"input", "select", "textarea"} and values.get("type") not in _LABELLED:
            self.controls.append(values)
        if tag == "form":
            self._post_form = (values.get("method") or "").lower() == "post"
        if values.get("name") == "csrf_token":
            # The token carries the key by which a form that is sent twice is known again.
            self._post_form = "~" not in (values.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "div" and self._in_errors:
            self._in_errors -= 1
        if tag == "title":
            self._in_title = False
        if tag == "form":
            self.forms_without_token += bool(self._post_form)
            self._post_form = None

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data


def faults_of(html: str) -> list[str]:
    """What is wrong with a whole HTML page, in words; empty when nothing is."""
    page, faults = _Page(html), []
    if page.h1 != 1:
        faults.append(f"{page.h1} h1")
    if page.lang not in {"da", "en"}:
        faults.append("no language")
    if not page.title.strip() or page.title.strip().startswith("–"):
        faults.append("no title")
    faults += [f"id {name!r} {count} times" for name, count in page.ids.items() if count > 1]
    faults += [f"unlabelled control {each.get('name') or each.get('id')}" for each in page.controls
               if each.get("id") not in page.labels and not each.get("aria-label") and not each.get("aria-labelledby")]
    faults += [f"a link to {name!r}, which is not there" for name in page.leads_to
               if name not in {"", *_ON_ANOTHER_PAGE, *page.ids}]
    if page.errors_told == 0:
        faults.append("a box of errors that tells of none")
    if page.forms_without_token:
        faults.append("a form that posts without a CSRF token and its key")
    faults += [f"inline style or script: {found!r}" for found in _INLINE.findall(html)]
    return faults


class CheckedClient(FlaskClient):
    """Checks every page unless `looks` is off; sends the CSRF token with a post unless told not to."""

    looks = True

    def open(self, *args: Any, csrf: bool = True, **kwargs: Any) -> TestResponse:
        if csrf and str(kwargs.get("method", "GET")).upper() == "POST":
            token = contextvars.Context().run(self._token)
            kwargs["headers"] = {**dict(kwargs.get("headers") or {}), "X-CSRFToken": token}
        db.session.remove()
        # A context of its own: the request must not share `g` or the database session with the test around it.
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if self.looks and response.mimetype == "text/html" and response.data.lstrip()[:9].lower() == b"<!doctype":
            assert faults_of(response.get_data(as_text=True)) == []
        return response

    def _token(self) -> str:
        from flask_wtf.csrf import generate_csrf

        with self.application.test_request_context():
            from flask import session

            with self.session_transaction() as cookie:
                if "csrf_token" in cookie:
                    session["csrf_token"] = cookie["csrf_token"]
                token = generate_csrf()
                cookie["csrf_token"] = session["csrf_token"]
        return token
