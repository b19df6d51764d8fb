"""Planning visits, changing them, cancelling them without blame."""

from __future__ import annotations

from collections.abc import Sequence
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
from outreach.visits.queries import OpenVisit, list_on_day
from outreach.visits.service import visit_rules
from outreach.visits.service.inputs import Plan, Told
from outreach.visits.service.months import months_of, refresh_months


def plan_visit(*, by: User, partners: Sequence[OpenPartner], plan: Plan) -> Visit:
    """A visit to come. One that is planned for that day with the same partners already is that one, changed.

    DomainError where the plan does not hold together.
    """
    visit_rules.check_partners(partners)
    if plan.held_on < clock.today():
        raise DomainError("held_on", _("Dagen er gået. Log besøget i stedet, eller vælg en dag, der kommer."))
    _check(plan)
    keep_unprotected(partners)
    wanted = {each.id for each in partners}
    there = [each for each in list_on_day(partners[0], by, plan.held_on)
             if each.state is VisitState.PLANNED and {link.partner_id for link in each.partners} == wanted]
    if there and there[0].starts_at == plan.starts_at:
        return there[0]
    visit = Visit(state=VisitState.PLANNED, held_on=plan.held_on, owner_id=by.id,
                  branch_id=by.branch_id if by.branch_id is not None else partners[0].branch_id)
    _fill_in(visit, plan)
    visit_rules.join_partners(visit, partners)
    db.session.add(visit)
    record(by=by, act="visit.plan", subject=visit, partner_id=protected_or_first(partners).id, changes=(),
           values={"held_on": plan.held_on, "kind": plan.kind})
    db.session.flush()
    return visit


def change_visit(*, by: User, view: OpenVisit, plan: Plan, told: Told | None = None) -> None:
    """Change a visit; `told` makes it a held one, and only a held one tells. DomainError where it does not hold
    together; then nothing is changed."""
    visit = view.visit
    _check(plan)
    if told is not None:
        visit_rules.check_held_on(plan.held_on)
        visit_rules.check_numbers(told.counts, told.minutes)
    before, touched = lists_of(visit), months_of(visit)
    if told is not None and not visit_rules.was_held(visit):
        visit.state, visit.cancelled_by = VisitState.HELD, None
        visit_rules.refresh_partners(visit, view.partners)
    _fill_in(visit, plan)
    visit_rules.follow_day(visit)
    if told is not None:
        visit_rules.tell(visit, told)
    after = lists_of(visit)
    lists = [(name, before[name], after[name]) for name in after if before[name] != after[name]]
    record(by=by, act="visit.edit", subject=visit, partner_id=protected_or_first(view.partners).id,
           changes=[*pending_changes(visit), *lists])
    refresh_months(touched | months_of(visit))


def cancel_visit(*, by: User, view: OpenVisit, cancelled_by: CancelledBy) -> None:
    """The day did not allow it. Only a planned visit can be cancelled; what was held was held."""
    if visit_rules.was_held(view.visit):
        raise DomainError("", _("Besøget er holdt og kan ikke aflyses."))
    _set_state(by, view, VisitState.CANCELLED, cancelled_by)


def plan_again(*, by: User, view: OpenVisit) -> None:
    """A cancelled visit is to be held after all."""
    if visit_rules.was_held(view.visit):
        raise DomainError("", _("Besøget er holdt og kan ikke planlægges igen."))
    _set_state(by, view, VisitState.PLANNED, None)


def add_partner(*, by: User, view: OpenVisit, partner: OpenPartner) -> None:
    """One more partner at the visit."""
    if any(each.id == partner.id for each in view.partners):
        return
    partners = [*view.partners, partner]
    visit_rules.check_partners(partners)
    keep_unprotected(partners)
    touched = months_of(view.visit)
    visit_rules.join_partners(view.visit, partners)
    record(by=by, act="visit.edit", subject=view.visit, partner_id=protected_or_first(partners).id,
           changes=[("partners", None, partner.public_id)])
    refresh_months(touched | months_of(view.visit))


def remove_partner(*, by: User, view: OpenVisit, partner: OpenPartner) -> None:
    """One partner less. The last one stays, and so does a protected one: the visit's texts may tell of it."""
    if len(view.partners) == 1:
        raise DomainError("partner", _("Der skal være mindst én partner ved besøget."))
    if partner.is_protected:
        raise DomainError("partner", _("En beskyttet partner kan ikke tages af besøget, for besøgets tekster kan "
                                       "handle om den."))
    touched = months_of(view.visit)
    visit_rules.join_partners(view.visit, [each for each in view.partners if each.id != partner.id])
    record(by=by, act="visit.edit", subject=view.visit, partner_id=protected_or_first(view.partners).id,
           changes=[("partners", partner.public_id, None)])
    refresh_months(touched | months_of(view.visit))


def keep_unprotected(partners: Sequence[OpenPartner]) -> None:
    """Several partners: a colleague may be protecting one of them at this moment, so ask again, and let them wait."""
    if len(partners) > 1 and protected_among((each.id for each in partners), lock=True):
        raise DomainError("partner", _("En af partnerne er netop blevet beskyttet. Log besøgene hver for sig."))


def _set_state(by: User, view: OpenVisit, state: VisitState, cancelled_by: CancelledBy | None) -> None:
    visit = view.visit
    visit.state, visit.cancelled_by = state, cancelled_by
    visit_rules.follow_day(visit)
    record(by=by, act=f"visit.{'cancel' if cancelled_by else 'plan_again'}", subject=visit,
           partner_id=protected_or_first(view.partners).id)
    refresh_months(months_of(visit))


def _check(plan: Plan) -> None:
    visit_rules.check_times(plan.starts_at, plan.ends_at)
    visit_rules.check_things(plan.things, plan.held_on)


def _fill_in(visit: Visit, plan: Plan) -> None:
    for name in ("kind", "held_on", "starts_at", "ends_at"):
        setattr(visit, name, getattr(plan, name))
    visit_rules.send_colleagues(visit, plan.colleagues)
    visit_rules.show_offers(visit, [each.id for each in plan.offers])
    visit_rules.bring(visit, plan.things)


def lists_of(visit: Visit) -> dict[str, Any]:
    """What belongs to a visit, in words for the audit."""
    return {
        "colleagues": ", ".join(each.name for each in visit.colleagues),
        "offers": ", ".join(str(each.offer_id) for each in visit.offers),
        "things": "\n".join(f"{each.number} {each.what}{' *' if each.is_lent else ''} {each.back_by or ''}".strip()
                            for each in visit.things),
    }
