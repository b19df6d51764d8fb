"""Who is in the portal the demo is about to be loaded into."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from outreach.core.db import db
from outreach.library.starter import entries
from outreach.users.models import Provider, SignInIdentity, User


def has_users() -> bool:
    """Whether the portal has a user at all."""
    return db.session.scalar(select(User.id).order_by(User.id).limit(1)) is not None


def list_identities() -> Sequence[SignInIdentity]:
    """The demo colleagues' ways to sign in, in the order of the file; those removed since are left out."""
    emails = [values["email"] for values in entries("users", "user")]
    query = (select(SignInIdentity).where(SignInIdentity.provider == Provider.PASSWORD,
                                          SignInIdentity.subject.in_(emails))
             .options(joinedload(SignInIdentity.user)))
    return sorted(db.session.scalars(query), key=lambda identity: emails.index(identity.subject))
