"""Load the demo library: the library itself, its words, offers, colleagues, partners and a first meeting.

Everything goes through one transaction that the caller holds. A portal that already holds a demo gets nothing
added: what visitors have changed or removed stays as they left it.
"""

from __future__ import annotations

import secrets

from outreach.audit.service import record
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.demo import (
    load_closings,
    load_contact,
    load_followups,
    load_meetings,
    load_partners,
    load_reports,
    load_visits,
    queries,
)
from outreach.demo.cast import Cast, instant_days_ago
from outreach.library import queries as library
from outreach.library import starter
from outreach.library.models import Branch, District, LibraryProfile
from outreach.library.starter import entries
from outreach.offers.starter import add_offers
from outreach.users.models import Provider, SignInIdentity, User, UserSession
from outreach.users.sessions import hashed


class NotADemoError(Exception):
    """The portal already belongs to a library; the demo is only for an empty one."""


def load(secret_hash: str) -> bool:
    """Load the demo. `secret_hash` is the hash of the one password that all demo colleagues share.

    Returns whether anything was added: False where the demo is there already. Raises NotADemoError where the portal
    belongs to a library of its own.
    """
    profile = library.find_profile()
    if profile is not None and profile.is_demo:
        return False
    if profile is not None or queries.has_users():
        raise NotADemoError
    cast = Cast(lists=starter.add_lists(), district=starter.add_terms(District, "library", "district"))
    _load_library(cast)
    cast.offer = add_offers(cast.lists, resting_too=True)
    _load_users(cast, secret_hash)
    db.session.flush()
    load_partners.load(cast)
    db.session.flush()
    load_meetings.load(cast)
    load_contact.load(cast)
    load_followups.load(cast)
    load_visits.load(cast)
    load_closings.load(cast)
    load_reports.load(cast)
    record(by=None, act="demo.load", subject=library.get_profile(), changes=())
    db.session.flush()
    return True


def set_passwords(secret_hash: str) -> None:
    """Give every demo colleague the password with this hash."""
    for identity in queries.list_identities():
        identity.secret_hash = secret_hash
    db.session.flush()


def _load_library(cast: Cast) -> None:
    for values in entries("library", "library"):
        db.session.add(LibraryProfile(**values, is_demo=True))
    for position, values in enumerate(entries("library", "branch")):
        key = values.pop("key")
        cast.branch[key] = branch = Branch(**values, position=position)
        db.session.add(branch)


def _load_users(cast: Cast, secret_hash: str) -> None:
    for values in entries("users", "user"):
        key, seen, browser = values.pop("key"), values.pop("seen_days_ago", None), values.pop("browser", "")
        cast.user[key] = user = User(**{
            **values, "role": Role(values["role"]), "branch": cast.branch.get(values.get("branch", ""))})
        db.session.add(SignInIdentity(user=user, provider=Provider.PASSWORD, subject=user.email,
                                      secret_hash=secret_hash))
        if seen is not None:
            at = instant_days_ago(seen)
            db.session.add(UserSession(user=user, token_hash=hashed(secrets.token_urlsafe(32)), browser=browser,
                                       created_at=at, last_seen_at=at, ended_at=at))
