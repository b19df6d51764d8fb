"""When a partner becomes protected, the other partners are taken off the visits they shared."""

from __future__ import annotations

from outreach.audit.queries import list_removed
from outreach.audit.service import move_history, record
from outreach.core.undo import delete_undo_steps, row_exists
from outreach.followups.queries import list_from_origin
from outreach.followups.service import move_to
from outreach.partners.protection import OpenPartner, became_protected
from outreach.partners.queries import public_ids
from outreach.users.models import User
from outreach.visits.models import Observation, Visit
from outreach.visits.queries import list_observations_from, list_shared
from outreach.visits.service import visit_rules
from outreach.visits.service.months import MonthKey, months_of, refresh_months


@became_protected.connect
def detach_other_partners(_sender: object, *, by: User, partner: OpenPartner) -> int:
    """Take the other partners off every visit this one shared with them, since the visit's texts may be about the
    protected one, and move linked rows to it. Returns how many visits there were."""
    touched: set[MonthKey] = set()
    visits = list_shared(partner)
    for visit in visits:
        touched |= months_of(visit)
        _detach_others(by, visit, partner)
        _move_linked_rows(by, visit, partner)
    gone = [visit_id for visit_id in list_removed("visit", "partners", partner.public_id)
            if not row_exists(Visit.public_id, visit_id)]
    move_history(subject_type="visit", subject_ids=[*(shared.public_id for shared in visits), *gone],
                 partner_id=partner.id)
    refresh_months(touched)
    return len(visits)


def _detach_others(by: User, visit: Visit, partner: OpenPartner) -> None:
    names = public_ids(link.partner_id for link in visit.partners)
    others = [names[link.partner_id] for link in visit.partners if link.partner_id != partner.id]
    visit_rules.set_partners(visit, [partner])
    record(by=by, act="visit.edit", subject=visit, partner_id=partner.id,
           changes=[("partners", public_id, None) for public_id in others])


def _move_linked_rows(by: User, visit: Visit, partner: OpenPartner) -> None:
    """Move follow-ups and observations of the visit to the protected partner: another partner's page would reveal
    it."""
    move_to(by=by, follow_ups=list_from_origin("visit", visit.public_id), partner=partner)
    moved = [observation for observation in list_observations_from(visit) if observation.partner_id != partner.id]
    names = public_ids(observation.partner_id for observation in moved)
    for observation in moved:
        before, observation.partner_id = names[observation.partner_id], partner.id
        record(by=by, act="observation.edit", subject=observation, partner_id=partner.id,
               changes=[("partner", before, partner.public_id)])
    delete_undo_steps(Observation.__tablename__)
    move_history(subject_type="observation", subject_ids=[observation.public_id for observation in moved],
                 partner_id=partner.id)
