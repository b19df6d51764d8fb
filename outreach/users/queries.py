"""Reading colleagues, their ways to sign in, and one-time links."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.users.models import FailedSignIn, OneTimeLink, Provider, SignInIdentity, User, UserSession


def find_user_by_email(email: str) -> User | None:
    """The colleague with this address, in any case of letters, or None."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def get_user_by_email(email: str) -> User:
    """As `find_user_by_email`; NotFound where there is none."""
    user = find_user_by_email(email)
    if user is None:
        raise NotFound
    return user


def list_users(*, active_only: bool = True) -> Sequence[User]:
    """Colleagues by name."""
    query = select(User).order_by(func.lower(User.name), User.id)
    return db.session.scalars(query.where(User.active) if active_only else query).all()


def count_users() -> int:
    """How many accounts there are, active or not."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def find_password_identity(email: str) -> SignInIdentity | None:
    """The password that belongs to an address, with its user; None where there is none."""
    return db.session.scalar(
        select(SignInIdentity).where(SignInIdentity.provider == Provider.PASSWORD,
                                     SignInIdentity.subject == email.strip().lower())
        .options(joinedload(SignInIdentity.user)))


def find_password_identity_of(user: User) -> SignInIdentity | None:
    """The password of a colleague; None where none is set."""
    return db.session.scalar(select(SignInIdentity).where(SignInIdentity.provider == Provider.PASSWORD,
                                                          SignInIdentity.user_id == user.id))


def find_link(token_hash: str, *, lock: bool = False) -> OneTimeLink | None:
    """A one-time link by the hash of its token, used up or not. `lock` keeps others from using it meanwhile."""
    query = select(OneTimeLink).where(OneTimeLink.token_hash == token_hash).options(joinedload(OneTimeLink.user))
    return db.session.scalar(query.with_for_update(of=OneTimeLink) if lock else query)


def list_unused_links(user: User | None) -> Sequence[OneTimeLink]:
    """Links made for a colleague (None: for the first run) and not used yet, oldest first."""
    return db.session.scalars(
        select(OneTimeLink).where(OneTimeLink.user_id == (user.id if user else None), OneTimeLink.used_at.is_(None))
        .order_by(OneTimeLink.id)).all()


def list_open_sessions(user: User) -> Sequence[UserSession]:
    """The browsers a colleague is signed in on, oldest first."""
    return db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .order_by(UserSession.id)).all()


def count_failed_sign_ins(account: str, since: datetime) -> int:
    """Wrong passwords for an account (the hash of what was typed) since an instant."""
    return db.session.scalar(select(func.count()).select_from(FailedSignIn)
                             .where(FailedSignIn.account == account, FailedSignIn.at > since)) or 0
