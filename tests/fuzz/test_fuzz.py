"""Generated inputs to every form and every address: nothing anybody sends makes the portal fail.

OUTREACH_FUZZ says how many (600); `script/fuzz` sends 20,000. Each input is drawn from its number, so that a failure
can be sent again: OUTREACH_FUZZ_FROM says the first.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing.converters import AnyConverter

from outreach import create_app
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.databases import SETTINGS, Files
from tests.fuzz import nasty
from tests.page_checks import CheckedClient
from tests.privacy.walker import Sent, Walker

INPUTS = int(os.environ.get("OUTREACH_FUZZ", "600"))
FROM = int(os.environ.get("OUTREACH_FUZZ_FROM", "0"))
#: The administrator may do everything; the librarian owns most partners.
PEOPLE = ("Administratoren", "Børnebibliotekaren")
#: Would shut one of the two out, or lead an administrator to a second factor and nowhere else;
#: /readyz says 503 where the machine's disk is nearly full.
_NEVER = re.compile(r"^/(sign-out$|users/[^/]+/(deactivate|sessions|second-factor)|readyz$)")
#: After so many inputs the demo is put back: much of what is sent removes or archives something.
_FRESH = 400


@pytest.fixture
def fuzzer(tmp_path: Path, _files: Files) -> Iterator[Fuzzer]:
    """Before the demo library, with faults answered as they are outside the tests."""
    _files.place(_files.demo, tmp_path)
    app = create_app({**SETTINGS, "RAISE_ERRORS": False}, tmp_path)
    app.test_client_class = CheckedClient
    with app.app_context():
        yield Fuzzer(app, _files)
        db.session.remove()
        db.engine.dispose()
    clock.set_source(None)


class Fuzzer:
    """Sends inputs to everything the crawl has found, and remembers what failed."""

    def __init__(self, app: Flask, files: Files) -> None:
        self.app, self.files = app, files
        self.failed: list[str] = []
        self.known: list[str] = []
        self.forms: list[Sent] = []
        self.addresses: list[str] = []
        self.searches: dict[str, str] = {}
        self._begin()
        self._crawl()

    def _begin(self) -> None:
        """The demo anew, and two people signed in."""
        db.session.remove()
        db.engine.dispose()
        self.files.place(self.files.demo, Path(self.app.instance_path))
        self.clients = []
        for name in PEOPLE:
            with transactions.writing():
                user = db.session.scalars(select(User).where(User.name == name)).one()
                db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(f"fuzz {name}"),
                                           confirmed_at=clock.now()))
            client = self.app.test_client()
            client.looks = False  # type: ignore[attr-defined]
            with client.session_transaction() as cookie:
                cookie["token"], cookie["language"] = f"fuzz {name}", "da"
            self.clients.append(client)

    def _crawl(self) -> None:
        walker = Walker(self.app, self.clients[0], lambda *_: None, frozenset())
        walker.crawl(["/"])
        self.forms = [each.saving() for _action, each in sorted(walker.posts.items()) if not _NEVER.match(each.action)]
        self.addresses = sorted({urlsplit(each).path for each in walker.answered})
        self.known = sorted({part for each in walker.answered for part in each.split("/") if len(part) == 12})
        self.searches = dict(walker.searches)
        self.rules = [rule for rule in self.app.url_map.iter_rules() if rule.endpoint != "static"]

    def send(self, number: int) -> None:
        """One input; the number decides what."""
        draw = random.Random(number)
        client, kind = draw.choice(self.clients), draw.random()
        if kind < 0.6 and self.forms:
            form = draw.choice(self.forms)
            address, how = form.action, {"method": "POST", "data": nasty.values(draw, form.values, self.known)}
            if draw.random() < 0.05:
                address, how["data"] = self._query(draw, address), how["data"]
        elif kind < 0.85:
            address, how = self._query(draw, draw.choice(self.addresses)), {"method": "GET"}
        else:
            address, how = self._address(draw), {"method": draw.choice(("GET", "GET", "POST", "HEAD", "PUT", "DELETE"))}
        if _NEVER.match(address):
            return
        try:
            with client.open(address, **how) as answer:
                status = answer.status_code
        except ValueError as error:  # the test client itself cannot write such an address
            if "codec" in str(error) or "surrogate" in str(error):
                return
            raise
        if status >= 500:
            self.failed.append(f"{number}: {how['method']} {address} answered {status}: {how.get('data')!r}"[:600])
        if number % _FRESH == _FRESH - 1:
            self._begin()

    def _query(self, draw: random.Random, address: str) -> str:
        names = draw.sample(("q", "page", "partner", "sort", "stage", "kind", "sector", "owner", "date", "from", "to",
                             "language", "beside", "download", "archived", "month", "week", "year", "state", "x"),
                            draw.randint(1, 3))
        sent = {name: nasty.text(draw, self.known).encode("utf-8", "replace") for name in names}
        return f"{address}?{urlencode(sent)}"

    def _address(self, draw: random.Random) -> str:
        rule = draw.choice(self.rules)
        made = {name: draw.choice(sorted(each.items)) if isinstance(each, AnyConverter) and draw.random() < 0.8
                else draw.choice(self.known or ["x"]) if draw.random() < 0.6 else nasty.text(draw, self.known)[:80]
                for name, each in rule._converters.items()}
        path = rule.rule
        for name, value in made.items():
            path = re.sub(rf"<[^<>]*\b{name}>", lambda _found, value=value: value, path)
        return "/" + path.encode("utf-8", "replace").decode().lstrip("/")


def test_no_input_makes_the_portal_fail(fuzzer: Fuzzer) -> None:
    for number in range(FROM, FROM + INPUTS):
        fuzzer.send(number)
    assert (fuzzer.failed, len(fuzzer.forms) > 30) == ([], True)
