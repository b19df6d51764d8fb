"""A visit to a protected partner stands alone: wherever partners come onto a visit, and when one becomes protected."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.core.undo import UndoStep
from outreach.followups.models import FollowUp
from outreach.followups.service import add_follow_up
from outreach.partners.inputs import PartnerAccess
from outreach.partners.models import Partner
from outreach.partners.protection import OpenPartner
from outreach.partners.queries import get_open_partner
from outreach.partners.service import change_access
from outreach.users.models import User
from outreach.visits import service
from outreach.visits.models import Observation, PartnerMonth, Sureness, Visit, VisitKind, VisitPartner, VisitState
from outreach.visits.queries import get_visit, list_loans_of
from outreach.visits.service import visit_rules
from outreach.visits.service.months import refresh_all_months
from tests.factories import add_partner

TODAY = date(2026, 11, 24)
EARLY = TODAY - timedelta(days=40)


@pytest.fixture(autouse=True)
def _today(app: Flask) -> None:
    clock.set_source(lambda: datetime(2026, 11, 24, 11, tzinfo=UTC))


@pytest.fixture
def me(make_user: Callable[..., User]) -> User:
    return make_user()


@pytest.fixture
def house(me: User) -> str:
    return add_partner(me, "Familiehuset")


@pytest.fixture
def club(me: User) -> str:
    return add_partner(me, "Klubben")


@pytest.fixture
def centre(me: User) -> str:
    return add_partner(me, "Krisecentret", kind="crisis_centre")


@pytest.fixture
def shared(me: User, house: str, club: str) -> str:
    """A held visit to the house and the club, with what hangs on it at each of them; its months as they ought to be."""
    with writing():
        user, at_house, at_club = db.session.get_one(User, me.id), get_open_partner(house, me), get_open_partner(
            club, me)
        visit = service.log_visit(by=user, partner=at_house, note=service.VisitNote(
            EARLY, VisitKind.VISIT_DAY, {"children": 12}))
        view = get_visit(visit.public_id, user)
        service.change_visit(by=user, view=view, details=service.VisitDetails({"children": 12}), plan=service.VisitPlan(
            VisitKind.VISIT_DAY, EARLY, things=(service.ThingInput("Bogkasse", 1, True, TODAY),)))
        service.add_partner(by=user, view=view, partner=at_club)
        for partner in (at_house, at_club):
            add_follow_up(by=user, partner=partner, what=f"Ring til {partner.name}", owner=user, due_on=TODAY,
                          origin="visit", origin_id=visit.public_id)
            service.add_observation(by=user, partner=partner, visit=visit, data=service.ObservationInput(
                EARLY, "en pædagog", f"Set hos {partner.name}", Sureness.SAW))
        return str(visit.public_id)


def names_at(visit: str) -> list[tuple[str, int]]:
    return list(db.session.execute(
        select(Partner.name, VisitPartner.position).join(VisitPartner, VisitPartner.partner_id == Partner.id)
        .join(Visit).where(Visit.public_id == visit).order_by(VisitPartner.position)).tuples())


def protect(client: FlaskClient, partner: str) -> str:
    """Through the form; what the colleague is told on the next page."""
    return said(client, f"/partners/{partner}/edit/ours", owner=owner_of(partner), is_protected="y", code_name="")


def said(client: FlaskClient, address: str, **sent: str) -> str:
    """The page one comes to after sending."""
    answer = client.post(address, data=sent)
    assert answer.status_code == 302
    return unescape(client.get(answer.location.partition("#")[0]).text)


def owner_of(partner: str) -> str:
    return db.session.scalars(select(User.public_id).join(Partner, Partner.owner_id == User.id)
                              .where(Partner.public_id == partner)).one()


ALONE = "Krisecentret er beskyttet, og et besøg der står for sig selv. Log det for sig."
WAYS: dict[str, Callable[[User, OpenPartner, OpenPartner], object]] = {
    "planned": lambda by, house, centre: service.plan_visit(
        by=by, partners=[house, centre], plan=service.VisitPlan(VisitKind.VISIT_DAY, TODAY)),
    "the protected one first": lambda by, house, centre: service.plan_visit(
        by=by, partners=[centre, house], plan=service.VisitPlan(VisitKind.VISIT_DAY, TODAY)),
    "added to an open one's": lambda by, house, centre: service.add_partner(
        by=by, view=noted(by, house), partner=centre),
    "an open one added to its own": lambda by, house, centre: service.add_partner(
        by=by, view=noted(by, centre), partner=house),
    "loaded": lambda by, house, centre: visit_rules.set_partners(noted(by, house).visit, [house, centre]),
}


def noted(by: User, partner: OpenPartner) -> Any:
    visit = service.log_visit(by=by, partner=partner, note=service.VisitNote(TODAY, VisitKind.VISIT_DAY))
    return get_visit(visit.public_id, by)


@pytest.mark.parametrize("way", WAYS)
def test_no_act_puts_a_protected_and_another_partner_on_one_visit(me: User, house: str, centre: str, way: str) -> None:
    with writing():
        user = db.session.get_one(User, me.id)
        with pytest.raises(DomainError) as refused:
            WAYS[way](user, get_open_partner(house, user), get_open_partner(centre, user))
    assert (refused.value.field, refused.value.message) == ("partner", ALONE)


def test_partner_protected_a_moment_ago_is_refused_too(me: User, house: str, club: str) -> None:
    """What was read before a colleague's protection came counts no more."""
    with writing():
        user = db.session.get_one(User, me.id)
        partners = [get_open_partner(each, user) for each in (house, club)]
        db.session.execute(db.update(Partner).where(Partner.public_id == club).values(is_protected=True)
                           .execution_options(synchronize_session=False))
        plan = service.VisitPlan(VisitKind.VISIT_DAY, TODAY)
        with pytest.raises(DomainError) as refused:
            service.plan_visit(by=user, partners=partners, plan=plan)
    assert refused.value.message == "En af partnerne er netop blevet beskyttet. Log besøgene hver for sig."


def offered(page: str) -> list[str]:
    return re.findall(r'value="add:(\w+)"', page)


def test_the_page_offers_no_protected_partner_and_refuses_one(client_as: Callable[..., FlaskClient], me: User,
                                                              house: str, club: str, centre: str) -> None:
    client = client_as(me)
    visit = client.post("/visits/log", data={"partner": house, "held_on": TODAY.isoformat(), "kind": "visit_day",
                                             "form_key": "k"}).location
    assert offered(client.get(f"{visit}/partners?q=k").text) == [club]
    page = said(client, f"{visit}/partners", act=f"add:{centre}")
    assert (ALONE in page, names_at(visit.rsplit("/", 1)[1])) == (True, [("Familiehuset", 0)])


def test_to_a_protected_partners_visit_nobody_can_be_added(client_as: Callable[..., FlaskClient], me: User, house: str,
                                                           centre: str) -> None:
    client = client_as(me)
    visit = client.post("/visits/log", data={"partner": centre, "held_on": TODAY.isoformat(), "kind": "visit_day",
                                             "form_key": "k"}).location
    page, day = client.get(f"{visit}/partners?q=fam").text, client.get(visit).text
    assert ('name="q"' in page, offered(page), "så besøget står for sig selv" in page) == (False, [], True)
    assert ("Partneren er beskyttet, så besøget står for sig selv." in day, f"{visit}/partners" in day) == (True, False)


@pytest.mark.parametrize("which", ["house", "club"])
def test_newly_protected_partner_keeps_shared_visits_alone(client_as: Callable[..., FlaskClient], me: User, house: str,
                                                     club: str, shared: str, which: str) -> None:
    partner, name = (house, "Familiehuset") if which == "house" else (club, "Klubben")
    page = protect(client_as(me), partner)
    assert (names_at(shared), f"1 besøg, som flere partnere delte, står nu kun hos {name}." in page) == (
        [(name, 0)], True)


def test_follow_ups_and_observations_move_to_the_protected_partner(
        client_as: Callable[..., FlaskClient], me: User, house: str, club: str,
        shared: str) -> None:
    protect(client_as(me), club)
    key = db.session.scalars(select(Partner.id).where(Partner.public_id == club)).one()
    whose = [set(db.session.scalars(select(model.partner_id))) for model in (FollowUp, Observation)]
    lent = [[each.thing.what for each in list_loans_of(get_open_partner(partner, me), me)] for partner in (house, club)]
    assert (whose, lent) == ([{key}, {key}], [[], ["Bogkasse"]])


def test_audit_history_moves_to_the_protected_partner(client_as: Callable[..., FlaskClient], me: User, house: str,
                                                          club: str, shared: str) -> None:
    protect(client_as(me), club)
    left = db.session.scalars(select(AuditEntry.act).join(Partner, Partner.id == AuditEntry.partner_id)
                              .where(Partner.public_id == house)).all()
    assert list(left) == ["partner.create"]
    last = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == shared)
                              .order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.act, [(each.field, each.old, each.new) for each in last.changes], last.actor_name) == (
        "visit.edit", [("partners", house, None)], me.name)


def test_outsider_sees_nothing_of_the_shared_visit_at_the_other_partner(
        client_as: Callable[..., FlaskClient], me: User, house: str,
        club: str, shared: str, make_user: Callable[..., User]) -> None:
    stranger = client_as(make_user(Role.ADMINISTRATOR))
    before = stranger.get(f"/partners/{house}").text
    protect(client_as(me), club)
    after = stranger.get(f"/partners/{house}").text
    told = [(text in before, text in after) for text in (
        "Set hos Familiehuset", "15. okt.", "Ring til Familiehuset", "Bogkasse")]
    assert told == [(True, False)] * 4
    assert stranger.get(f"/visits/{shared}").status_code == 403
    assert stranger.get(f"/partners/{house}/log").text.count("log-entry") == 1


@pytest.mark.parametrize(("model", "address"), [(FollowUp, "followups"), (Observation, "observations")])
def test_removed_rows_are_not_restored_at_the_other_partner(
        client_as: Callable[..., FlaskClient], me: User, house: str, club: str, shared: str,
        model: type[FollowUp | Observation], address: str) -> None:
    client = client_as(me)
    removed = db.session.scalars(select(model.public_id).join(Partner, Partner.id == model.partner_id)
                                 .where(Partner.public_id == house)).one()
    client.post(f"/{address}/{removed}/remove")
    step = db.session.scalars(select(UndoStep.public_id)).one()
    protect(client, club)
    back = client.post(f"/partners/{house}/undo/{step}").status_code
    assert (back, db.session.scalars(select(model).where(model.public_id == removed)).all()) == (404, [])


def test_no_message_where_no_visit_was_shared(client_as: Callable[..., FlaskClient], me: User, house: str) -> None:
    assert "som flere partnere delte" not in protect(client_as(me), house)


def test_observation_is_accepted_only_at_the_partners_own_visit(
        client_as: Callable[..., FlaskClient], me: User, house: str,
        centre: str) -> None:
    client = client_as(me)
    visit = client.post("/visits/log", data={"partner": centre, "held_on": TODAY.isoformat(), "kind": "visit_day",
                                             "form_key": "k"}).location.rsplit("/", 1)[1]
    assert [client.get(f"/partners/{each}/observations/new?visit={visit}").status_code
            for each in (house, centre)] == [404, 200]


def kept_months() -> list[tuple[Any, ...]]:
    columns = PartnerMonth.__table__.columns
    return sorted((tuple(row) for row in db.session.execute(select(*columns))), key=lambda row: row[:2])


@pytest.mark.parametrize("seed", range(8))
def test_random_acts_keep_protected_visits_alone_and_months_correct(make_user: Callable[..., User],
                                                                                       seed: int) -> None:
    """Any sequence of planning, noting, adding, taking off and protecting; what is refused changes nothing."""
    chance, me = random.Random(seed), make_user()
    ids = [add_partner(me, f"Hus {number}") for number in range(5)]
    done = {"protect": 0, "refused": 0}
    for step in range(40):
        act = "protect" if step in {15, 28} else chance.choice(["log", "log", "plan", "add", "add", "remove"])
        try:
            with writing():
                user = db.session.get_one(User, me.id)
                _do(act, user, [get_open_partner(each, user) for each in chance.sample(ids, 3)], chance)
            done[act] = done.get(act, 0) + 1
        except DomainError:
            done["refused"] += 1
        shared = select(VisitPartner.visit_id).group_by(VisitPartner.visit_id).having(db.func.count() > 1)
        hidden = select(VisitPartner.visit_id).join(Partner, Partner.id == VisitPartner.partner_id).where(
            Partner.is_protected, VisitPartner.visit_id.in_(shared))
        assert db.session.scalars(hidden).all() == []
    months = kept_months()
    with writing():
        refresh_all_months()
    assert (kept_months() == months, len(months) > 3, done["protect"] > 0, done["refused"] > 0) == (True,) * 4


def _do(act: str, by: User, partners: list[OpenPartner], chance: random.Random) -> None:
    day = TODAY - timedelta(days=chance.randrange(70))
    if act == "log":
        service.log_visit(by=by, partner=partners[0], same=chance.choice(["yes", "no"]), note=service.VisitNote(
            day, chance.choice([None, VisitKind.DELIVERY]), {"children": chance.randrange(30)}))
    elif act == "plan":
        service.plan_visit(by=by, partners=partners[:chance.choice([1, 2, 3])], plan=service.VisitPlan(
            VisitKind.VISIT_DAY, TODAY + timedelta(days=chance.randrange(9))))
    elif act == "protect":
        change_access(by=by, partner=partners[0], access=PartnerAccess(by, None, True, "", ()))
    else:
        visits = db.session.scalars(select(Visit).where(Visit.state != VisitState.CANCELLED).order_by(Visit.id)).all()
        if visits:
            view = get_visit(chance.choice(visits).public_id, by)
            what = service.add_partner if act == "add" else service.remove_partner
            what(by=by, view=view, partner=partners[0] if act == "add" else view.lead)
