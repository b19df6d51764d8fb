"""The pages of follow-ups, as a colleague uses them on the demo."""

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
from outreach.followups.models import FollowUp, FollowUpPlan
from outreach.partners.queries import find_open_by_text
from outreach.users.models import User

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
WHAT = "Send de lovede bøger på arabisk og tyrkisk"


@pytest.fixture(autouse=True)
def _noon(demo_app: Flask) -> None:
    clock.set_source(lambda: NOON)


def partner_id(name: str = "Familiehuset") -> str:
    found = next(each.public_id for each in find_open_by_text(None, name) if each.display_name == name)
    db.session.remove()
    return str(found)


def user_id(name: str) -> str:
    found = db.session.scalars(select(User.public_id).where(User.name == name)).one()
    db.session.remove()
    return found


def follow_up(what: str = WHAT) -> FollowUp:
    db.session.remove()
    found = db.session.scalars(select(FollowUp).where(FollowUp.what == what)).one()
    return found


def filled(**changes: str) -> dict[str, str]:
    return {"what": "Ring til dem", "owner": user_id("Børnebibliotekaren"), "due_on": "2026-12-01"} | changes


def test_my_list_has_only_my_follow_ups(demo_client: Callable[..., FlaskClient]) -> None:
    html = demo_client().get("/followups").text
    assert (WHAT in html, "Foreslå to eftermiddage til værkstedet" in html) == (True, False)


def test_everybodys_list_leaves_out_hidden_partners(demo_client: Callable[..., FlaskClient]) -> None:
    html = demo_client("Lederen").get("/followups?whose=all").text
    assert ("Foreslå to eftermiddage til værkstedet" in html, "ro til en oplæsning" in html) == (True, False)


def test_a_branch_list_has_its_colleagues_follow_ups(demo_client: Callable[..., FlaskClient]) -> None:
    html = demo_client("Lederen").get("/followups?whose=branch").text
    assert ("Spørg, om sprogcaféen kan flyttes" in html, WHAT in html) == (True, False)


def test_a_partners_list_shows_finished_follow_ups(demo_client: Callable[..., FlaskClient]) -> None:
    html = demo_client().get(f"/followups?partner={partner_id('Sundhedsplejen i nordøst')}").text
    assert "Skriv datoen for næste barselscafé i kalenderen" in html


@pytest.mark.parametrize(("field", "value", "said"), [
    ("what", "", "Skriv, hvad der skal gøres."), ("owner", "", "Vælg, hvem der følger op."),
    ("due_on", "", "Vælg en dato."), ("due_on", "2026-11-23", "Den 23.11.2026 er gået."),
    ("what", "Ring om 010190-1234", "Det ligner et CPR-nummer.")])
def test_bad_input_is_named_at_its_field(demo_client: Callable[..., FlaskClient], field: str, value: str,
                                         said: str) -> None:
    response = demo_client().post(f"/partners/{partner_id()}/followups/new", data=filled(**{field: value}))
    error = re.search(rf'<p class="error" id="{field}-error">([^<]*)', response.text)
    assert error is not None
    assert (response.status_code, error[1].startswith(said)) == (422, True)


def test_past_due_date_asks_for_confirmation(demo_client: Callable[..., FlaskClient]) -> None:
    client, address = demo_client(), f"/partners/{partner_id()}/followups/new"
    asked = client.post(address, data=filled(due_on="2026-11-23"))
    taken = client.post(address, data=filled(due_on="2026-11-23", past_ok="y"))
    assert ('name="past_ok"' in asked.text, taken.status_code, follow_up("Ring til dem").due_on.isoformat()) == (
        True, 302, "2026-11-23")


def test_the_partners_page_adds_a_follow_up_for_me(demo_client: Callable[..., FlaskClient]) -> None:
    client, partner = demo_client(), partner_id()
    html = client.get(f"/partners/{partner}").text
    form = html[html.index('class="quick-add"'):]
    form = form[:form.index("</form>")]
    data = dict(re.findall(r'name="(owner|due_on|then)" value="([^"]*)"', form))
    response = client.post(f"/partners/{partner}/followups/new", data=data | {"what": "Send to datoer"})
    made = follow_up("Send to datoer")
    assert (response.location, made.owner.name, made.due_on.isoformat()) == (
        f"/partners/{partner}#followups", "Børnebibliotekaren", "2026-12-01")


def test_a_follow_up_is_finished_by_one_button_and_undone(demo_client: Callable[..., FlaskClient]) -> None:
    client, public_id = demo_client(), follow_up().public_id
    client.post(f"/followups/{public_id}/done")
    after = client.get("/followups").text
    done = follow_up().done_at is not None
    client.post(f"/followups/{public_id}/reopen")
    assert (done, "Lige gjort" in after, follow_up().done_at) == (True, True, None)


def test_a_result_added_later_is_shown_on_the_partners_page(
        demo_client: Callable[..., FlaskClient]) -> None:
    client, public_id = demo_client(), follow_up().public_id
    client.post(f"/followups/{public_id}/done")
    client.post(f"/followups/{public_id}/done", data={"note": "De læser dem højt i venteværelset"})
    story = client.get(f"/partners/{partner_id('Sundhedsplejen i nordøst')}").text
    assert (follow_up().done_note, f"{WHAT} · De læser dem højt i venteværelset" in story) == (
        "De læser dem højt i venteværelset", True)


def test_an_invalid_note_leaves_the_follow_up_open(demo_client: Callable[..., FlaskClient]) -> None:
    response = demo_client().post(f"/followups/{follow_up().public_id}/done", data={"note": "Se 010190-1234"})
    assert (response.status_code, 'id="done-note-error">Det ligner et CPR-nummer.' in response.text,
            follow_up().done_at) == (422, True, None)


def test_the_note_of_a_handed_on_follow_up_is_shown(demo_client: Callable[..., FlaskClient]) -> None:
    data = {"to": user_id("Koordinatoren"), "note": "De er lagt i kassen"}
    demo_client().post(f"/followups/{follow_up().public_id}/hand-on", data=data)
    assert "Børnebibliotekaren skriver: De er lagt i kassen" in demo_client("Koordinatoren").get("/followups").text


def test_handing_on_requires_a_colleague(demo_client: Callable[..., FlaskClient]) -> None:
    response = demo_client().post(f"/followups/{follow_up().public_id}/hand-on", data={"to": "", "note": ""})
    assert (response.status_code, 'id="to-error">Vælg, hvem der følger op.' in response.text) == (422, True)


def test_a_hidden_partners_follow_up_shows_the_hidden_page(demo_client: Callable[..., FlaskClient]) -> None:
    public_id = follow_up("Spørg, hvornår på ugen der er ro til en oplæsning").public_id
    response = demo_client("Lederen").get(f"/followups/{public_id}")
    assert ("oplæsning" in response.text, "Randers Krisecenter" in response.text) == (False, False)


def test_only_the_owner_sees_overdue_at_once(demo_client: Callable[..., FlaskClient]) -> None:
    """Due on Monday 23 November, looked at on the Wednesday: late for its owner, not yet for the others."""
    with transactions.writing():
        follow_up().due_on = date(2026, 11, 23)
    clock.set_source(lambda: datetime(2026, 11, 25, 11, tzinfo=UTC))
    address = "/followups?whose=all&when=late"
    assert [(WHAT in demo_client(name).get(address).text) for name in ("Børnebibliotekaren", "Lederen")] == [
        True, False]


def test_plan_dates_skip_weekends_and_holidays(demo_client: Callable[..., FlaskClient]) -> None:
    client, partner = demo_client(), partner_id()
    plan = db.session.scalars(select(FollowUpPlan).where(FollowUpPlan.name_da == "Efter første møde")).one().public_id
    db.session.remove()
    address = f"/partners/{partner}/followups/plan?plan={plan}&start=2026-12-23"
    html = client.get(address).text
    found = re.findall(r'<input [^>]*name="steps-\d-due_on"[^>]*value="([^"]*)"', html)
    assert found == ["2026-12-23", "2026-12-28", "2026-12-30", "2027-01-06"]


def test_a_step_may_precede_the_start_date(demo_client: Callable[..., FlaskClient]) -> None:
    client, partner = demo_client(), partner_id()
    before = select(FollowUpPlan).where(FollowUpPlan.name_da == "Før et besøg hos dem")
    plan = db.session.scalars(before).one().public_id
    db.session.remove()
    html = client.get(f"/partners/{partner}/followups/plan?plan={plan}&start=2027-01-04").text
    found = re.findall(r'<input [^>]*name="steps-\d-due_on"[^>]*value="([^"]*)"', html)
    assert found == ["2026-12-22", "2026-12-29"]


def test_days_before_are_shown_chosen_and_saved(demo_client: Callable[..., FlaskClient]) -> None:
    client = demo_client("Koordinatoren")
    client.post("/followups/plans/new", data={"name_da": "Før festen", "steps-0-what_da": "Pak",
                                              "steps-0-days": "3", "steps-0-counting": "workdays_before"})
    plan = db.session.scalars(select(FollowUpPlan).where(FollowUpPlan.name_da == "Før festen")).one()
    kept, page = [step.days for step in plan.steps], f"/followups/plans/{plan.public_id}"
    db.session.remove()
    edit = client.get(page).text
    assert (kept, "3 arbejdsdage før" in client.get("/followups/plans").text,
            'selected value="workdays_before"' in edit) == ([-3], True, True)


def test_a_plan_starts_only_the_ticked_steps(demo_client: Callable[..., FlaskClient]) -> None:
    client, partner, owner = demo_client(), partner_id(), user_id("Børnebibliotekaren")
    rows = {f"steps-{at}-{name}": value for at, (what, take) in enumerate((("Et", "y"), ("To", ""), ("Tre", "y")))
            for name, value in (("what", what), ("owner", owner), ("due_on", "2026-12-01"), ("take", take)) if value}
    client.post(f"/partners/{partner}/followups/plan", data=rows)
    db.session.remove()
    made = db.session.scalars(select(FollowUp).where(FollowUp.origin == "plan").order_by(FollowUp.id)).all()
    assert [each.what for each in made] == ["Et", "Tre"]


def test_a_plan_is_edited_in_both_languages(demo_client: Callable[..., FlaskClient]) -> None:
    client = demo_client("Koordinatoren")
    data = {"name_da": "Før ferien", "name_en": "Before the holidays", "steps-0-what_da": "Sig god sommer",
            "steps-0-what_en": "Wish a good summer", "steps-0-days": "3", "steps-0-counting": "workdays",
            "steps-1-what_da": "", "steps-1-what_en": "", "steps-1-days": "", "steps-1-counting": "days"}
    client.post("/followups/plans/new", data=data)
    danish = client.get("/followups/plans").text
    english = demo_client("Koordinatoren", language="en").get("/followups/plans").text
    assert ["Sig god sommer" in danish, "Wish a good summer" in english, "3 working days after" in english] == [
        True, True, True]


def test_a_plan_without_a_number_of_days_is_refused_at_the_field(demo_client: Callable[..., FlaskClient]) -> None:
    data = {"name_da": "Før ferien", "steps-0-what_da": "Sig god sommer", "steps-0-days": "x",
            "steps-0-counting": "days"}
    response = demo_client("Koordinatoren").post("/followups/plans/new", data=data)
    assert (response.status_code, 'id="steps-0-days-error"' in response.text) == (422, True)
