"""A partner's month is what its visits come to, whoever changes them and in what order."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.core.transactions import writing
from outreach.visits.models import COUNTS, PartnerMonth, Visit, VisitState
from outreach.visits.queries.months import find_seed
from outreach.visits.service.months import refresh_all_months
from outreach.visits.small_numbers import month_of, published


def by_hand() -> dict[tuple[int, date], tuple[int, int, int]]:
    """(partner, month) -> held visits, children, minutes there, added up row by row."""
    months: dict[tuple[int, date], tuple[int, int, int]] = {}
    for visit in db.session.scalars(select(Visit).where(Visit.state != VisitState.PLANNED)):
        for link in visit.partners:
            key, counts = (link.partner_id, month_of(visit.held_on)), visit.state is VisitState.HELD
            held, children, minutes = months.get(key, (0, 0, 0))
            if counts and link.position == 0:
                held, children, minutes = held + 1, children + visit.children, minutes + visit.minutes_there
            months[key] = (held, children, minutes)
    return months


def kept() -> dict[tuple[int, date], tuple[int, int, int]]:
    return {(row.partner_id, row.month): (row.visit_day + row.after_hours + row.delivery + row.they_visit,
                                          row.children, row.minutes_there)
            for row in db.session.scalars(select(PartnerMonth))}


def test_worked_out_anew_they_are_what_the_visits_come_to(demo_app: Flask) -> None:
    with writing():
        number = refresh_all_months()
    assert (number, kept()) == (len(by_hand()), by_hand())


@pytest.mark.parametrize("measure", COUNTS)
def test_what_is_told_is_the_rounded_count(demo_app: Flask, measure: str) -> None:
    with writing():
        refresh_all_months()
    seed = bytes.fromhex(find_seed() or "")
    from outreach.partners.queries import public_ids

    rows = db.session.scalars(select(PartnerMonth)).all()
    names = public_ids(row.partner_id for row in rows)
    wrong = [row for row in rows if getattr(row, f"told_{measure}") != published(
        getattr(row, measure), seed=seed, partner=names[row.partner_id], month=row.month, measure=measure)]
    assert (bool(rows), wrong) == (True, [])


def test_the_seed_is_made_once(demo_app: Flask) -> None:
    with writing():
        refresh_all_months()
    first = find_seed()
    with writing():
        refresh_all_months()
    assert find_seed() == first
