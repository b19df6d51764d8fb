"""The filters as SQL conditions, shared by page, sums and file.

A visit with a partner that the viewer may not see is left out before anything else, so that no filter, order or search
can reveal it. What a partner was is read from its month, as in the figures, so that a figure and its rows agree.
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
from outreach.visit_log.filters import VisitFilters
from outreach.visits.models import PartnerMonth, Visit, VisitColleague, VisitPartner, VisitState

_MOST_WORDS = 8


class month_after(Function[Any]):
    """SQL function: the first day of the next month."""

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


def conditions(filters: VisitFilters, viewer: User) -> list[ColumnElement[bool]]:
    """The filters as conditions on Visit; whether it may be seen is `hidden_from` or `open_among`."""
    period = filters.scope.period
    clauses: list[ColumnElement[bool]] = [Visit.held_on.between(period.first, period.ends_on)]
    if filters.state is not None:
        clauses.append(Visit.state == filters.state)
    if filters.cancelled_by is not None:
        clauses.append(Visit.cancelled_by == filters.cancelled_by)
    if filters.visit_kind is not None:
        clauses.append(Visit.kind == filters.visit_kind)
    if filters.counted is not None:
        clauses.append(Visit.in_national_statistics.is_(filters.counted))
    if filters.colleague_id is not None:
        clauses.append(Visit.id.in_(select(VisitColleague.visit_id)
                                    .where(VisitColleague.user_id == filters.colleague_id)))
    if filters.scope.partner_id is not None:
        theirs = select(VisitPartner.visit_id).where(VisitPartner.partner_id == filters.scope.partner_id)
        clauses.append(Visit.id.in_(theirs.where(VisitPartner.position == 0) if filters.leading_only else theirs))
    if filters.scope.chosen:
        clauses.append(Visit.id.in_(_led_by(filters)))
    clauses += [_has_word(word, filters, viewer) for word in search_key(filters.q).split()[:_MOST_WORDS]]
    return clauses


def hidden_from(filters: VisitFilters, viewer: User) -> ColumnElement[bool]:
    """Whether a partner of the visit is hidden from the viewer; for export, is protected. True of few visits."""
    return Visit.id.in_(_hidden(filters, viewer))


def open_among(ids: Sequence[int], filters: VisitFilters, viewer: User) -> set[int]:
    """Those of a few visits with no partner hidden from the viewer. A query of its own: beside other conditions a
    database looks up all hidden visits first."""
    return set(ids) - set(db.session.scalars(_hidden(filters, viewer).where(VisitPartner.visit_id.in_(ids))))


def _hidden(filters: VisitFilters, viewer: User) -> Select[int]:
    hidden = protected_ids() if filters.scope.for_export else hidden_ids(viewer)
    return select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(hidden))


def _has_word(word: str, filters: VisitFilters, viewer: User) -> ColumnElement[bool]:
    """Whether our texts contain a part of a word, or one of the visit's partners is found by it."""
    partners = ids_found_by(None if filters.scope.for_export else viewer, word)
    return or_(
        Visit.search_key.contains(word, autoescape=True),
        Visit.id.in_(select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(partners))))


def _led_by(filters: VisitFilters) -> Any:
    """Visits whose leading partner had the chosen values in that month. A planned visit has no month yet: then the
    values at planning time count."""
    then, lead, planned, visit = aliased(PartnerMonth), aliased(VisitPartner), aliased(VisitPartner), aliased(Visit)
    chosen, period = filters.scope.chosen, filters.scope.period
    states = [filters.state] if filters.state else [VisitState.HELD, VisitState.CANCELLED]
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
    return {VisitState.PLANNED: coming, VisitState.HELD: been, VisitState.CANCELLED: been}[filters.state] \
        if filters.state else union_all(been, coming)
