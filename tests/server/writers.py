"""Colleagues who write at the same time, over the real network: each sends one guess after the other."""

from __future__ import annotations

import contextvars
import http.client
import json
import os
import secrets
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask, session
from flask_wtf.csrf import generate_csrf

from outreach.core import idempotency, transactions
from outreach.core.db import db
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.forking import ForkingParent

_PATIENCE = 30.0
#: So many texts go to one partner before the next one's turn; a partner takes a hundred guesses.
EACH = 90


@dataclass
class Writer:
    """One colleague's browser. A text whose answer never came is sent again, as who waits in vain does: the same form
    with the same key."""

    port: int
    paths: list[str]
    cookie: str
    token: str
    user_id: int
    app: Flask
    number: int
    acknowledged: list[str] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    sent_again: int = 0

    def write_until(self, stop: threading.Event, most: int = 10**9) -> None:
        """Write texts of one's own until told to stop; what has been begun is finished."""
        for count in range(most):
            if stop.is_set():
                return
            self._write(f"Skriver {self.number} tekst {count}", self.paths[count // EACH % len(self.paths)])

    def form(self, text: str) -> dict[str, str]:
        """What is sent, where, and with which cookie."""
        body = urlencode({"text": text, "csrf_token": self._fresh_token()})
        return {"path": self.paths[-1], "cookie": self.cookie, "body": body}

    def _write(self, text: str, path: str) -> None:
        body = self.form(text)["body"]
        began, end = time.monotonic(), time.monotonic() + _PATIENCE
        while True:
            try:
                status = self._post(path, body)
                break
            except (OSError, http.client.HTTPException):
                self.sent_again += 1
                if time.monotonic() > end:
                    raise
                time.sleep(0.01)
        self.seconds.append(time.monotonic() - began)
        if status == 302:
            self.acknowledged.append(text)
        else:
            self.refused.append(status)

    def _post(self, path: str, body: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            line.request("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded",
                                                   "Cookie": self.cookie})
            answer = line.getresponse()
            answer.read()
            return answer.status
        finally:
            line.close()

    def _fresh_token(self) -> str:
        """What the page would have in its form: the session's token, and a key of its own."""
        with self.app.app_context():
            key = idempotency._signer().dumps([self.user_id, "GuessForm", secrets.token_urlsafe(9)])
        return f"{self.token}~{key}"


def make_writers(app: Flask, users: list[User], paths: list[list[str]], port: int) -> list[Writer]:
    """A signed-in browser for each of these colleagues, with the addresses each one writes to."""
    made = []
    for number, user in enumerate(users):
        secret = f"writer-{number}-{secrets.token_hex(4)}"
        with transactions.writing():
            db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(secret)))
        token, kept = contextvars.Context().run(_csrf, app)
        values = {"token": secret, "language": "da", "csrf_token": kept}
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        cookie = f"{app.config['SESSION_COOKIE_NAME']}={signer.dumps(values)}"
        made.append(Writer(port, paths[number], cookie, token, user.id, app, number))
    return made


def _csrf(app: Flask) -> tuple[str, str]:
    """A token as a page has it, and what the session keeps of it."""
    with app.test_request_context():
        return generate_csrf(), session["csrf_token"]


class Forked:
    """The preloaded parent and the server it runs now. The first writer's first text is written by the parent."""

    def __init__(self, folder: Path, port: int, environment: dict[str, str], writer: Writer) -> None:
        self._parent = ForkingParent("tests.server.preloaded", str(folder), str(port), log=folder / "server.log",
                                     environment={**os.environ, **environment})
        self._parent.send(json.dumps(writer.form("Skrevet først")))
        assert self._parent.receive() == "loaded 302"
        writer.acknowledged.append("Skrevet først")

    def start(self) -> None:
        """Start a server and wait until it listens."""
        self._parent.start()
        assert self._parent.receive() == "ready"

    def kill(self, number: int) -> None:
        """Send the server the signal and wait until it is gone."""
        self._parent.end(number)

    def __enter__(self) -> Forked:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._parent.close()
