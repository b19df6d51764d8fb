"""Recording a held visit from the short form, once: also sent twice by an offline phone, also by two colleagues."""

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
from outreach.visits.queries import find_by_form_key, find_last_held, list_on_day, stored_form_key
from outreach.visits.service import visit_rules
from outreach.visits.service.inputs import ThingInput, VisitNote
from outreach.visits.service.months import months_of, refresh_months

#: The answer to "was it the same visit?"; '' while nobody has been asked.
Same = Literal["", "yes", "no"]


class PossibleDuplicate(DomainError):
    """A held visit to this partner on this day is recorded already: was it the same one?"""

    def __init__(self, visit: Visit) -> None:
        super().__init__("", _("Der er allerede skrevet et besøg hos dem den dag. Var det det samme?"))
        self.visit = visit


def log_visit(*, by: User, partner: OpenPartner, note: VisitNote, form_key: str = "", same: Same = "") -> Visit:
    """Record a held visit. Sent again with the same `form_key` it returns the visit that was made then.

    A visit planned for that day becomes the held one. PossibleDuplicate where a held one exists that day and `same` is
    empty; "yes" adds what is new to it, "no" makes a second one. DomainError where the note is invalid.
    """
    if form_key:
        advisory_lock(f"visit {stored_form_key(form_key, by)}")
    recorded = find_by_form_key(form_key, by)
    if recorded is not None:
        return recorded
    visit_rules.check_partners([partner])
    visit_rules.check_held_on(note.held_on)
    visit_rules.check_numbers(note.counts, {})
    visits = list_on_day(partner, by, note.held_on)
    held = next((visit for visit in visits if visit_rules.was_held(visit)), None)
    if held is not None and same == "":
        raise PossibleDuplicate(held)
    if held is not None and same == "yes":
        return _merge_into(held, by, partner, note)
    planned = next((visit for visit in visits if not visit_rules.was_held(visit) and len(visit.partners) == 1), None)
    visit = planned or Visit(kind=VisitKind.VISIT_DAY, owner_id=by.id,
                             branch_id=by.branch_id if by.branch_id is not None else partner.branch_id)
    _mark_held(visit, by, partner, note, was_planned=planned is not None)
    visit.form_key = stored_form_key(form_key, by) if form_key else None
    if planned is None:
        db.session.add(visit)
        record(by=by, act="visit.log", subject=visit, partner_id=partner.id, changes=(),
               values={"held_on": note.held_on, "kind": visit.kind})
    else:
        record(by=by, act="visit.log", subject=visit, partner_id=partner.id, changes=_visit_changes(visit))
    refresh_months(months_of(visit))
    return visit


def _mark_held(visit: Visit, by: User, partner: OpenPartner, note: VisitNote, *, was_planned: bool) -> None:
    """Fill in a held visit; where the note says nothing, what was planned or what the last visit had applies."""
    visit.state, visit.held_on, visit.cancelled_by = VisitState.HELD, note.held_on, None
    visit_rules.set_partners(visit, [partner])
    visit_rules.update_partner_snapshots(visit, [partner])
    last = find_last_held(partner, by, before=note.held_on) if note.kind is None else None
    if note.kind is not None:
        visit.kind = note.kind
    elif last is not None:
        visit.kind = last.kind
        copy_from_last(visit, last)
    if not any(colleague.user_id == by.id for colleague in visit.colleagues):
        visit.colleagues.append(VisitColleague(user_id=by.id, name=by.name))
    for name in COUNTS:
        setattr(visit, name, note.counts.get(name, 0))
    visit.saw = note.saw


def copy_from_last(visit: Visit, last: Visit) -> None:
    """Copy colleagues, offers and things of the last visit where this one has none. A loan runs as long as it did
    then."""
    if not visit.colleagues:
        visit.colleagues = [VisitColleague(user_id=colleague.user_id, name=colleague.name)
                            for colleague in last.colleagues if colleague.user_id is not None]
    if not visit.offers:
        visit_rules.set_offers(visit, [offer.offer_id for offer in last.offers])
    if not visit.things:
        visit_rules.set_things(visit, [
            ThingInput(thing.what, thing.number, thing.is_lent, _moved(thing.back_by, visit.held_on - last.held_on))
            for thing in last.things])


def _moved(day: date | None, by: timedelta) -> date | None:
    return day + by if day is not None else None


def _merge_into(visit: Visit, by: User, partner: OpenPartner, note: VisitNote) -> Visit:
    """Add the note to a visit that exists: its own counts stay, those that are 0 are filled in."""
    for name in COUNTS:
        if not getattr(visit, name):
            setattr(visit, name, note.counts.get(name, 0))
    if note.saw and note.saw not in visit.saw:
        visit.saw = f"{visit.saw}\n{note.saw}".strip()
    before = ", ".join(colleague.name for colleague in visit.colleagues)
    if not any(colleague.user_id == by.id for colleague in visit.colleagues):
        visit.colleagues.append(VisitColleague(user_id=by.id, name=by.name))
    after = ", ".join(colleague.name for colleague in visit.colleagues)
    changes = _visit_changes(visit) + ([("colleagues", before, after)] if before != after else [])
    record(by=by, act="visit.edit", subject=visit, partner_id=partner.id, changes=changes)
    refresh_months(months_of(visit))
    return visit


def _visit_changes(visit: Visit) -> list[tuple[str, str | None, str | None]]:
    return [change for change in pending_changes(visit) if change[0] != "form_key"]
