"""A walk that is recorded in one portal and repeated in another, answer for answer."""

from __future__ import annotations

import hashlib
import html
import re
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import BuildError
from werkzeug.routing.converters import AnyConverter
from werkzeug.test import TestResponse

from outreach.core.db import PUBLIC_ID_LETTERS
from outreach.core.idempotency import _signer, read_key
from outreach.core.permissions import Role
from outreach.jobs.tasks import run_waiting_jobs
from tests.privacy.two_portals import CSRF, Randomness
from tests.privacy.walker import FORM, Sent, Walker, attribute, form_values

#: Pages that are not walked, and why. Every other route of the url map is.
NOT_WALKED = {
    "static": "files of ours", "paper_font": "files of ours",
    "users.sign_out": "ends the walk", "users.choose_language": "changes the walker's own pages",
    "users.end_my_other_sessions": "ends the walk", "users.end_my_session": "ends the walk",
    "colleagues.deactivate": "ends a walk", "colleagues.end_session": "ends a walk",
    "colleagues.end_sessions": "ends a walk", "colleagues.edit": "may change a walker's role",
    "users.change_password": "ends the walk",
}
#: A made-up id: the answer to it is the answer to anything that is not there.
NO_SUCH_ID = "bcdfghjkmnpq"
#: What the session carries is signed, and in part encrypted with a draw of the operating system's own.
_COOKIE = re.compile(r"(?<=^outreach)=[^;]+")
#: The beginning of an address with an id, and the id.
_WITH_ID = re.compile(rf"((?:/[a-z-]+)+/)([{PUBLIC_ID_LETTERS}]{{12}})\b")


@dataclass(frozen=True)
class Step:
    """One request: who sends it, what, and what it draws at random."""

    role: Role | None
    method: str
    address: str
    data: tuple[tuple[str, tuple[str, ...]], ...] | None = None


@dataclass(frozen=True)
class Answer:
    """What came back: status, headers, a hash of the body, and the body where it is text."""

    status: int
    headers: tuple[tuple[str, str], ...]
    digest: str
    size: int
    media_type: str
    packed: bytes = b""

    @property
    def is_file(self) -> bool:
        return self.status == 200 and self.media_type not in {"text/html", "application/json"}

    @property
    def text(self) -> str:
        return zlib.decompress(self.packed).decode("utf-8", "replace") if self.packed else ""


@dataclass
class Recording:
    """Every step of a walk with its answer, in order."""

    steps: list[Step] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def count(self, role: Role | None) -> tuple[int, int]:
        """How many pages and how many files came back to one role."""
        mine = [answer for step, answer in zip(self.steps, self.answers, strict=True) if step.role is role]
        return sum(not answer.is_file for answer in mine), sum(answer.is_file for answer in mine)


@dataclass
class Browser:
    """Sends the steps of a walk, each role with a session of its own."""

    app: Flask
    randomness: Randomness
    tokens: dict[Role, str]
    sent: int = 0
    _clients: dict[Role | None, FlaskClient] = field(default_factory=dict)

    def client(self, role: Role | None) -> FlaskClient:
        if role not in self._clients:
            client = self._clients[role] = FlaskClient(self.app, self.app.response_class)
            with client.session_transaction() as cookie:
                cookie["language"], cookie["csrf_token"] = "da", CSRF
                if role:
                    cookie["token"] = self.tokens[role]
        return self._clients[role]

    def with_new_key(self, token: str) -> str:
        """The token of a form, as if the form had been shown again."""
        with self.app.app_context():
            key = read_key(token)
            if key is None:
                return token
            return f"{token.partition('~')[0]}~{_signer().dumps([key.user_id, key.form, f'key {self.sent}'])}"

    def send(self, step: Step) -> TestResponse:
        """Send it, and do the background work that it leaves."""
        self.sent += 1
        self.randomness.restart(self.sent)
        data = None if step.data is None else {name: list(values) for name, values in step.data}
        answer = self.client(step.role).open(step.address, method=step.method, data=data)
        answer.get_data()
        answer.close()
        if "/jobs/" in (answer.location or ""):
            with self.app.app_context():
                run_waiting_jobs()
        return answer


def answer_of(response: TestResponse) -> Answer:
    """What is compared of an answer."""
    body = response.get_data()
    media_type = response.mimetype or ""
    is_text = media_type.startswith("text/") or media_type == "application/json"
    headers = ((name, _COOKIE.sub("=", value) if name == "Set-Cookie" else value)
               for name, value in response.headers.items())
    return Answer(response.status_code, tuple(sorted(headers)), hashlib.sha256(body).hexdigest(),
                  len(body), media_type, zlib.compress(body, 1) if is_text else b"")


def repeat(recording: Recording, browser: Browser, is_let_through: Callable[[Step], bool]) -> list[str]:
    """Send every step again; what came back otherwise than it was recorded, but for steps that are let through."""
    differences = []
    for step, before in zip(recording.steps, recording.answers, strict=True):
        after = answer_of(browser.send(step))
        if after != before and not is_let_through(step):
            differences.append(describe(step, before, after))
    return differences


def describe(step: Step, before: Answer, after: Answer) -> str:
    """Where two answers differ, in a line or two."""
    parts = []
    if before.status != after.status:
        parts.append(f"status {before.status} -> {after.status}")
    if before.headers != after.headers:
        parts.append(f"headers {sorted(set(before.headers) ^ set(after.headers))}")
    if before.digest != after.digest:
        here, there = before.text.splitlines(), after.text.splitlines()
        pair = next(((one, two) for one, two in zip(here, there, strict=False) if one != two), ("", ""))
        parts.append(f"size {before.size} -> {after.size}: {pair[0].strip()[:300]!r} -> {pair[1].strip()[:300]!r}")
    return f"{step.role.value if step.role else 'nobody'} {step.method} {step.address}: {'; '.join(parts)}"


@dataclass
class Limits:
    """How much is walked: pages in all, of one kind and query, and kinds of query of one page; forms sent in all and of
    one endpoint, and files taken of one; whether filters are tried in pairs and forms are sent emptied as well."""

    pages: int
    alike: int = 1
    queries: int = 3
    posts: int = 0
    posts_alike: int = 1
    files_alike: int = 4
    pairs: bool = False
    emptied: bool = False


@dataclass(frozen=True)
class Form:
    """A form that posts: what a browser would send, and the other choices that each field and button has."""

    sent: Sent
    choices: tuple[tuple[str, str], ...]


@dataclass
class Explorer:
    """Finds its way through the portal as one role, and records every step. Addresses that hold one of the ids `apart`
    are counted apart from others of their kind; `words` are typed into searches."""

    browser: Browser
    role: Role | None
    recording: Recording
    limits: Limits
    words: list[str] = field(default_factory=list)
    apart: tuple[str, ...] = ()
    reached: set[str] = field(default_factory=set)
    _forms: dict[str, Form] = field(default_factory=dict)
    _known: set[str] = field(default_factory=set)
    _alike: Counter[tuple[Any, ...]] = field(default_factory=Counter)
    _ids: dict[str, list[str]] = field(default_factory=dict)
    _queries: Counter[str] = field(default_factory=Counter)
    _pages: int = 0

    def get(self, address: str) -> TestResponse:
        """Open an address."""
        return self._send(Step(self.role, "GET", address))

    def explore(self, starts: Iterable[str]) -> None:
        """Open these and everything they lead to, within the limits; first what is of a kind not opened yet."""
        queues: tuple[deque[str], deque[str]] = (deque(), deque(starts))
        while self._pages < self.limits.pages and any(queues):
            address = (queues[0] or queues[1]).popleft()
            kind = self._kind(address)
            if kind is None or address in self._known or self._alike[kind] >= self.limits.alike:
                continue
            if not self._alike[kind] and "?" in address:
                if self._queries[kind[0]] >= self.limits.queries:
                    continue
                self._queries[kind[0]] += 1
            self._known.add(address)
            self._alike[kind] += 1
            self._pages += 1
            answer = self.get(address)
            links = [_own(answer.location)] if answer.location else self._links(address, answer)
            self._note_ids(links)
            for link in links:
                queues[bool(self._alike[self._kind(link) or ()])].append(link)

    def _note_ids(self, links: Iterable[str]) -> None:
        for found in filter(None, map(_WITH_ID.match, links)):
            ids = self._ids.setdefault(found[1], [])
            if found[2] not in ids and found[2] not in self.apart:
                ids.append(found[2])

    def open_the_rest(self) -> None:
        """Try what has not been opened yet with the ids that the pages linked to, until it opens once."""
        for rule in self.browser.app.url_map.iter_rules():
            start, _between, end = re.sub(r"<[^>]+>", "<", rule.rule).partition("<")
            if rule.endpoint in self.reached or rule.endpoint in NOT_WALKED or "GET" not in (rule.methods or ()):
                continue
            for public_id in self._ids.get(start, [])[:16] if "<" not in end else ():
                if self.get(f"{start}{public_id}{end}").status_code < 400:
                    break

    def post_all(self) -> None:
        """Send the forms that were found: emptied, as they stand, with their other choices where files come back."""
        files: Counter[str] = Counter()
        for emptied in (True, False) if self.limits.emptied else (False,):
            counts: Counter[str] = Counter()
            for form in list(self._forms.values()):
                endpoint = self.endpoint(form.sent.action, "POST")
                if endpoint is None or endpoint in NOT_WALKED or sum(counts.values()) >= self.limits.posts:
                    continue
                if counts[endpoint] < self.limits.posts_alike:
                    counts[endpoint] += 1
                    if self.post(form.sent, emptied) and not emptied:
                        counts[endpoint] -= 1
                        self._take_files(form, endpoint, files)

    def _take_files(self, form: Form, endpoint: str, files: Counter[str]) -> None:
        for name, value in form.choices:
            if files[endpoint] < self.limits.files_alike:
                files[endpoint] += 1
                self.post(Sent(form.sent.action, {**form.sent.values, name: [value]}))

    def post(self, sent: Sent, emptied: bool = False) -> bool:
        """Send one form, and open what it leads to; whether a file came back."""
        values = {name: values if not emptied or name in {"csrf_token", "version"} else [""]
                  for name, values in sent.values.items()}
        if "csrf_token" in values:
            values["csrf_token"] = [self.browser.with_new_key(values["csrf_token"][0])]
        answer = self._send(Step(self.role, "POST", sent.action, tuple(
            (name, tuple(each)) for name, each in values.items())))
        if answer.location:
            to = _own(answer.location)
            page = self.get(to)
            self._note_ids([to, *self._links(to, page)])
            for link in re.findall(r'href="(/jobs/\w+/file)"', answer_of(page).text):
                self.get(link)
        return answer_of(answer).is_file

    def endpoint(self, address: str, method: str = "GET") -> str | None:
        """Which page of the url map an address is."""
        try:
            return str(self.browser.app.url_map.bind("localhost").match(urlsplit(address).path, method=method)[0])
        except HTTPException:
            return None

    def _send(self, step: Step) -> TestResponse:
        response = self.browser.send(step)
        self.recording.steps.append(step)
        self.recording.answers.append(answer_of(response))
        if response.status_code < 400 and (endpoint := self.endpoint(step.address, step.method)):
            self.reached.add(endpoint)
        return response

    def _kind(self, address: str) -> tuple[Any, ...] | None:
        endpoint = self.endpoint(address)
        if endpoint is None or endpoint in NOT_WALKED:
            return None
        query = parse_qsl(urlsplit(address).query, keep_blank_values=True)
        return (endpoint, *(each for each in self.apart if each in address), *sorted(name for name, _value in query))

    def _links(self, address: str, answer: TestResponse) -> list[str]:
        if answer.mimetype != "text/html":
            return []
        page = answer.get_data(as_text=True)
        asked: list[str] = []
        for attributes, inside in FORM.findall(page):
            action = _own(urljoin(address, attribute(attributes, "action") or address))
            choices = _choices(inside, self.words)
            if attribute(attributes, "method").lower() == "post":
                for each in [action, *(html.unescape(other) for other in re.findall(r'formaction="([^"]*)"', inside))]:
                    form = Form(Sent(each, form_values(inside)).saving(), tuple(
                        (name, value) for name, values in choices.items() for value in values))
                    self._forms.setdefault(f"{each} {form.choices} {_without_token(form.sent)}", form)
            else:
                asked += self._asked(urlsplit(action).path, choices)
        return Walker(self.browser.app, self.browser.client(self.role), lambda *_: None, frozenset())._links(
            address, page) + asked

    def _asked(self, path: str, choices: dict[str, list[str]]) -> Iterator[str]:
        """What a GET form can ask: each choice of each field, and pairs of them."""
        for name, values in choices.items():
            for value in values:
                yield f"{path}?{urlencode({name: value})}"
        if self.limits.pairs:
            for one, other in combinations(choices, 2):
                for first, second in product(choices[one][:6], choices[other][:6]):
                    yield f"{path}?{urlencode({one: first, other: second})}"


def _without_token(sent: Sent) -> str:
    return str({name: values for name, values in sent.values.items() if name not in {"csrf_token", "form_key"}})


def _choices(inside: str, words: list[str]) -> dict[str, list[str]]:
    """The values that each field of a form can be given, and its buttons; words for a field of words."""
    found: dict[str, list[str]] = {}
    for name, options in re.findall(r'<select\b[^>]*\sname="([^"]+)"[^>]*>(.*?)</select>', inside, re.DOTALL):
        found[name] = [html.unescape(each) for each in re.findall(r'<option\b[^>]*\svalue="([^"]+)"', options)]
    for tag in re.findall(r"<(?:input|button)\b[^>]*>", inside):
        name, kind, value = (attribute(tag, what) for what in ("name", "type", "value"))
        if name and (kind in {"checkbox", "radio"} or tag.startswith("<button")):
            found.setdefault(name, []).append(value or "on")
        elif name and kind in {"", "text", "search"}:
            found.setdefault(name, []).extend(words)
    return found


def addresses(app: Flask, ids: Iterable[str]) -> list[str]:
    """Every address of the url map that is opened: with none of its parts, or made with each of these ids."""
    bound, found = app.url_map.bind("localhost"), []
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in NOT_WALKED:
            continue
        for public_id in ids if rule.arguments else [""]:
            values = {name: sorted(each.items)[0] if isinstance(each, AnyConverter) else public_id
                      for name, each in rule._converters.items()}
            try:
                found.append(bound.build(rule.endpoint, values))
            except (BuildError, ValueError):  # a number is wanted, where ids are letters
                break
    return found


def _own(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")
