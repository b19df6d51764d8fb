"""Adding up partners' months for a viewer.

Exact counts of people come only from partners that are open to the viewer, and only on the screen; all others are
the rounded ones that stand in the same rows. Closed partners are in no division and in nothing narrowed, only all
together in the sums of a whole period: anything finer would tell of one of them where or when it was visited.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, case, func, or_, select

from outreach.core.db import db
from outreach.partners.queries import unprotected_ids, visible_ids
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, MINUTES, WAYS, PartnerMonth

#: The key under which `sums_by` puts all closed partners together, whatever it divides by.
CLOSED = "closed"
#: Columns that count no people: they are what they are for everybody.
PLAIN = (*HELD, "joined", "cancelled_by_partner", "cancelled_by_library", *MINUTES, "offers_shown", "things_lent",
         "things_given", "learnt", *WAYS)


@dataclass(frozen=True)
class Sums:
    """Sums over months, by the columns' names. `partners` is how many different partners had a held visit."""

    numbers: Mapping[str, int]
    partners: int

    def __getitem__(self, name: str) -> int:
        return self.numbers[name]

    @property
    def held(self) -> int:
        """Visits held."""
        return sum(self.numbers[name] for name in HELD)

    @property
    def cancelled(self) -> int:
        """Visits cancelled, by them or by us."""
        return self.numbers["cancelled_by_partner"] + self.numbers["cancelled_by_library"]

    @property
    def minutes(self) -> int:
        """All our minutes."""
        return sum(self.numbers[name] for name in MINUTES)

    @property
    def people(self) -> int:
        """Attendances of children, young people and adults; families and professionals are told apart."""
        return sum(self.numbers[name] for name in ("children", "young_people", "adults"))


def sums(scope: Scope, viewer: User) -> Sums:
    """Everything in the scope, added up."""
    return _sums(db.session.execute(select(*_columns(scope, viewer)).where(*conditions(scope, viewer))).one())


def sums_by(scope: Scope, viewer: User, division: str) -> dict[Any, Sums]:
    """The scope divided by "month" or one of DIMENSIONS: value -> sums. None is "not known then", CLOSED stands for
    all closed partners of the whole period together."""
    key: Any = PartnerMonth.month if division == "month" else column_of(division)
    # A closed partner's own value must not even divide the rows that it is kept out of.
    is_open = is_open_in(scope, viewer)
    key, closed = case((is_open, key)), case((is_open, False), else_=True)
    query = (select(key.label("division_key"), closed.label("division_closed"), *_columns(scope, viewer))
             .where(*conditions(scope, viewer)).group_by("division_key", "division_closed"))
    return {CLOSED if row.division_closed else row.division_key: _sums(row) for row in db.session.execute(query)}


def conditions(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """What a partner's month must meet to be in the scope."""
    wanted: list[ColumnElement[bool]] = [PartnerMonth.month.between(scope.period.first, scope.period.last)]
    if scope.partner_id is not None:
        wanted.append(PartnerMonth.partner_id == scope.partner_id)
    wanted += [column_of(name) == value for name, value in scope.chosen.items()]
    if not scope.is_whole:
        wanted.append(is_open_in(scope, viewer))
    return wanted


def _columns(scope: Scope, viewer: User) -> list[Any]:
    visited = or_(*(getattr(PartnerMonth, name) > 0 for name in (*HELD, "joined")))
    people = [func.coalesce(func.sum(_people(name, scope, viewer)), 0).label(name) for name in COUNTS]
    plain = [func.coalesce(func.sum(getattr(PartnerMonth, name)), 0).label(name) for name in PLAIN]
    partners = func.count(case((visited, PartnerMonth.partner_id)).distinct()).label("partners_visited")
    return [*plain, *people, partners]


def _people(name: str, scope: Scope, viewer: User) -> Any:
    told = getattr(PartnerMonth, f"told_{name}")
    return told if scope.leaves else case((is_open_in(scope, viewer), getattr(PartnerMonth, name)), else_=told)


def is_open_in(scope: Scope, viewer: User) -> ColumnElement[bool]:
    """Whether the month's partner is open to the viewer; for what leaves, whether it is unprotected."""
    ids = unprotected_ids() if scope.leaves else visible_ids(viewer)
    return PartnerMonth.partner_id.in_(ids)


def column_of(dimension: str) -> Any:
    """The column of a month that holds a dimension. ValueError where it is none."""
    if dimension not in DIMENSIONS:
        raise ValueError(f"months are not divided by {dimension!r}")
    return PartnerMonth.stage if dimension == "stage" else getattr(PartnerMonth, f"{dimension}_id")


def _sums(row: Row[Any]) -> Sums:
    return Sums({name: int(getattr(row, name)) for name in (*PLAIN, *COUNTS)}, int(row.partners_visited))
