"""Several requests at the same moment, each from a browser of its own, on real connections."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import Context
from threading import Barrier
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.users import service, sessions
from outreach.users.models import User, UserSession
from tests.sending import forms_on

PASSWORD = "en lille sætning"
#: Between what a request has read and written and its commit: time for the others to read what is about to be over.
_GAP = 0.25

#: What is sent, and where: a browser, an address, the fields.
Sent = tuple[FlaskClient, str, dict[str, Any]]


@contextmanager
def _slow_commits() -> Iterator[None]:
    def wait(_session: Session) -> None:
        time.sleep(_GAP)

    event.listen(Session, "before_commit", wait)
    try:
        yield
    finally:
        event.remove(Session, "before_commit", wait)


def at_once(acts: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each act gave, all begun at the same moment and each slow to commit."""
    db.session.rollback()
    start = Barrier(len(acts), timeout=30)

    def begin(act: Callable[[], Any]) -> Any:
        start.wait()
        return act()

    with _slow_commits(), ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(begin, acts))


def send_at_once(*sent: Sent) -> list[TestResponse]:
    """The answers to several forms, in their order."""
    return at_once([lambda each=each: each[0].post(each[1], data=each[2]) for each in sent])  # type: ignore[misc]


def colleague(name: str, role: Role = Role.STAFF, *, password: bool = True) -> User:
    """One who can sign in with PASSWORD; detached, so that it can be read anywhere."""
    with transactions.writing():
        user = User(name=name, email=f"{name.lower()}@demo.example", role=role, language="da")
        db.session.add(user)
        db.session.flush()
        if password:
            service.set_password(user=user, password=PASSWORD, by=None)
    db.session.refresh(user)
    db.session.expunge(user)
    return user


def visitor(app: Flask) -> FlaskClient:
    """A browser that nobody has signed in with."""
    return FlaskClient(app, use_cookies=True)


def browser_of(app: Flask, user: User) -> FlaskClient:
    """A browser of a colleague who has just given their password."""
    token = f"token-{user.id}-{time.monotonic_ns()}"
    with transactions.writing():
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token), confirmed_at=clock.now()))
    client = visitor(app)
    client.set_cookie("outreach", "")
    with client.session_transaction() as cookie:
        cookie["token"], cookie["language"] = token, "da"
    return client


def get(client: FlaskClient, page: str) -> TestResponse:
    """A page, asked for outside the test's own application context, which would remember who asked before."""
    return Context().run(client.get, page)


def post(client: FlaskClient, where: str, form: dict[str, Any]) -> TestResponse:
    """As `get`: a form, sent."""
    return Context().run(client.post, where, data=form)


def filled(client: FlaskClient, page: str, action: str, **changes: Any) -> Sent:
    """The form on `page` that goes to `action`, as it stands there but for the changes; not sent yet."""
    html = get(client, page).text
    fields = next(each["fields"] for each in forms_on(html) if (each["action"] or page).partition("?")[0] == action)
    return client, action, {**fields, **changes}
