"""What the front page shows because it asks for something, and the calm page when nothing does."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time, timedelta

from flask.testing import FlaskClient

from outreach.conversations.models import ConversationKind
from outreach.conversations.service import note_conversation
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.followups.service import add_follow_up
from outreach.meetings.models import Meeting, MeetingKind, MeetingPartner
from outreach.partners.models import Partner, Stage
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from outreach.visits.models import Visit, VisitColleague, VisitKind, VisitPartner, VisitState
from tests.factories import add_partner


def day(days: int) -> date:
    return clock.today() + timedelta(days=days)


def sections(page: str) -> dict[str, list[str]]:
    """Headings of the rows, by section's heading."""
    found = re.findall(r'<h2 id="[a-z]+-head">([^<]+)</h2>(.*?)</section>', page.partition("<h1")[2], re.DOTALL)
    return {title: re.findall(r"<h3><a [^>]*>([^<]+)</a>", rows) for title, rows in found}


def talk(by: User, public_id: str, days_ago: int) -> None:
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        note_conversation(by=user, partner=get_open_partner(public_id, user), kind=ConversationKind.PHONE,
                          happened_on=day(-days_ago), line="", reached=True)


def follow_up(by: User, public_id: str, what: str, due: date) -> None:
    with transactions.writing():
        user = db.session.get_one(User, by.id)
        add_follow_up(by=user, partner=get_open_partner(public_id, user), what=what, owner=user, due_on=due)


def test_follow_ups_are_grouped_by_due_date(me: User, client_as: Callable[..., FlaskClient]) -> None:
    partner = add_partner(me, "Huset")
    for what, days in (("For sent", -2), ("Nu", 0), ("Snart", 5), ("Engang", 20)):
        follow_up(me, partner, what, day(days))
    shown = sections(client_as(me).get("/").text)
    assert {title: rows for title, rows in shown.items() if rows} == {
        "Over tiden": ["For sent"], "Det er i dag": ["Nu"], "De næste syv dage": ["Snart"]}


def test_a_follow_up_is_finished_from_the_front_page(me: User, client_as: Callable[..., FlaskClient]) -> None:
    client = client_as(me)
    follow_up(me, add_partner(me, "Huset"), "Ring", day(0))
    action = re.findall(r'action="(/followups/\w+/done)"', client.get("/").text)[0]
    assert client.post(action, data={"then": "today"}).location == "/"
    assert "Det er i dag" not in sections(client.get("/").text)


def test_overdue_partners_offer_three_actions(me: User, client_as: Callable[..., FlaskClient]) -> None:
    partner = add_partner(me, "Huset", stage=Stage.GLANCE)
    talk(me, partner, 61)
    page = client_as(me).get("/").text
    rows = page.partition("silent-head")[2].partition("</section>")[0]
    assert sections(page)["Længe siden sidst"] == ["Huset"]
    assert re.findall(r'href="([^"]+)"', rows)[1:] == [
        f"/note?partner={partner}", f"/meetings/new?partner={partner}", f"/partners/{partner}/pause"]
    assert "Alt for længe siden" in rows


def test_only_my_own_overdue_partners_are_shown(me: User, make_user: Callable[..., User],
                                     client_as: Callable[..., FlaskClient]) -> None:
    partner = add_partner(me, "Huset", stage=Stage.GLANCE)
    talk(me, partner, 61)
    assert "Længe siden sidst" not in sections(client_as(make_user(Role.STAFF, "Bent")).get("/").text)


def test_partners_to_decide_on_are_shown(me: User, client_as: Callable[..., FlaskClient]) -> None:
    for name, decide_by in (("Gået", day(-1)), ("Nær", day(6)), ("Fjern", day(60)), ("Uden", None)):
        public_id = add_partner(me, name, stage=Stage.ENGAGEMENT)
        with transactions.writing():
            db.session.scalars(db.select(Partner).where(Partner.public_id == public_id)).one().decide_by = decide_by
    shown = sections(client_as(me).get("/").text)
    assert {title: rows for title, rows in shown.items() if rows} == {
        "Over tiden": ["Gået"], "De næste syv dage": ["Nær"], "Venter på dig": ["Uden"]}


def test_items_that_need_no_action_are_left_out(me: User, client_as: Callable[..., FlaskClient]) -> None:
    add_partner(me, "Huset")
    page = client_as(me).get("/").text
    assert (list(sections(page)), "Intet kalder på dig lige nu" in page) == (["Dine partnere"], True)


def test_past_meetings_and_visits_ask_how_they_went(me: User,
                                                                client_as: Callable[..., FlaskClient]) -> None:
    partner = add_partner(me, "Huset")
    with transactions.writing():
        key = db.session.scalars(db.select(Partner.id).where(Partner.public_id == partner)).one()
        meeting = Meeting(kind=MeetingKind.FOLLOW_UP, held_on=day(-1), starts_at=time(9), ends_at=time(10),
                          owner_id=me.id, partners=[MeetingPartner(partner_id=key)])
        visit = Visit(kind=VisitKind.VISIT_DAY, state=VisitState.PLANNED, held_on=day(-2), owner_id=me.id,
                      colleagues=[VisitColleague(user_id=me.id, name=me.name)],
                      partners=[VisitPartner(partner_id=key, held_on=day(-2), state=VisitState.PLANNED,
                                             stage=Stage.GLANCE)])
        db.session.add_all([meeting, visit])
        db.session.flush()
        wanted = {f"/meetings/{meeting.public_id}/closing", f"/visits/{visit.public_id}"}
    waits = client_as(me).get("/").text.partition('id="undated-head"')[2].partition("</section>")[0]
    assert (set(re.findall(r'<h3><a href="([^"]+)"', waits)), waits.count("Hvordan gik det?")) == (wanted, 2)
