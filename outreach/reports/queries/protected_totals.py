"""Sums over all partners that are hidden from a viewer. They are in no figure, and are shown beside them only where
they reveal no single partner.

Two sums of overlapping periods, or of a year that still grows, could be subtracted from each other. So the sums cover
calendar years that are over, and only where enough hidden partners were visited in each of these years.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, extract, func, select

from outreach.core.db import db
from outreach.partners.queries import hidden_ids
from outreach.reports.periods import Period
from outreach.reports.queries.aggregates import attendances, visit_count
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, MINUTES, PartnerMonth

#: So many different partners must have been visited in each year.
FEWEST = 3
_NUMBERS = (*HELD, *MINUTES, *(f"rounded_{name}" for name in COUNTS))


@dataclass(frozen=True)
class ProtectedTotals:
    """Held visits, different partners visited, our minutes, and people by COUNTS, rounded."""

    visits: int
    partners: int
    minutes: int
    people: dict[str, int]

    @property
    def attendances(self) -> int:
        """Children, young people and adults."""
        return attendances(self.people)


def has_hidden_partners(scope: Scope, viewer: User) -> bool:
    """Whether there are partners that the figures leave out; for export, protected ones."""
    return bool(db.session.scalar(select(exists(hidden_ids(None if scope.for_export else viewer)))))


def may_be_summed(period: Period, today: date) -> bool:
    """Whether a period consists of calendar years that are over."""
    return (period.first.month, period.last.month) == (1, 12) and period.ends_on < today


def find_protected_totals(scope: Scope, viewer: User, today: date) -> ProtectedTotals | None:
    """The sums for a scope without filters; None where they could reveal a partner."""
    if not scope.is_whole or not may_be_summed(scope.period, today):
        return None
    year = extract("year", PartnerMonth.month)
    rows = db.session.execute(
        select(PartnerMonth.partner_id, year, *(func.sum(getattr(PartnerMonth, name)) for name in _NUMBERS))
        .where(PartnerMonth.month.between(scope.period.first, scope.period.last),
               PartnerMonth.partner_id.in_(hidden_ids(None if scope.for_export else viewer)))
        .group_by(PartnerMonth.partner_id, year).having(visit_count() > 0)).all()
    visited = Counter(int(row[1]) for row in rows)
    if any(visited[number] < FEWEST for number in range(scope.period.first.year, scope.period.last.year + 1)):
        return None
    sums = {name: sum(int(row[2 + at]) for row in rows) for at, name in enumerate(_NUMBERS)}
    return ProtectedTotals(sum(sums[name] for name in HELD), len({row[0] for row in rows}),
                           sum(sums[name] for name in MINUTES), {name: sums[f"rounded_{name}"] for name in COUNTS})
