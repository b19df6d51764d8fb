"""Planning, changing and cancelling visits, and the return of what was lent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import protected_among
from outreach.partners.shared_records import protected_or_first
from outreach.users.models import User
from outreach.visits.models import CancelledBy, Visit, VisitState
from outreach.visits.queries import Loan, OpenVisit, list_on_day
from outreach.visits.service import visit_rules
from outreach.visits.service.inputs import VisitDetails, VisitPlan
from outreach.visits.service.months import months_of, refresh_months


def plan_visit(*, by: User, partners: Sequence[OpenPartner], plan: VisitPlan) -> Visit:
    """Plan a visit, or return the one already planned for that day and time with the same partners.

    DomainError where a value is invalid.
    """
    visit_rules.check_partners(partners)
    if plan.held_on < clock.today():
        raise DomainError("held_on", _("Dagen er gået. Log besøget i stedet, eller vælg en dag, der kommer."))
    _check(plan)
    refuse_newly_protected(partners)
    partner_ids = {partner.id for partner in partners}
    planned = [visit for visit in list_on_day(partners[0], by, plan.held_on) if visit.state is VisitState.PLANNED
               and {link.partner_id for link in visit.partners} == partner_ids]
    if planned and planned[0].starts_at == plan.starts_at:
        return planned[0]
    visit = Visit(state=VisitState.PLANNED, held_on=plan.held_on, owner_id=by.id,
                  branch_id=by.branch_id if by.branch_id is not None else partners[0].branch_id)
    _fill_in(visit, plan)
    visit_rules.set_partners(visit, partners)
    db.session.add(visit)
    record(by=by, act="visit.plan", subject=visit, partner_id=protected_or_first(partners).id, changes=(),
           values={"held_on": plan.held_on, "kind": plan.kind})
    db.session.flush()
    return visit


def change_visit(*, by: User, view: OpenVisit, plan: VisitPlan, details: VisitDetails | None = None) -> None:
    """Change a visit; with `details` it becomes a held one. DomainError, before anything is changed, where a value is
    invalid."""
    visit = view.visit
    _check(plan)
    if details is not None:
        visit_rules.check_held_on(plan.held_on)
        visit_rules.check_numbers(details.counts, details.minutes)
    before, touched = linked_rows_text(visit), months_of(visit)
    if details is not None and not visit_rules.was_held(visit):
        visit.state, visit.cancelled_by = VisitState.HELD, None
        visit_rules.update_partner_snapshots(visit, view.partners)
    _fill_in(visit, plan)
    visit_rules.copy_day_to_partners(visit)
    if details is not None:
        visit_rules.set_details(visit, details)
    after = linked_rows_text(visit)
    lists = [(name, before[name], after[name]) for name in after if before[name] != after[name]]
    record(by=by, act="visit.edit", subject=visit, partner_id=protected_or_first(view.partners).id,
           changes=[*pending_changes(visit), *lists])
    refresh_months(touched | months_of(visit))


def cancel_visit(*, by: User, view: OpenVisit, cancelled_by: CancelledBy) -> None:
    """Cancel a visit. DomainError where it was held."""
    if visit_rules.was_held(view.visit):
        raise DomainError("", _("Besøget er holdt og kan ikke aflyses."))
    _set_state(by, view, VisitState.CANCELLED, cancelled_by)


def plan_again(*, by: User, view: OpenVisit) -> None:
    """Plan a cancelled visit again. DomainError where it was held."""
    if visit_rules.was_held(view.visit):
        raise DomainError("", _("Besøget er holdt og kan ikke planlægges igen."))
    _set_state(by, view, VisitState.PLANNED, None)


def add_partner(*, by: User, view: OpenVisit, partner: OpenPartner) -> None:
    """Add a partner to the visit. DomainError as `check_partners`."""
    if any(present.id == partner.id for present in view.partners):
        return
    partners = [*view.partners, partner]
    visit_rules.check_partners(partners)
    refuse_newly_protected(partners)
    touched = months_of(view.visit)
    visit_rules.set_partners(view.visit, partners)
    record(by=by, act="visit.edit", subject=view.visit, partner_id=protected_or_first(partners).id,
           changes=[("partners", None, partner.public_id)])
    refresh_months(touched | months_of(view.visit))


def remove_partner(*, by: User, view: OpenVisit, partner: OpenPartner) -> None:
    """Take a partner off the visit. DomainError for the last one, and for a protected one: texts may be about it."""
    if len(view.partners) == 1:
        raise DomainError("partner", _("Der skal være mindst én partner ved besøget."))
    if partner.is_protected:
        raise DomainError("partner", _("En beskyttet partner kan ikke tages af besøget, for besøgets tekster kan "
                                       "handle om den."))
    touched = months_of(view.visit)
    visit_rules.set_partners(view.visit, [present for present in view.partners if present.id != partner.id])
    record(by=by, act="visit.edit", subject=view.visit, partner_id=protected_or_first(view.partners).id,
           changes=[("partners", partner.public_id, None)])
    refresh_months(touched | months_of(view.visit))


def set_returned(*, by: User, loan: Loan, on: date | None) -> None:
    """Set the day a loan came back; None: it is still out. DomainError where the day is not from the visit to today."""
    if on is not None and not loan.visit.held_on <= on <= clock.today():
        raise DomainError("", _("Den kan være kommet tilbage fra besøgets dag og til i dag."))
    before, loan.thing.came_back_on = loan.thing.came_back_on, on
    if before != on:
        record(by=by, act="visit.thing_back", subject=loan.visit, partner_id=loan.partner.id,
               changes=[("came_back_on", before.isoformat() if before else None, on.isoformat() if on else None)],
               values={"what": loan.thing.what})
    db.session.flush()


def refuse_newly_protected(partners: Sequence[OpenPartner]) -> None:
    """DomainError where one of several partners has just been protected: asked of the database anew, with a lock, as a
    colleague may be protecting it at this moment."""
    if len(partners) > 1 and protected_among((partner.id for partner in partners), lock=True):
        raise DomainError("partner", _("En af partnerne er netop blevet beskyttet. Log besøgene hver for sig."))


def _set_state(by: User, view: OpenVisit, state: VisitState, cancelled_by: CancelledBy | None) -> None:
    visit = view.visit
    visit.state, visit.cancelled_by = state, cancelled_by
    visit_rules.copy_day_to_partners(visit)
    record(by=by, act=f"visit.{'cancel' if cancelled_by else 'plan_again'}", subject=visit,
           partner_id=protected_or_first(view.partners).id)
    refresh_months(months_of(visit))


def _check(plan: VisitPlan) -> None:
    visit_rules.check_times(plan.starts_at, plan.ends_at)
    visit_rules.check_things(plan.things, plan.held_on)


def _fill_in(visit: Visit, plan: VisitPlan) -> None:
    for name in ("kind", "held_on", "starts_at", "ends_at"):
        setattr(visit, name, getattr(plan, name))
    visit_rules.set_colleagues(visit, plan.colleagues)
    visit_rules.set_offers(visit, [offer.id for offer in plan.offers])
    visit_rules.set_things(visit, plan.things)


def linked_rows_text(visit: Visit) -> dict[str, Any]:
    """A visit's colleagues, offers and things as texts for the audit, by relation."""
    return {
        "colleagues": ", ".join(colleague.name for colleague in visit.colleagues),
        "offers": ", ".join(str(offer.offer_id) for offer in visit.offers),
        "things": "\n".join(f"{thing.number} {thing.what}{' *' if thing.is_lent else ''} {thing.back_by or ''}".strip()
                            for thing in visit.things),
    }
