"""Reading what months are worked out from. For the service only: nobody's right to see a partner is asked here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any

from sqlalchemy import Row, case, func, select

from outreach.core.db import db
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    WAYS,
    PublishingSeed,
    Visit,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)

_VISIT = ("kind", "cancelled_by", *MINUTES, *COUNTS, *WAYS)
#: Columns of a partner at a visit that its month takes from the last one: name in the month, column at the visit.
THEN = {"sector_id": VisitPartner.sector_id, "kind_id": VisitPartner.partner_kind_id,
        "district_id": VisitPartner.district_id, "target_group_id": VisitPartner.target_group_id,
        "stage": VisitPartner.stage, "branch_id": Visit.branch_id}


def iter_visits_of(partner_ids: Collection[int], first: date | None = None, last: date | None = None) -> Iterator[
        Row[Any]]:
    """The partners' visits that were held or cancelled between two days, by partner and day: what `monthly` adds up,
    the columns of `THEN`, and `offers_shown`, `things_lent`, `things_given`, `learnt` of each."""
    query = (select(VisitPartner.partner_id, VisitPartner.held_on, VisitPartner.state,
                    (VisitPartner.position == 0).label("leads"), *(getattr(Visit, name) for name in _VISIT),
                    *(column.label(f"then_{name}") for name, column in THEN.items()),
                    case((Visit.learnt != "", 1), else_=0).label("learnt"), *_hanging_on_it())
             .join(Visit, Visit.id == VisitPartner.visit_id)
             .where(VisitPartner.partner_id.in_(partner_ids), VisitPartner.state != VisitState.PLANNED)
             .order_by(VisitPartner.partner_id, VisitPartner.held_on, VisitPartner.visit_id))
    if first is not None and last is not None:
        query = query.where(VisitPartner.held_on.between(first, last))
    yield from db.session.execute(query.execution_options(yield_per=5000))


def _hanging_on_it() -> tuple[Any, ...]:
    offers = (select(func.count()).where(VisitOffer.visit_id == Visit.id).correlate(Visit).scalar_subquery())
    lent, given = (
        select(func.coalesce(func.sum(case((VisitThing.is_lent == is_lent, VisitThing.number), else_=0)), 0))
        .where(VisitThing.visit_id == Visit.id).correlate(Visit).scalar_subquery() for is_lent in (True, False))
    return offers.label("offers_shown"), lent.label("things_lent"), given.label("things_given")


def list_visited_ids() -> list[int]:
    """The inner keys of all partners that have a visit."""
    return list(db.session.scalars(select(VisitPartner.partner_id).distinct().order_by(VisitPartner.partner_id)))


def find_seed() -> str | None:
    """The secret small counts are rounded by; None where none has been made."""
    return db.session.scalar(select(PublishingSeed.value))
