"""A visit noted by mistake goes, with what hangs on it, and comes back as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.followups.models import FollowUp
from outreach.partners.inputs import PartnerAccess
from outreach.partners.protection import row_of
from outreach.partners.queries import get_open_partner
from outreach.partners.service import change_access, restore_removed
from outreach.users.models import User
from outreach.visits.models import (
    Observation,
    PartnerMonth,
    Sureness,
    Visit,
    VisitColleague,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)
from outreach.visits.queries import get_visit
from outreach.visits.service import remove_observation, remove_visit, restore_visit
from outreach.visits.service.months import refresh_all_months
from tests.factories import add_partner
from tests.sending import fetch, forms_on, send

TODAY = date(2026, 11, 24)
#: What may be another when a row comes back.
_NUMBERS = frozenset({"id", "visit_id", "updated_at"})


@pytest.fixture
def today(app: Flask) -> None:
    clock.set_source(lambda: datetime(2026, 11, 24, 11, tzinfo=UTC))


@pytest.fixture
def me(make_user: Callable[..., User], today: None) -> User:
    return make_user(name="Anne")


@pytest.fixture
def house(me: User) -> str:
    return add_partner(me, "Familiehuset")


@pytest.fixture
def client(client_as: Callable[..., FlaskClient], me: User) -> FlaskClient:
    return client_as(me)


def rows(*models: Any) -> dict[str, list[dict[str, Any]]]:
    """Every row, without the numbers that may be others."""
    db.session.rollback()
    found = {}
    for model in models:
        columns = [each.key for each in model.__table__.columns if each.key not in _NUMBERS]
        found[model.__tablename__] = sorted(
            ({name: getattr(row, name) for name in columns} for row in db.session.scalars(select(model))), key=str)
    return found


def months() -> dict[str, list[dict[str, Any]]]:
    return rows(PartnerMonth)


def months_anew() -> dict[str, list[dict[str, Any]]]:
    with writing():
        refresh_all_months()
    return months()


OF_A_VISIT = (Visit, VisitPartner, VisitColleague, VisitOffer, VisitThing, Observation)


def noted(client: FlaskClient, house: str, **more: str) -> str:
    """The address of a visit with things, words and a colleague."""
    page = client.post("/visits/log", data={"partner": house, "held_on": "2026-11-20", "kind": "visit_day",
                                            "form_key": "k", "families": "6", "children": "4"}).location or ""
    client.post(f"{page}/edit", data={
        "kind": "visit_day", "held_on": "2026-11-20", "starts_at": "10:00", "families": "6", "children": "4",
        "minutes_there": "60", "ways": ["dialogue"], "saw": "De læste.", "things-0-what": "Kasse",
        "things-0-number": "2", "things-0-lent": "lent", "things-0-back_by": "2026-12-24", **more})
    return page


def undo(client: FlaskClient, done: Any) -> Any:
    [form] = [each for each in forms_on(client.get(done.location).text) if "/visits/undo/" in each["action"]]
    return send(client, form["action"], form["fields"])


def test_deleted_visit_is_restored_with_all_its_rows(client: FlaskClient, house: str) -> None:
    page = noted(client, house)
    before, counted = rows(*OF_A_VISIT), months()
    done = client.post(f"{page}/remove")
    assert (set(map(len, rows(*OF_A_VISIT).values())), months()["partner_month"], client.get(page).status_code) == (
        {0}, [], 404)
    back = undo(client, done)
    assert (back.location, rows(*OF_A_VISIT), months()) == (page, before, counted)


def test_months_equal_sums_after_deleting_and_restoring(demo_app: Flask) -> None:
    """Of every sort of visit that the demo has: held, planned, cancelled, of one partner and of several."""
    by = db.session.scalars(select(User).where(User.name == "Børnebibliotekaren")).one()
    sorts = {}
    for visit in db.session.scalars(select(Visit).order_by(Visit.id)):
        sorts.setdefault((visit.state, len(visit.partners), bool(visit.things)), visit.public_id)
    at_first = months_anew()
    for public_id in sorts.values():
        with writing():
            step = remove_visit(by=by, view=get_visit(public_id, by)).public_id
        assert months() == months_anew()
        with writing():
            restore_visit(by=by, step_id=step)
        assert months() == at_first == months_anew()
    assert {state for state, _partners, _things in sorts} == set(VisitState)


def test_deleting_and_restoring_twice_acts_once(client: FlaskClient, house: str) -> None:
    page = noted(client, house)
    form = forms_on(client.get(f"{page}/remove").text)[-1]["fields"]
    first, again = send(client, f"{page}/remove", form), send(client, f"{page}/remove", form)
    assert (first.status_code, again.location, client.post(f"{page}/remove").status_code) == (302, first.location, 404)
    undo(client, first)
    second = client.post(f"{page}/remove")
    undo(client, second)
    acts = [each.act for each in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))
            if each.act in {"visit.remove", "visit.undo"}]
    assert (acts, len(rows(Visit)["visit"])) == (["visit.remove", "visit.undo"] * 2, 1)


def test_edit_of_a_deleted_visit_changes_nothing(client: FlaskClient, house: str,
                                                      client_as: Callable[..., FlaskClient],
                                                      make_user: Callable[..., User]) -> None:
    page, other = noted(client, house), client_as(make_user(name="Bo"))
    form = fetch(other, f"{page}/edit", "held_on")
    done = client.post(f"{page}/remove")
    late = send(other, f"{page}/edit", form, children="9")
    assert (late.status_code, rows(Visit)["visit"], months() == months_anew()) == (404, [], True)
    undo(client, done)
    send(other, f"{page}/edit", form, children="9")
    assert (db.session.scalars(select(Visit.children)).one(), months() == months_anew()) == (9, True)


def test_edit_before_deletion_is_restored(client: FlaskClient, house: str) -> None:
    page = noted(client, house)
    client.get(f"{page}/remove")
    noted(client, house, learnt="Bliv længere.")
    undo(client, client.post(f"{page}/remove"))
    assert db.session.scalars(select(Visit.learnt)).one() == "Bliv længere."


def test_observations_and_follow_ups_stay_with_their_partner(client: FlaskClient, house: str, me: User) -> None:
    page = noted(client, house)
    visit = page.rpartition("/")[2]
    client.post(f"/partners/{house}/observations/new?visit={visit}", data={
        "observed_on": "2026-11-24", "role": "en pædagog", "what": "De låner selv.", "sureness": "saw"})
    client.post(f"{page}/follow-ups", data={"what": "Ring", "owner": me.public_id, "due_on": "2026-12-01"})
    linked = (select(Observation.what, Observation.visit_id.is_not(None)),
              select(FollowUp.what, FollowUp.origin, FollowUp.origin_id))
    asked = client.get(f"{page}/remove").text
    assert [word for word in ("Det, personalet har set siden, bliver stående", "Opfølgninger fra besøget")
            if word not in asked] == []
    done = client.post(f"{page}/remove")
    assert [db.session.execute(each).one() for each in linked] == [("De låner selv.", False), ("Ring", "", "")]
    undo(client, done)
    db.session.rollback()
    assert [db.session.execute(each).one() for each in linked] == [
        ("De låner selv.", True), ("Ring", "visit", visit)]


def test_an_observation_that_comes_back_after_its_visit_went_stands_alone(
        app: Flask, me: User, house: str, add_visit: Callable[..., str]) -> None:
    visit = add_visit(me, [house], TODAY)
    with writing():
        view = get_visit(visit, me)
        db.session.add(seen := Observation(partner_id=view.lead.id, visit_id=view.visit.id, observed_on=TODAY, role="r",
                                           what="w", sureness=Sureness.SAW))
        db.session.flush()
        step = remove_observation(by=me, partner=view.lead, observation=seen).public_id
    with writing():
        remove_visit(by=me, view=get_visit(visit, me))
    with writing():
        restore_removed(by=me, partner=get_open_partner(house, me), step_id=step)
    assert db.session.execute(select(Observation.what, Observation.visit_id)).one() == ("w", None)


def test_rows_removed_meanwhile_are_not_restored(
        app: Flask, me: User, house: str, add_visit: Callable[..., str]) -> None:
    """The visit's own number and key: another has them."""
    visit = add_visit(me, [house], TODAY, starts_at=time(10), form_key="k")
    with writing():
        get_visit(visit, me).visit.colleagues = [VisitColleague(user_id=me.id, name="Anne")]
    with writing():
        step = remove_visit(by=me, view=get_visit(visit, me)).public_id
    other = add_visit(me, [house], TODAY - timedelta(days=1), form_key="k")
    with writing():
        restore_visit(by=me, step_id=step)
    assert {(each.public_id, each.form_key, len(each.colleagues)) for each in db.session.scalars(select(Visit))} == {
        (visit, None, 1), (other, "k", 0)}


def test_deleting_a_hidden_partners_visit_is_answered_as_reading_it(client: FlaskClient, me: User, house: str,
                                            client_as: Callable[..., FlaskClient],
                                            make_user: Callable[..., User]) -> None:
    centre = add_partner(me, "Krisecentret", kind="crisis_centre")
    page, stranger = noted(client, centre), client_as(make_user(Role.MANAGER))
    answers = [stranger.get(f"{page}/remove"), stranger.post(f"{page}/remove")]
    assert [(each.status_code, "Krisecentret" in each.text) for each in answers] == [(403, False)] * 2
    done = client.post(f"{page}/remove")
    [form] = [each for each in forms_on(client.get(done.location).text) if "/visits/undo/" in each["action"]]
    assert (stranger.post(form["action"]).status_code, rows(Visit)["visit"]) == (404, [])


def test_visit_with_protected_partner_and_observations_of_others_is_not_deleted(
        client: FlaskClient, me: User, house: str, add_visit: Callable[..., str]) -> None:
    """As long as the visit stands, what was observed at it is told of nowhere outside the house."""
    centre = add_partner(me, "Krisecentret", kind="crisis_centre")
    visit = add_visit(me, [house, centre], TODAY)
    client.post(f"/partners/{house}/observations/new?visit={visit}", data={
        "observed_on": "2026-11-24", "role": "en pædagog", "what": "De låner selv.", "sureness": "saw"})
    refused = client.post(f"/visits/{visit}/remove")
    assert (refused.status_code, "En beskyttet partner var med" in refused.text, len(rows(Visit)["visit"])) == (
        422, True, 1)
    observation = db.session.scalars(select(Observation.public_id)).one()
    client.post(f"/observations/{observation}/remove")
    assert (client.post(f"/visits/{visit}/remove").status_code, rows(Visit)["visit"]) == (302, [])


def test_a_shared_visit_does_not_come_back_to_a_partner_that_is_protected_by_now(
        client: FlaskClient, me: User, house: str, add_visit: Callable[..., str]) -> None:
    school = add_partner(me, "Skolen")
    done = client.post(f"/visits/{add_visit(me, [house, school], TODAY)}/remove")
    form = next(each for each in forms_on(client.get(done.location).text) if "/visits/undo/" in each["action"])
    with writing():
        row_of(get_open_partner(school, me)).is_protected = True
    refused = send(client, form["action"], form["fields"])
    assert (refused.status_code, "netop blevet beskyttet" in refused.text, rows(Visit)["visit"]) == (422, True, [])


def test_audit_keeps_the_deleted_values(client: FlaskClient, house: str) -> None:
    client.post(f"{noted(client, house)}/remove")
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "visit.remove")).one()
    was = {each.field: each.old for each in entry.changes}
    assert (entry.actor_name, was["held_on"], was["children"], was["saw"], was["partners"], "adults" in was) == (
        "Anne", "2026-11-20", "4", "De læste.", house, False)


@pytest.mark.parametrize(("state", "word"), [
    (VisitState.HELD, "dets tal tælles ikke med"), (VisitState.PLANNED, "så aflys det i stedet"),
    (VisitState.CANCELLED, "Et aflyst besøg må gerne blive stående")])
def test_deletion_page_lists_what_will_be_deleted(
        client: FlaskClient, me: User, house: str, add_visit: Callable[..., str],
        state: VisitState, word: str) -> None:
    visit = add_visit(me, [house], TODAY, state)
    assert word in client.get(f"/visits/{visit}/remove").text
    assert f'href="/visits/{visit}/remove"' in client.get(f"/visits/{visit}").text


def test_the_history_of_a_deleted_visit_goes_to_the_partner_that_becomes_protected(
        client: FlaskClient, me: User, house: str, add_visit: Callable[..., str]) -> None:
    school = add_partner(me, "Skolen")
    client.post(f"/visits/{add_visit(me, [house, school], TODAY, saw='Qvzx')}/remove")
    with writing():
        by = db.session.get_one(User, me.id)
        change_access(by=by, partner=get_open_partner(school, by), access=PartnerAccess(by, None, True, "", ()))
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "visit.remove")).one()
    assert entry.partner_id == get_open_partner(school, me).id
