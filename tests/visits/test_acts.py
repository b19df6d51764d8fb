"""What can be done with a visit, and what is refused with a word that helps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest
from flask import Flask

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from outreach.visits import service
from outreach.visits.models import CancelledBy, Visit, VisitKind, VisitState
from outreach.visits.queries import OpenVisit, get_visit, list_loans, list_recent_partners
from tests.factories import add_partner

TODAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def _today(app: Flask) -> None:
    from datetime import UTC, datetime

    clock.set_source(lambda: datetime(2026, 11, 24, 11, tzinfo=UTC))


@pytest.fixture
def me(make_user: Callable[..., User]) -> User:
    return make_user()


@pytest.fixture
def house(me: User) -> str:
    return add_partner(me, "Familiehuset")


def log(by: User, partner: str, *, on: date = TODAY, kind: VisitKind | None = VisitKind.VISIT_DAY, key: str = "",
        same: str = "", saw: str = "", **counts: int) -> str:
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        visit = service.log_visit(by=user, partner=get_open_partner(partner, user), form_key=key, same=same,
                                  note=service.VisitNote(on, kind, counts, saw))
        return str(visit.public_id)


def plan(by: User, partner: str, on: date, **more: object) -> str:
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        visit = service.plan_visit(by=user, partners=[get_open_partner(partner, user)],
                                   plan=service.VisitPlan(VisitKind.VISIT_DAY, on, colleagues=(user,), **more))
        return str(visit.public_id)


def change(by: User, visit: str, what: Callable[..., object], **values: object) -> OpenVisit:
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        what(by=user, view=get_visit(visit, user), **values)
    return get_visit(visit, by)


def count_visits() -> int:
    return len(db.session.scalars(db.select(Visit)).all())


def test_recorded_visit_keeps_the_partners_values_of_that_day(me: User, house: str) -> None:
    visit = get_visit(log(me, house, families=6, children=9, saw="De læste."), me).visit
    link, partner = visit.partners[0], get_open_partner(house, me)
    assert (visit.state, visit.families, visit.children, visit.adults, visit.saw) == (
        VisitState.HELD, 6, 9, 0, "De læste.")
    assert (link.held_on, link.state, link.stage, link.sector_id, link.partner_kind_id) == (
        TODAY, VisitState.HELD, partner.stage, partner.sector_id, partner.kind_id)
    assert [each.name for each in visit.colleagues] == [me.name]


def test_same_form_key_makes_one_visit(me: User, house: str) -> None:
    first = log(me, house, key="k", families=1)
    assert (log(me, house, key="k", families=1), count_visits()) == (first, 1)


def test_same_form_key_of_another_colleague_makes_another_visit(
        me: User, house: str, make_user: Callable[..., User]) -> None:
    other = make_user(name="En kollega")
    first = log(me, house, key="k")
    assert log(other, house, key="k", same="no") != first


def test_second_visit_of_a_day_asks_whether_it_is_a_duplicate(
        me: User, house: str, make_user: Callable[..., User]) -> None:
    first = log(me, house, families=6, saw="De læste.")
    with pytest.raises(service.PossibleDuplicate) as asked:
        log(make_user(name="En kollega"), house, families=5)
    assert asked.value.visit.public_id == first


def test_confirmed_duplicate_fills_in_empty_counts(me: User, house: str,
                                                                 make_user: Callable[..., User]) -> None:
    first = log(me, house, families=6, saw="De læste.")
    other = make_user(name="En kollega")
    assert log(other, house, families=5, children=9, saw="De spillede.", same="yes") == first
    visit = get_visit(first, me).visit
    assert (visit.families, visit.children, visit.saw, [each.name for each in visit.colleagues], count_visits()) == (
        6, 9, "De læste.\nDe spillede.", [me.name, "En kollega"], 1)


def test_a_planned_visit_of_that_day_becomes_the_held_one(me: User, house: str) -> None:
    planned = plan(me, house, TODAY, things=(service.ThingInput("Kasse med bøger", 2, True, TODAY + clock.WEEK),))
    assert log(me, house, families=2) == planned
    visit = get_visit(planned, me).visit
    assert (visit.state, visit.partners[0].state, len(visit.things), count_visits()) == (
        VisitState.HELD, VisitState.HELD, 1, 1)


def test_as_last_copies_colleagues_kind_offers_and_things(me: User, house: str, make_user: Callable[..., User]) -> None:
    other, early = make_user(name="En kollega"), TODAY - timedelta(days=28)
    first = log(me, house, on=early, kind=VisitKind.DELIVERY, children=9)
    change(me, first, service.change_visit, details=service.VisitDetails({"children": 9}), plan=service.VisitPlan(
        VisitKind.DELIVERY, early, colleagues=(me, other),
        things=(service.ThingInput("Kasse med bøger", 2, True, early + timedelta(days=14)),)))
    visit = get_visit(log(me, house, kind=None), me).visit
    assert (visit.kind, [each.name for each in visit.colleagues], visit.children) == (
        VisitKind.DELIVERY, [me.name, "En kollega"], 0)
    assert [(each.what, each.number, each.is_lent, each.back_by) for each in visit.things] == [
        ("Kasse med bøger", 2, True, TODAY + timedelta(days=14))]


def test_as_last_without_a_last_is_an_ordinary_visit(me: User, house: str) -> None:
    assert get_visit(log(me, house, kind=None), me).visit.kind is VisitKind.VISIT_DAY


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.field


def test_invalid_value_is_refused_at_its_field(me: User, house: str) -> None:
    tomorrow = TODAY + timedelta(days=1)
    assert refusal(lambda: log(me, house, on=tomorrow)) == "held_on"
    assert refusal(lambda: log(me, house, families=-1)) == "families"
    assert refusal(lambda: log(me, house, children=1000)) == "children"
    assert refusal(lambda: plan(me, house, TODAY - timedelta(days=1))) == "held_on"
    assert refusal(lambda: plan(me, house, tomorrow, starts_at=time(12), ends_at=time(10))) == "ends_at"
    assert refusal(lambda: plan(me, house, tomorrow, ends_at=time(10))) == "starts_at"
    assert refusal(lambda: plan(me, house, tomorrow, things=(service.ThingInput("Bog", 1, True, TODAY),))) == "things"
    assert count_visits() == 0


def test_visit_to_an_archived_partner_is_refused(me: User, house: str) -> None:
    from outreach.partners.service import archive_partner

    with transactions.writing():
        archive_partner(by=db.session.get_one(User, me.id), partner=get_open_partner(house, me))
    assert refusal(lambda: log(me, house)) == "partner"


def test_cancellation_says_who_cancelled_and_can_be_undone(me: User, house: str) -> None:
    visit = plan(me, house, TODAY + clock.WEEK)
    gone = change(me, visit, service.cancel_visit, cancelled_by=CancelledBy.PARTNER).visit
    assert (gone.state, gone.cancelled_by, gone.partners[0].state) == (
        VisitState.CANCELLED, CancelledBy.PARTNER, VisitState.CANCELLED)
    again = change(me, visit, service.plan_again).visit
    assert (again.state, again.cancelled_by, again.partners[0].state) == (VisitState.PLANNED, None, VisitState.PLANNED)


def test_held_visit_cannot_be_cancelled(me: User, house: str) -> None:
    visit = log(me, house)
    assert refusal(lambda: change(me, visit, service.cancel_visit, cancelled_by=CancelledBy.LIBRARY)) == ""


def test_loan_is_listed_until_it_is_returned(me: User, house: str) -> None:
    visit = log(me, house)
    change(me, visit, service.change_visit, details=service.VisitDetails(), plan=service.VisitPlan(
        VisitKind.VISIT_DAY, TODAY, things=(service.ThingInput("Kasse", 1, True, TODAY), service.ThingInput("Bog"))))
    loan = list_loans(me)[0]
    assert (loan.thing.what, loan.is_late(TODAY), loan.is_late(TODAY + timedelta(days=1))) == ("Kasse", False, True)
    with transactions.writing():
        service.set_returned(by=db.session.get_one(User, me.id), loan=list_loans(me)[0], on=TODAY)
    assert list_loans(me) == []


def test_recent_partners_come_first_and_archived_ones_not_at_all(me: User, house: str) -> None:
    school = add_partner(me, "Skolen")
    log(me, school, on=TODAY - timedelta(days=3))
    plan(me, house, TODAY + timedelta(days=1))
    assert [each.display_name for each in list_recent_partners(me, TODAY)] == ["Familiehuset", "Skolen"]
