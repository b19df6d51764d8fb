"""Colleagues, their sign-in identities and sessions. A user may have several identities: a password now, the
municipality's single sign-on later."""

from __future__ import annotations

import enum
from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, Stamped, UtcDateTime, db, enum_type
from outreach.core.permissions import Role
from outreach.library.models import Branch


class User(UserMixin, Identified, Stamped, Model):
    """A colleague. `title` and `phone` are printed on papers where this colleague is the contact."""

    __tablename__ = "user"

    name: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(120), unique=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    role: Mapped[Role] = mapped_column(enum_type(Role))
    language: Mapped[str] = mapped_column(String(2), default="da")
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id", ondelete="SET NULL"))
    active: Mapped[bool] = mapped_column(default=True)
    branch: Mapped[Branch | None] = relationship()
    second_factor: Mapped[SecondFactor | None] = relationship(back_populates="user", passive_deletes=True)

    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for a code too."""
        return self.second_factor is not None and bool(self.second_factor.secret)


class Provider(enum.Enum):
    """What an identity is checked with."""

    PASSWORD = "password"  # noqa: S105 - a kind of identity, not a secret


class SignInIdentity(Identified, Stamped, Model):
    """One way for one user to sign in: provider and the subject it knows the user by."""

    __tablename__ = "sign_in_identity"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    provider: Mapped[Provider] = mapped_column(enum_type(Provider))
    subject: Mapped[str] = mapped_column(String(200))
    secret_hash: Mapped[str] = mapped_column(String(200), default="")
    user: Mapped[User] = relationship()

    __table_args__ = (db.UniqueConstraint("provider", "subject"),)


class UserSession(Identified, Model):
    """A signed-in browser. The cookie holds a random token, the row only its hash. `confirmed_at` is when the password
    was last confirmed in this session."""

    __tablename__ = "user_session"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    last_seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    browser: Mapped[str] = mapped_column(String(120), default="")
    user: Mapped[User] = relationship()


class SecondFactor(Stamped, Model):
    """An authenticator app's secret, encrypted. `pending` is a secret being set up, not valid yet; `last_step` is the
    time step of the last code accepted, so that none is accepted twice."""

    __tablename__ = "second_factor"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str] = mapped_column(String(300), default="")
    pending: Mapped[str] = mapped_column(String(300), default="")
    last_step: Mapped[int] = mapped_column(default=0)
    user: Mapped[User] = relationship(back_populates="second_factor")


class RecoveryCode(Model):
    """The hash of a code that replaces the app's code once; codes made together share a salt."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    salt: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class LinkPurpose(enum.Enum):
    """What a one-time link opens."""

    FIRST_RUN = "first_run"
    SET_PASSWORD = "set_password"  # noqa: S105 - a purpose, not a secret
    SECOND_STEP = "second_step"


class OneTimeLink(Identified, Model):
    """A link that works once, until it expires. Only the hash of its token is stored."""

    __tablename__ = "one_time_link"

    purpose: Mapped[LinkPurpose] = mapped_column(enum_type(LinkPurpose))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User | None] = relationship()


class FailedSignIn(Model):
    """A wrong password or code, for the rate limit: keyed hashes of the account and the network address, never the text
    itself."""

    __tablename__ = "failed_sign_in"

    id: Mapped[int] = mapped_column(primary_key=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    address: Mapped[str] = mapped_column(String(64), default="", index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
