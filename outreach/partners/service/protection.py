"""Owner, protection and circle of a partner, and temporary access to a protected one with a reason."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _

from outreach.audit.service import Change, pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.partners.code_names import reveals_partner
from outreach.partners.inputs import PartnerAccess
from outreach.partners.models import CircleMember, PartnerOpening
from outreach.partners.protection import OpenPartner, PartnerView, RedactedPartner, became_protected, in_circle, row_of
from outreach.partners.row_values import rebuild_keys
from outreach.users.models import User

_SHORTEST_REASON = 5


def may_change_access(user: User, partner: OpenPartner) -> bool:
    """Whether this colleague may change who sees a partner. Of a protected one only its circle, and, so that nothing
    is locked away when a colleague leaves, coordinators and administrators who opened it with a reason."""
    return (not partner.is_protected or in_circle(partner, user)
            or user.role in (Role.COORDINATOR, Role.ADMINISTRATOR))


def change_access(*, by: User, partner: OpenPartner, access: PartnerAccess) -> int:
    """Set owner, branch, protection, code name and circle. A protected partner always has somebody in its circle.

    Returns how many records it shared with other partners that, as it became protected, are now its own.
    """
    if not may_change_access(by, partner):
        raise DomainError("", _("Kun kredsen om partneren kan ændre, hvem der ser den."))
    if access.is_protected and access.owner is None and not access.circle:
        raise DomainError("circle", _("En beskyttet partner skal have en ansvarlig eller mindst én kollega i kredsen."))
    _refuse_takeover(by, partner, access)
    row = row_of(partner)
    if reveals_partner(access.code_name, name=row.name, address=f"{row.address} {row.city}", phone=row.phone):
        raise DomainError("code_name", _("Dæknavnet røber partnerens navn. Vælg et, der ikke siger, hvem eller hvor "
                                         "det er."))
    changes = _people_changes(partner, access)
    was_protected = row.is_protected
    row.owner, row.branch = access.owner, access.branch
    row.is_protected, row.code_name = access.is_protected, access.code_name
    members = {user.id: user for user in access.circle if access.owner is None or user.id != access.owner.id}
    row.circle = [member for member in row.circle if member.user_id in members] + [
        CircleMember(user=user) for user_id, user in members.items()
        if user_id not in {member.user_id for member in row.circle}]
    changes = [*[change for change in pending_changes(row) if not change[0].endswith("_id")], *changes]
    if changes:
        record(by=by, act="partner.change_access", subject=row, partner_id=row.id, changes=changes)
    rebuild_keys(row)
    db.session.flush()
    if was_protected or not row.is_protected:
        return 0
    return sum(alone for _listener, alone in became_protected.send(by=by, partner=partner))


def _refuse_takeover(by: User, partner: OpenPartner, access: PartnerAccess) -> None:
    """A colleague with temporary access may only add members and replace an owner who left: a circle must never lose
    its partner, or the protection, to somebody who only wrote a reason."""
    if not partner.is_protected or in_circle(partner, by):
        return
    owner = partner.owner if partner.owner and partner.owner.active else None
    present = {member.user_id for member in partner.circle if member.user.active} | ({owner.id} if owner else set())
    kept = {member.id for member in (access.owner, *access.circle) if member is not None}
    if owner is not None and (access.owner is None or access.owner.id != owner.id):
        raise DomainError("owner", _("Kun kredsen kan skifte den ansvarlige. Du kan føje kolleger til kredsen."))
    if present - kept:
        raise DomainError("circle", _("Kun kredsen kan tage kolleger ud af kredsen. Du kan føje nogen til."))
    if present and not access.is_protected:
        raise DomainError("is_protected", _("Kun kredsen kan fjerne beskyttelsen."))


def _people_changes(partner: OpenPartner, access: PartnerAccess) -> list[Change]:
    old_circle = sorted(member.user.name for member in partner.circle)
    new_circle = sorted(member.name for member in access.circle if access.owner is None or member.id != access.owner.id)
    pairs = (
        ("owner", partner.owner.name if partner.owner else None, access.owner.name if access.owner else None),
        ("branch", partner.branch.name if partner.branch else None, access.branch.name if access.branch else None),
        ("circle", ", ".join(old_circle) or None, ", ".join(new_circle) or None))
    return [pair for pair in pairs if pair[1] != pair[2]]


def end_opening(*, by: User, partner: OpenPartner, opening: PartnerOpening) -> None:
    """The circle ends a visitor's access before the hour is over. One that has run out is left as it is."""
    if not in_circle(partner, by) or opening.partner_id != partner.id:
        raise DomainError("", _("Kun kredsen kan lukke for en kollega."))
    if opening.expires_at > clock.now():
        opening.expires_at = clock.now()
        record(by=by, act="partner.close", subject_type="partner", subject_id=partner.public_id,
               partner_id=partner.id, values={"who": opening.user.name})
        db.session.flush()


def open_partner(*, by: User, partner: PartnerView, reason: str, minutes: int) -> PartnerOpening | None:
    """Let a colleague outside the circle see a protected partner for a while. The audit keeps the reason and the
    circle sees it. None where the partner is open to the colleague anyway."""
    if not isinstance(partner, RedactedPartner):
        return None
    reason = " ".join(reason.split())
    if len(reason) < _SHORTEST_REASON:
        raise DomainError("reason", _("Skriv kort, hvorfor du har brug for at se partneren."))
    now = clock.now()
    opening = PartnerOpening(partner_id=partner.id, user_id=by.id, reason=reason, opened_at=now,
                             expires_at=now + timedelta(minutes=minutes))
    db.session.add(opening)
    record(by=by, act="partner.open", subject_type="partner", subject_id=partner.public_id, partner_id=partner.id,
           values={"reason": reason, "expires_at": opening.expires_at})
    db.session.flush()
    return opening
