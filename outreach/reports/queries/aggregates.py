"""Sums over partners' months: a period and the one before it, by partner and by month.

Each is one query. Open partners are given to the database as a list: it then reads the months of each in order, which
takes a quarter of the time of joining each month with its partner.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, select

from outreach.core.db import db
from outreach.reports.periods import Period
from outreach.reports.queries.months import column_of, conditions
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, PEOPLE, UNROUNDED_COLUMNS, PartnerMonth

#: What the first pass divides by.
DIVISIONS = ("kind", "stage", "target_group")
_VISITED = (*HELD, "joined")


@dataclass(frozen=True)
class PartnerSums:
    """A partner's sums over the period while it was of one kind, stage and target group."""

    partner_id: int
    dimensions: dict[str, Any]
    #: Held visits it led or joined.
    visits: int
    people: dict[str, int]


@dataclass(frozen=True)
class PeriodTotals:
    """The sums over a period, and how many different partners were visited."""

    sums: Counter[str] = field(default_factory=Counter)
    partners: int = 0


def sums_by_partner(scope: Scope, viewer: User) -> list[PartnerSums]:
    """Sums of the period by partner, kind, stage and target group."""
    columns = [column_of(name).label(f"of_{name}") for name in DIVISIONS]
    rows = db.session.execute(
        select(PartnerMonth.partner_id, *columns, visit_count(), *_people(exact=not scope.for_export))
        .where(*conditions(scope, viewer))
        .group_by(PartnerMonth.partner_id, *columns))
    at = 2 + len(DIVISIONS)
    return [PartnerSums(row[0], dict(zip(DIVISIONS, row[1:at - 1], strict=True)), row[at - 1],
                        dict(zip(COUNTS, row[at:], strict=True))) for row in rows]


def visits_by_month(scope: Scope, viewer: User) -> dict[date, dict[str, int]]:
    """Held visits with open partners by month and kind."""
    rows = db.session.execute(
        select(PartnerMonth.month, *(func.sum(getattr(PartnerMonth, name)) for name in HELD))
        .where(*conditions(scope, viewer)).group_by(PartnerMonth.month))
    return {row[0]: dict(zip(HELD, row[1:], strict=True)) for row in rows}


def visited_ids(parts: Iterable[PartnerSums]) -> set[int]:
    """The partners that had a held visit."""
    return {part.partner_id for part in parts if part.visits}


def totals(scope: Scope, viewer: User) -> tuple[PeriodTotals, PeriodTotals]:
    """The sums over the period and over the period before it."""
    both = scope.over(Period(scope.period.before().first, scope.period.last))
    plain, names = [func.sum(getattr(PartnerMonth, name)) for name in UNROUNDED_COLUMNS], (*UNROUNDED_COLUMNS, *COUNTS)
    sums = [column.label(name)
            for name, column in zip(names, (*plain, *_people(exact=not scope.for_export)), strict=True)]
    # Each partner first, then all of them: counting different partners over so many months would sort them all.
    is_now = (PartnerMonth.month >= scope.period.first).label("is_now")
    by_partner = (select(PartnerMonth.partner_id, is_now, *sums, visit_count().label("times"))
                  .where(*conditions(both, viewer)).group_by(PartnerMonth.partner_id, is_now)).subquery()
    rows = db.session.execute(
        select(by_partner.c.is_now, *(func.sum(by_partner.c[name]) for name in names),
               func.count(case((by_partner.c.times > 0, 1))))
        .group_by(by_partner.c.is_now))
    by_period = {bool(is_now): PeriodTotals(Counter(dict(zip(names, map(int, values), strict=True))), partners)
                 for is_now, *values, partners in rows}
    return by_period.get(True, PeriodTotals()), by_period.get(False, PeriodTotals())


def attendances(people: Mapping[str, int]) -> int:
    """Children, young people and adults together; `people` goes by COUNTS."""
    return sum(people[name] for name in PEOPLE)


def visit_count() -> Any:
    """SQL sum of held visits that partners led or joined."""
    return func.sum(sum((getattr(PartnerMonth, name) for name in _VISITED), literal(0)))


def _people(*, exact: bool) -> list[Any]:
    return [func.sum(getattr(PartnerMonth, name if exact else f"rounded_{name}")) for name in COUNTS]
