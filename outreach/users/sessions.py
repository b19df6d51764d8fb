"""Sessions: a random token in the signed cookie, and its hash in a row that can be ended on the server."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, Request, Response, current_app, g, redirect, request, session, url_for
from flask_login import LoginManager
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.users.models import User, UserSession

#: How long a confirmed password counts as proof of who sits at this browser.
CONFIRMED_FOR = timedelta(minutes=15)
#: Order matters: Edge and Opera also claim to be Chrome, and Chrome to be Safari.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox/", "Firefox"),
             ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"))
_SYSTEMS = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
            ("CrOS", "Chromebook"), ("Macintosh", "Mac"), ("Linux", "Linux"))


def browser_name(user_agent: str) -> str:
    """A browser's name from its user agent: "Firefox, Windows"; "" for an unknown one."""
    names = [next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS)]
    return ", ".join(name for name in names if name)


def hashed(token: str) -> str:
    """The hash a random token is stored as. Tokens are long and random, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).hexdigest()


def start(user: User) -> None:
    """Sign `user` in on this browser, with a new session and CSRF token; an open session of this browser ends."""
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
    """Record that the user has just confirmed their password, and replace the token."""
    token = secrets.token_urlsafe(32)
    g.user_session.token_hash, g.user_session.confirmed_at = hashed(token), clock.now()
    session["token"] = token


def is_confirmed() -> bool:
    """Whether the user confirmed their password within CONFIRMED_FOR."""
    row = g.get("user_session")
    return row is not None and row.confirmed_at is not None and clock.now() - row.confirmed_at <= CONFIRMED_FOR


def prolong() -> None:
    """Restart the idle time without a page being opened."""
    g.user_session.last_seen_at = clock.now()


def end() -> None:
    """Sign out on this browser."""
    row = _find(session.get("token"))
    if row is not None:
        row.ended_at = clock.now()
    session.clear()


def idle_limit() -> timedelta:
    """How long a session may be idle before it ends."""
    return timedelta(minutes=current_app.config["SESSION_IDLE_MINUTES"])


def absolute_limit() -> timedelta:
    """How long a session lasts at most."""
    return timedelta(hours=current_app.config["SESSION_HOURS"])


def last_instant(row: UserSession) -> datetime:
    """When a session ends at the latest."""
    return row.created_at + absolute_limit()


def ends_at(row: UserSession) -> datetime:
    """When a session ends if nothing happens from now on."""
    return min(clock.now() + idle_limit(), last_instant(row))


def _has_expired(row: UserSession) -> bool:
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
    if row is None or not row.user.active or _has_expired(row):
        return None
    g.user_session = row
    return row.user


def _note_last_seen(response: Response) -> Response:
    """Update the session's last-seen time after the view: the only write a GET may do.

    A GET has been reading, and in WAL a read that goes on to write fails at once where anybody has written since. So
    its reading ends first, and the note is a short writing transaction of its own, left out where others are writing.
    """
    row = g.get("user_session")
    if row is None or response.status_code >= 400 or clock.now() - row.last_seen_at <= timedelta(minutes=1):
        return response
    seen = update(UserSession).where(UserSession.id == row.id).values(last_seen_at=clock.now())
    if g.get("may_write"):
        db.session.execute(seen)
    else:
        transactions.write_unless_busy(seen)
    return response


def install(app: Flask) -> None:
    """Set up Flask-Login on session rows."""
    manager = LoginManager()
    # Its own context processor would load the user for every template, the error page of a failed database included.
    manager.init_app(app, add_context_processor=False)
    manager.session_protection = None
    manager.request_loader(_load)
    app.after_request(_note_last_seen)

    @manager.unauthorized_handler
    def _sign_in_first() -> Response:
        after = request.full_path.rstrip("?") if request.method == "GET" else ""
        return redirect(url_for("users.sign_in", next=after or None))  # type: ignore[return-value]
