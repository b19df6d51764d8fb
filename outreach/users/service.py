"""What can be done with accounts: make one, sign in, set a password, open a one-time link."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import delete

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError, NotFound
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.library.queries import find_profile
from outreach.users import passwords, queries
from outreach.users.models import FailedSignIn, LinkPurpose, OneTimeLink, Provider, SignInIdentity, User, UserSession
from outreach.users.sessions import hashed

#: After so many wrong passwords within so long, an account rests.
MOST_FAILURES, REST = 5, timedelta(minutes=15)
LINK_LIFE = timedelta(hours=24)


class TooManyAttempts(DomainError):
    """The account rests after too many wrong passwords."""


class LinkUnusable(Exception):
    """A one-time link that was used, ran out, or never was."""


@dataclass(frozen=True)
class LibraryBasics:
    """What the first visitor tells about the library."""

    name: str
    address: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""


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
    _forget_failures(account)
    return identity.user


def _forget_failures(account: str) -> None:
    """A right password wipes the account's slate; what is older than a day is of no use to anyone."""
    db.session.execute(delete(FailedSignIn).where(
        (FailedSignIn.account == account) | (FailedSignIn.at < clock.now() - timedelta(days=1))))


def add_user(*, name: str, email: str, role: Role, by: User | None, language: str = "da", title: str = "",
             phone: str = "") -> User:
    """A new colleague without a password yet; hand over a link from `make_link`."""
    email = email.strip().lower()
    if queries.find_user_by_email(email) is not None:
        raise DomainError("email", _("Der er allerede en kollega med den mailadresse."))
    user = User(name=name.strip(), email=email, role=role, language=language, title=title, phone=phone)
    db.session.add(user)
    db.session.flush()
    audit.record(by=by, act="user.add", subject=user, changes=[],
                 values={"name": user.name, "email": user.email, "role": role, "language": language})
    return user


def check_new_password(password: str, *, user_name: str = "", email: str = "", field: str = "password") -> None:
    """Raises DomainError where a new password is too short, too common or too easy to guess."""
    fault = passwords.weakness(password, about=(user_name, email))
    messages = {
        "short": _("Brug mindst %(least)s tegn. En lille sætning er nem at huske.", least=passwords.SHORTEST),
        "long": _("Brug højst %(most)s tegn.", most=passwords.LONGEST),
        "common": _("Den adgangskode prøver alle først. Find på en anden."),
        "monotonous": _("Den adgangskode er for nem at gætte. Brug flere forskellige tegn."),
        "personal": _("Den adgangskode ligner navnet eller mailadressen for meget. Find på en anden."),
    }
    if fault:
        raise DomainError(field, messages[fault])


def set_password(*, user: User, password: str, by: User | None, keep: UserSession | None = None) -> None:
    """Keep `password` as the way `user` signs in. Does not judge it: see `check_new_password`.

    Whoever is in with the old one is out: every session but `keep` ends, and links to set a password go dead.
    """
    identity = queries.find_password_identity_of(user)
    if identity is None:
        identity = SignInIdentity(user=user, provider=Provider.PASSWORD, subject=user.email)
        db.session.add(identity)
    identity.secret_hash = passwords.hash_password(password)
    db.session.flush()
    _forget_failures(hashed(user.email))
    for session in queries.list_open_sessions(user):
        if keep is None or session.id != keep.id:
            session.ended_at = clock.now()
    for link in queries.list_unused_links(user):
        if link.purpose is LinkPurpose.SET_PASSWORD:
            link.used_at = clock.now()
    audit.record(by=by, act="user.set_password", subject=user, changes=[])


def change_own_password(*, current: str, new: str, by: User, keep: UserSession | None = None) -> None:
    """Change one's own password; the present one is asked for, since a browser may be left open. Only the session
    `keep`, where the change is made, goes on.

    Raises TooManyAttempts, or DomainError for `current_password` or `new_password`. A wrong present password counts
    like a wrong sign-in and must be kept.
    """
    try:
        check_sign_in(email=by.email, password=current)
    except TooManyAttempts as error:
        raise TooManyAttempts("current_password", error.message) from None
    except DomainError:
        raise DomainError("current_password", _("Det er ikke din nuværende adgangskode.")) from None
    check_new_password(new, user_name=by.name, email=by.email, field="new_password")
    set_password(user=by, password=new, by=by, keep=keep)


def edit_own_profile(*, by: User, name: str, title: str, phone: str, language: str) -> None:
    """What a colleague may change of themselves: what stands on papers, and the portal's language."""
    by.name, by.title, by.phone, by.language = name, title, phone, language
    audit.record(by=by, act="user.edit", subject=by)
    db.session.flush()


def make_link(*, purpose: LinkPurpose, user: User | None, by: User | None) -> str:
    """The token of a new one-time link, to be handed over and never kept; earlier unused ones stop working."""
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
    """The link of a token, still good for `purpose`; looking uses nothing up. Raises LinkUnusable."""
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


def set_password_by_link(*, token: str, password: str) -> User:
    """Use up a link and set its colleague's password."""
    link = open_link(token, LinkPurpose.SET_PASSWORD, lock=True)
    if link.user is None:
        raise NotFound
    check_new_password(password, user_name=link.user.name, email=link.user.email)
    link.used_at = clock.now()
    set_password(user=link.user, password=password, by=link.user)
    return link.user


def set_up_portal(*, token: str, name: str, email: str, password: str, language: str, library: LibraryBasics) -> User:
    """The first run: use up its link, make the administrator and the library's profile."""
    link = open_link(token, LinkPurpose.FIRST_RUN, lock=True)
    check_new_password(password, user_name=name, email=email)
    link.used_at = clock.now()
    user = add_user(name=name, email=email, role=Role.ADMINISTRATOR, by=None, language=language)
    set_password(user=user, password=password, by=user)
    profile = LibraryProfile(name=library.name, address=library.address, postal_code=library.postal_code,
                             city=library.city, phone=library.phone, email=library.email, contact_name=name,
                             contact_phone=library.phone, contact_email=email)
    db.session.add(profile)
    db.session.flush()
    audit.record(by=user, act="library.set_up", subject=profile, changes=[],
                 values={"name": library.name, "address": library.address, "postal_code": library.postal_code,
                         "city": library.city, "phone": library.phone, "email": library.email})
    return user
