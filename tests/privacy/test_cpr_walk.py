"""A CPR number typed into any field of any form of the house is kept nowhere: not in the database, not in a draft, not
in the log.

The forms are found by walking the pages, so a new one is covered without being named. Every field gets a number of its
own, so that one that is found says where it was let in; what a page keeps hidden or offers as choices is typed into
as well, as nobody's browser is bound to a page.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import Flask
from sqlalchemy import select

from outreach import create_app
from outreach.core import cpr, transactions
from outreach.core.db import db
from outreach.drafts.models import FormDraft
from outreach.drafts.service import draft_fields
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.databases import SETTINGS, Files
from tests.page_checks import CheckedClient
from tests.privacy.walker import Sent, Walker

#: Without its own, a form is no form.
_CODES = re.compile(r"csrf_token|version")
#: Rows of one list are alike, and so are partners, meetings, visits: one of each is typed into.
_ROW = re.compile(r"-\d+\b")
_ENDS_THE_WALK = re.compile(r"/(sign-out|deactivate|sessions|archive|language)\b")
#: What is typed beside the numbers, to be found again.
WORD = "Regnbuefuglen"
_FILES = {"/library/logo": ("logo", b"no picture")}


@dataclass
class Typed:
    """What was typed where, by the number's last four digits; the answers; the log."""

    where: dict[str, str] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)
    drafts: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)

    def number(self, where: str) -> str:
        """A new number for a field."""
        last = f"{1000 + len(self.where)}"
        self.where[last] = where
        return f"010203-{last}"

    def found_in(self, text: str) -> list[str]:
        """Where the numbers in a text were typed."""
        return [self.where[last] for last in sorted(set(re.findall(r"010203-?(\d{4})", text))) if last in self.where]


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory, _files: Files) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("cpr")
    _files.place(_files.demo, folder)
    app = create_app({**SETTINGS, "RAISE_ERRORS": False}, folder)
    app.test_client_class = CheckedClient
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(scope="module")
def typed(portal: Flask) -> Typed:
    """A number typed into every field, once."""
    typed, handler = Typed(), logging.Handler()
    handler.emit = lambda record: typed.lines.append(handler.format(record))  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        walker = _walker(portal)
        kinds = {_kind(portal, form): form.saving() for form in walker.posts.values()
                 if not _ENDS_THE_WALK.search(form.action)}
        for form in kinds.values():
            _put_aside(walker, form, typed)
        typed.drafts = [text for row in db.session.scalars(select(FormDraft)) for _name, text in draft_fields(row)]
        for form in kinds.values():
            _type_into(walker, form, typed)
        for path, (name, content) in _FILES.items():
            number = typed.number(f"{path}: the file's name")
            walker.client.post(path, data={name: (io.BytesIO(content), f"{number}.png")},
                               content_type="multipart/form-data")
    finally:
        logging.getLogger().removeHandler(handler)
    db.session.remove()
    db.engine.dispose()
    typed.kept = [each for file in Path(portal.instance_path).glob("outreach.sqlite*")
                  for each in typed.found_in(file.read_bytes().decode("latin-1"))]
    return typed


def _walker(app: Flask) -> Walker:
    with transactions.writing():
        user = db.session.scalars(select(User).where(User.name == "Administratoren")).one()
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed("cpr walk")))
    client = app.test_client()
    client.looks = False  # type: ignore[attr-defined]
    with client.session_transaction() as cookie:
        cookie["token"], cookie["language"] = "cpr walk", "da"
    walker = Walker(app, client, lambda *_: None, frozenset())
    walker.crawl(["/"])
    return walker


def _kind(app: Flask, form: Sent) -> tuple[object, ...]:
    """What forms that are alike have in common."""
    parts = urlsplit(form.action)
    endpoint, values = app.url_map.bind("localhost").match(parts.path, method="POST")
    sections = tuple(value for name, value in sorted(values.items()) if name in {"section", "kind", "name"})
    return endpoint, sections, frozenset(_ROW.sub("-N", name) for name in form.values)


def _fields(form: Sent) -> dict[str, str]:
    """The fields to type into, one of each row's, with what stands in them."""
    kinds = {_ROW.sub("-N", name): (name, values[0]) for name, values in form.values.items()
             if not _CODES.fullmatch(name)}
    return dict(kinds.values())


def _put_aside(walker: Walker, form: Sent, typed: Typed) -> None:
    """A draft, with a number in every second field and a word in the others."""
    sent = dict(form.values)
    for position, name in enumerate(_fields(form)):
        sent[name] = [typed.number(f"{form.action}: {name} in a draft") if position % 2 else WORD]
    walker.client.post(form.action, data={**sent, "_draft": ""}, headers={"X-Draft": "1"})


def _type_into(walker: Walker, form: Sent, typed: Typed) -> None:
    for name, text in _fields(form).items():
        number = typed.number(f"{form.action}: {name}")
        answer = walker.client.post(form.action, data={**form.values, name: [f"{text} {number}".strip()]})
        typed.statuses.add(answer.status_code)
        if "ligner et CPR-nummer" in answer.get_data().decode("utf-8", "replace"):  # or it is a paper
            typed.refused.add(name)
        elif answer.status_code == 302:  # saved, without the number: it has another version now
            form = walker.renewed(form).saving()


def test_every_planted_number_is_recognised_as_cpr(typed: Typed) -> None:
    assert {any(hit.certain for hit in cpr.find_cpr(f"010203-{last}")) for last in typed.where} == {True}


def test_no_number_is_stored(typed: Typed) -> None:
    assert typed.kept == []


def test_no_number_is_in_a_saved_draft(typed: Typed) -> None:
    assert ([each for text in typed.drafts for each in typed.found_in(text)], typed.drafts.count(WORD) > 20) == (
        [], True)


def test_no_number_is_logged(typed: Typed) -> None:
    assert [each for line in typed.lines for each in typed.found_in(line)] == []


def test_the_walk_fills_in_every_form(typed: Typed) -> None:
    words = {"everyday", "name", "title", "text", "reason", "what", "saw", "heard-0-text"}
    assert (words - typed.refused, 500 in typed.statuses) == (set(), False)
