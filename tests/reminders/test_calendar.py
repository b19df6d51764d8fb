"""Calendar files and the secret address, on the demo."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import vobject
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.followups.models import FollowUp
from outreach.meetings.models import Meeting, MeetingPartner, MeetingState
from outreach.partners.models import Partner, Stage
from outreach.reminders.models import CalendarFeed
from outreach.users.models import User
from outreach.visits.models import Visit, VisitPartner, VisitState

LIBRARIAN = "Børnebibliotekaren"
FIRST_MEETING = select(Meeting).where(Meeting.title == "Vores første møde")


def one(query: object) -> object:
    db.session.remove()
    return db.session.scalars(query).first()  # type: ignore[call-overload]


def events(text: str) -> list[vobject.base.Component]:
    return list(vobject.readOne(text).vevent_list)


def new_address(client: FlaskClient) -> str:
    found = re.search(r'value="http://localhost(/calendar/[^"]+\.ics)"', client.post("/me/calendar").text)
    assert found is not None
    return found[1]


def feed(app: Flask, client: FlaskClient) -> list[vobject.base.Component]:
    return events(app.test_client().get(new_address(client)).text)


def test_meeting_file_has_time_and_place(demo_client: Callable[..., FlaskClient]) -> None:
    meeting = one(FIRST_MEETING)
    starts = datetime.combine(meeting.held_on, meeting.starts_at, tzinfo=clock.zone())
    [event] = events(demo_client().get(f"/meetings/{meeting.public_id}.ics").text)
    assert (event.summary.value, event.dtstart.value.astimezone(clock.zone()), event.location.value) == (
        "Første møde: Familiehuset", starts, "Infanterivej 33")


def test_follow_up_file_has_due_date_and_link(demo_client: Callable[..., FlaskClient]) -> None:
    follow_up = one(select(FollowUp).where(FollowUp.what.startswith("Send de lovede")))
    address, due_on = f"/followups/{follow_up.public_id}", follow_up.due_on
    [event] = events(demo_client().get(f"{address}.ics").text)
    assert (event.summary.value, event.dtstart.value, event.url.value) == (
        "Send de lovede bøger på arabisk og tyrkisk (Sundhedsplejen i nordøst)", due_on, f"http://localhost{address}")


def test_feed_shows_the_owners_meetings_and_follow_ups_without_sign_in(
        demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    summaries = [event.summary.value for event in feed(demo_app, demo_client())]
    assert "Første møde: Familiehuset" in summaries
    assert "Pak en kasse med spil, som et helt hold kan være fælles om (Familiehuset)" in summaries
    assert "Foreslå to eftermiddage til værkstedet (UngeBasen)" not in summaries


def test_feed_shows_a_protected_partner_by_code_name_without_place(
        demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    partner = one(select(Partner).where(Partner.name == "Randers Krisecenter"))
    code_name, partner_id = partner.code_name, partner.id
    with transactions.writing():
        meeting = db.session.scalars(FIRST_MEETING).one()
        meeting.partners.append(MeetingPartner(partner_id=partner_id, position=1))
        meeting.title = "Hos krisecenteret"
    found = feed(demo_app, demo_client())
    text = "\n".join(event.serialize() for event in found)
    assert [event.summary.value for event in found if code_name in event.summary.value] == [
        f"Første møde: Familiehuset, {code_name}", f"Besøgsdag hos dem: {code_name}", f"Følg op: {code_name}"]
    hidden = ("Randers Krisecenter", "Infanterivej", "oplæsning", "krisecenteret")
    assert [word for word in hidden if word in text] == []


def test_new_feed_address_revokes_the_old_one(demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    client = demo_client()
    before, after = new_address(client), new_address(client)
    assert [demo_app.test_client().get(each).status_code for each in (before, after)] == [404, 200]


def test_revoked_feed_address_is_not_found(demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    client = demo_client()
    address = new_address(client)
    client.post("/me/calendar/revoke")
    assert demo_app.test_client().get(address).status_code == 404


@pytest.mark.parametrize(("guess", "status"), [("x", 404), ("x" * 43, 404), ("x" * 5000, 414), ("æøå", 404),
                                               ("%00", 404)])
def test_guessed_feed_address_is_refused(demo_app: Flask, guess: str, status: int) -> None:
    assert demo_app.test_client().get(f"/calendar/{guess}.ics").status_code == status


def test_feed_of_a_closed_account_is_not_found(
        demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    address = new_address(demo_client())
    with transactions.writing():
        db.session.scalars(select(User).where(User.name == LIBRARIAN)).one().active = False
    assert demo_app.test_client().get(address).status_code == 404


def test_feed_secret_is_neither_stored_nor_shown_again(demo_client: Callable[..., FlaskClient]) -> None:
    secret = new_address(demo_client()).removeprefix("/calendar/").removesuffix(".ics")
    assert one(select(CalendarFeed)).secret_hash != secret
    assert secret not in demo_client(LIBRARIAN, language="en").get("/me/calendar").text


def test_hidden_partners_meeting_has_no_file(demo_client: Callable[..., FlaskClient]) -> None:
    partner = one(select(Partner).where(Partner.name == "Randers Krisecenter"))
    partner_id = partner.id
    with transactions.writing():
        meeting = db.session.scalars(FIRST_MEETING).one()
        meeting.partners = [MeetingPartner(partner_id=partner_id)]
        public_id = meeting.public_id
    assert "BEGIN:VCALENDAR" not in demo_client("Lederen").get(f"/meetings/{public_id}.ics").text


def test_cancelled_meeting_has_a_higher_sequence_number(demo_client: Callable[..., FlaskClient]) -> None:
    client, public_id = demo_client(), one(FIRST_MEETING).public_id
    before = events(client.get(f"/meetings/{public_id}.ics").text)[0]
    with transactions.writing():
        meeting = db.session.scalars(FIRST_MEETING).one()
        meeting.state, meeting.updated_at = MeetingState.CANCELLED, meeting.updated_at + timedelta(minutes=1)
    after = events(client.get(f"/meetings/{public_id}.ics").text)[0]
    assert (before.uid.value == after.uid.value, int(after.sequence.value) - int(before.sequence.value),
            after.status.value) == (True, 60, "CANCELLED")


def test_feed_is_in_the_owners_language(demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    with transactions.writing():
        db.session.scalars(select(User).where(User.name == LIBRARIAN)).one().language = "en"
    assert "First meeting: Familiehuset" in [event.summary.value for event in feed(demo_app, demo_client())]


def test_visit_file_has_time_and_no_place(demo_client: Callable[..., FlaskClient]) -> None:
    planned = select(Visit).where(Visit.state == VisitState.PLANNED, Visit.starts_at.is_not(None))
    visit = one(planned.join(VisitPartner).join(Partner).where(Partner.name == "Skolen ved åen"))
    starts = datetime.combine(visit.held_on, visit.starts_at, tzinfo=clock.zone())
    [event] = events(demo_client().get(f"/visits/{visit.public_id}.ics").text)
    assert (event.summary.value, event.dtstart.value.astimezone(clock.zone()), hasattr(event, "location")) == (
        "Besøgsdag hos dem: Skolen ved åen", starts, False)


def test_protected_partners_visit_file_has_the_code_name_and_is_hidden_from_others(
        demo_client: Callable[..., FlaskClient]) -> None:
    partner = one(select(Partner).where(Partner.name == "Randers Krisecenter"))
    code_name, partner_id = partner.code_name, partner.id
    public_id = one(select(Visit).join(VisitPartner).where(VisitPartner.partner_id == partner_id)).public_id
    mine, theirs = (demo_client(name).get(f"/visits/{public_id}.ics").text for name in (LIBRARIAN, "Lederen"))
    assert (code_name in mine, "Krisecenter" in mine, "BEGIN:VCALENDAR" in theirs) == (True, False, False)


def test_decide_by_date_is_in_the_feed(demo_app: Flask, demo_client: Callable[..., FlaskClient]) -> None:
    with transactions.writing():
        partner = db.session.scalars(select(Partner).where(Partner.stage == Stage.ENGAGEMENT)).first()
        assert partner is not None
        partner.owner_id = db.session.scalars(select(User.id).where(User.name == LIBRARIAN)).one()
        partner.decide_by, name = clock.today() + timedelta(days=40), partner.name
    days = {event.summary.value: event.dtstart.value for event in feed(demo_app, demo_client())}
    assert days[f"Bliver det fast? {name}"] == clock.today() + timedelta(days=40)
