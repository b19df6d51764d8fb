"""One-time links: handed over by whoever made them, used once, stored as a hash only."""

from __future__ import annotations

import secrets
from datetime import timedelta

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.expiry import expire_after
from outreach.library.queries import find_profile
from outreach.users import queries
from outreach.users.models import LinkPurpose, OneTimeLink, User
from outreach.users.sessions import hashed

LINK_LIFE = timedelta(hours=24)
expire_after(OneTimeLink, OneTimeLink.expires_at, timedelta(days=30))


class LinkUnusable(Exception):
    """A one-time link that was used, has expired or never existed."""


def make_link(*, purpose: LinkPurpose, user: User | None, by: User | None) -> str:
    """The token of a new one-time link, which is stored nowhere; earlier unused ones become invalid."""
    now = clock.now()
    for earlier in queries.list_unused_links(user):
        if earlier.purpose is purpose:
            earlier.used_at = now
    token = secrets.token_urlsafe(32)
    db.session.add(OneTimeLink(purpose=purpose, user=user, token_hash=hashed(token), expires_at=now + LINK_LIFE))
    db.session.flush()
    if user is not None:
        audit.record(by=by, act="user.make_link", subject=user, changes=[])
    return token


def open_link(token: str, purpose: LinkPurpose, *, lock: bool = False) -> OneTimeLink:
    """The link of a token, still valid for `purpose`; this does not use it up. Raises LinkUnusable."""
    link = queries.find_link(hashed(token), lock=lock)
    if link is None or link.purpose is not purpose or link.used_at is not None or link.expires_at <= clock.now():
        raise LinkUnusable
    if link.user is not None and not link.user.active:
        raise LinkUnusable
    if purpose is LinkPurpose.FIRST_RUN and is_set_up():
        raise LinkUnusable
    return link


def is_set_up() -> bool:
    """Whether somebody has made the first account or the library's profile."""
    return queries.count_users() > 0 or find_profile() is not None
