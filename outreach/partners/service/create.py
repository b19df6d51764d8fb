"""Making a new partner."""

from __future__ import annotations

from outreach.audit.service import record
from outreach.core.db import db
from outreach.partners import duplicates
from outreach.partners.inputs import ChosenGroup, ChosenNeed, PartnerInput
from outreach.partners.models import Basis, Partner
from outreach.partners.protection import OpenPartner
from outreach.partners.row_values import CHILDREN, child_values, partner_values
from outreach.users.models import User


def create_partner(*, by: User, data: PartnerInput) -> OpenPartner:
    """Make the partner.

    The creator owns it, so that a protected one is never without a circle. Circles of hidden partners that look like
    the new one are told.
    """
    partner = build(data, by=by)
    db.session.add(partner)
    db.session.flush()
    record(by=by, act="partner.create", subject=partner, partner_id=partner.id, changes=(),
           values=audit_values(data))
    _tell_circles_of_duplicates(partner, data, by=by)
    db.session.flush()
    return OpenPartner(partner)


def build(data: PartnerInput, *, by: User | None) -> Partner:
    """The row and all that belongs to it, not yet in the session."""
    partner = Partner(**partner_values(data, by=by))
    children = child_values(data, by=by)
    for name, model in CHILDREN.items():
        setattr(partner, name, [model(**values) for values in children[name]])
    return partner


def audit_values(data: PartnerInput) -> dict[str, object]:
    """The values a new partner is created with, for the audit."""
    basics = data.basics
    chosen: list[ChosenGroup | ChosenNeed] = [*data.target_groups, *data.needs]
    said = [choice.term.key for choice in chosen if choice.basis is Basis.SAID]
    guessed = [choice.term.key for choice in chosen if choice.basis is Basis.GUESSED]
    values: dict[str, object] = {
        "name": basics.name, "kind": basics.kind.key if basics.kind else None, "stage": data.stage,
        "quote": [quote.text for quote in data.quotes], "contact": [contact.name for contact in data.contacts],
        "said": said, "guessed": guessed, "worries": [worry.key for worry in data.worries],
        "everyday": data.everyday, "matters": data.matters}
    return {name: value for name, value in values.items() if value}


def _tell_circles_of_duplicates(partner: Partner, data: PartnerInput, *, by: User) -> None:
    """Report a duplicate that the creator may not see to its circle, never to the creator."""
    for public_id, partner_id in duplicates.find_hidden_duplicates(duplicates.clues_of(data), viewer=by):
        if partner_id != partner.id:
            record(by=by, act="partner.duplicate", subject_type="partner", subject_id=public_id, partner_id=partner_id,
                   values={"other": partner.public_id})
