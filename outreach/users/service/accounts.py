"""Accounts of colleagues: making one, editing one, and the first of all."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _

from outreach.audit import service as audit
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.users import queries
from outreach.users.models import LinkPurpose, User
from outreach.users.service.links import open_link
from outreach.users.service.passwords import check_new_password, set_password


@dataclass(frozen=True)
class LibraryBasics:
    """What the first visitor tells about the library."""

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
    if queries.find_user_by_email(email) is not None:
        raise DomainError("email", _("Der er allerede en kollega med den mailadresse."))
    user = User(name=name.strip(), email=email, role=role, language=language, title=title, phone=phone)
    db.session.add(user)
    db.session.flush()
    audit.record(by=by, act="user.add", subject=user, changes=[],
                 values={"name": user.name, "email": user.email, "role": role, "language": language})
    return user


def edit_own_profile(*, by: User, name: str, title: str, phone: str, language: str) -> None:
    """What a colleague may change of themselves: what stands on papers, and the portal's language."""
    by.name, by.title, by.phone, by.language = name, title, phone, language
    audit.record(by=by, act="user.edit", subject=by)
    db.session.flush()


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
