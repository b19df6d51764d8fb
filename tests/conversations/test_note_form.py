"""Noting a contact from anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from outreach.conversations.models import Conversation, ConversationKind
from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.followups.models import FollowUp
from outreach.users.models import User
from tests.factories import add_partner

TODAY = clock.today().isoformat()


def lines() -> list[tuple[str, ConversationKind, bool, date]]:
    return [(conversation.line, conversation.kind, conversation.reached, conversation.happened_on)
            for conversation in db.session.scalars(db.select(Conversation).order_by(Conversation.id))]


def offered(page: str) -> list[str]:
    return re.findall(r'name="pick"[^>]*> ([^<]+)</label>', page)


def test_a_partner_is_found_by_part_of_its_name(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Familiehuset")
    answer = client.post("/note", data={"who": "milieh", "way": "talked", "line": "Gerne", "happened_on": TODAY})
    assert answer.location == f"/partners/{partner}#history"
    assert lines() == [("Gerne", ConversationKind.PHONE, True, clock.today())]


def test_several_matches_are_offered_as_choices(client: FlaskClient, me: User) -> None:
    add_partner(me, "Familiehuset")
    add_partner(me, "Huset ved åen")
    answer = client.post("/note", data={"who": "hus", "way": "rang", "line": "Prøver igen", "happened_on": TODAY})
    assert (answer.status_code, offered(answer.text), 'value="Prøver igen"' in answer.text, lines()) == (
        422, ["Familiehuset", "Huset ved åen"], True, [])


def test_the_picked_partner_counts(client: FlaskClient, me: User) -> None:
    add_partner(me, "Familiehuset")
    other = add_partner(me, "Huset ved åen")
    answer = client.post("/note", data={"who": "hus", "pick": other, "way": "met", "happened_on": TODAY})
    assert answer.location == f"/partners/{other}#history"


def test_an_exact_name_is_preferred(client: FlaskClient, me: User) -> None:
    house = add_partner(me, "Huset")
    add_partner(me, "Huset ved åen")
    answer = client.post("/note", data={"who": "huset", "way": "met", "happened_on": TODAY})
    assert answer.location == f"/partners/{house}#history"


def test_a_hidden_partner_is_neither_found_nor_noted_on(client: FlaskClient, make_user: Callable[..., User]) -> None:
    hidden = add_partner(make_user(Role.STAFF, "Bent"), "Huset", kind="crisis_centre")
    found = client.post("/note/partners", data={"who": "huset"})
    answer = client.post("/note", data={"pick": hidden, "way": "met", "happened_on": TODAY})
    assert (offered(found.text), answer.status_code, offered(answer.text), lines()) == ([], 422, [], [])


@pytest.mark.parametrize(("way", "kind", "reached"), [
    ("talked", ConversationKind.PHONE, True), ("rang", ConversationKind.PHONE, False),
    ("met", ConversationKind.MET, True), ("answered", ConversationKind.MAIL, True),
    ("wrote", ConversationKind.MAIL, False)])
def test_what_happened_says_whether_they_were_reached(client: FlaskClient, me: User, way: str, kind: ConversationKind,
                                                      reached: bool) -> None:
    partner = add_partner(me, "Huset")
    client.post("/note", data={"pick": partner, "way": way, "happened_on": TODAY})
    assert [line[1:3] for line in lines()] == [(kind, reached)]


@pytest.mark.parametrize(("sent", "field"), [
    ({"way": ""}, "note-way"), ({"happened_on": ""}, "note-on"), ({"line": "Ring til 010190-1234"}, "note-line"),
    ({"happened_on": (clock.today() + timedelta(days=1)).isoformat()}, "note-on"),
    ({"follow_what": "Ring igen"}, "note-follow-on"), ({"due_on": TODAY}, "note-follow"),
    ({"follow_what": "Ring", "due_on": (clock.today() - timedelta(days=1)).isoformat()}, "note-follow-on")])
def test_errors_stand_at_their_field(client: FlaskClient, me: User, sent: dict[str, str], field: str) -> None:
    partner = add_partner(me, "Huset")
    answer = client.post("/note", data={"pick": partner, "way": "met", "happened_on": TODAY, **sent})
    assert (answer.status_code, re.findall(r'<li><a href="#([^"]+)">', answer.text), lines()) == (422, [field], [])


def test_a_follow_up_is_saved_with_the_conversation(client: FlaskClient, me: User) -> None:
    partner, day = add_partner(me, "Huset"), clock.today() + timedelta(days=7)
    client.post("/note", data={"pick": partner, "way": "rang", "happened_on": TODAY, "follow_what": "Ring igen",
                               "due_on": day.isoformat()})
    follow_up = db.session.scalars(db.select(FollowUp)).one()
    assert (follow_up.what, follow_up.due_on, follow_up.owner_id, len(lines())) == ("Ring igen", day, me.id, 1)


def test_a_follow_up_in_the_past_is_asked_about_once(client: FlaskClient, me: User) -> None:
    partner, day = add_partner(me, "Huset"), clock.today() - timedelta(days=1)
    sent = {"pick": partner, "way": "rang", "happened_on": TODAY, "follow_what": "Ring igen", "due_on": day.isoformat()}
    asked = client.post("/note", data=sent)
    client.post("/note", data={**sent, "past_ok": "y"})
    assert (asked.status_code, 'id="note-past-ok"' in asked.text) == (422, True)
    assert [follow_up.due_on for follow_up in db.session.scalars(db.select(FollowUp))] == [day]


def test_my_partners_are_offered_before_a_search(client: FlaskClient, me: User,
                                                 make_user: Callable[..., User]) -> None:
    add_partner(me, "Mit hus")
    add_partner(make_user(Role.STAFF, "Bent"), "Deres hus")
    assert offered(client.get("/note").text) == ["Mit hus"]


def test_the_partners_page_preselects_the_partner(client: FlaskClient, me: User) -> None:
    add_partner(me, "Mit hus")
    partner = add_partner(me, "Huset")
    assert re.findall(r'name="pick" value="(\w+)" checked', client.get(f"/note?partner={partner}").text) == [partner]


def test_a_conversation_is_in_the_history_and_can_be_edited(client: FlaskClient, me: User) -> None:
    partner = add_partner(me, "Huset")
    client.post("/note", data={"pick": partner, "way": "wrote", "line": "Spurgt om fredag", "happened_on": TODAY})
    address = re.findall(r'href="(/partners/\w+/conversations/\w+)">Mailede, intet svar endnu<',
                         client.get(f"/partners/{partner}").text)[0]
    client.post(address, data={"way": "answered", "line": "Fredag passer", "happened_on": TODAY})
    assert lines() == [("Fredag passer", ConversationKind.MAIL, True, clock.today())]
    client.post(f"{address}/remove")
    assert lines() == []


def test_a_conversation_is_found_only_under_its_own_partner(client: FlaskClient, me: User) -> None:
    partner, other = add_partner(me, "Huset"), add_partner(me, "Skolen")
    client.post("/note", data={"pick": partner, "way": "met", "happened_on": TODAY})
    line = db.session.scalars(db.select(Conversation.public_id)).one()
    assert client.get(f"/partners/{other}/conversations/{line}").status_code == 404
