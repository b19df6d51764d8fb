"""Reading colleagues, their ways to sign in, and one-time links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import joinedload

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.core.permissions import Role
from outreach.users.models import (
    FailedSignIn,
    OneTimeLink,
    Provider,
    RecoveryCode,
    SecondFactor,
    SignInIdentity,
    User,
    UserSession,
)


def find_user_by_email(email: str) -> User | None:
    """The colleague with this address, in any case of letters, or None."""
    return db.session.scalar(select(User).where(User.email == email.strip().lower()))


def find_active_user(user_id: int) -> User | None:
    """The colleague with this inner key, unless the account is closed."""
    user = db.session.get(User, user_id)
    return user if user is not None and user.active else None


def get_user_by_email(email: str) -> User:
    """As `find_user_by_email`; NotFound where there is none."""
    user = find_user_by_email(email)
    if user is None:
        raise NotFound
    return user


def select_id(public_id: str) -> Select[int]:
    """The inner key of the colleague with this public id, as a subquery."""
    return select(User.id).where(User.public_id == public_id)


def list_users(*, active_only: bool = True) -> Sequence[User]:
    """Colleagues by name."""
    query = select(User).order_by(func.lower(User.name), User.id)
    return db.session.scalars(query.where(User.active) if active_only else query).all()


def count_users() -> int:
    """How many accounts there are, active or not."""
    return db.session.scalar(select(func.count()).select_from(User)) or 0


def find_password_identity(email: str) -> SignInIdentity | None:
    """The password identity of a mail address, with its user; None where there is none."""
    return db.session.scalar(
        select(SignInIdentity).where(SignInIdentity.provider == Provider.PASSWORD,
                                     SignInIdentity.subject == email.strip().lower())
        .options(joinedload(SignInIdentity.user)))


def find_password_identity_of(user: User) -> SignInIdentity | None:
    """The password identity of a colleague; None where no password is set."""
    return db.session.scalar(select(SignInIdentity).where(SignInIdentity.provider == Provider.PASSWORD,
                                                          SignInIdentity.user_id == user.id))


def find_link(token_hash: str, *, lock: bool = False) -> OneTimeLink | None:
    """A one-time link by the hash of its token, used up or not. `lock` locks the row for this transaction."""
    query = (select(OneTimeLink).where(OneTimeLink.token_hash == token_hash).options(joinedload(OneTimeLink.user))
             .execution_options(populate_existing=lock))
    return db.session.scalar(query.with_for_update(of=OneTimeLink, key_share=True) if lock else query)


def list_unused_links(user: User | None) -> Sequence[OneTimeLink]:
    """Links made for a colleague (None: for the first run) and not used yet, oldest first."""
    return db.session.scalars(
        select(OneTimeLink).where(OneTimeLink.user_id == (user.id if user else None), OneTimeLink.used_at.is_(None))
        .order_by(OneTimeLink.id)).all()


def list_open_sessions(user: User) -> Sequence[UserSession]:
    """The sessions of a colleague that nobody has ended, oldest first; some may have run out."""
    return db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .order_by(UserSession.id)).all()


def list_live_sessions(user: User, *, idle: timedelta, absolute: timedelta) -> Sequence[UserSession]:
    """The sessions of a colleague that are still valid, most recently used first."""
    now = clock.now()
    return db.session.scalars(
        select(UserSession).where(UserSession.user_id == user.id, UserSession.ended_at.is_(None),
                                  UserSession.last_seen_at >= now - idle, UserSession.created_at >= now - absolute)
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())).all()


def get_session(user: User, public_id: str) -> UserSession:
    """One session of a colleague; NotFound where it is nobody's or another's."""
    session = db.session.scalar(select(UserSession).where(UserSession.user_id == user.id,
                                                        UserSession.public_id == public_id))
    if session is None:
        raise NotFound
    return session


def find_nth_failure(*, since: datetime, nth: int, account: str | None = None,
                     address: str | None = None) -> datetime | None:
    """When the nth-latest failure since an instant happened, of an account, an address or both; None where there are
    fewer."""
    query = select(FailedSignIn.at).where(FailedSignIn.at > since)
    if account is not None:
        query = query.where(FailedSignIn.account == account)
    if address is not None:
        query = query.where(FailedSignIn.address == address)
    return db.session.scalar(query.order_by(FailedSignIn.at.desc(), FailedSignIn.id.desc()).offset(nth - 1).limit(1))


def get_user(public_id: str) -> User:
    """A colleague with branch and second factor; NotFound where there is none."""
    user = db.session.scalar(select(User).where(User.public_id == public_id)
                             .options(joinedload(User.branch), joinedload(User.second_factor)))
    if user is None:
        raise NotFound
    return user


def lock_administrators() -> Sequence[int]:
    """The keys of the active administrators who can sign in, locked until this transaction ends."""
    has_password = exists().where(SignInIdentity.user_id == User.id, SignInIdentity.secret_hash != "")
    return db.session.scalars(
        select(User.id).where(User.role == Role.ADMINISTRATOR, User.active, has_password)
        .order_by(User.id).with_for_update(key_share=True)).all()


def get_user_to_write(public_id: str) -> User:
    """As `get_user`, read again and locked until this transaction ends. The administrators are always locked first: two
    who locked each other's account after their own would deadlock."""
    lock_administrators()
    user = db.session.scalar(select(User).where(User.public_id == public_id).with_for_update(key_share=True)
                             .execution_options(populate_existing=True))
    if user is None:
        raise NotFound
    return user


@dataclass(frozen=True)
class ColleagueRow:
    """A colleague in the administrators' list."""

    user: User
    can_sign_in: bool
    last_seen_at: datetime | None


def list_colleagues() -> Sequence[ColleagueRow]:
    """Every account with its last activity: active ones first, then by name."""
    last_seen = (select(UserSession.user_id, func.max(UserSession.last_seen_at).label("at"))
            .group_by(UserSession.user_id).subquery())
    has_password = exists().where(SignInIdentity.user_id == User.id, SignInIdentity.secret_hash != "")
    rows = db.session.execute(
        select(User, has_password, last_seen.c.at).outerjoin(last_seen, last_seen.c.user_id == User.id)
        .options(joinedload(User.branch), joinedload(User.second_factor))
        .order_by(User.active.desc(), func.lower(User.name), User.id))
    return [ColleagueRow(user, bool(can), at) for user, can, at in rows]


def find_second_factor(user: User, *, lock: bool = False) -> SecondFactor | None:
    """A colleague's second factor, set up or being set up; None where there is none."""
    query = select(SecondFactor).where(SecondFactor.user_id == user.id).execution_options(populate_existing=lock)
    return db.session.scalar(query.with_for_update(key_share=True) if lock else query)


def list_recovery_codes(user: User) -> Sequence[RecoveryCode]:
    """A colleague's recovery codes that are not used yet."""
    return db.session.scalars(
        select(RecoveryCode).where(RecoveryCode.user_id == user.id, RecoveryCode.used_at.is_(None))
        .order_by(RecoveryCode.id)).all()
