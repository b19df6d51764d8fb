"""Setting and changing a password, and ending the sessions and links of the old one."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError, NotFound
from outreach.core.transactions import begin_writing
from outreach.users import passwords, queries
from outreach.users.models import LinkPurpose, Provider, SignInIdentity, User, UserSession
from outreach.users.service.links import open_link
from outreach.users.service.sessions import end_sessions
from outreach.users.service.signing_in import check_own_password
from outreach.users.service.throttle import account_hash, lock_sign_in, reset_account


def check_new_password(password: str, *, user_name: str = "", email: str = "", field: str = "password") -> None:
    """Raises DomainError where a new password is too short, too common or too easy to guess."""
    fault = passwords.weakness(password, about=(user_name, email))
    messages = {
        "short": _("Brug mindst %(least)s tegn. En lille sætning er nem at huske.", least=passwords.MIN_LENGTH),
        "long": _("Brug højst %(most)s tegn.", most=passwords.MAX_LENGTH),
        "common": _("Den adgangskode prøver alle først. Find på en anden."),
        "monotonous": _("Den adgangskode er for nem at gætte. Brug flere forskellige tegn."),
        "personal": _("Den adgangskode ligner navnet eller mailadressen for meget. Find på en anden."),
    }
    if fault:
        raise DomainError(field, messages[fault])


def set_password(*, user: User, password: str, by: User | None, keep: UserSession | None = None) -> None:
    """As `store_password`, for who may take the time to hash it."""
    store_password(user=user, secret_hash=passwords.hash_password(password), by=by, keep=keep)


def hash_new_password(password: str, *, user_name: str = "", email: str = "", field: str = "password") -> str:
    """The hash of a new password, made before anything is written. Raises as `check_new_password`."""
    check_new_password(password, user_name=user_name, email=email, field=field)
    return passwords.hash_password(password)


def store_password(*, user: User, secret_hash: str, by: User | None, keep: UserSession | None = None) -> None:
    """Keep a hash of a password as the way `user` signs in. Does not judge it: see `hash_new_password`.

    Every session but `keep` ends, and links to set a password become invalid.
    """
    # Waits for a sign-in with the old password in progress, so that its session is ended too.
    lock_sign_in(account_hash(user.email))
    identity = queries.find_password_identity_of(user)
    if identity is None:
        identity = SignInIdentity(user=user, provider=Provider.PASSWORD, subject=user.email)
        db.session.add(identity)
    identity.secret_hash = secret_hash
    db.session.flush()
    reset_account(user.email)
    end_links(user)
    audit.record(by=by, act="user.set_password", subject=user, changes=[])
    end_sessions(user=user, by=by, keep=keep)


def end_links(user: User) -> None:
    """Invalidate every link made for a colleague, and a sign-in that waits for its code."""
    for link in queries.list_unused_links(user):
        link.used_at = clock.now()


def set_password_by_link(*, token: str, password: str) -> User:
    """Use up a link and set its colleague's password."""
    link = open_link(token, LinkPurpose.SET_PASSWORD)
    if link.user is None:
        raise NotFound
    secret_hash = hash_new_password(password, user_name=link.user.name, email=link.user.email)
    begin_writing()
    link = open_link(token, LinkPurpose.SET_PASSWORD, lock=True)
    if link.user is None:
        raise NotFound
    link.used_at = clock.now()
    store_password(user=link.user, secret_hash=secret_hash, by=link.user)
    return link.user


def change_own_password(*, current: str, new: str, by: User, address: str, keep: UserSession | None = None) -> None:
    """Change one's own password; the present one is asked for, since a browser may be left open. Only the session
    `keep`, where the change is made, goes on.

    Raises TooManyAttempts, or DomainError for `current_password` or `new_password`. A wrong present password counts
    like a wrong sign-in and must be kept.
    """
    try:
        secret_hash, fault = hash_new_password(new, user_name=by.name, email=by.email, field="new_password"), None
    except DomainError as error:
        secret_hash, fault = "", error
    check_own_password(by=by, password=current, address=address, field="current_password")
    if fault is not None:
        raise fault
    store_password(user=by, secret_hash=secret_hash, by=by, keep=keep)
