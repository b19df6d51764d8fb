"""Noting a held visit in a minute, once: also from a phone that was without a net, also by two colleagues."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

from flask_babel import gettext as _

from outreach.audit.service import pending_changes, record
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.transactions import advisory_lock
from outreach.partners.protection import OpenPartner
from outreach.users.models import User
from outreach.visits.models import COUNTS, Visit, VisitColleague, VisitKind, VisitState
from outreach.visits.queries import find_last_held, find_made_with, list_on_day, made_key
from outreach.visits.service import visit_rules
from outreach.visits.service.inputs import Note, ThingDraft
from outreach.visits.service.months import months_of, refresh_months

#: What is answered to "was it the same visit?"; '' while nobody has been asked.
Same = Literal["", "yes", "no"]


class SameVisit(DomainError):
    """A colleague has already noted a visit to this partner on this day: was it the same one?"""

    def __init__(self, visit: Visit) -> None:
        super().__init__("", _("Der er allerede skrevet et besøg hos dem den dag. Var det det samme?"))
        self.visit = visit


def log_visit(*, by: User, partner: OpenPartner, note: Note, form_key: str = "", same: Same = "") -> Visit:
    """Note a held visit. Sent again with the same `form_key` it is the visit that is there.

    A visit planned for that day becomes the held one. Where a held one is there already, SameVisit asks; answered
    "yes", what is new is added to it, answered "no" there are two. DomainError where the note does not hold together.
    """
    if form_key:
        advisory_lock(f"visit {made_key(form_key, by)}")
    made = find_made_with(form_key, by)
    if made is not None:
        return made
    visit_rules.check_partners([partner])
    visit_rules.check_held_on(note.held_on)
    visit_rules.check_numbers(note.counts, {})
    there = list_on_day(partner, by, note.held_on)
    held = next((each for each in there if visit_rules.was_held(each)), None)
    if held is not None and same == "":
        raise SameVisit(held)
    if held is not None and same == "yes":
        return _add_to(held, by, partner, note)
    planned = next((each for each in there if not visit_rules.was_held(each) and len(each.partners) == 1), None)
    visit = planned or Visit(kind=VisitKind.VISIT_DAY, owner_id=by.id,
                             branch_id=by.branch_id if by.branch_id is not None else partner.branch_id)
    _hold(visit, by, partner, note, was_planned=planned is not None)
    visit.form_key = made_key(form_key, by) if form_key else None
    if planned is None:
        db.session.add(visit)
        record(by=by, act="visit.log", subject=visit, partner_id=partner.id, changes=(),
               values={"held_on": note.held_on, "kind": visit.kind})
    else:
        record(by=by, act="visit.log", subject=visit, partner_id=partner.id, changes=_told_changes(visit))
    refresh_months(months_of(visit))
    return visit


def _hold(visit: Visit, by: User, partner: OpenPartner, note: Note, *, was_planned: bool) -> None:
    """Fill in a visit that was held; what was planned or done last time stands where the note says nothing."""
    visit.state, visit.held_on, visit.cancelled_by = VisitState.HELD, note.held_on, None
    visit_rules.join_partners(visit, [partner])
    visit_rules.refresh_partners(visit, [partner])
    last = find_last_held(partner, by, before=note.held_on) if note.kind is None else None
    if note.kind is not None:
        visit.kind = note.kind
    elif last is not None:
        visit.kind = last.kind
        copy_from(visit, last)
    if not any(each.user_id == by.id for each in visit.colleagues):
        visit.colleagues.append(VisitColleague(user_id=by.id, name=by.name))
    for name in COUNTS:
        setattr(visit, name, note.counts.get(name, 0))
    visit.saw = note.saw


def copy_from(visit: Visit, last: Visit) -> None:
    """Who, offers and things as last time, where the visit has none of its own. A loan runs as long as it did then."""
    if not visit.colleagues:
        visit.colleagues = [VisitColleague(user_id=each.user_id, name=each.name) for each in last.colleagues
                            if each.user_id is not None]
    if not visit.offers:
        visit_rules.show_offers(visit, [each.offer_id for each in last.offers])
    if not visit.things:
        visit_rules.bring(visit, [ThingDraft(each.what, each.number, each.is_lent,
                                       _moved(each.back_by, visit.held_on - last.held_on)) for each in last.things])


def _moved(day: date | None, by: timedelta) -> date | None:
    return day + by if day is not None else None


def _add_to(visit: Visit, by: User, partner: OpenPartner, note: Note) -> Visit:
    """It was the same visit: what the first has counted stands, what they left open is filled in."""
    for name in COUNTS:
        if not getattr(visit, name):
            setattr(visit, name, note.counts.get(name, 0))
    if note.saw and note.saw not in visit.saw:
        visit.saw = f"{visit.saw}\n{note.saw}".strip()
    before = ", ".join(each.name for each in visit.colleagues)
    if not any(each.user_id == by.id for each in visit.colleagues):
        visit.colleagues.append(VisitColleague(user_id=by.id, name=by.name))
    after = ", ".join(each.name for each in visit.colleagues)
    changes = _told_changes(visit) + ([("colleagues", before, after)] if before != after else [])
    record(by=by, act="visit.edit", subject=visit, partner_id=partner.id, changes=changes)
    refresh_months(months_of(visit))
    return visit


def _told_changes(visit: Visit) -> list[tuple[str, str | None, str | None]]:
    return [each for each in pending_changes(visit) if each[0] != "form_key"]
