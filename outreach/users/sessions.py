"""Who is asking: a random token in the signed cookie, its hash in a row that can be ended from here."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, Request, Response, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from outreach.core import clock, transactions
from outreach.core.db import db, writes_wanted
from outreach.users.browsers import browser_name
from outreach.users.models import User, UserSession

#: So long a password that was typed here counts as proof that it still is the same person who sits here.
CONFIRMED_FOR = timedelta(minutes=15)


def hashed(token: str) -> str:
    """The form in which a random token is kept. Tokens are long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(user: User) -> None:
    """Sign `user` in on this browser, with a fresh session and a fresh CSRF token; a session that was open ends."""
    now = clock.now()
    earlier = _find(session.get("token"))
    if earlier is not None:
        earlier.ended_at = now
    token = secrets.token_urlsafe(32)
    row = UserSession(user=user, token_hash=hashed(token), created_at=now, last_seen_at=now, confirmed_at=now,
                      browser=browser_name(str(request.user_agent)))
    db.session.add(row)
    language = user.language
    session.clear()
    session["token"], session["language"] = token, language
    g._login_user, g.user_session = user, row


def confirm() -> None:
    """Note that whoever sits here has just proved who they are. The token is a new one from here on."""
    token = secrets.token_urlsafe(32)
    g.user_session.token_hash, g.user_session.confirmed_at = hashed(token), clock.now()
    session["token"] = token


def is_confirmed() -> bool:
    """Whether whoever sits here has proved within CONFIRMED_FOR who they are."""
    row = g.get("user_session")
    return row is not None and row.confirmed_at is not None and clock.now() - row.confirmed_at <= CONFIRMED_FOR


def stay() -> None:
    """Note that somebody is here, even though no page was opened."""
    g.user_session.last_seen_at = clock.now()


def end() -> None:
    """Sign out on this browser."""
    row = _find(session.get("token"))
    if row is not None:
        row.ended_at = clock.now()
    session.clear()


def idle_limit() -> timedelta:
    """So long nothing may happen before a session is over."""
    return timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])


def whole_limit() -> timedelta:
    """So long a session lasts, whatever happens."""
    return timedelta(hours=current_app.config["SESSION_HOURS"])


def last_instant(row: UserSession) -> datetime:
    """When a session is over whatever happens."""
    return row.created_at + whole_limit()


def ends_at(row: UserSession) -> datetime:
    """When a session is over if nothing happens from now on."""
    return min(clock.now() + idle_limit(), last_instant(row))


def _is_over(row: UserSession) -> bool:
    now = clock.now()
    return now - row.last_seen_at > idle_limit() or now > last_instant(row)


def _find(token: str | None) -> UserSession | None:
    if not token:
        return None
    query = (select(UserSession).where(UserSession.token_hash == hashed(token), UserSession.ended_at.is_(None))
             .options(joinedload(UserSession.user).joinedload(User.second_factor)))
    return db.session.scalar(query)


def _load(_request: Request) -> User | None:
    """The signed-in user of a request, or None; notes at most once a minute that the session is alive."""
    row = _find(session.get("token"))
    if row is None or not row.user.active or _is_over(row):
        return None
    g.user_session = row
    return row.user


def _note_last_seen(response: Response) -> Response:
    """Kept apart from the page's own work, after it: the only write a GET may do.

    A GET has been reading, and in WAL a read that goes on to write fails at once where anybody has written since. So
    its reading ends first, and the note is a short writing transaction of its own.
    """
    row = g.get("user_session")
    if row is None or response.status_code >= 400 or clock.now() - row.last_seen_at <= timedelta(minutes=1):
        return response
    seen = update(UserSession).where(UserSession.id == row.id).values(last_seen_at=clock.now())
    if request.method in transactions.SAFE_METHODS:
        db.session.rollback()
        transactions.allow_write_on_get()
        writes_wanted.set(True)
    db.session.execute(seen)
    return response


def install(app: Flask) -> None:
    """Set up Flask-Login on session rows."""
    manager = LoginManager()
    # Its own context processor asks who is there for every template, the page for a failed database included.
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.request_loader(_load)
    app.after_request(_note_last_seen)

    @manager.unauthorized_handler
    def _sign_in_first() -> Response:
        after = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("users.sign_in", next=after or None))  # type: ignore[return-value]
