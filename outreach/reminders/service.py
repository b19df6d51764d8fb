"""A colleague's calendar address and mail: the acts, each with its audit."""

from __future__ import annotations

import hashlib
import secrets

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.reminders import queries
from outreach.reminders.models import CalendarFeed, MailChoice
from outreach.users.models import User


def secret_hash(secret: str) -> str:
    """What is kept of a secret address. It is random and long, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def make_feed(*, by: User) -> str:
    """A new calendar address; the one before stops working. The secret part, which is shown once and not kept."""
    _close_all(by)
    secret = secrets.token_urlsafe(32)
    db.session.add(CalendarFeed(user_id=by.id, secret_hash=secret_hash(secret)))
    record(by=by, act="calendar.make", subject=None, subject_type="user", subject_id=by.public_id)
    db.session.flush()
    return secret


def revoke_feed(*, by: User) -> None:
    """Close the calendar address."""
    if _close_all(by):
        record(by=by, act="calendar.revoke", subject=None, subject_type="user", subject_id=by.public_id)
    db.session.flush()


def choose_mail(*, by: User, wants_mail: bool) -> None:
    """Say yes or no to the daily mail."""
    if queries.wants_mail(by) == wants_mail:
        return
    choice = queries.find_choice(by)
    if choice is None:
        choice = MailChoice(user_id=by.id)
        db.session.add(choice)
    choice.wants_mail = wants_mail
    record(by=by, act="mail.choose", subject=None, subject_type="user", subject_id=by.public_id,
           values={"wants_mail": wants_mail})
    db.session.flush()


def _close_all(user: User) -> bool:
    feeds = queries.list_open_feeds(user)
    for feed in feeds:
        feed.revoked_at = clock.now()
    return bool(feeds)
