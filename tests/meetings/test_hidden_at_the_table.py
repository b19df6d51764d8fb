"""A meeting together with a protected partner: for who may not see everybody there it never was, nor does it show at
the others."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.commitments.service import add_commitment, settle
from outreach.commitments.states import CommitmentState, Firmness
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.followups.models import FollowUp
from outreach.followups.service import add_follow_up
from outreach.library.models import Question
from outreach.meetings import service
from outreach.meetings.queries import asked_keys, contact_rows, get_meeting, has_met
from outreach.partners.inputs import PartnerAccess
from outreach.partners.models import Partner
from outreach.partners.queries import get_open_partner
from outreach.partners.service import change_access
from outreach.users.models import User
from tests.factories import add_partner
from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401

DAY = clock.today() - timedelta(days=9)
PAGES = ("", "/edit", "/agenda", "/questions", "/partners", ".ics", "/agenda.png", "/pitch.png", "/for-us.pdf",
         "/closing", "/recap", "/recap.png")
SENT = ("/for-them", "/pitch", "/state", "/agenda/propose", "/closing/autosave", "/closing/reopen", "/recap")


@pytest.fixture
def me(make_user: Callable[..., User]) -> User:  # noqa: F811
    return make_user(Role.STAFF, "Anna")


@pytest.fixture
def house(me: User) -> str:
    return add_partner(me, "Familiehuset")


@pytest.fixture
def centre(me: User) -> str:
    return add_partner(me, "Krisecentret", kind="crisis_centre", code_name="Partner Birk")


@pytest.fixture
def meet(me: User, plan: Callable[..., service.Plan]) -> Callable[..., str]:
    """meet(partners…, held=False) -> the public id of a meeting nine days ago."""

    def make(*partners: str, held: bool = False) -> str:
        with transactions.writing():
            by = db.session.get_one(User, me.id)
            made = service.plan_meeting(by=by, partners=[get_open_partner(each, by) for each in partners],
                                        plan=plan(held_on=DAY))
            if held:
                service.hold_meeting(by=by, view=get_meeting(made.public_id, by), held_on=DAY, people=())
            return str(made.public_id)

    return make


@pytest.fixture
def protect(me: User) -> Callable[[str], None]:
    def do(partner: str) -> None:
        with transactions.writing():
            by = db.session.get_one(User, me.id)
            change_access(by=by, partner=get_open_partner(partner, by),
                          access=PartnerAccess(by, None, True, "Partner Eg", ()))

    return do


def answers(client: FlaskClient, meeting: str) -> set[tuple[int, bool]]:
    found = [client.get(f"/meetings/{meeting}{page}") for page in PAGES]
    found += [client.post(f"/meetings/{meeting}{page}", data={"act": "cancel"}) for page in SENT]
    return {(each.status_code, "Partner Birk" in each.text) for each in found}


def test_meeting_with_a_hidden_partner_is_nowhere(
        meet: Callable[..., str], house: str, centre: str, client_as: Callable[..., FlaskClient]) -> None:  # noqa: F811
    stranger = client_as(Role.MANAGER)
    assert (answers(stranger, meet(house, centre)), answers(stranger, "nobodyknows1")) == ({(404, False)},) * 2


def test_meeting_with_only_a_hidden_partner_shows_its_code_name(
        meet: Callable[..., str], centre: str, client_as: Callable[..., FlaskClient]) -> None:  # noqa: F811
    assert answers(client_as(Role.MANAGER), meet(centre)) == {(403, True)}


def days() -> dict[str, date]:
    rows = contact_rows().subquery()
    return dict(db.session.execute(select(Partner.name, rows.c.day).join(rows, rows.c.partner_id == Partner.id)
                                   ).tuples().all())


def test_shared_meeting_counts_as_contact_of_the_protected_partner_only(meet: Callable[..., str], house: str,
                                                                   centre: str) -> None:
    meet(house, centre, held=True)
    assert days() == {"Krisecentret": DAY}


def test_shared_meeting_counts_as_contact_of_both_open_partners(meet: Callable[..., str], me: User, house: str) -> None:
    meet(house, add_partner(me, "Klubben"), held=True)
    assert days() == {"Familiehuset": DAY, "Klubben": DAY}


def test_shared_meeting_does_not_affect_proposals_for_other_partners(
        meet: Callable[..., str], house: str, centre: str) -> None:
    with transactions.writing():
        db.session.add(Question(key="week", group="A", text_da="Hvordan ser en uge ud?", text_en="", position=1))
    meet(house, centre, held=True)
    ids = dict(db.session.execute(select(Partner.name, Partner.id)).tuples().all())
    told = [(has_met(ids[name]), asked_keys([ids[name]])) for name in ("Familiehuset", "Krisecentret")]
    assert told == [(False, frozenset()), (True, frozenset({"week"}))]
    assert asked_keys(list(ids.values())) == {"week"}


def whose(*acts: str) -> set[str]:
    """The partners in whose history acts of these kinds stand."""
    query = select(AuditEntry.act, Partner.name).join(Partner, Partner.id == AuditEntry.partner_id)
    return {name for act, name in db.session.execute(query) if act.partition(".")[0] in acts}


def follow(me: User, partner: str, meeting: str) -> None:
    with transactions.writing():
        by = db.session.get_one(User, me.id)
        add_follow_up(by=by, partner=get_open_partner(partner, by), what="Ring", owner=by, due_on=clock.today(),
                      origin="meeting", origin_id=meeting)


def test_newly_protected_partner_gets_follow_ups_and_history_of_its_meetings(
        meet: Callable[..., str], me: User, house: str, protect: Callable[[str], None]) -> None:
    club = add_partner(me, "Klubben")
    follow(me, house, meet(house, club, held=True))
    before = whose("meeting", "follow_up")
    protect(club)
    owners = set(db.session.scalars(select(Partner.name).join(FollowUp, FollowUp.partner_id == Partner.id)))
    assert (before, whose("meeting", "follow_up"), owners) == ({"Familiehuset"}, {"Klubben"}, {"Klubben"})


def test_protected_partner_added_to_a_meeting_gets_its_follow_ups_and_history(
        meet: Callable[..., str], me: User, house: str,
        centre: str) -> None:
    meeting = meet(house)
    follow(me, house, meeting)
    with transactions.writing():
        by = db.session.get_one(User, me.id)
        service.add_partner(by=by, view=get_meeting(meeting, by), partner=get_open_partner(centre, by))
    owners = set(db.session.scalars(select(Partner.name).join(FollowUp, FollowUp.partner_id == Partner.id)))
    assert (whose("meeting", "follow_up"), owners) == ({"Krisecentret"}, {"Krisecentret"})


def test_promise_settled_is_audited_where_the_promise_is(me: User, house: str, centre: str) -> None:
    with transactions.writing():
        by = db.session.get_one(User, me.id)
        at_house, at_centre = get_open_partner(house, by), get_open_partner(centre, by)
        made = add_commitment(by=by, partner=at_house, is_ours=False, what="En kasse", firmness=Firmness.FINAL,
                              about=[at_house, at_centre])
        settle(by=by, partner=at_house, commitment=made, state=CommitmentState.KEPT)
    assert whose("commitment") == {"Krisecentret"}


def test_promises_of_a_shared_meeting_are_audited_at_the_protected_partner(me: User, house: str,
                                                            protect: Callable[[str], None]) -> None:
    club = add_partner(me, "Klubben")
    with transactions.writing():
        by = db.session.get_one(User, me.id)
        both = [get_open_partner(each, by) for each in (house, club)]
        add_commitment(by=by, partner=both[0], is_ours=True, what="En kasse", firmness=Firmness.FINAL, about=both)
    protect(club)
    assert whose("commitment") == {"Klubben"}
