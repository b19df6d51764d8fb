"""A partner's month is what its visits come to, whoever changes them and in what order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.transactions import writing
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import find_open_by_text, public_ids
from outreach.users.models import User
from outreach.visits import service
from outreach.visits.disclosure_control import round_count
from outreach.visits.models import COUNTS, CancelledBy, PartnerMonth, Visit, VisitKind, VisitState
from outreach.visits.queries import OpenVisit, find_rounding_key, get_visit
from outreach.visits.service import VisitDetails, VisitNote, VisitPlan
from outreach.visits.service.months import month_of, refresh_all_months


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


def test_recomputed_months_equal_the_sums_of_visits(demo_app: Flask) -> None:
    with writing():
        number = refresh_all_months()
    assert (number, kept()) == (len(by_hand()), by_hand())


@pytest.mark.parametrize("measure", COUNTS)
def test_rounded_column_is_the_rounded_exact_count(demo_app: Flask, measure: str) -> None:
    with writing():
        refresh_all_months()
    key = bytes.fromhex(find_rounding_key() or "")
    rows = db.session.scalars(select(PartnerMonth)).all()
    names = public_ids(row.partner_id for row in rows)
    wrong = [row for row in rows if getattr(row, f"rounded_{measure}") != round_count(
        getattr(row, measure), key=key, partner=names[row.partner_id], month=row.month, measure=measure)]
    assert (bool(rows), wrong) == (True, [])


def test_rounding_key_is_made_once(demo_app: Flask) -> None:
    with writing():
        refresh_all_months()
    first = find_rounding_key()
    with writing():
        refresh_all_months()
    assert find_rounding_key() == first


ACTS = {
    "noted": lambda by, partner: service.log_visit(by=by, partner=partner, note=VisitNote(
        clock.today(), VisitKind.DELIVERY, {"children": 4})),
    "written up": lambda by, partner: service.change_visit(
        by=by, view=a_visit(by, VisitState.HELD),
        plan=VisitPlan(VisitKind.DELIVERY, clock.today() - timedelta(days=45)),
        details=VisitDetails(counts={"children": 7}, minutes={"minutes_there": 30})),
    "held after all": lambda by, partner: service.change_visit(
        by=by, view=a_visit(by, VisitState.PLANNED), plan=VisitPlan(VisitKind.VISIT_DAY, clock.today()),
        details=VisitDetails(counts={"children": 3})),
    "cancelled": lambda by, partner: service.cancel_visit(
        by=by, view=a_visit(by, VisitState.PLANNED), cancelled_by=CancelledBy.PARTNER),
    "another partner": lambda by, partner: service.add_partner(
        by=by, view=a_visit(by, VisitState.HELD), partner=partner),
}


def a_visit(by: User, state: VisitState) -> OpenVisit:
    """The first there is with one partner, and that not UngeBasen."""
    other = open_partner("UngeBasen", by).id
    found = db.session.scalars(select(Visit).where(Visit.state == state).order_by(Visit.id)).all()
    alone = (each for each in found if len(each.partners) == 1 and each.partners[0].partner_id != other)
    return get_visit(next(alone).public_id, by)


def open_partner(name: str, by: User) -> OpenPartner:
    return next(each for each in find_open_by_text(by, name) if each.display_name == name)


@pytest.mark.parametrize("act", ACTS)
def test_each_act_keeps_months_equal_to_recomputed_ones(demo_app: Flask, act: str) -> None:
    before = kept()
    with writing():
        by = db.session.scalars(select(User).where(User.name == "Børnebibliotekaren")).one()
        ACTS[act](by, open_partner("UngeBasen", by))
    assert (kept() == by_hand(), kept() == before) == (True, False)
