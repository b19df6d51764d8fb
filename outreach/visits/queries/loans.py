"""What stands at partners and is ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import exists, select

from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import views_by_id, visible_ids
from outreach.partners.shared_records import open_partners_of
from outreach.users.models import User
from outreach.visits.models import Visit, VisitPartner, VisitState, VisitThing


@dataclass(frozen=True)
class Loan:
    """Something lent, the visit it was left at, and the partner it stands at (the one that leads the visit)."""

    thing: VisitThing
    visit: Visit
    partner: OpenPartner

    def is_late(self, today: date) -> bool:
        """Whether it should have been back before today."""
        return self.thing.came_back_on is None and self.thing.back_by is not None and self.thing.back_by < today


def _out(viewer: User | None) -> Any:
    """Things lent at held visits, not back, whose partners are all open to the viewer; the first due first."""
    hidden = exists().where(VisitPartner.visit_id == Visit.id,
                            VisitPartner.partner_id.not_in(visible_ids(viewer))).correlate(Visit)
    return (select(VisitThing, Visit, VisitPartner.partner_id)
            .join(Visit, Visit.id == VisitThing.visit_id)
            .join(VisitPartner, (VisitPartner.visit_id == Visit.id) & (VisitPartner.position == 0))
            .where(VisitThing.is_lent, VisitThing.came_back_on.is_(None), Visit.state == VisitState.HELD, ~hidden)
            .order_by(VisitThing.back_by.is_(None), VisitThing.back_by, VisitThing.id))


def _loans(query: Any, viewer: User | None) -> list[Loan]:
    rows = db.session.execute(query).all()
    partners = views_by_id((partner_id for _thing, _visit, partner_id in rows), viewer)
    return [Loan(thing, visit, partner) for thing, visit, partner_id in rows
            if isinstance(partner := partners[partner_id], OpenPartner)]


def list_loans(viewer: User, *, late_on: date | None = None, limit: int = 30) -> list[Loan]:
    """What is out, the first due first; with `late_on` only what should have been back before that day."""
    query = _out(viewer).limit(limit)
    return _loans(query if late_on is None else query.where(VisitThing.back_by < late_on), viewer)


def list_loans_of(partner: OpenPartner, viewer: User) -> list[Loan]:
    """What stands at one partner, the first due first."""
    return _loans(_out(viewer).where(VisitPartner.partner_id == partner.id), viewer)


def get_loan(public_id: str, viewer: User) -> Loan:
    """One thing lent, back or not. NotFound, or PartnerHiddenError where its visit is not open to the viewer."""
    row = db.session.execute(select(VisitThing, Visit).join(Visit, Visit.id == VisitThing.visit_id)
                             .where(VisitThing.public_id == public_id, VisitThing.is_lent)).first()
    if row is None:
        raise NotFound
    return Loan(row[0], row[1], open_partners_of(row[1], viewer)[0])
