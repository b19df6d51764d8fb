"""Signing in: by password, and by a code where a second factor is on."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask_babel import gettext as _

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.transactions import begin_writing
from outreach.users import passwords, queries
from outreach.users.models import LinkPurpose, OneTimeLink, User
from outreach.users.service.links import open_link
from outreach.users.service.second_factor import check_code, hash_typed_code
from outreach.users.service.throttle import Attempts, TooManyAttempts
from outreach.users.sessions import hashed

#: How long the code may come after the password.
STEP_LIFE = timedelta(minutes=10)


def check_sign_in(*, email: str, password: str, address: str) -> User:
    """The colleague with this mail address and password; `address` is the network address it came from.

    Raises TooManyAttempts while there were too many wrong ones, DomainError where mail address or password is wrong;
    that failure is counted, so commit it (`transactions.commit_on_error`). Both messages are the same for an account
    that does not exist.
    """
    attempts = Attempts(email, address)
    attempts.check()
    identity = queries.find_password_identity(email)
    known = identity.secret_hash if identity else None
    is_right = passwords.matches(known, password[: passwords.MAX_LENGTH])
    renewed = passwords.hash_password(password) if is_right and passwords.is_outdated(known or "") else None
    begin_writing()
    attempts.check()  # others may have tried, or changed it, while this one was looked at
    identity = queries.find_password_identity(email)
    is_right = is_right and identity is not None and identity.secret_hash == known
    if identity is None or not is_right or not identity.user.active:
        attempts.record_failure()
        if identity is not None:
            audit.record(by=None, act="user.sign_in_refused", subject=identity.user, changes=[])
        raise DomainError("", _("Mailadressen eller adgangskoden passer ikke. Prøv igen, eller bed jeres "
                                "administrator om et nyt link."))
    if renewed:
        identity.secret_hash = renewed
    attempts.reset()
    return identity.user


def check_own_password(*, by: User, password: str, address: str, field: str) -> None:
    """Check that `by` knows their own password, since a browser may be left open. Raises as `check_sign_in`, at
    `field`."""
    try:
        check_sign_in(email=by.email, password=password, address=address)
    except TooManyAttempts as error:
        raise TooManyAttempts(field, error.again_at) from None
    except DomainError:
        raise DomainError(field, _("Det er ikke din nuværende adgangskode.")) from None


def note_sign_in(*, user: User) -> None:
    """Record in the audit that a colleague has signed in, and how."""
    audit.record(by=user, act="user.sign_in", subject=user, changes=[],
                 values={"with": "password and code" if user.has_second_factor else "password"})


def begin_second_step(user: User) -> str:
    """After the right password: the token of the step that asks for the code, valid for STEP_LIFE."""
    token = secrets.token_urlsafe(32)
    db.session.add(OneTimeLink(purpose=LinkPurpose.SECOND_STEP, user=user, token_hash=hashed(token),
                               expires_at=clock.now() + STEP_LIFE))
    db.session.flush()
    return token


def finish_second_step(*, token: str, code: str, address: str) -> User:
    """The user of a step whose code is right.

    Raises LinkUnusable where the step is too old, TooManyAttempts, or DomainError for `code`, which must be committed
    (`commit_on_error`).
    """
    step = open_link(token, LinkPurpose.SECOND_STEP)
    assert step.user is not None
    hashes = hash_typed_code(step.user, code)
    begin_writing()
    step = open_link(token, LinkPurpose.SECOND_STEP, lock=True)
    assert step.user is not None
    check_code(user=step.user, code=code, address=address, hashes=hashes)
    step.used_at = clock.now()
    db.session.flush()
    return step.user
