"""The two passes over partners' months that the overview is made from: by month, and by partner.

Everything that can be added up over months comes from the first; whatever must count a partner once, or divides by
what partners were, from the second. So ten years are read twice, not once for each number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, select

from outreach.core.db import db
from outreach.reports.periods import Period
from outreach.reports.queries.months import PLAIN, column_of, conditions, is_open_in
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, PartnerMonth

#: What the second pass divides by.
DIVISIONS = ("kind", "stage", "target_group")


@dataclass
class ByMonth:
    """Sums of every month, of open partners, and of all closed ones together."""

    open: dict[date, Counter[str]] = field(default_factory=dict)
    closed: dict[date, Counter[str]] = field(default_factory=dict)

    def of(self, period: Period, *, closed: bool = True) -> Counter[str]:
        """Everything of a period, with or without closed partners."""
        found: Counter[str] = Counter()
        for rows in (self.open, self.closed) if closed else (self.open,):
            for month, sums in rows.items():
                if period.first <= month <= period.last:
                    found.update(sums)
        return found


@dataclass(frozen=True)
class PartnerPart:
    """What one partner came to in a period while it was of one kind, stage and target group."""

    partner_id: int
    is_now: bool
    is_open: bool
    was: dict[str, Any]
    times: int
    people: Counter[str]

    @property
    def visited(self) -> bool:
        """Whether it had a held visit, led or joined."""
        return self.times > 0


def both(scope: Scope) -> Scope:
    """The scope over its period and the one before it."""
    return scope.over(Period(scope.period.before().first, scope.period.last))


def by_month(scope: Scope, viewer: User) -> ByMonth:
    """The first pass, over the period and the one before."""
    wide = both(scope)
    is_open = is_open_in(scope, viewer).label("is_open")
    query = (select(PartnerMonth.month, is_open, *(func.sum(getattr(PartnerMonth, name)).label(name) for name in PLAIN),
                    *_people(scope)).where(*conditions(wide, viewer)).group_by(PartnerMonth.month, is_open))
    found = ByMonth()
    for row in db.session.execute(query):
        values = row._mapping
        sums = Counter({name: int(values[name]) for name in PLAIN})
        sums.update(_counted(values, row.is_open, scope))
        (found.open if row.is_open else found.closed)[row.month] = sums
    return found


def by_partner(scope: Scope, viewer: User) -> list[PartnerPart]:
    """The second pass, over the period and the one before."""
    wide = both(scope)
    is_now = case((PartnerMonth.month >= scope.period.first, 1), else_=0).label("is_now")
    is_open = is_open_in(scope, viewer).label("is_open")
    columns = [column_of(name).label(f"was_{name}") for name in DIVISIONS]
    times = func.sum(sum((getattr(PartnerMonth, name) for name in (*HELD, "joined")), literal(0))).label("times")
    query = (select(PartnerMonth.partner_id, is_now, is_open, *columns, times, *_people(scope))
             .where(*conditions(wide, viewer)).group_by(PartnerMonth.partner_id, is_now, is_open, *columns))
    return [PartnerPart(row.partner_id, bool(row.is_now), bool(row.is_open),
                        {name: getattr(row, f"was_{name}") for name in DIVISIONS}, int(row.times),
                        _counted(row._mapping, row.is_open, scope)) for row in db.session.execute(query)]


def visited(parts: Iterable[PartnerPart], *, now: bool) -> set[int]:
    """The partners that had a held visit in the period, or in the one before; closed ones too."""
    return {part.partner_id for part in parts if part.visited and part.is_now is now}


def _people(scope: Scope) -> list[Any]:
    told = [func.sum(getattr(PartnerMonth, f"told_{name}")).label(f"told_{name}") for name in COUNTS]
    exact = [func.sum(getattr(PartnerMonth, name)).label(name) for name in COUNTS]
    return told if scope.leaves else [*told, *exact]


def _counted(values: Any, is_open: bool, scope: Scope) -> Counter[str]:
    exact = is_open and not scope.leaves
    return Counter({name: int(values[name if exact else f"told_{name}"]) for name in COUNTS})
