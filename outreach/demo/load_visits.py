"""The demo's year of visits, written as they were then: rows of the past need no service to refuse them."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from outreach.core.db import db
from outreach.demo.cast import Cast, days_ago, instant_days_ago, workday_away
from outreach.demo.load_reports import earlier_visits
from outreach.library.starter import entries
from outreach.partners.models import StageMove
from outreach.partners.queries import get_open_partner_by_id
from outreach.partners.stages import Stage
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    CancelledBy,
    Observation,
    Sureness,
    Visit,
    VisitKind,
    VisitState,
)
from outreach.visits.service import ThingInput, VisitDetails, visit_rules
from outreach.visits.service.months import refresh_all_months


def load(cast: Cast) -> None:
    """Add the visits of the file, then what was observed at them."""
    visits: dict[tuple[str, int], Visit] = {}
    for values in [*earlier_visits(), *entries("visits", "visit")]:
        visit = _visit(values, cast)
        db.session.add(visit)
        visits[values["partners"][0], values.get("days_ago", 0)] = visit
    db.session.flush()
    for values in entries("visits", "observation"):
        partner, visit_of = cast.partner[values["partner"]], values.get("visit_days_ago")
        db.session.add(Observation(
            partner_id=partner.id, role=values["role"], what=values["what"], sureness=Sureness(values["sureness"]),
            observed_on=days_ago(values["days_ago"]), noted_by_id=partner.owner_id,
            visit_id=visits[values["partner"], visit_of].id if visit_of is not None else None))
    refresh_all_months()


def _visit(values: dict[str, Any], cast: Cast) -> Visit:
    back = values.get("days_ago", -values.get("in_days", 0))
    users = [cast.user[key] for key in values["colleagues"]]
    partners = [get_open_partner_by_id(cast.partner[key].id, users[0]) for key in values["partners"]]
    visit = Visit(
        kind=VisitKind(values["kind"]), state=VisitState(values["state"]), held_on=workday_away(-back),
        owner_id=users[0].id, branch_id=users[0].branch_id,
        starts_at=_time(values.get("starts")), ends_at=_time(values.get("ends")),
        cancelled_by=CancelledBy(values["cancelled_by"]) if "cancelled_by" in values else None,
        created_at=instant_days_ago(max(back, 0)), updated_at=instant_days_ago(max(back, 0)))
    visit_rules.set_partners(visit, partners)
    for link, partner in zip(visit.partners, partners, strict=True):
        link.stage = _stage_then(partner.stage_moves, visit.held_on) or partner.stage
    visit_rules.set_colleagues(visit, users)
    visit_rules.set_offers(visit, [cast.offer[key].id for key in values.get("offers", ())])
    visit_rules.set_things(visit, [_thing(thing, visit.held_on) for thing in values.get("thing", ())])
    if visit.state is VisitState.HELD:
        coming = values.get("next_in_days")
        visit_rules.set_details(visit, VisitDetails(
            counts=dict(zip(COUNTS, values["counts"], strict=True)),
            minutes=dict(zip(MINUTES, values["minutes"], strict=True)), ways=frozenset(values["ways"]),
            saw=values.get("saw", ""), learnt=values.get("learnt", ""), asked_for=values.get("asked_for", ""),
            next_on=workday_away(coming) if coming else None))
    return visit


def _thing(values: dict[str, Any], on: date) -> ThingInput:
    lent, back = values.get("lent_days"), values.get("back_after")
    return ThingInput(values["what"], values["number"], is_lent=lent is not None,
                      back_by=on + timedelta(days=lent) if lent else None,
                      came_back_on=on + timedelta(days=back) if back else None)


def _stage_then(moves: list[StageMove], day: date) -> Stage | None:
    """The stage a partner stood on that day; None where that was before the first move."""
    return next((move.to_stage for move in reversed(moves) if move.moved_on <= day), None)


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None
