"""The pages of visits: a note in a minute, the desk, what is asked back, and nothing of a hidden partner."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from outreach.visits.models import Observation, Visit, VisitState
from tests.factories import add_partner

TODAY = date(2026, 11, 24)


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
def client(client_as: Callable[..., FlaskClient], me: User) -> FlaskClient:
    return client_as(me)


def note(house: str, **values: object) -> dict[str, object]:
    return {"partner": house, "held_on": TODAY.isoformat(), "kind": "visit_day", "form_key": "k", "families": "6",
            **values}


def only_visit() -> Visit:
    return db.session.scalars(select(Visit)).one()


def test_sent_form_makes_a_visit_and_shows_it(client: FlaskClient, house: str) -> None:
    answer = client.post("/visits/log", data=note(house, saw="De læste."))
    visit = only_visit()
    assert (answer.location, visit.families, visit.saw) == (f"/visits/{visit.public_id}", 6, "De læste.")
    assert "De læste." in client.get(answer.location).text


def test_form_sent_twice_makes_one_visit(client: FlaskClient, house: str) -> None:
    first = client.post("/visits/log", data=note(house))
    assert client.post("/visits/log", data=note(house)).location == first.location
    assert client.post("/visits/log/send", data=note(house)).json == {"saved": first.location}


@pytest.mark.parametrize(("wrong", "word"), [
    ({"families": "-3"}, "Skriv et helt tal fra 0 til 999."), ({"families": "to"}, "Skriv et helt tal fra 0 til 999."),
    ({"children": "1000"}, "Skriv et helt tal fra"), ({"held_on": "2026-11-25"}, "Dagen er ikke kommet endnu."),
    ({"held_on": "i går"}, "Datoen findes ikke."), ({"partner": ""}, "Vælg, hvem I besøgte."),
    ({"kind": "picnic"}, ""), ({"saw": "Hun hedder Fatima."}, "Er ”Fatima” en, der bor"),
    ({"saw": "Kort 010190-1234"}, "CPR-nummer"),
])
def test_refused_form_says_why_and_keeps_the_input(client: FlaskClient, house: str, wrong: dict[str, str],
                                                            word: str) -> None:
    answer = client.post("/visits/log", data=note(house, **wrong))
    assert (answer.status_code, word in answer.text, 'name="form_key" type="hidden" value="k"' in answer.text) == (
        422, True, True)
    assert db.session.scalars(select(Visit)).all() == []


def test_word_ticked_as_no_name_is_accepted(client: FlaskClient, house: str) -> None:
    values = note(house, saw="Hun hedder Fatima.", **{"saw-not-name": "1"})
    assert client.post("/visits/log", data=values).status_code == 302


def test_a_known_name_is_not_asked_about(client: FlaskClient, house: str, me: User) -> None:
    assert client.post("/visits/log", data=note(house, saw=f"Vi var {me.name} Familiehuset.")).status_code == 302


def test_possible_duplicate_can_be_merged(client: FlaskClient, house: str, client_as: Callable[..., FlaskClient],
                                          make_user: Callable[..., User]) -> None:
    client.post("/visits/log", data=note(house))
    other = client_as(make_user(name="En kollega"))
    asked = other.post("/visits/log", data=note(house, children="9", form_key="o"))
    assert (asked.status_code, "Var det det samme besøg?" in asked.text) == (409, True)
    assert other.post("/visits/log/send", data=note(house, form_key="o")).status_code == 422
    yes = other.post("/visits/log", data=note(house, children="9", families="7", form_key="o", same="yes"))
    visit = only_visit()
    assert (yes.location, visit.families, visit.children) == (f"/visits/{visit.public_id}", 6, 9)
    assert "I har ikke talt det samme." in (page := other.get(yes.location).text)
    assert "Familier 6 (7). Ret det" in page


AT_THE_DESK = {"kind": "visit_day", "held_on": "2026-11-24"}


@pytest.mark.parametrize(("wrong", "field", "word"), [
    ({"families": "-1"}, "families", "Skriv et helt tal fra 0 til 999."),
    ({"adults": "100000"}, "adults", "Skriv et helt tal fra 0 til 999."),
    ({"minutes_travel": "99999"}, "minutes_travel", "Skriv et helt tal fra 0 til"),
    ({"held_on": "2026-11-25"}, "held_on", "Dagen er ikke kommet endnu."),
    ({"starts_at": "12:00", "ends_at": "10:00"}, "ends_at", "Besøget slutter, før det begynder."),
    ({"ends_at": "10:00"}, "starts_at", "Skriv også, hvornår besøget begynder."),
])
def test_invalid_edit_names_its_field_and_changes_nothing(
        client: FlaskClient, house: str, wrong: dict[str, str], field: str, word: str) -> None:
    client.post(f"/visits/new?partner={house}", data=AT_THE_DESK)
    visit = only_visit().public_id
    answer = client.post(f"/visits/{visit}/edit?held=1", data={**AT_THE_DESK, "saw": "De læste.", **wrong})
    error = re.search(rf'<p class="error" id="{field}-error">([^<]*)', answer.text)
    assert error is not None, answer.text
    stored = only_visit()
    assert (answer.status_code, error[1].startswith(word), stored.state, stored.saw) == (
        422, True, VisitState.PLANNED, "")


@pytest.mark.parametrize(("wrong", "line"), [
    ({"things-0-number": "-4"}, '#things-0-number">Antal, linje 1: Skriv et helt tal fra 1 til 999.'),
    ({"things-1-what": "Bog", "things-1-number": "0"}, '#things-1-number">Antal, linje 2: Skriv et helt tal'),
    ({"things-0-back_by": "2026-11-01"}, '#things">Det tager vi med: ”Kasse”: Den skal være tilbage efter'),
])
def test_error_in_a_thing_is_linked_to_its_row(
        client: FlaskClient, house: str, wrong: dict[str, str], line: str) -> None:
    client.post(f"/visits/new?partner={house}", data=AT_THE_DESK)
    thing = {"things-0-what": "Kasse", "things-0-number": "1", "things-0-lent": "lent", "things-1-lent": "given"}
    answer = client.post(f"/visits/{only_visit().public_id}/edit", data={**AT_THE_DESK, **thing, **wrong})
    assert (answer.status_code, f'<li><a href="{line}' in answer.text) == (422, True)


def test_an_archived_partner_is_neither_planned_for_nor_logged(client: FlaskClient, house: str) -> None:
    client.post(f"/partners/{house}/archive")
    planned = client.post(f"/visits/new?partner={house}", data=AT_THE_DESK)
    logged = client.post("/visits/log", data=note(house))
    told = [(answer.status_code, "Familiehuset ligger i arkivet. Hent partneren frem først." in answer.text)
            for answer in (planned, logged)]
    assert (told, db.session.scalars(select(Visit)).all()) == ([(422, True)] * 2, [])


def test_hidden_partners_visits_are_not_found(client: FlaskClient, me: User, client_as: Callable[..., FlaskClient],
                                        make_user: Callable[..., User]) -> None:
    centre = add_partner(me, "Krisecentret", kind="crisis_centre")
    page = client.post("/visits/log", data=note(centre, saw="Qvzx.")).location or ""
    stranger = client_as(make_user(Role.MANAGER))
    for address in (page, f"{page}/edit", f"{page}/packing.pdf", f"/visits/log?partner={centre}",
                    f"/visits/new?partner={centre}", f"/partners/{centre}/observations/new"):
        answer = stranger.get(address)
        assert (answer.status_code, "Krisecentret" in answer.text, "Qvzx" in answer.text) == (403, False, False)
    listed = stranger.get("/visits").text
    assert ("Krisecentret" in listed, "24. nov." in listed) == (False, False)
    assert stranger.post("/visits/log/send", data=note(centre, form_key="s")).status_code == 422


def test_phone_caches_protected_partners_by_code_name(
        client: FlaskClient, me: User, house: str, client_as: Callable[..., FlaskClient],
        make_user: Callable[..., User]) -> None:
    centre = add_partner(me, "Krisecentret", kind="crisis_centre", code_name="Partner Birk")
    mine, others = (each.get("/visits/log/hello?names=1").json for each in (client, client_as(make_user(Role.MANAGER))))
    assert mine["names"] == [[house, "Familiehuset"], [centre, "Partner Birk"]]
    assert others["names"] == [[house, "Familiehuset"]]
    assert mine["key"] != others["key"]


def test_offline_form_contains_no_names(client: FlaskClient, house: str, me: User) -> None:
    shell = client.get("/visits/log/shell").text
    assert [word for word in ("Familiehuset", me.name, house, "csrf") if word in shell] == []


def planned(client: FlaskClient, partner: str, **values: str) -> str:
    data = {"kind": "visit_day", "held_on": "2026-12-01", **values}
    return client.post(f"/visits/new?partner={partner}", data=data).location or ""


def test_a_planned_visit_is_cancelled_without_blame_and_planned_again(client: FlaskClient, house: str) -> None:
    page = planned(client, house)
    client.post(f"{page}/state", data={"act": "partner"})
    assert "Aflyst – de måtte melde fra" in client.get(page).text
    client.post(f"{page}/state", data={"act": "plan"})
    assert only_visit().state is VisitState.PLANNED


def test_after_a_cancellation_a_link_leads_to_planning_a_new_one(client: FlaskClient, house: str) -> None:
    page = planned(client, house)
    client.post(f"{page}/state", data={"act": "partner"})
    assert f'<a href="/visits/new?partner={house}">planlæg et nyt</a>' in client.get(page).text


def test_who_plans_a_visit_is_offered_the_recent_partners(client: FlaskClient, house: str) -> None:
    planned(client, house)
    assert f'href="/visits/new?partner={house}"' in client.get("/visits/partner?to=plan").text


def test_a_search_for_nothing_says_so(client: FlaskClient) -> None:
    assert "Skriv noget at søge efter." in client.get("/visits/partner?q=+").text


def test_held_visit_can_be_completed_with_all_fields(client: FlaskClient, house: str) -> None:
    page = client.post("/visits/log", data=note(house)).location or ""
    answer = client.post(f"{page}/edit", data={
        "kind": "visit_day", "held_on": TODAY.isoformat(), "starts_at": "10:00", "ends_at": "12:00", "families": "6",
        "minutes_travel": "30", "ways": ["dialogue", "community"], "learnt": "Bliv længere.",
        "asked_for": "Flere gys.", "things-0-what": "Kasse", "things-0-number": "2", "things-0-lent": "lent",
        "things-0-back_by": "2026-12-24", "things-1-what": "", "things-1-number": "", "things-1-lent": "given"})
    visit = only_visit()
    assert (answer.location, visit.minutes_travel, visit.dialogue, visit.creativity, visit.asked_for,
            visit.in_national_statistics) == (page, 30, True, False, "Flere gys.", False)
    assert [(each.what, each.number, each.is_lent, each.back_by) for each in visit.things] == [
        ("Kasse", 2, True, date(2026, 12, 24))]


def test_returned_loan_leaves_the_list(client: FlaskClient, house: str) -> None:
    page = client.post("/visits/log", data=note(house, held_on="2026-11-20")).location or ""
    client.post(f"{page}/edit", data={
        "kind": "visit_day", "held_on": "2026-11-20", "things-0-what": "Kasse", "things-0-number": "1",
        "things-0-lent": "lent", "things-0-back_by": "2026-11-22"})
    assert "skulle være tilbage 22. nov." in client.get("/visits").text
    thing = only_visit().things[0].public_id
    client.post(f"/visits/things/{thing}/back", data={"then": "list"})
    assert only_visit().things[0].came_back_on == TODAY
    assert "Intet er lånt ud." in client.get("/visits").text


def test_the_next_visit_starts_from_what_the_last_one_left(client: FlaskClient, house: str) -> None:
    page = client.post("/visits/log", data=note(house)).location or ""
    client.post(f"{page}/edit", data={
        "kind": "delivery", "held_on": TODAY.isoformat(), "asked_for": "Flere gys.", "next_on": "2026-12-08",
        "things-0-what": "Kasse", "things-0-number": "2", "things-0-lent": "lent"})
    form = client.get(f"/visits/new?partner={house}").text
    assert ("Flere gys." in form, 'value="2026-12-08"' in form, 'value="Kasse"' in form) == (True, True, True)


def test_an_observation_asks_back_about_a_name_and_has_no_field_for_one(client: FlaskClient, house: str) -> None:
    address = f"/partners/{house}/observations/new"
    values = {"observed_on": TODAY.isoformat(), "role": "En pædagog", "sureness": "saw",
              "what": "Drengen Ali læser nu for de andre."}
    assert "Er ”Ali” en, der bor" in client.post(address, data=values).text
    assert client.post(address, data={**values, "what": "En dreng læser nu for de andre."}).status_code == 302
    seen = db.session.scalars(select(Observation)).one()
    assert (seen.role, seen.partner_id, re.findall(r"name", " ".join(Observation.__table__.columns.keys()))) == (
        "En pædagog", get_open_partner(house, None).id, [])


def test_follow_up_of_a_visit_is_added(client: FlaskClient, house: str, me: User) -> None:
    page = client.post("/visits/log", data=note(house)).location or ""
    client.post(f"{page}/follow-ups", data={"what": "Send gys", "owner": me.public_id, "due_on": "2026-12-01"})
    assert "Send gys" in client.get(page).text


def test_the_packing_list_is_a_page_of_pdf(client: FlaskClient, house: str) -> None:
    with transactions.writing():
        db.session.add(LibraryProfile(name="Randers Bibliotek"))
    answer = client.get(f"{planned(client, house)}/packing.pdf")
    assert (answer.status_code, answer.mimetype, answer.data[:5]) == (200, "application/pdf", b"%PDF-")
    assert "Familiehuset" not in answer.headers["Content-Disposition"]


def test_pages_are_in_english_for_an_english_reader(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User], house: str) -> None:
    client = client_as(make_user(name="Eve", language="en"), language="en")
    assert "Visit day at theirs" in client.get(f"/visits/log?partner={house}").text


def test_a_follow_up_on_a_day_that_has_passed_is_asked_about_and_then_taken(client: FlaskClient, house: str,
                                                                            me: User) -> None:
    page = client.post("/visits/log", data=note(house)).location or ""
    values = {"what": "Send gys", "owner": me.public_id, "due_on": "2026-11-20"}
    asked = client.post(f"{page}/follow-ups", data=values)
    taken = client.post(f"{page}/follow-ups", data={**values, "past_ok": "y"})
    assert (asked.status_code, 'name="past_ok"' in asked.text, taken.status_code) == (422, True, 302)
