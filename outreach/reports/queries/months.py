"""The conditions on partners' months that a scope stands for.

Exact counts of people come only from partners that are open to the viewer, and only on the screen; paper and files use
the rounded ones of the same rows. Hidden partners are in no figure (`queries/protected_totals.py`).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement

from outreach.partners.queries import unprotected_ids, visible_ids
from outreach.reports.scope import DIMENSIONS, Scope
from outreach.users.models import User
from outreach.visits.models import PartnerMonth


def conditions(scope: Scope, viewer: User) -> list[ColumnElement[bool]]:
    """The scope as conditions on PartnerMonth."""
    criteria: list[ColumnElement[bool]] = [PartnerMonth.month.between(scope.period.first, scope.period.last)]
    if scope.partner_id is not None:
        criteria.append(PartnerMonth.partner_id == scope.partner_id)
    criteria += [column_of(name) == value for name, value in scope.chosen.items()]
    return [*criteria, is_open_in(scope, viewer)]


def is_open_in(scope: Scope, viewer: User) -> ColumnElement[bool]:
    """Whether the month's partner is open to the viewer; for export, whether it is unprotected."""
    ids = unprotected_ids() if scope.for_export else visible_ids(viewer)
    return PartnerMonth.partner_id.in_(ids)


def column_of(dimension: str) -> Any:
    """The column of PartnerMonth for a dimension. ValueError where there is none."""
    if dimension not in DIMENSIONS:
        raise ValueError(f"months are not divided by {dimension!r}")
    return PartnerMonth.stage if dimension == "stage" else getattr(PartnerMonth, f"{dimension}_id")
