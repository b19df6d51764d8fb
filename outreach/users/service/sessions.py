"""Ending sessions: one's own, or a colleague's by an administrator."""

from __future__ import annotations

from datetime import timedelta

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.expiry import expire_after
from outreach.users import queries
from outreach.users.models import User, UserSession

# Administrators see when a colleague was last active; half a year is enough for that.
expire_after(UserSession, UserSession.last_seen_at, timedelta(days=180))


def end_session(*, session: UserSession, by: User) -> None:
    """End one session; does nothing where it has ended already."""
    if session.ended_at is None:
        session.ended_at = clock.now()
        audit.record(by=by, act="user.end_session", subject=session.user, changes=[])
        db.session.flush()


def end_sessions(*, user: User, by: User | None, keep: UserSession | None = None) -> int:
    """End all sessions of a colleague but `keep`; returns how many were open."""
    ended = [session for session in queries.list_open_sessions(user) if keep is None or session.id != keep.id]
    for session in ended:
        session.ended_at = clock.now()
    if ended:
        audit.record(by=by, act="user.end_sessions", subject=user, changes=[], values={"sessions": len(ended)})
        db.session.flush()
    return len(ended)
