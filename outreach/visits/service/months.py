"""Keeping the table partner_month in step with the visits: every act recomputes the months it touches."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, delete, insert

from outreach.core.db import db
from outreach.core.transactions import advisory_lock
from outreach.partners.queries import public_ids
from outreach.visits.disclosure_control import round_count
from outreach.visits.models import COUNTS, SUMMED_COLUMNS, CancelledBy, PartnerMonth, RoundingKey, Visit, VisitState
from outreach.visits.queries import PARTNER_COLUMNS, find_rounding_key, iter_month_visits, list_visited_partner_ids

#: A partner (inner key) and a month (its first day).
MonthKey = tuple[int, date]
_COLUMNS = [column.key for column in PartnerMonth.__table__.columns]
_PARTNERS_PER_BATCH = 200


def month_of(day: date) -> date:
    """The first day of the day's month."""
    return day.replace(day=1)


def months_of(visit: Visit) -> set[MonthKey]:
    """The months that a visit belongs to: one for each of its partners. Ask before and after changing it."""
    return {(link.partner_id, month_of(visit.held_on)) for link in visit.partners}


def refresh_months(months: Iterable[MonthKey]) -> None:
    """Recompute these months from the visits as they now are."""
    db.session.flush()
    for month, pairs in groupby(sorted(months, key=lambda pair: (pair[1], pair[0])), key=lambda pair: pair[1]):
        partner_ids = {partner_id for partner_id, _month in pairs}
        names = public_ids(partner_ids, lock=True)  # two at once would each write the month without the other's visit
        db.session.execute(delete(PartnerMonth).where(PartnerMonth.month == month,
                                                      PartnerMonth.partner_id.in_(partner_ids)))
        _insert(iter_month_visits(partner_ids, month, _last_day(month)), names)


def refresh_all_months() -> int:
    """Recompute every month of every partner; how many there are. For data that came in past the acts."""
    db.session.flush()
    db.session.execute(delete(PartnerMonth))
    ids = list_visited_partner_ids()
    batches = (ids[at:at + _PARTNERS_PER_BATCH] for at in range(0, len(ids), _PARTNERS_PER_BATCH))
    return sum(_insert(iter_month_visits(batch), public_ids(batch)) for batch in batches)


def _insert(visits: Iterator[Row[Any]], public_ids: Mapping[int, str]) -> int:
    key = _rounding_key()
    months = groupby(visits, key=lambda row: (row.partner_id, month_of(row.held_on)))
    rows = [_month_row(partner_id, month, list(visits_of_month), key, public_ids[partner_id])
            for (partner_id, month), visits_of_month in months]
    if rows:
        db.session.execute(insert(PartnerMonth), rows)
    return len(rows)


def _month_row(partner_id: int, month: date, visits: Sequence[Row[Any]], key: bytes,
               public_id: str) -> Mapping[str, Any]:
    sums = _sum_month(visits)
    partner = {name: getattr(visits[-1], f"partner_{name}") for name in PARTNER_COLUMNS}
    rounded = {f"rounded_{name}": round_count(sums[name], key=key, partner=public_id, month=month, measure=name)
               for name in COUNTS}
    return dict.fromkeys(_COLUMNS, 0) | sums | partner | rounded | {"partner_id": partner_id, "month": month}


def _sum_month(visits: Iterable[Row[Any]]) -> Counter[str]:
    """The sums of one partner's month, by column. Only a visit that the partner leads adds its numbers."""
    sums: Counter[str] = Counter()
    for visit in visits:
        if visit.state is VisitState.HELD and visit.leads:
            sums[visit.kind.value] += 1
            sums.update({name: int(getattr(visit, name)) for name in SUMMED_COLUMNS})
        elif visit.state is VisitState.HELD:
            sums["joined"] += 1
        elif visit.leads:
            sums[f"cancelled_by_{(visit.cancelled_by or CancelledBy.LIBRARY).value}"] += 1
    return sums


def _rounding_key() -> bytes:
    value = find_rounding_key()
    if value is None:
        advisory_lock("rounding key")
        value = find_rounding_key()
    if value is None:
        value = secrets.token_hex(32)
        db.session.add(RoundingKey(id=1, value=value))
        db.session.flush()
    return bytes.fromhex(value)


def _last_day(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
