"""Adding up partners' months for a viewer.

Exact counts of people come only from partners that are open to the viewer, and only on the screen; all others are
the rounded ones that stand in the same rows. A closed partner is in no division that would tell what or where it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, case, func, literal, or_, select

from outreach.core.db import db
from outreach.partners.queries import unprotected_ids, visible_ids
from outreach.reports.scope import DIMENSIONS, OPEN_TO_ALL, Scope
from outreach.users.models import User
from outreach.visits.models import COUNTS, HELD, MINUTES, WAYS, PartnerMonth

#: The key under which `sums_by` puts closed partners in a division that they stand outside.
CLOSED = "closed"
#: Columns that count no people: they are what they are for everybody.
PLAIN = (*HELD, "joined", "cancelled_by_partner", "cancelled_by_library", *MINUTES, "offers_shown", "things_lent",
         "things_given", *WAYS)


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
    return _sums(db.session.execute(select(*_columns(scope, viewer)).where(*_conditions(scope, viewer))).one())


def sums_by(scope: Scope, viewer: User, division: str) -> dict[Any, Sums]:
    """The scope divided by "month" or one of DIMENSIONS: value -> sums. None is "not known then", CLOSED stands for
    closed partners where the division would tell of them."""
    key: Any = PartnerMonth.month if division == "month" else _column(division)
    closed: Any = literal(False)
    if division not in {"month", *OPEN_TO_ALL}:
        # A closed partner's own value must not even divide the rows that it is kept out of.
        key, closed = case((_is_open(scope, viewer), key)), case((_is_open(scope, viewer), False), else_=True)
    query = (select(key.label("division_key"), closed.label("division_closed"), *_columns(scope, viewer))
             .where(*_conditions(scope, viewer)).group_by("division_key", "division_closed"))
    return {CLOSED if row.division_closed else row.division_key: _sums(row) for row in db.session.execute(query)}


def _conditions(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [PartnerMonth.month.between(scope.period.first, scope.period.last)]
    if scope.partner_id is not None:
        wanted.append(and_(PartnerMonth.partner_id == scope.partner_id, _is_open(scope, viewer)))
    for name, value in scope.chosen.items():
        wanted.append(_column(name) == value)
        if name not in OPEN_TO_ALL:
            wanted.append(_is_open(scope, viewer))
    return wanted


def _columns(scope: Scope, viewer: User) -> list[Any]:
    visited = or_(*(getattr(PartnerMonth, name) > 0 for name in (*HELD, "joined")))
    people = [func.coalesce(func.sum(_people(name, scope, viewer)), 0).label(name) for name in COUNTS]
    plain = [func.coalesce(func.sum(getattr(PartnerMonth, name)), 0).label(name) for name in PLAIN]
    partners = func.count(case((visited, PartnerMonth.partner_id)).distinct()).label("partners_visited")
    return [*plain, *people, partners]


def _people(name: str, scope: Scope, viewer: User) -> Any:
    told = getattr(PartnerMonth, f"told_{name}")
    return told if scope.leaves else case((_is_open(scope, viewer), getattr(PartnerMonth, name)), else_=told)


def _is_open(scope: Scope, viewer: User) -> ColumnElement[bool]:
    ids = unprotected_ids() if scope.leaves else visible_ids(viewer)
    return PartnerMonth.partner_id.in_(ids)


def _column(dimension: str) -> Any:
    if dimension not in DIMENSIONS:
        raise ValueError(f"months are not divided by {dimension!r}")
    return PartnerMonth.stage if dimension == "stage" else getattr(PartnerMonth, f"{dimension}_id")


def _sums(row: Row[Any]) -> Sums:
    return Sums({name: int(getattr(row, name)) for name in (*PLAIN, *COUNTS)}, int(row.partners_visited))
