"""The meeting's pages, as a colleague uses them."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import func, select

from outreach.core import clock
from outreach.core.db import db
from outreach.meetings.models import Meeting
from outreach.meetings.queries import get_meeting
from tests.meetings.conftest import DAY

PLAN = {"kind": "first", "held_on": DAY.isoformat(), "starts_at": "10:00", "ends_at": "11:00", "place": "Hos dem",
        "language": "da", "others": "", "invitation": "", "purpose": "", "stand": ""}


def ids(html: str) -> set[str]:
    return set(re.findall(r'/meetings/([a-z0-9]{12})"', html))


def test_an_empty_list_says_what_to_do_first(client_as):
    assert "Begynd med en partner" in client_as().get("/meetings").text


def test_planning_leads_to_the_kit(demo_client, partner):
    client = demo_client()
    response = client.post(f"/meetings/new?partner={partner('Familiehuset').public_id}", data=PLAN)
    assert re.fullmatch(r"/meetings/[a-z0-9]{12}", response.location)


def test_the_form_comes_filled_with_the_partners_first_contact(demo_client, partner):
    client = demo_client()
    house = partner("Familiehuset")
    first = house.contacts[0].public_id
    html = client.get(f"/meetings/new?partner={house.public_id}").text
    box = re.search(rf'<input[^>]*value="{first}"[^>]*>', html)
    assert box is not None
    assert "checked" in box[0]


@pytest.mark.parametrize(("field", "value", "said"), [
    ("held_on", "", "Vælg en dato."),
    ("held_on", "31.02.2026", "Datoen findes ikke. Skriv den som 24.11.2026."),
    ("starts_at", "25:00", "Klokkeslættet findes ikke. Skriv det som 17.30."),
    ("ends_at", "09:00", "Mødet slutter, før det begynder. Ret sluttidspunktet."),
    ("kind", "wedding", "Det valg findes ikke længere. Vælg et andet."),
    ("place", "x" * 161, "Teksten er 1 tegn for lang (højst 160)."),
    ("place", "Hos \x07dem", "Teksten indeholder et usynligt styretegn."),
    ("invitation", "Vi glæder os 🎉", "Vores skrift kan ikke vise 🎉 på papir."),
])
def test_invalid_plan_is_named_at_its_field_and_changes_nothing(demo_client, partner, field, value, said):
    before = db.session.scalar(select(func.count()).select_from(Meeting))
    db.session.remove()
    response = demo_client().post(f"/meetings/new?partner={partner('Familiehuset').public_id}",
                                  data=PLAN | {field: value})
    assert response.status_code == 422
    assert said in response.text
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == before


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{{ 7 * 7 }}", "}</style>", "'; drop table meeting; --"])
def test_what_looks_like_code_is_kept_as_text(demo_client, partner, text):
    client = demo_client()
    location = client.post(f"/meetings/new?partner={partner('Familiehuset').public_id}",
                           data=PLAN | {"stand": text}).location
    db.session.remove()
    assert db.session.scalars(select(Meeting).where(
        Meeting.public_id == location.rsplit("/")[-1])).one().stand == text
    assert client.get(location).status_code == 200


def test_agenda_rows_are_saved_in_their_order(demo_client, meeting):
    client = demo_client()
    items = meeting.meeting.items
    data = {"act": "down:0"}
    for at, item in enumerate(items):
        data |= {f"items-{at}-title": item.title, f"items-{at}-minutes": str(item.minutes),
                 f"items-{at}-whose": item.whose.value, f"items-{at}-fixed": item.fixed}
    titles = [each.title for each in items]
    client.post(f"/meetings/{meeting.meeting.public_id}/agenda", data=data)
    db.session.remove()
    after = db.session.scalars(select(Meeting).where(Meeting.public_id == meeting.meeting.public_id)).one()
    assert [each.title for each in after.items] == [titles[1], titles[0], *titles[2:]]


def test_too_many_minutes_are_refused_at_the_row(demo_client, meeting):
    data = {"act": "save", "items-0-title": "Alt", "items-0-minutes": "9999",
            "items-0-whose": "theirs", "items-0-fixed": ""}
    response = demo_client().post(f"/meetings/{meeting.meeting.public_id}/agenda", data=data)
    assert response.status_code == 422
    assert "Skriv et antal minutter fra 1 til 480." in response.text


def test_chosen_and_own_questions_replace_the_proposed_ones(demo_client, meeting):
    kept = meeting.meeting.questions[0].question.public_id
    text = meeting.meeting.questions[0].text
    demo_client().post(f"/meetings/{meeting.meeting.public_id}/questions",
                       data={"chosen": [kept], "own": "Hvad skal vi tage med?"})
    db.session.remove()
    after = db.session.scalars(select(Meeting).where(Meeting.public_id == meeting.meeting.public_id)).one()
    assert [each.text for each in after.questions] == [text, "Hvad skal vi tage med?"]


def test_a_cancelled_meeting_can_be_planned_again(demo_client, meeting):
    client, address = demo_client(), f"/meetings/{meeting.meeting.public_id}/state"
    client.post(address, data={"act": "cancel"})
    client.post(address, data={"act": "plan"})
    db.session.remove()
    assert db.session.scalars(select(Meeting).where(
        Meeting.public_id == meeting.meeting.public_id)).one().state.value == "planned"


def test_a_meeting_with_a_hidden_partner_is_not_there_for_others(demo_client, user, partner, plan):
    from outreach.core import transactions
    from outreach.meetings import service

    owner = partner("Randers Krisecenter", user("Børnebibliotekaren")).owner
    with transactions.writing():
        shelter = partner("Randers Krisecenter", owner)
        hidden = service.plan_meeting(by=owner, partners=[shelter],
                                      plan=plan(held_on=clock.today() + timedelta(days=3))).public_id
    outsider, circle = demo_client("Ungebibliotekaren"), demo_client(owner.name)
    assert hidden in circle.get("/meetings").text
    assert hidden not in outsider.get("/meetings").text
    assert outsider.get(f"/meetings/{hidden}").status_code == 403


def test_every_reader_gets_a_whole_page(demo_client, meeting):
    me = meeting.meeting.public_id
    for language in ("da", "en"):
        client = demo_client(language=language)
        for page in ("", "/edit", "/agenda", "/questions", "/partners", "/partners?q=Unge"):
            assert client.get(f"/meetings/{me}{page}").status_code == 200
    assert get_meeting(me, None).meeting.public_id == me


def fields_of(html: str) -> dict[str, str]:
    """What a browser would send of the agenda's form as it came: every field of every row, the spare ones too."""
    form = html[html.index('id="agenda"'):]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name:
            found[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        found[name] = unescape(text).strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


def test_the_agenda_as_it_came_can_be_saved(demo_client, meeting):
    client, address = demo_client(), f"/meetings/{meeting.meeting.public_id}/agenda"
    before = [(each.title, each.minutes) for each in meeting.meeting.items]
    response = client.post(address, data=fields_of(client.get(address).text) | {"act": "save"})
    db.session.remove()
    after = db.session.scalars(select(Meeting).where(Meeting.public_id == meeting.meeting.public_id)).one()
    assert (response.status_code, [(each.title, each.minutes) for each in after.items]) == (302, before)


@pytest.mark.parametrize("data", [
    {"act": "up:²"},
    {"act": "save", "items-²-title": "x"},
    {"act": "save", f"items-{'9' * 5000}-title": "x"},
])
def test_invalid_numbers_cause_no_server_error(demo_client, meeting, data):
    assert demo_client().post(f"/meetings/{meeting.meeting.public_id}/agenda", data=data).status_code < 500


def test_a_page_far_beyond_the_last_is_empty(demo_client):
    assert demo_client().get(f"/meetings?page={'9' * 30}").status_code == 200


def test_plan_sent_twice_makes_one_meeting(demo_client, partner):
    client = demo_client()
    address = f"/meetings/new?partner={partner('Familiehuset').public_id}"
    first, second = (client.post(address, data=PLAN).location for _press in range(2))
    assert first == second
