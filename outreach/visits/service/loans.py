"""What was lent comes back."""

from __future__ import annotations

from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.users.models import User
from outreach.visits.queries import Loan


def set_returned(*, by: User, loan: Loan, on: date | None) -> None:
    """Note the day it came back; None: it is out after all."""
    if on is not None and not loan.visit.held_on <= on <= clock.today():
        raise DomainError("", _("Den kan være kommet tilbage fra besøgets dag og til i dag."))
    before, loan.thing.came_back_on = loan.thing.came_back_on, on
    if before != on:
        record(by=by, act="visit.thing_back", subject=loan.visit, partner_id=loan.partner.id,
               changes=[("came_back_on", before.isoformat() if before else None, on.isoformat() if on else None)],
               values={"what": loan.thing.what})
    db.session.flush()
