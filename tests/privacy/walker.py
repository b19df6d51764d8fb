"""One colleague's walk through the portal: every link, then every address that can be made from a hidden id."""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pypdfium2
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing.converters import AnyConverter
from werkzeug.test import TestResponse

_LINK = re.compile(r"""\s(href|src|action|formaction|data-[a-z-]+)=(?:"([^"]*)"|'([^']*)')""")
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
_FIELD = re.compile(r"<(input|select|textarea|button)\b([^>]*)>(.*?)(?=<(?:input|select|textarea|button|/form)\b|$)",
                    re.DOTALL)
#: Ends the walk, changes who is walking, or opens on purpose what the walk shows to be hidden.
_NEVER = frozenset({"users.sign_out", "users.choose_language", "partners.open_hidden", "static", "paper_font"})
#: How many addresses of one page are looked at: of shared things and of pictures a few, of what tells of a protected
#: partner many.
_FEW, _MANY = 2, 12


@dataclass(frozen=True)
class Sent:
    """A form as it stands on a page: where it goes, and what a browser would send."""

    action: str
    values: dict[str, list[str]]

    def saving(self) -> Sent:
        """The same, sent by the button that saves it and not by the one that puts a draft aside."""
        return Sent(self.action, {name: value for name, value in self.values.items() if not name.startswith("_")})


@dataclass
class Walker:
    """Goes about as one colleague; `look` is handed (address, answer) of everything that comes back."""

    app: Flask
    client: FlaskClient
    look: Callable[[str, TestResponse], None]
    hidden_ids: frozenset[str]
    many: int = _MANY
    answered: dict[str, int] = field(default_factory=dict)
    posts: dict[str, Sent] = field(default_factory=dict)
    searches: dict[str, str] = field(default_factory=dict)
    _counts: Counter[tuple[str, bool]] = field(default_factory=Counter)
    _pictures: set[str | None] = field(default_factory=set)

    def get(self, address: str) -> TestResponse:
        """Open one address and look at it."""
        return self._open(address, method="GET")

    def post(self, sent: Sent) -> TestResponse:
        """Send one form, look at the answer, and at the page it leads to."""
        answer = self._open(sent.action, method="POST", data=sent.values)
        if answer.status_code in {301, 302, 303}:
            self.get(self._own(answer.location or "/") or "/")
        return answer

    def visit(self, addresses: Iterable[str]) -> None:
        """Open every one of these, and then whatever they link to besides."""
        found: list[str] = []
        for address in addresses:
            answer = self.get(address)
            self._counts[self.endpoint(address) or "", self.tells(address)] += 1
            if answer.mimetype == "text/html" and answer.status_code < 300:
                found += self._links(address, answer.get_data(as_text=True))
        self.crawl(found)

    def crawl(self, starts: Iterable[str]) -> None:
        """Follow every link of every page, from these on."""
        waiting = list(starts)
        while waiting:
            address = waiting.pop(0)
            if address in self.answered or not self._is_worth(address):
                continue
            answer = self.get(address)
            if answer.status_code in {301, 302, 303} and answer.location:
                waiting.append(self._own(answer.location) or "/")
            elif answer.mimetype == "text/html":
                waiting += self._links(address, answer.get_data(as_text=True))

    def renewed(self, sent: Sent) -> Sent:
        """The form as it stands on its own page now; as it was, where it has no page of its own."""
        self.posts.pop(sent.action, None)
        answer = self.get(sent.action)
        if answer.mimetype == "text/html":
            self._links(sent.action, answer.get_data(as_text=True))
        return self.posts.setdefault(sent.action, sent)

    def endpoint(self, address: str) -> str | None:
        """Which page an address is, or None where it is none that is opened by GET."""
        try:
            return str(self.app.url_map.bind("localhost").match(urlsplit(address).path, method="GET")[0])
        except Exception:  # no such page, or one that is only sent to
            return None

    def addresses_with(self, ids: Iterable[str]) -> list[str]:
        """Every address of the url map that can be made with hidden ids alone, the crawled ones left out."""
        reached = {self.endpoint(each) for each, status in self.answered.items() if status < 400}
        found, bound = [], self.app.url_map.bind("localhost")
        for rule in self.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or rule.endpoint in reached | _NEVER or not rule.arguments:
                continue
            for public_id in ids:
                values: dict[str, Any] = {
                    name: sorted(converter.items)[0] if isinstance(converter, AnyConverter) else public_id
                    for name, converter in rule._converters.items()}
                try:
                    found.append(bound.build(rule.endpoint, values))
                except Exception:  # a number is wanted, where ids are letters
                    break
        return found

    def _open(self, address: str, **how: Any) -> TestResponse:
        answer = self.client.open(address, **how)
        answer.get_data()  # also what nobody looks at: a file of the portal's stays open until it is read
        answer.close()
        if how["method"] == "GET":
            self.answered[address] = answer.status_code
            if is_picture(answer):
                self._pictures.add(self.endpoint(address))
        self.look(address, answer)
        return answer

    def _is_worth(self, address: str) -> bool:
        endpoint = self.endpoint(address)
        if endpoint is None or endpoint in _NEVER:
            return False
        tells = self.tells(address)
        self._counts[endpoint, tells] += 1
        return self._counts[endpoint, tells] <= (self.many if tells and endpoint not in self._pictures else _FEW)

    def tells(self, address: str) -> bool:
        """Whether an address holds the id of something about a protected partner."""
        return any(hidden_id in address for hidden_id in self.hidden_ids)

    def _links(self, address: str, page: str) -> list[str]:
        for attributes, inside in FORM.findall(page):
            self._note_form(address, attributes, inside)
        # A data attribute is an address where it begins as one; most hold words for the script.
        found = [html.unescape(one or other) for name, one, other in _LINK.findall(page)
                 if not name.startswith("data-") or (one or other).startswith(("/", "http"))]
        return [own for own in (self._own(urljoin(address, each)) for each in found if each) if own]

    def _own(self, address: str) -> str | None:
        """The path and query of an address of ours, without the place on the page."""
        parts = urlsplit(urldefrag(address).url)
        if parts.netloc not in {"", "localhost"} or parts.scheme not in {"", "http"} or not parts.path.startswith("/"):
            return None
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def _note_form(self, address: str, attributes: str, inside: str) -> None:
        action = self._own(urljoin(address, html.unescape(attribute(attributes, "action") or address)))
        if action is None:
            return
        if attribute(attributes, "method").lower() == "post":
            for each in [action, *(html.unescape(found) for found in re.findall(r'formaction="([^"]*)"', inside))]:
                self.posts.setdefault(each, Sent(each, form_values(inside)))
        else:
            for tag in re.findall(r"<input\b[^>]*>", inside):
                if attribute(tag, "type") in {"", "search", "text"} and attribute(tag, "name"):
                    self.searches[urlsplit(action).path] = attribute(tag, "name")


def attribute(tag: str, name: str) -> str:
    """An attribute of a tag, or ""."""
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else ""


def form_values(inside: str) -> dict[str, list[str]]:
    """What a browser would send of a form's fields; of the buttons the first."""
    sent: dict[str, list[str]] = {}
    pressed = False
    for tag, attributes, content in _FIELD.findall(inside):
        name, kind = attribute(attributes, "name"), attribute(attributes, "type")
        if not name or kind == "file" or (kind in {"checkbox", "radio"} and " checked" not in attributes):
            continue
        if tag == "button" or kind == "submit":
            if pressed:
                continue
            pressed = True
        value = attribute(attributes, "value")
        if tag == "textarea":
            value = html.unescape(content.partition("</textarea>")[0])
        elif tag == "select":
            chosen = re.search(r"<option\b[^>]*\sselected[^>]*>", content) or re.search(r"<option\b[^>]*>", content)
            value = attribute(chosen[0], "value") if chosen else ""
        sent.setdefault(name, []).append(value)
    return sent


def is_picture(answer: TestResponse) -> bool:
    """A picture came back, whose words this walk cannot read."""
    return answer.status_code < 300 and answer.mimetype.startswith("image/")


def is_file(answer: TestResponse) -> bool:
    """Something else than a page came back."""
    return answer.status_code == 200 and answer.mimetype != "text/html"


def text_of(answer: TestResponse) -> str:
    """Everything an answer says: page, paper, table, archive."""
    data = answer.get_data()
    if data[:5] == b"%PDF-":
        return _pdf_text(data)
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist()]
        return "\n".join(_pdf_text(part) if part[:5] == b"%PDF-" else part.decode("utf-8", "replace") for part in parts)
    if answer.mimetype.startswith("image/"):
        return ""
    return html.unescape(data.decode("utf-8", "replace")).replace("\r\n ", "").replace("\n ", " ")


def labels_of(answer: TestResponse) -> str:
    """What goes along with an answer: its headers, and what a PDF says of itself."""
    labels = [f"{name}: {value}" for name, value in answer.headers.items()]
    data = answer.get_data()
    if data[:5] == b"%PDF-":
        with pypdfium2.PdfDocument(data) as document:
            labels += document.get_metadata_dict().values()
    return "\n".join(labels)


def _pdf_text(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
