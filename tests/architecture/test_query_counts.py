"""A page asks the database a fixed number of questions, however much there is to show."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.formatting import search_key, sort_key
from outreach.core.permissions import Role
from outreach.followups.models import FollowUp
from outreach.library.models import Branch, Kind, Need, Sector, TargetGroup, Worry
from outreach.meetings.models import (
    AgendaItem,
    Meeting,
    MeetingKind,
    MeetingPartner,
    MeetingQuestion,
    Participant,
    Whose,
)
from outreach.offers.models import Effort, Offer, OfferWording
from outreach.partners.models import (
    Basis,
    Contact,
    Guess,
    Partner,
    PartnerNeed,
    PartnerTargetGroup,
    PartnerWorry,
    Quote,
    Stage,
    StageMove,
)
from outreach.pitches.models import Pitch
from outreach.users.models import User
from outreach.visits.models import (
    Observation,
    Sureness,
    Visit,
    VisitColleague,
    VisitKind,
    VisitPartner,
    VisitState,
    VisitThing,
)

#: Page -> the most questions it may ask. {partner} and {meeting} are ids of the most described ones.
PAGES = {
    "/": 25,
    "/partners": 25,
    "/partners?q=partner": 25,
    "/partners/{partner}": 45,
    "/partners/{partner}/edit/needs": 40,
    "/partners/{partner}/papers": 20,
    "/offers": 15,
    "/followups?whose=all": 20,
    "/followups/new?q=partner": 15,
    "/followups/plans": 15,
    "/partners/{partner}/followups/plan": 25,
    "/log": 15,
    "/log/openings": 10,
    "/partners/{partner}/log": 25,
    "/meetings": 20,
    "/meetings/new": 20,
    "/meetings/{meeting}": 40,
    "/meetings/{meeting}/agenda": 30,
    "/meetings/{meeting}/questions": 30,
    "/neighbourhood": 15,
    "/neighbourhood?wall=1": 15,
    "/partners?contact=silent&sort=contact": 25,
    "/note": 15,
    "/note/done": 5,
    "/note?partner={partner}": 15,
    "/visits": 25,
    "/visit-log": 30,
    "/visit-log?sort=partner&q=partner": 30,
    "/visits/log": 25,
    "/visits/partner": 15,
    "/visits/new?partner={partner}": 40,
    "/meetings/{meeting}/closing": 50,
    "/commitments": 15,
    "/partners/{partner}/commitments": 35,
    "/library": 15,
    "/library/rhythm": 10,
    "/library/profile": 15,
    "/me": 10,
    "/me/email": 10,
    "/me/second-factor": 10,
    "/confirm": 10,
    "/users": 10,
    "/reports": 50,
    "/reports?period=2017-01..2026-12": 50,
    "/reports?partner={partner}": 50,
    **{f"/reports/rows/{name}": 20 for name in (
        "partners_visited", "missed", "pitched", "pitched_met", "pitched_promised", "promises_ours", "promises_theirs",
        "follow_up_days", "silent", "observations", "learnt", "moves")},
    "/reports/goals": 10,
    "/reports/papers": 55,
    "/reports/goals/new": 10,
    "/reports/rate": 10,
    "/users/new": 10,
    "/me/calendar": 10,
    "/handover": 10,
    "/jobs": 10,
}


def first(model: type) -> object:
    return db.session.scalars(select(model).order_by(model.id)).first()  # type: ignore[attr-defined]


def new_partner(number: int, owner: User, rows: int) -> Partner:
    """A partner with `rows` of everything that belongs to it, not flushed."""
    name, today = f"Partner {number:03}", clock.today()
    needs, groups, worries = (db.session.scalars(select(model).order_by(model.id).limit(rows)).all()
                              for model in (Need, TargetGroup, Worry))
    return Partner(
        name=name, sort_key=sort_key(name), search_key=search_key(name), kind=first(Kind), sector=first(Sector),
        branch=first(Branch), owner=owner, stage=Stage.GLANCE,
        contacts=[Contact(name=f"Leder {each}", position=each) for each in range(rows)],
        quotes=[Quote(text=f"Det er godt {each}.", said_on=today, noted_by_id=owner.id) for each in range(rows)],
        guesses=[Guess(text=f"Måske {each}", guessed_by_id=owner.id) for each in range(rows)],
        needs=[PartnerNeed(need=need, rank=rank, basis=Basis.SAID) for rank, need in enumerate(needs, 1)],
        target_groups=[PartnerTargetGroup(target_group=group, rank=rank, basis=Basis.SAID)
                       for rank, group in enumerate(groups, 1)],
        worries=[PartnerWorry(worry=worry, rank=rank) for rank, worry in enumerate(worries, 1)],
        stage_moves=[StageMove(to_stage=Stage.GLANCE, moved_on=today, reason=str(each), by=owner)
                     for each in range(rows)])


def new_meeting(number: int, partner: Partner, owner: User, rows: int) -> Meeting:
    """A meeting with that partner, with `rows` of everything."""
    return Meeting(
        kind=MeetingKind.FIRST, held_on=clock.today() + timedelta(days=number % 40), starts_at=time(9),
        ends_at=time(10), owner=owner, title=f"Møde {number}",
        partners=[MeetingPartner(partner_id=partner.id)],
        participants=[Participant(is_ours=True, user_id=owner.id, name=owner.name, position=each)
                      for each in range(rows)],
        items=[AgendaItem(position=each, title=f"Punkt {each}", minutes=5, whose=Whose.THEIRS) for each in range(rows)],
        questions=[MeetingQuestion(position=each, group="A", text=f"Hvad {each}?") for each in range(rows)])


def new_visit(number: int, partner: Partner, owner: User, rows: int) -> Visit:
    """A held visit to that partner, with `rows` of what belongs to it, and something lent."""
    on = clock.today() - timedelta(days=number % 40)
    return Visit(
        kind=VisitKind.VISIT_DAY, state=VisitState.HELD, held_on=on, owner=owner,
        partners=[VisitPartner(partner_id=partner.id, state=VisitState.HELD, held_on=on, stage=Stage.GLANCE)],
        colleagues=[VisitColleague(user_id=owner.id, name=owner.name) for _each in range(rows)],
        things=[VisitThing(what=f"Kasse {each}", is_lent=True, back_by=on, position=each) for each in range(rows)])


def fill(start: int, count: int, rows: int = 3) -> tuple[str, str]:
    """`count` more partners, meetings, offers and pitches. Returns public ids of one new partner and meeting."""
    owner = db.session.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).first()
    assert owner is not None
    for number in range(start, start + count):
        partner = new_partner(number, owner, rows)
        db.session.add(partner)
        db.session.flush()
        meeting = new_meeting(number, partner, owner, rows)
        name = f"Tilbud {number}"
        offer = Offer(name=name, sort_key=sort_key(name), headline_da="I får ro", text_da="I får ro.",
                      effort=Effort.NONE, needs=[first(Need)], target_groups=[first(TargetGroup)],
                      wordings=[OfferWording(sector=first(Sector), headline_da="I får fred")])
        db.session.add_all([FollowUp(partner_id=partner.id, what=f"Ring {each}", owner_id=owner.id,
                                     due_on=clock.today()) for each in range(rows)])
        visit = new_visit(number, partner, owner, rows)
        db.session.add_all([visit, *(Observation(
            partner_id=partner.id, visit=visit, observed_on=clock.today(), role="En pædagog", what="Ro",
            sureness=Sureness.SAW, noted_by=owner) for _each in range(rows))])
        db.session.add_all([meeting, offer, Pitch(partner_id=partner.id, made_by_id=owner.id, title="Ro",
                                                 dated=clock.today())])
    db.session.flush()
    return partner.public_id, meeting.public_id


@pytest.fixture
def counted(demo_app: Flask, client_as: Callable[..., FlaskClient],
            count_queries: Callable[[], AbstractContextManager[list[str]]]) -> Callable[[str], list[str]]:
    """counted(address) -> the statements of a GET of that page, the second time it is asked for."""
    owner = db.session.scalars(select(User).where(User.role == Role.ADMINISTRATOR)).first()
    client = client_as(owner)

    def statements(address: str) -> list[str]:
        client.get(address)
        with count_queries() as queries:
            response = client.get(address)
        assert response.status_code == 200, f"{address}: {response.status}"
        return queries

    return statements


def test_the_number_of_queries_does_not_grow(counted: Callable[[str], list[str]]) -> None:
    """With three more partners and with sixty; with three and with twelve rows of everything on one of them."""
    with transactions.writing():
        few = fill(1, 3)
    first_counts = {page: len(counted(page.format(partner=few[0], meeting=few[1]))) for page in PAGES}
    with transactions.writing():
        fill(10, 56)
        many = fill(90, 1, rows=12)
    grown = {}
    for page, before in first_counts.items():
        queries = counted(page.format(partner=many[0], meeting=many[1]))
        if len(queries) > before:
            twice = max(set(queries), key=queries.count)
            grown[page] = f"{before} -> {len(queries)}; {queries.count(twice)} times: {' '.join(twice.split())[:160]}"
    assert grown == {}


def test_no_page_exceeds_its_query_budget(counted: Callable[[str], list[str]]) -> None:
    with transactions.writing():
        ids = fill(1, 3)
    counts = {page: len(counted(page.format(partner=ids[0], meeting=ids[1]))) for page in PAGES}
    assert {page: count for page, count in counts.items() if count > PAGES[page]} == {}


def test_every_page_without_a_record_in_its_address_is_counted(app: Flask) -> None:
    """A new list or form joins the table, or says here why not."""
    exempt = {"/healthz", "/readyz", "/sign-in", "/sign-in/code", "/me/recovery-codes", "/me/second-factor/qr.png",
              "/first-steps", "/library/logo", "/library/logo/choose", "/partners/new", "/offers/new",
              "/followups/plans/new", "/visits/worker.js", "/visits/log/shell", "/visits/log/hello"}
    pages = {rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments}
    assert sorted(pages - exempt - {page.split("?")[0] for page in PAGES}) == []
