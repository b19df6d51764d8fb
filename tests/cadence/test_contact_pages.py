"""The contact clock where colleagues meet it: on the partner's page, its pause, and the rhythm."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from outreach.cadence.models import StageCadence
from outreach.cadence.queries import contact_status_of, list_overdue
from outreach.cadence.states import ContactState
from outreach.conversations.models import ConversationKind
from outreach.conversations.service import note_conversation
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Stage
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from tests.factories import add_partner


def days_from_now(days: int) -> date:
    return clock.today() + timedelta(days=days)


def talk(by: User, public_id: str, days_ago: int, *, reached: bool = True) -> None:
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        note_conversation(by=user, partner=get_open_partner(public_id, user), kind=ConversationKind.PHONE,
                          happened_on=days_from_now(-days_ago), line="", reached=reached)


def standing(me: User, public_id: str) -> tuple[int, ContactState]:
    silence = contact_status_of(get_open_partner(public_id, db.session.get_one(User, me.id)), clock.today())
    return silence.days, silence.state


@pytest.fixture
def house(me: User) -> str:
    return add_partner(me, "Huset", stage=Stage.GLANCE)


def test_an_unanswered_attempt_is_no_contact(me: User, house: str) -> None:
    talk(me, house, 70)
    talk(me, house, 1, reached=False)
    assert standing(me, house) == (70, ContactState.RED)


def test_a_conversation_is_a_contact(me: User, house: str) -> None:
    talk(me, house, 70)
    talk(me, house, 29)
    assert standing(me, house) == (29, ContactState.OK)


def test_without_contact_days_count_from_the_stage(me: User, house: str) -> None:
    assert standing(me, house) == (0, ContactState.OK)


def test_a_pause_holds_until_its_date(me: User, house: str, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as(me)
    talk(me, house, 70)
    client.post(f"/partners/{house}/pause", data={"until": days_from_now(20).isoformat(), "reason": "De flytter"})
    paused = standing(me, house)
    page = client.get(f"/partners/{house}").text
    client.post(f"/partners/{house}/pause/end")
    assert (paused, "De flytter" in page, standing(me, house)) == (
        (70, ContactState.OK), True, (70, ContactState.RED))


@pytest.mark.parametrize(("until", "reason", "field"), [
    (0, "De flytter", "until"), (500, "De flytter", "until"), (20, "", "reason")])
def test_a_pause_requires_a_future_date_and_a_reason(me: User, house: str, client_as: Callable[..., FlaskClient],
                                                  until: int, reason: str, field: str) -> None:
    answer = client_as(me).post(f"/partners/{house}/pause",
                                data={"until": days_from_now(until).isoformat(), "reason": reason})
    assert (answer.status_code, re.findall(r'<li><a href="#([^"]+)">', answer.text)) == (422, [field])


def test_overdue_partners_are_listed_red_first(me: User, house: str) -> None:
    school = add_partner(me, "Skolen", stage=Stage.MARRIAGE)
    add_partner(me, "Muligheden")
    talk(me, school, 100)
    talk(me, house, 60)
    user = db.session.get_one(User, me.id)
    assert [(each.partner.display_name, each.state) for each in list_overdue(user, clock.today())] == [
        ("Huset", ContactState.RED), ("Skolen", ContactState.YELLOW)]


def test_an_overdue_hidden_partner_is_not_listed(me: User, make_user: Callable[..., User]) -> None:
    hidden = add_partner(me, "Huset", kind="crisis_centre", stage=Stage.GLANCE)
    talk(me, hidden, 70)
    other = make_user(Role.STAFF, "Bent")
    assert [list_overdue(db.session.get_one(User, each.id), clock.today()) == [] for each in (me, other)] == [
        False, True]


def test_a_coordinator_changes_the_cadence(me: User, house: str, client_as: Callable[..., FlaskClient]) -> None:
    talk(me, house, 10)
    sent = {f"{stage}_{name}": days for stage, pair in {
        "glance": (7, 14), "date": (45, 90), "engagement": (30, 60), "marriage": (90, 180)}.items()
        for name, days in zip(("yellow", "red"), pair, strict=True)}
    assert client_as(Role.COORDINATOR).post("/library/rhythm", data=sent).status_code == 302
    assert (standing(me, house),
            [row.stage for row in db.session.scalars(db.select(StageCadence))]) == (
        (10, ContactState.YELLOW), [Stage.GLANCE])


@pytest.mark.parametrize(("changed", "field"), [
    ({"glance_red": "30"}, "glance_red"), ({"date_yellow": "0"}, "date_yellow"), ({"date_red": "mange"}, "date_red")])
def test_an_invalid_cadence_has_an_error_at_its_field(client_as: Callable[..., FlaskClient],
                                                         changed: dict[str, str], field: str) -> None:
    sent = {"glance_yellow": "30", "glance_red": "60", "date_yellow": "45", "date_red": "90", "engagement_yellow": "30",
            "engagement_red": "60", "marriage_yellow": "90", "marriage_red": "180"}
    answer = client_as(Role.COORDINATOR).post("/library/rhythm", data={**sent, **changed})
    assert (answer.status_code, re.findall(r'<li><a href="#([^"]+)">', answer.text)) == (422, [field])
