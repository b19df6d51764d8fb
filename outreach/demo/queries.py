"""Who is in the portal the demo is about to be loaded into."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import inspect, select
from sqlalchemy.orm import joinedload

from outreach.core.db import db
from outreach.library.models import LibraryProfile
from outreach.library.starter import entries
from outreach.users.models import Provider, SignInIdentity, User


def has_users() -> bool:
    """Whether the portal has a user at all."""
    return db.session.scalar(select(User.id).order_by(User.id).limit(1)) is not None


def may_become_a_demo() -> bool:
    """Whether the demo may be loaded here: an empty database, or one that holds the demo already. Asks no table that
    need not be there: nothing has been migrated yet."""
    tables = set(inspect(db.engine).get_table_names())
    if not tables:
        return True
    if not {"library_profile", "user"} <= tables:
        return tables <= {"alembic_version"}
    is_demo = db.session.scalar(select(LibraryProfile.is_demo).limit(1))
    return is_demo if is_demo is not None else not has_users()


def list_identities() -> Sequence[SignInIdentity]:
    """The demo colleagues' ways to sign in, in the order of the file; those removed since are left out."""
    emails = [values["email"] for values in entries("users", "user")]
    query = (select(SignInIdentity).where(SignInIdentity.provider == Provider.PASSWORD,
                                          SignInIdentity.subject.in_(emails))
             .options(joinedload(SignInIdentity.user)))
    return sorted(db.session.scalars(query), key=lambda identity: emails.index(identity.subject))
