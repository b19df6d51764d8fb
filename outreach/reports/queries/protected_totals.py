"""What the partners that are closed to a viewer come to, all together: in no figure, and told beside them where it is
nobody's own.

A sum for a month, or for a year that still grows, would soon be one partner's diary: who asks for two periods, or on
two days, takes one from the other. So they are summed by calendar years that are over, and only where so many of them
were visited in each of these years that the sum tells of none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import exists, extract, func, select

from outreach.core.db import db
from outreach.partners.queries import hidden_ids
from outreach.reports.periods import Period
from outreach.reports.queries.aggregates import attendances, times
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, MINUTES, PartnerMonth

#: So many different partners must have been visited in each year.
FEWEST = 3
_NUMBERS = (*HELD, *MINUTES, *(f"told_{name}" for name in COUNTS))


@dataclass(frozen=True)
class Together:
    """Held visits, different partners visited, our minutes, and people by `models.COUNTS`, rounded."""

    visits: int
    partners: int
    minutes: int
    people: dict[str, int]

    @property
    def attendances(self) -> int:
        """Children, young people and adults."""
        return attendances(self.people)


def has_closed(scope: Scope, viewer: User) -> bool:
    """Whether there are partners that the figures leave out; on what leaves the house, protected ones."""
    return bool(db.session.scalar(select(exists(hidden_ids(None if scope.leaves else viewer)))))


def may_be_summed(period: Period, today: date) -> bool:
    """Whether a period is calendar years that are over."""
    return (period.first.month, period.last.month) == (1, 12) and period.ends_on < today


def together(scope: Scope, viewer: User, today: date) -> Together | None:
    """The sum for a whole scope; None where it would tell of anybody."""
    if not scope.is_whole or not may_be_summed(scope.period, today):
        return None
    year = extract("year", PartnerMonth.month)
    rows = db.session.execute(
        select(PartnerMonth.partner_id, year, *(func.sum(getattr(PartnerMonth, name)) for name in _NUMBERS))
        .where(PartnerMonth.month.between(scope.period.first, scope.period.last),
               PartnerMonth.partner_id.in_(hidden_ids(None if scope.leaves else viewer)))
        .group_by(PartnerMonth.partner_id, year).having(times() > 0)).all()
    visited = Counter(int(row[1]) for row in rows)
    if any(visited[each] < FEWEST for each in range(scope.period.first.year, scope.period.last.year + 1)):
        return None
    sums = {name: sum(int(row[2 + at]) for row in rows) for at, name in enumerate(_NUMBERS)}
    return Together(sum(sums[name] for name in HELD), len({row[0] for row in rows}),
                    sum(sums[name] for name in MINUTES), {name: sums[f"told_{name}"] for name in COUNTS})
