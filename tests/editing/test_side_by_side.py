"""Two colleagues with the same form open: one test for every edit form, and the choices in full for one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient

from outreach.commitments.models import NextStep
from outreach.conversations.models import Conversation
from outreach.core import clock
from outreach.core.db import db
from outreach.core.formatting import short_date
from outreach.followups.models import FollowUp, FollowUpPlan
from outreach.library.models import Sector
from outreach.meetings.models import Meeting
from outreach.offers.models import Offer
from outreach.partners.models import Contact, Partner, Quote, Stage
from outreach.users.models import User
from tests.sending import fetch, form_with, forms_on, send, shown_flashes


@pytest.fixture
def two(demo_client: Callable[..., FlaskClient]) -> tuple[FlaskClient, FlaskClient]:
    """Two colleagues who may edit everything."""
    return demo_client("Administratoren"), demo_client("Koordinatoren")


def one(model: Any, *conditions: Any) -> Any:
    return db.session.scalars(db.select(model).where(*conditions).order_by(model.id)).first()


def house() -> str:
    return str(one(Partner, Partner.name == "Familiehuset").public_id)


def belonging(model: Any) -> str:
    row = one(model, model.partner_id == one(Partner, Partner.name == "Familiehuset").id)
    return str(row.public_id)


def at_stage(stage: Stage) -> str:
    return str(one(Partner, Partner.stage == stage, Partner.is_protected.is_(False)).public_id)


def conversation() -> str:
    found = one(Conversation, Conversation.partner_id == one(Partner, Partner.name == "Familiehuset").id)
    return f"/partners/{house()}/conversations/{found.public_id}"


#: Days to come, as they are sent; as they are shown they stand the other way round.
NEXT_YEAR, IN_TWO_YEARS = (f"{clock.today().year + years}-05-04" for years in (1, 2))

#: Each form: its address, a field in it, and what two colleagues write there.
FORMS: dict[str, tuple[Callable[[], str], str, Any, Any]] = {
    "basics": (lambda: f"/partners/{house()}/edit/basics", "city", "Hobro", "Viborg"),
    "everyday": (lambda: f"/partners/{house()}/edit/everyday", "everyday", "Travlt", "Roligt"),
    "needs": (lambda: f"/partners/{house()}/edit/needs", "needs", [], ["said:no-such"]),
    "contact": (lambda: f"/partners/{house()}/contacts/{belonging(Contact)}", "role", "leder", "vagt"),
    "quote": (lambda: f"/partners/{house()}/quotes/{belonging(Quote)}", "source", "telefonen", "et brev"),
    "offer": (lambda: f"/offers/{one(Offer).public_id}/edit", "headline_da", "Deres", "Mine"),
    "wording": (lambda: f"/offers/{one(Offer).public_id}/wordings/{one(Sector).public_id}", "text_da", "Deres", "Mine"),
    "profile": (lambda: "/library/profile", "city", "Hobro", "Viborg"),
    "row": (lambda: f"/library/sectors/{one(Sector).public_id}", "label_da", "Deres", "Mine"),
    "meeting": (lambda: f"/meetings/{one(Meeting).public_id}/edit", "place", "Hos dem", "Hos os"),
    "agenda": (lambda: f"/meetings/{one(Meeting).public_id}/agenda", "items-0-title", "Deres", "Mine"),
    "follow-up": (lambda: f"/followups/{belonging(FollowUp)}", "what", "Send bøgerne", "Send dem nu"),
    "plan": (lambda: f"/followups/plans/{one(FollowUpPlan).public_id}", "steps-0-what_da", "Ring til dem",
             "Skriv til dem"),
    "rhythm": (lambda: "/library/rhythm", "glance_yellow", "20", "25"),
    "decide by": (lambda: f"/partners/{at_stage(Stage.ENGAGEMENT)}/decide-by", "decide_by", NEXT_YEAR, IN_TWO_YEARS),
    "ending": (lambda: f"/partners/{at_stage(Stage.DIVORCE)}/ending", "learnt", "Meget", "Lidt"),
    "conversation": (lambda: conversation(), "line", "De ringer", "Vi ringer"),
    "questions": (lambda: f"/meetings/{one(Meeting).public_id}/questions", "own", "Hvad nu?", "Hvem nu?"),
}
ASKING = {name: each for name, each in FORMS.items() if name != "needs"}


@pytest.mark.parametrize("name", ASKING)
def test_conflict_page_saves_either_choice(
        two: tuple[FlaskClient, FlaskClient], name: str) -> None:
    address, field, theirs, mine = FORMS[name]
    early, late = two
    at = address()
    first, second, third = (fetch(client, at, field) for client in (early, late, late))
    assert send(early, at, first, **{field: theirs}).status_code == 302
    asked = send(late, at, second, **{field: mine})
    assert asked.status_code == 409
    top = field.partition("-")[0]
    seen = unescape(re.sub(r"<[^>]+>", "", asked.text))
    assert (short_date(date.fromisoformat(theirs)) if theirs == NEXT_YEAR else theirs) in seen
    assert fetch(late, at, field)[field] == [theirs]
    chosen = form_with(asked.text, "asked") | {f"keep-{top}": "mine"}
    assert send(late, at, chosen).status_code == 302
    assert fetch(late, at, field)[field] == [mine]
    # Somebody whose page is older still lets the stored text stand.
    asked = send(late, at, third, **{field: {NEXT_YEAR: f"{clock.today().year + 3}-05-04", "20": "28"}.get(
        theirs, "En tredje")})
    assert send(late, at, form_with(asked.text, "asked") | {f"keep-{top}": "theirs"}).status_code == 302
    assert fetch(late, at, field)[field] == [mine]


def test_account_edits_conflict_too(demo_client: Callable[..., FlaskClient]) -> None:
    """By the administrator, and on one's own page by the colleague it is about."""
    administrator, colleague = demo_client("Administratoren"), demo_client("Koordinatoren")
    account = f"/users/{one(User, User.name == 'Koordinatoren').public_id}/edit"
    of_theirs, of_ones_own = fetch(administrator, account, "email"), fetch(colleague, "/me", "title")
    assert send(administrator, account, of_theirs, title="Leder", phone="89 15 00 00").status_code == 302
    asked = send(colleague, "/me", of_ones_own, title="Konsulent")
    assert (asked.status_code, re.findall("<legend>(.*)</legend>", asked.text)) == (409, ["Titel"])
    send(colleague, "/me", form_with(asked.text, "asked") | {"keep-title": "mine"})
    now = fetch(colleague, "/me", "title")
    assert (now["title"], now["phone"]) == (["Konsulent"], ["89 15 00 00"])
    asked = send(administrator, account, of_theirs, title="Chef")
    assert (asked.status_code, "Koordinatoren gemte" in asked.text) == (409, True)


def test_what_came_of_a_step_is_settled_side_by_side_on_a_page_with_many(two: tuple[FlaskClient, FlaskClient]) -> None:
    early, late = two
    step = one(NextStep)
    partner = one(Partner, Partner.id == step.about[0].partner_id)
    page, at = f"/partners/{partner.public_id}/commitments", f"/steps/{step.public_id}/outcome"
    first, second = ([each["fields"] for each in forms_on(client.get(page).text) if each["action"] == at][0]
                     for client in (early, late))
    assert send(early, at, first, outcome="Alle kom").status_code == 302
    asked = send(late, at, second, outcome="Ingen kom")
    assert (asked.status_code, "Alle kom" in re.sub("<[^>]+>", "", asked.text)) == (409, True)
    assert send(late, at, form_with(asked.text, "asked") | {"keep-outcome": "mine"}).status_code == 302
    db.session.expire_all()
    assert one(NextStep).outcome == "Ingen kom"


@pytest.mark.parametrize("name", ["basics", "offer", "profile", "meeting"])
def test_no_conflict_where_nobody_else_saved(two: tuple[FlaskClient, FlaskClient], name: str) -> None:
    address, field, _theirs, mine = FORMS[name]
    at = address()
    assert send(two[1], at, fetch(two[1], at, field), **{field: mine}).status_code == 302


BASICS = FORMS["basics"][0]


def test_field_changed_only_by_the_other_is_merged_with_a_message(two: tuple[FlaskClient, FlaskClient]) -> None:
    early, late = two
    at = BASICS()
    first, second = fetch(early, at, "city"), fetch(late, at, "city")
    send(early, at, first, city="Hobro", phone="89 15 00 00")
    answer = send(late, at, second, website="https://sted.dk")
    assert answer.status_code == 302
    now = fetch(late, at, "city")
    assert (now["city"], now["phone"], now["website"]) == (["Hobro"], ["89 15 00 00"], ["https://sted.dk"])


def test_conflict_page_shows_conflicting_fields_only(two: tuple[FlaskClient, FlaskClient]) -> None:
    early, late = two
    at = BASICS()
    first, second = fetch(early, at, "city"), fetch(late, at, "city")
    send(early, at, first, city="Hobro", phone="89 15 00 00")
    asked = send(late, at, second, city="Viborg", address="Ny Vej 1")
    assert re.findall("<legend>(.*)</legend>", asked.text) == ["By"]
    send(late, at, form_with(asked.text, "asked") | {"keep-city": "theirs"})
    now = fetch(late, at, "city")
    assert (now["city"], now["phone"], now["address"]) == (["Hobro"], ["89 15 00 00"], ["Ny Vej 1"])


def asked_about_city(two: tuple[FlaskClient, FlaskClient]) -> tuple[str, dict[str, Any]]:
    early, late = two
    at = BASICS()
    first, second = fetch(early, at, "city"), fetch(late, at, "city")
    send(early, at, first, city="Hobro")
    return at, form_with(send(late, at, second, city="Viborg").text, "asked")


def test_missing_choice_is_asked_for_again(two: tuple[FlaskClient, FlaskClient]) -> None:
    at, page = asked_about_city(two)
    again = send(two[1], at, page)
    assert (again.status_code, "Se felterne igennem en gang til" in again.text) == (409, True)
    assert fetch(two[1], at, "city")["city"] == ["Hobro"]


def test_third_text_can_be_written_on_the_conflict_page(two: tuple[FlaskClient, FlaskClient]) -> None:
    at, page = asked_about_city(two)
    send(two[1], at, page | {"city": "Hobro og Viborg", "keep-city": "mine"})
    assert fetch(two[1], at, "city")["city"] == ["Hobro og Viborg"]


def test_invalid_text_is_refused_on_the_conflict_page(two: tuple[FlaskClient, FlaskClient]) -> None:
    at, page = asked_about_city(two)
    again = send(two[1], at, page | {"city": "x" * 100, "keep-city": "mine"})
    assert (again.status_code, "tegn for lang" in again.text, 'value="mine" checked' in again.text) == (409, True, True)


def test_third_save_in_between_is_asked_about_again(two: tuple[FlaskClient, FlaskClient]) -> None:
    at, page = asked_about_city(two)
    send(two[0], at, fetch(two[0], at, "city"), city="Aars")
    again = send(two[1], at, page | {"keep-city": "mine"})
    assert (again.status_code, "<mark>Aars</mark>" in again.text, "checked" in again.text) == (409, True, False)


def test_message_names_the_merged_fields(two: tuple[FlaskClient, FlaskClient]) -> None:
    early, late = two
    at = BASICS()
    first, second = fetch(early, at, "city"), fetch(late, at, "city")
    send(early, at, first, city="Hobro")
    answer = send(late, at, second, phone="89 15 00 00")
    assert shown_flashes(late.get(answer.location).text) == [
        "En kollega rettede imens: By. Det er taget med.", "Gemt."]


def test_conflict_page_names_who_saved(two: tuple[FlaskClient, FlaskClient]) -> None:
    early, late = two
    at = BASICS()
    first, second = fetch(early, at, "city"), fetch(late, at, "city")
    send(early, at, first, city="Hobro")
    assert "Administratoren gemte, mens du skrev." in send(late, at, second, city="Viborg").text
