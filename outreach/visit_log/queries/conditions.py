"""Which visits are meant: the conditions that page, sum and file share.

A visit with a partner the viewer may not see is not there at all, so nothing else – no filter, no order, no search –
can tell of it. Who a partner was is read from its month, as every figure reads it: a number and its rows agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Function, Select, and_, or_, select, union_all
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import aliased

from outreach.core.db import db
from outreach.core.formatting import search_key
from outreach.partners.queries import hidden_ids, ids_found_by, protected_ids
from outreach.users.models import User
from outreach.visit_log.filters import Wanted
from outreach.visits.models import PartnerMonth, Visit, VisitColleague, VisitPartner, VisitState

_MOST_WORDS = 8


class month_after(Function[Any]):
    """The first day of the month after the one that a first day begins."""

    type = Date()
    inherit_cache = True

    def __init__(self, month: Any) -> None:
        super().__init__("month_after", month)


@compiles(month_after, "sqlite")
def _on_sqlite(element: Any, compiler: Any, **how: Any) -> str:
    return f"date({compiler.process(element.clauses, **how)}, '+1 month')"


@compiles(month_after, "postgresql")
def _on_postgresql(element: Any, compiler: Any, **how: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **how)} + INTERVAL '1 month' AS DATE)"


def conditions(wanted: Wanted, viewer: User) -> list[ColumnElement[bool]]:
    """All that is wanted of a Visit; whether it may be seen is `hidden_from` or `open_among`."""
    period = wanted.scope.period
    found: list[ColumnElement[bool]] = [Visit.held_on.between(period.first, period.ends_on)]
    if wanted.state is not None:
        found.append(Visit.state == wanted.state)
    if wanted.cancelled_by is not None:
        found.append(Visit.cancelled_by == wanted.cancelled_by)
    if wanted.visit_kind is not None:
        found.append(Visit.kind == wanted.visit_kind)
    if wanted.counted is not None:
        found.append(Visit.in_national_statistics.is_(wanted.counted))
    if wanted.colleague_id is not None:
        found.append(Visit.id.in_(select(VisitColleague.visit_id)
                                  .where(VisitColleague.user_id == wanted.colleague_id)))
    if wanted.scope.partner_id is not None:
        theirs = select(VisitPartner.visit_id).where(VisitPartner.partner_id == wanted.scope.partner_id)
        found.append(Visit.id.in_(theirs.where(VisitPartner.position == 0) if wanted.leading else theirs))
    if wanted.scope.chosen:
        found.append(Visit.id.in_(_led_by(wanted)))
    found += [_has_word(word, wanted, viewer) for word in search_key(wanted.q).split()[:_MOST_WORDS]]
    return found


def hidden_from(wanted: Wanted, viewer: User) -> ColumnElement[bool]:
    """A partner of the visit is closed to the viewer; in a file, is protected. Holds of few visits."""
    return Visit.id.in_(_hidden(wanted, viewer))


def open_among(ids: Sequence[int], wanted: Wanted, viewer: User) -> set[int]:
    """Those of a handful of visits with no partner closed to the viewer. Asked of these alone: beside other conditions
    a database looks up all hidden visits first."""
    return set(ids) - set(db.session.scalars(_hidden(wanted, viewer).where(VisitPartner.visit_id.in_(ids))))


def _hidden(wanted: Wanted, viewer: User) -> Select[int]:
    closed = protected_ids() if wanted.scope.leaves else hidden_ids(viewer)
    return select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(closed))


def _has_word(word: str, wanted: Wanted, viewer: User) -> ColumnElement[bool]:
    """A part of a word in what we wrote, or in how one of its partners is found."""
    partners = ids_found_by(None if wanted.scope.leaves else viewer, word)
    return or_(
        Visit.search_key.contains(word, autoescape=True),
        Visit.id.in_(select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(partners))))


def _led_by(wanted: Wanted) -> Any:
    """Visits whose leading partner was, in that month, what is chosen. What is only planned has no month yet: then the
    partner is what it was when the visit was planned."""
    then, lead, planned, visit = aliased(PartnerMonth), aliased(VisitPartner), aliased(VisitPartner), aliased(Visit)
    chosen, period = wanted.scope.chosen, wanted.scope.period
    states = [wanted.state] if wanted.state else [VisitState.HELD, VisitState.CANCELLED]
    own = {"branch": visit.branch_id, "sector": planned.sector_id, "kind": planned.partner_kind_id,
           "district": planned.district_id, "target_group": planned.target_group_id, "stage": planned.stage}
    been = (select(lead.visit_id).select_from(then)
            .join(lead, and_(lead.partner_id == then.partner_id, lead.position == 0, lead.state.in_(states),
                             lead.held_on >= then.month, lead.held_on < month_after(then.month)))
            .where(then.month.between(period.first, period.last),
                   *((then.stage if name == "stage" else getattr(then, f"{name}_id")) == value
                     for name, value in chosen.items())))
    coming = (select(planned.visit_id).join(visit, visit.id == planned.visit_id)
              .where(planned.state == VisitState.PLANNED, planned.position == 0,
                     planned.held_on.between(period.first, period.ends_on),
                     *(own[name] == value for name, value in chosen.items())))
    return {VisitState.PLANNED: coming, VisitState.HELD: been, VisitState.CANCELLED: been}[wanted.state] \
        if wanted.state else union_all(been, coming)
