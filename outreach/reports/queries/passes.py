"""The passes over partners' months that the overview is made from: by partner, by month, and the period before.

Every figure of the period comes from the first pass, which keeps partners and what they were apart; the second is for
the one thing that is told by month. Open partners are named to the database as a list: it then reads the months of
each in order, which takes a fourth of the time that asking each month for its partner does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, or_, select

from outreach.core.db import db
from outreach.partners.queries import closed_ids
from outreach.reports.queries.months import PLAIN, column_of, conditions, is_open_in
from outreach.reports.scope import Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, PartnerMonth

#: What the first pass divides by.
DIVISIONS = ("kind", "stage", "target_group")
_VISITED = (*HELD, "joined")


@dataclass(frozen=True)
class PartnerPart:
    """What one partner came to in the period while it was of one kind, stage and target group."""

    partner_id: int
    was: dict[str, Any]
    sums: dict[str, int]

    @property
    def times(self) -> int:
        """How many held visits it led or joined."""
        return sum(self.sums[name] for name in _VISITED)


@dataclass(frozen=True)
class Total:
    """A period added up, and how many different partners were visited."""

    sums: Counter[str]
    partners: int

    def plus(self, other: Total) -> Total:
        """Both together; they share no partner."""
        return Total(self.sums + other.sums, self.partners + other.partners)


def by_partner(scope: Scope, viewer: User) -> list[PartnerPart]:
    """The open partners' months of the period, by partner and by what it was."""
    columns = [column_of(name).label(f"was_{name}") for name in DIVISIONS]
    rows = db.session.execute(
        select(PartnerMonth.partner_id, *columns, *_sums(exact=not scope.leaves))
        .where(*conditions(scope, viewer), is_open_in(scope, viewer))
        .group_by(PartnerMonth.partner_id, *columns))
    names, at = (*PLAIN, *COUNTS), 1 + len(DIVISIONS)
    return [PartnerPart(row[0], dict(zip(DIVISIONS, row[1:at], strict=True)), dict(zip(names, row[at:], strict=True)))
            for row in rows]


def by_month(scope: Scope, viewer: User) -> dict[date, dict[str, int]]:
    """Held visits with open partners by month and kind."""
    rows = db.session.execute(
        select(PartnerMonth.month, *(func.sum(getattr(PartnerMonth, name)) for name in HELD))
        .where(*conditions(scope, viewer), is_open_in(scope, viewer)).group_by(PartnerMonth.month))
    return {row[0]: dict(zip(HELD, row[1:], strict=True)) for row in rows}


def total_of(parts: Iterable[PartnerPart]) -> Total:
    """Parts added up again."""
    sums: Counter[str] = Counter()
    found = list(parts)
    for part in found:
        sums.update(part.sums)
    return Total(sums, len(visited(found)))


def visited(parts: Iterable[PartnerPart]) -> set[int]:
    """The partners that had a held visit."""
    return {part.partner_id for part in parts if part.times}


def total(scope: Scope, viewer: User) -> Total:
    """The period's open partners added up at once."""
    return _total(select(*_sums(exact=not scope.leaves), _partners())
                  .where(*conditions(scope, viewer), is_open_in(scope, viewer)))


def total_closed(scope: Scope, viewer: User) -> Total:
    """All closed partners of the period together, people rounded; nothing where anything but the period is chosen."""
    if not scope.is_whole:
        return Total(Counter(), 0)
    closed = PartnerMonth.partner_id.in_(closed_ids(None if scope.leaves else viewer))
    return _total(select(*_sums(exact=False), _partners()).where(*conditions(scope, viewer), closed))


def _total(query: Any) -> Total:
    row = db.session.execute(query).one()
    names = (*PLAIN, *COUNTS)
    return Total(Counter({name: int(value or 0) for name, value in zip(names, row[:-1], strict=True)}), row[-1])


def _sums(*, exact: bool) -> list[Any]:
    people = [getattr(PartnerMonth, name if exact else f"told_{name}") for name in COUNTS]
    return [func.sum(each) for each in (*(getattr(PartnerMonth, name) for name in PLAIN), *people)]


def _partners() -> Any:
    was_visited = or_(*(getattr(PartnerMonth, name) > 0 for name in _VISITED))
    return func.count(case((was_visited, PartnerMonth.partner_id)).distinct())
