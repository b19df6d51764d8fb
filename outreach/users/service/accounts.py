"""Accounts of colleagues: adding, editing, closing, and the first one of a new portal."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.core.transactions import advisory_lock, begin_writing
from outreach.library.models import Branch, LibraryProfile
from outreach.users import queries
from outreach.users.models import LinkPurpose, User
from outreach.users.service.links import make_link, open_link
from outreach.users.service.passwords import end_links, hash_new_password, store_password
from outreach.users.service.sessions import end_sessions


@dataclass(frozen=True)
class LibraryBasics:
    """The library's details entered when the portal is set up."""

    name: str
    address: str = ""
    postal_code: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""


def add_user(*, name: str, email: str, role: Role, by: User | None, language: str = "da", title: str = "",
             phone: str = "") -> User:
    """A new colleague without a password yet; hand over a link from `make_link`."""
    email = email.strip().lower()
    advisory_lock("mail addresses")
    if queries.find_user_by_email(email) is not None:
        raise DomainError("email", _("Der er allerede en kollega med den mailadresse."))
    user = User(name=name.strip(), email=email, role=role, language=language, title=title, phone=phone)
    db.session.add(user)
    db.session.flush()
    audit.record(by=by, act="user.add", subject=user, changes=[],
                 values={"name": user.name, "email": user.email, "role": role, "language": language})
    return user


def edit_own_profile(*, by: User, name: str, title: str, phone: str, language: str) -> None:
    """Change one's own name, title, telephone and language."""
    by.name, by.title, by.phone, by.language = name, title, phone, language
    audit.record(by=by, act="user.edit", subject=by)
    db.session.flush()


def change_email(*, user: User, email: str, by: User, field: str = "email") -> None:
    """Change a colleague's mail address, which they sign in with. Raises DomainError where somebody else has it."""
    email = email.strip().lower()
    if email == user.email:
        return
    queries.get_user_to_write(user.public_id)
    advisory_lock("mail addresses")
    if queries.find_user_by_email(email) is not None:
        raise DomainError(field, _("Der er allerede en kollega med den mailadresse."))
    identity = queries.find_password_identity_of(user)
    if identity is not None:
        identity.subject = email
    user.email = email
    audit.record(by=by, act="user.edit", subject=user)
    db.session.flush()


@dataclass(frozen=True)
class ColleagueValues:
    """A colleague's account as an administrator enters it."""

    name: str
    email: str
    role: Role
    title: str = ""
    phone: str = ""
    language: str = "da"
    branch: Branch | None = None


def invite(*, by: User, values: ColleagueValues) -> tuple[User, str]:
    """A new colleague, and the token of the one-time link where they choose a password."""
    user = add_user(by=by, name=values.name, email=values.email, role=values.role, language=values.language,
                    title=values.title, phone=values.phone)
    user.branch = values.branch
    db.session.flush()
    return user, make_link(purpose=LinkPurpose.SET_PASSWORD, user=user, by=by)


def edit_user(*, by: User, user: User, values: ColleagueValues) -> None:
    """Change a colleague's account. Raises DomainError where the mail address is taken, or where no
    administrator would be left."""
    if values.role is not Role.ADMINISTRATOR:
        _keep_an_administrator(user, "role")
    change_email(user=user, email=values.email, by=by)
    user.name, user.title, user.phone = values.name, values.title, values.phone
    user.role, user.language, user.branch = values.role, values.language, values.branch
    user.branch_id = values.branch.id if values.branch else None
    audit.record(by=by, act="user.edit", subject=user)
    db.session.flush()


def deactivate(*, by: User, user: User) -> None:
    """Close an account: sessions end, links become invalid, the name stays on what was written. Raises DomainError for
    one's own account and for the last administrator."""
    if user.id == by.id:
        raise DomainError("", _("Du kan ikke lukke din egen konto. Bed en anden administrator om det."))
    _keep_an_administrator(user, "")
    if user.active:
        user.active = False
        audit.record(by=by, act="user.deactivate", subject=user, changes=[])
        end_sessions(user=user, by=by)
        end_links(user)
        db.session.flush()


def reactivate(*, by: User, user: User) -> None:
    """Open an account again, with its earlier password."""
    if not user.active:
        user.active = True
        audit.record(by=by, act="user.reactivate", subject=user, changes=[])
        db.session.flush()


def _keep_an_administrator(user: User, field: str) -> None:
    """Raises DomainError where `user` is the last active administrator who can sign in. Locks the others until this
    transaction ends, so that two who demote each other at once are handled one after the other."""
    administrators = queries.lock_administrators()
    db.session.refresh(user, ["role", "active"])  # values read before the lock may be outdated
    if user.role is Role.ADMINISTRATOR and user.active and not set(administrators) - {user.id}:
        raise DomainError(field, _("Der skal altid være mindst én administrator, som kan logge ind. Gør først en anden "
                                   "kollega til administrator."))


def set_up_portal(*, token: str, name: str, email: str, password: str, language: str, library: LibraryBasics) -> User:
    """The first run: use up its link, make the administrator and the library's profile."""
    secret_hash = hash_new_password(password, user_name=name, email=email)
    begin_writing()
    link = open_link(token, LinkPurpose.FIRST_RUN, lock=True)
    link.used_at = clock.now()
    user = add_user(name=name, email=email, role=Role.ADMINISTRATOR, by=None, language=language)
    store_password(user=user, secret_hash=secret_hash, by=user)
    profile = LibraryProfile(name=library.name, address=library.address, postal_code=library.postal_code,
                             city=library.city, phone=library.phone, email=library.email, contact_name=name,
                             contact_phone=library.phone, contact_email=email)
    db.session.add(profile)
    db.session.flush()
    audit.record(by=user, act="library.set_up", subject=profile, changes=[],
                 values={"name": library.name, "address": library.address, "postal_code": library.postal_code,
                         "city": library.city, "phone": library.phone, "email": library.email})
    return user
