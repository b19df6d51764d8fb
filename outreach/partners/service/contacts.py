"""The professionals at a partner."""

from __future__ import annotations

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners.inputs import ContactInput
from outreach.partners.models import Contact
from outreach.partners.protection import OpenPartner, row_of
from outreach.partners.row_values import rebuild_keys
from outreach.users.models import User

_MOST_CONTACTS = 30


def add_contact(*, by: User, partner: OpenPartner, data: ContactInput) -> Contact:
    """Add a contact behind the others."""
    row = row_of(partner)
    if len(row.contacts) >= _MOST_CONTACTS:
        raise DomainError("name", _("Der kan højst stå %(most)s kontaktpersoner.", most=_MOST_CONTACTS))
    position = max((contact.position for contact in row.contacts), default=-1) + 1
    new = Contact(partner_id=row.id, position=position, name=data.name, role=data.role, email=data.email,
                  phone=data.phone)
    row.contacts.append(new)
    record(by=by, act="contact.add", subject=new, partner_id=row.id, changes=(),
           values={"name": data.name, "role": data.role, "email": data.email, "phone": data.phone})
    _touch(partner)
    return new


def change_contact(*, by: User, partner: OpenPartner, contact: Contact, data: ContactInput,
                   first: bool = False) -> None:
    """Change a contact; `first` moves it to the top of the list."""
    contact.name, contact.role, contact.email, contact.phone = data.name, data.role, data.email, data.phone
    record(by=by, act="contact.edit", subject=contact, partner_id=partner.id, changes=pending_changes(contact))
    if first:
        row = row_of(partner)
        for position, other in enumerate([contact, *(other for other in row.contacts if other is not contact)]):
            other.position = position
    _touch(partner)


def remove_contact(*, by: User, partner: OpenPartner, contact: Contact) -> None:
    """Remove a contact."""
    record(by=by, act="contact.remove", subject=contact, partner_id=partner.id,
           changes=[("name", contact.name, None), ("role", contact.role or None, None)])
    row_of(partner).contacts.remove(contact)
    _touch(partner)


def _touch(partner: OpenPartner) -> None:
    row = row_of(partner)
    row.updated_at = clock.now()
    rebuild_keys(row)
    db.session.flush()
