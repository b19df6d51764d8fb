"""Signing in: who it is, and how guessing is slowed."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.users import passwords, queries
from outreach.users.models import FailedSignIn, User
from outreach.users.sessions import hashed

#: After so many wrong passwords within so long, an account rests.
MOST_FAILURES, REST = 5, timedelta(minutes=15)


class TooManyAttempts(DomainError):
    """The account rests after too many wrong passwords."""


def check_sign_in(*, email: str, password: str) -> User:
    """The colleague with this address and password.

    Raises TooManyAttempts while the account rests, DomainError where address or password is wrong; that failure is
    counted and must be kept (`transactions.keep`). Both messages are the same for an account that does not exist.
    """
    account = hashed(email.strip().lower())
    if queries.count_failed_sign_ins(account, clock.now() - REST) >= MOST_FAILURES:
        raise TooManyAttempts("", _("Der har været for mange forkerte forsøg. Vent et kvarter, og prøv så igen."))
    identity = queries.find_password_identity(email)
    right = passwords.matches(identity.secret_hash if identity else None, password[: passwords.LONGEST])
    if identity is None or not right or not identity.user.active:
        db.session.add(FailedSignIn(account=account))
        db.session.flush()
        raise DomainError("", _("Mailadressen eller adgangskoden passer ikke. Prøv igen, eller bed jeres "
                                "administrator om et nyt link."))
    if passwords.is_outdated(identity.secret_hash):
        identity.secret_hash = passwords.hash_password(password)
    forget_failures(account)
    return identity.user


def forget_failures(account: str) -> None:
    """A right password wipes the account's slate; what is older than a day is of no use to anyone."""
    db.session.execute(delete(FailedSignIn).where(
        (FailedSignIn.account == account) | (FailedSignIn.at < clock.now() - timedelta(days=1))))
