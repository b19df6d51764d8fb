"""Keeping partners' months as their visits are: worked out anew for every month that an act touches."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import Row, delete, insert

from outreach.core.db import db
from outreach.core.transactions import advisory_lock
from outreach.partners.queries import public_ids
from outreach.visits.models import COUNTS, MINUTES, WAYS, PartnerMonth, PublishingSeed, Visit
from outreach.visits.monthly import VisitOfMonth, added_up
from outreach.visits.queries.months import THEN, find_seed, iter_visits_of, list_visited_ids
from outreach.visits.small_numbers import month_of, published

#: A partner (inner key) and a month (its first day).
Month = tuple[int, date]
_NUMBERS = (*MINUTES, *COUNTS, *WAYS, "offers_shown", "things_lent", "things_given", "learnt")
_COLUMNS = [column.key for column in PartnerMonth.__table__.columns]
_PARTNERS_AT_A_TIME = 200


def months_of(visit: Visit) -> set[Month]:
    """The months that a visit belongs to: one for each of its partners. Ask before and after changing it."""
    return {(link.partner_id, month_of(visit.held_on)) for link in visit.partners}


def refresh_months(touched: Iterable[Month]) -> None:
    """Work out these months anew from the visits as they now are."""
    db.session.flush()
    by_month = groupby(sorted(touched, key=lambda each: (each[1], each[0])), key=lambda each: each[1])
    for month, pairs in by_month:
        partner_ids = {partner_id for partner_id, _month in pairs}
        names = public_ids(partner_ids, lock=True)  # two at once would each write the month without the other's visit
        db.session.execute(delete(PartnerMonth).where(PartnerMonth.month == month,
                                                      PartnerMonth.partner_id.in_(partner_ids)))
        _write(iter_visits_of(partner_ids, month, _last_day(month)), names)


def refresh_all_months() -> int:
    """Work out every month of every partner anew; how many there are. For data that came in past the acts."""
    db.session.flush()
    db.session.execute(delete(PartnerMonth))
    ids = list_visited_ids()
    parts = (ids[at:at + _PARTNERS_AT_A_TIME] for at in range(0, len(ids), _PARTNERS_AT_A_TIME))
    return sum(_write(iter_visits_of(part), public_ids(part)) for part in parts)


def _write(visits: Iterator[Row[Any]], names: Mapping[int, str]) -> int:
    seed = _seed()
    months = groupby(visits, key=lambda row: (row.partner_id, month_of(row.held_on)))
    rows = [_row(partner_id, month, list(found), seed, names[partner_id]) for (partner_id, month), found in months]
    if rows:
        db.session.execute(insert(PartnerMonth), rows)
    return len(rows)


def _row(partner_id: int, month: date, visits: list[Row[Any]], seed: bytes, public_id: str) -> Mapping[str, Any]:
    sums = added_up(VisitOfMonth(
        kind=row.kind.value, state=row.state.value, cancelled_by=row.cancelled_by.value if row.cancelled_by else None,
        leads=row.leads, numbers={name: getattr(row, name) for name in _NUMBERS}) for row in visits)
    then = {name: getattr(visits[-1], f"then_{name}") for name in THEN}
    told = {f"told_{name}": published(sums.get(name, 0), seed=seed, partner=public_id, month=month, measure=name)
            for name in COUNTS}
    return dict.fromkeys(_COLUMNS, 0) | sums | then | told | {"partner_id": partner_id, "month": month}


def _seed() -> bytes:
    value = find_seed()
    if value is None:
        advisory_lock("publishing seed")
        value = find_seed()
    if value is None:
        value = secrets.token_hex(32)
        db.session.add(PublishingSeed(id=1, value=value))
        db.session.flush()
    return bytes.fromhex(value)


def _last_day(month: date) -> date:
    return (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
