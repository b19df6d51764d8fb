"""Recording what partner staff observed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.undo import UndoStep, save_removed_row
from outreach.partners.protection import OpenPartner
from outreach.partners.service import register_restorable
from outreach.users.models import User
from outreach.visits.models import Observation, Sureness, Visit

register_restorable(Observation)


@dataclass(frozen=True)
class ObservationInput:
    """Day, observer's role, what, and how sure they are."""

    observed_on: date
    role: str
    what: str
    sureness: Sureness


def add_observation(*, by: User, partner: OpenPartner, data: ObservationInput,
                    visit: Visit | None = None) -> Observation:
    """Add an observation, made at a visit or not."""
    _check(data)
    observation = Observation(partner_id=partner.id, visit_id=visit.id if visit else None, noted_by_id=by.id,
                              **vars(data))
    record(by=by, act="observation.add", subject=observation, partner_id=partner.id, changes=(),
           values={"role": data.role, "what": data.what})
    db.session.flush()
    return observation


def change_observation(*, by: User, partner: OpenPartner, observation: Observation, data: ObservationInput) -> None:
    """Change an observation."""
    _check(data)
    for name, value in vars(data).items():
        setattr(observation, name, value)
    record(by=by, act="observation.edit", subject=observation, partner_id=partner.id)
    db.session.flush()


def remove_observation(*, by: User, partner: OpenPartner, observation: Observation) -> UndoStep:
    """Remove an observation; the audit keeps its text. Returns the step that undoes it."""
    step = save_removed_row(by=by, row=observation)
    record(by=by, act="observation.remove", subject=observation, partner_id=partner.id,
           changes=[("what", observation.what, None)])
    db.session.delete(observation)
    db.session.flush()
    return step


def _check(data: ObservationInput) -> None:
    if data.observed_on > clock.today():
        raise DomainError("observed_on", _("Dagen er ikke kommet endnu."))
