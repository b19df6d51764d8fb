"""Deleting a visit that was recorded by mistake, and undoing that."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from outreach.audit.service import as_text, record
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.undo import UndoStep, column_values, get_undo_step, row_exists, row_from_values, save_undo_step
from outreach.followups.service import leave_origin, take_origin
from outreach.partners.shared_records import get_open_partners, protected_or_first
from outreach.users.models import User
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    TEXTS,
    Visit,
    VisitColleague,
    VisitOffer,
    VisitPartner,
    VisitThing,
)
from outreach.visits.queries import OpenVisit, list_loose_observations, list_observations_from
from outreach.visits.service.months import months_of, refresh_months
from outreach.visits.service.planning import linked_rows_text, refuse_newly_protected

#: What goes with a visit, by its place on it.
_PARTS: dict[str, type[Any]] = {
    "partners": VisitPartner, "colleagues": VisitColleague, "offers": VisitOffer, "things": VisitThing}
#: Numbered by the database, so that a number may be somebody else's by the time they come back.
_NUMBERED = ("id", "visit_id")


def remove_visit(*, by: User, view: OpenVisit) -> UndoStep:
    """Delete a visit with its colleagues, offers and things; observations and follow-ups stay with their partner.
    Returns the step that undoes it.

    DomainError where an observation would then be shown with an unprotected partner though a protected one was there.
    """
    visit, lead = view.visit, protected_or_first(view.partners)
    observations = list_observations_from(visit)
    open_ids = {partner.id for partner in view.partners if not partner.is_protected}
    if lead.is_protected and any(observation.partner_id in open_ids for observation in observations):
        raise DomainError("", _("En beskyttet partner var med, og iagttagelserne fra besøget kan handle om den. Slet "
                                "dem først, så kan besøget slettes."))
    touched = months_of(visit)
    record(by=by, act="visit.remove", subject=visit, partner_id=lead.id, changes=_was(view))
    for observation in observations:
        observation.visit_id = None
    step = save_undo_step(by=by, act=Visit.__tablename__, values={
        "visit": column_values(visit),
        **{place: [column_values(row) for row in getattr(visit, place)] for place in _PARTS},
        "observations": [observation.public_id for observation in observations],
        "follow_ups": leave_origin(origin="visit", origin_id=visit.public_id)})
    db.session.delete(visit)
    refresh_months(touched)
    return step


def restore_visit(*, by: User, step_id: str) -> Visit:
    """Restore a deleted visit with all that belonged to it and still exists. NotFound where there is no such step
    any more, and as `get_visit` where a partner is not open to `by` any more; DomainError where one of several is
    protected by now."""
    step, kept = get_undo_step(by=by, step_id=step_id, acts={Visit.__tablename__})
    partner_ids = [link["partner_id"] for link in kept["partners"]]
    partners = get_open_partners(partner_ids, by)
    refuse_newly_protected(partners)
    values = kept["visit"]
    if row_exists(Visit.id, values["id"]):  # its number, which orders visits of one day, may be in use again
        del values["id"]
    if row_exists(Visit.form_key, values["form_key"]):
        values["form_key"] = None
    visit = row_from_values(Visit, values)
    for place, model in _PARTS.items():
        for row in kept[place]:
            if model is not VisitOffer or row_exists(VisitOffer.offer.property.mapper.class_.id, row["offer_id"]):
                getattr(visit, place).append(row_from_values(model, {
                    name: value for name, value in row.items() if name not in _NUMBERED}))
    db.session.add(visit)
    db.session.delete(step)
    db.session.flush()
    for observation in list_loose_observations(kept["observations"], partner_ids):
        observation.visit_id = visit.id
    take_origin(public_ids=kept["follow_ups"], partner_ids=partner_ids, origin="visit", origin_id=visit.public_id)
    record(by=by, act="visit.undo", subject=visit, partner_id=protected_or_first(partners).id, changes=())
    refresh_months(months_of(visit))
    return visit


def _was(view: OpenVisit) -> list[tuple[str, str | None, str | None]]:
    """The visit's values for the audit, empty ones left out."""
    visit = view.visit
    names = ("kind", "state", "held_on", "starts_at", "ends_at", "cancelled_by", *COUNTS, *MINUTES, *TEXTS, "next_on")
    said = {name: getattr(visit, name) for name in names} | linked_rows_text(visit)
    said["partners"] = ", ".join(partner.public_id for partner in view.partners)
    return [(name, as_text(value), None) for name, value in said.items() if value and as_text(value)]
