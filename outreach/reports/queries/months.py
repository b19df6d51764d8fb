"""Which of partners' months are meant.

Exact counts of people come only from partners that are open to the viewer, and only on the screen; on paper and in
files they are the rounded ones that stand in the same rows. Closed partners are in no figure (`queries/closed.py`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from outreach.partners.queries import unprotected_ids, visible_ids
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User
from outreach.visits.models import HELD, MINUTES, PartnerMonth

#: Columns that count no people: they are what they are for everybody.
PLAIN = (*HELD, "cancelled_by_partner", "cancelled_by_library", *MINUTES, "offers_shown", "things_lent", "things_given",
         "learnt")


def conditions(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """What a partner's month must meet to be in the scope."""
    wanted: list[ColumnElement[bool]] = [PartnerMonth.month.between(scope.period.first, scope.period.last)]
    if scope.partner_id is not None:
        wanted.append(PartnerMonth.partner_id == scope.partner_id)
    wanted += [column_of(name) == value for name, value in scope.chosen.items()]
    return [*wanted, is_open_in(scope, viewer)]


def is_open_in(scope: Scope, viewer: User) -> ColumnElement[bool]:
    """Whether the month's partner is open to the viewer; for what leaves, whether it is unprotected."""
    ids = unprotected_ids() if scope.leaves else visible_ids(viewer)
    return PartnerMonth.partner_id.in_(ids)


def column_of(dimension: str) -> Any:
    """The column of a month that holds a dimension. ValueError where it is none."""
    if dimension not in DIMENSIONS:
        raise ValueError(f"months are not divided by {dimension!r}")
    return PartnerMonth.stage if dimension == "stage" else getattr(PartnerMonth, f"{dimension}_id")
