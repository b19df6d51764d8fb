"""Whom a partner calls: printed on every page that reaches a partner. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class LibraryContact:
    """Whom to call; any part may be empty."""

    name: str = ""
    phone: str = ""
    email: str = ""


class Owner(Protocol):
    """The colleague who owns a record; a `User` is one."""

    name: str
    phone: str
    email: str
    active: bool


class Profile(Protocol):
    """The library's own particulars; a `LibraryProfile` is one."""

    name: str
    phone: str
    email: str
    contact_name: str
    contact_phone: str
    contact_email: str


def contact_for(owner: Owner | None, profile: Profile | None) -> LibraryContact:
    """The owner, if their account is active and has a phone number; else the library's contact, each empty part of it
    filled from the library itself. All empty without either."""
    if owner is not None and owner.active and owner.phone:
        return LibraryContact(owner.name, owner.phone, owner.email)
    if profile is None:
        return LibraryContact()
    return LibraryContact(profile.contact_name or profile.name, profile.contact_phone or profile.phone,
                          profile.contact_email or profile.email)
