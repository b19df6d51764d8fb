"""Texts from the work that may be quoted on paper: what partner staff observed, and what we learnt.

Only where every partner that was there is unprotected, whoever asks: a text may be about any of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

from outreach.core.db import db
from outreach.partners.queries import unprotected_ids
from outreach.reports.periods import Period
from outreach.visits.models import Observation, Sureness, Visit, VisitPartner, VisitState

#: The most quotations a paper or a form lists.
MAX_QUOTATIONS = 60


@dataclass(frozen=True)
class Quotation:
    """A text with its day; for an observation also the observer's role and how sure they are."""

    public_id: str
    text: str
    on: date
    role: str = ""
    sureness: Sureness | None = None


def list_observations(period: Period) -> Sequence[Quotation]:
    """Observations of the period, those seen in person first, then the newest."""
    seen_first = (Observation.sureness != Sureness.SAW, Observation.observed_on.desc(), Observation.id.desc())
    query = (select(Observation.public_id, Observation.what, Observation.observed_on, Observation.role,
                    Observation.sureness)
             .where(Observation.observed_on.between(period.first, period.ends_on),
                    Observation.partner_id.in_(unprotected_ids()),
                    or_(Observation.visit_id.is_(None), ~_met_protected(Observation.visit_id)))
             .order_by(*seen_first).limit(MAX_QUOTATIONS))
    return [Quotation(*row) for row in db.session.execute(query)]


def list_learnt(period: Period) -> Sequence[Quotation]:
    """What we learnt at visits held in the period, the newest first."""
    query = (select(Visit.public_id, Visit.learnt, Visit.held_on).where(*_learning(period))
             .order_by(Visit.held_on.desc(), Visit.id.desc()).limit(MAX_QUOTATIONS))
    return [Quotation(*row) for row in db.session.execute(query)]


def count_learnt(period: Period) -> int:
    """How many texts `list_learnt` would list without its limit."""
    return db.session.scalar(select(func.count(Visit.id)).where(*_learning(period))) or 0


def _learning(period: Period) -> tuple[ColumnElement[bool], ...]:
    return (Visit.state == VisitState.HELD, Visit.learnt != "",
            Visit.held_on.between(period.first, period.ends_on), ~_met_protected(Visit.id))


def _met_protected(visit_id: Any) -> ColumnElement[bool]:
    return exists().where(VisitPartner.visit_id == visit_id, VisitPartner.partner_id.not_in(unprotected_ids()))
