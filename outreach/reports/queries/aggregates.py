"""The passes over partners' months that the overview is made from: a period and the one before it added up, by partner
and by month.

Each figure of the period comes from one pass. Open partners are named to the database as a list: it then reads the
months of each in order, which takes a fourth of the time that asking each month for its partner does.
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
from outreach.reports.queries.months import PLAIN, column_of, conditions
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, PEOPLE, PartnerMonth

#: What the first pass divides by.
DIVISIONS = ("kind", "stage", "target_group")
_VISITED = (*HELD, "joined")


@dataclass(frozen=True)
class PartnerPart:
    """What one partner came to in the period while it was of one kind, stage and target group."""

    partner_id: int
    was: dict[str, Any]
    #: Held visits it led or joined.
    times: int
    people: dict[str, int]


@dataclass(frozen=True)
class Total:
    """A period added up, and how many different partners were visited."""

    sums: Counter[str] = field(default_factory=Counter)
    partners: int = 0


def by_partner(scope: Scope, viewer: User) -> list[PartnerPart]:
    """The open partners' months of the period, by partner and by what it was."""
    columns = [column_of(name).label(f"was_{name}") for name in DIVISIONS]
    rows = db.session.execute(
        select(PartnerMonth.partner_id, *columns, times(), *_people(exact=not scope.leaves))
        .where(*conditions(scope, viewer))
        .group_by(PartnerMonth.partner_id, *columns))
    at = 2 + len(DIVISIONS)
    return [PartnerPart(row[0], dict(zip(DIVISIONS, row[1:at - 1], strict=True)), row[at - 1],
                        dict(zip(COUNTS, row[at:], strict=True))) for row in rows]


def by_month(scope: Scope, viewer: User) -> dict[date, dict[str, int]]:
    """Held visits with open partners by month and kind."""
    rows = db.session.execute(
        select(PartnerMonth.month, *(func.sum(getattr(PartnerMonth, name)) for name in HELD))
        .where(*conditions(scope, viewer)).group_by(PartnerMonth.month))
    return {row[0]: dict(zip(HELD, row[1:], strict=True)) for row in rows}


def visited(parts: Iterable[PartnerPart]) -> set[int]:
    """The partners that had a held visit."""
    return {part.partner_id for part in parts if part.times}


def totals(scope: Scope, viewer: User) -> tuple[Total, Total]:
    """The open partners of the period added up at once, and of the period before."""
    both = scope.over(Period(scope.period.before().first, scope.period.last))
    plain, names = [func.sum(getattr(PartnerMonth, name)) for name in PLAIN], (*PLAIN, *COUNTS)
    sums = [each.label(name) for name, each in zip(names, (*plain, *_people(exact=not scope.leaves)), strict=True)]
    # Each partner first, then all of them: counting different partners over so many months would sort them all.
    is_now = (PartnerMonth.month >= scope.period.first).label("is_now")
    each = (select(PartnerMonth.partner_id, is_now, *sums, times().label("times"))
            .where(*conditions(both, viewer)).group_by(PartnerMonth.partner_id, is_now)).subquery()
    rows = db.session.execute(
        select(each.c.is_now, *(func.sum(each.c[name]) for name in names), func.count(case((each.c.times > 0, 1))))
        .group_by(each.c.is_now))
    found = {bool(row[0]): Total(Counter({name: int(value) for name, value in zip(names, row[1:-1], strict=True)}),
                                 row[-1]) for row in rows}
    return found.get(True, Total()), found.get(False, Total())


def attendances(people: Mapping[str, int]) -> int:
    """Children, young people and adults, of numbers by `models.COUNTS`."""
    return sum(people[name] for name in PEOPLE)


def times() -> Any:
    """How many held visits partners led or joined, summed in SQL."""
    return func.sum(sum((getattr(PartnerMonth, name) for name in _VISITED), literal(0)))


def _people(*, exact: bool) -> list[Any]:
    return [func.sum(getattr(PartnerMonth, name if exact else f"told_{name}")) for name in COUNTS]
