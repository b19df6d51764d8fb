"""The gold in the neighbourhood: jotted down fast, no doubles, a profile in one tap."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from outreach.candidates.models import Candidate
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Guess, Partner, Stage
from outreach.users.models import User
from tests.factories import add_marked, add_partner, seen_markers
from tests.sending import shown_flashes


def names(page: str) -> list[str]:
    return re.findall(r"<h3>([^<]+?)(?: <span|</h3>)", page.partition("spots-head")[0])


def jot(client: FlaskClient, name: str, **more: str) -> int:
    return client.post("/neighbourhood", data={"name": name, **more}).status_code


def test_candidates_are_listed_newest_first(client: FlaskClient) -> None:
    assert [jot(client, "Svømmehallen", reaches="Børnefamilier"), jot(client, "Barberen")] == [302, 302]
    assert names(client.get("/neighbourhood").text) == ["Barberen", "Svømmehallen"]


def test_the_field_for_the_next_name_has_the_focus(client: FlaskClient) -> None:
    assert re.findall(r"<input[^>]*autofocus[^>]*>", client.get("/neighbourhood").text)[0].count('name="name"') == 1


@pytest.mark.parametrize("again", ["Svømmehallen", " SVØMMEHALLEN ", "Svømme-hallen ApS"])
def test_a_candidate_already_listed_is_refused(client: FlaskClient, again: str) -> None:
    jot(client, "Svømmehallen" if again != "Svømme-hallen ApS" else "Svømme hallen")
    assert (jot(client, again, reaches="Mange"), db.session.scalar(db.select(db.func.count(Candidate.id)))) == (422, 1)


def test_a_similar_candidate_is_pointed_out(client: FlaskClient) -> None:
    jot(client, "Frivilligcentret")
    client.post("/neighbourhood", data={"name": "Frivilligcenteret"})
    assert shown_flashes(client.get("/neighbourhood").text) == [
        "Frivilligcenteret er på listen. Det ligner Frivilligcentret: er det den samme?"]


def test_an_existing_partner_is_refused_as_candidate(client: FlaskClient, me: User) -> None:
    add_partner(me, "Familiehuset")
    answer = client.post("/neighbourhood", data={"name": "familiehuset"})
    assert (answer.status_code, "”Familiehuset” er allerede partner." in answer.text) == (422, True)


def test_a_hidden_partner_is_not_named_as_similar(client: FlaskClient, make_user: Callable[..., User]) -> None:
    add_marked(make_user(Role.STAFF, "Bent"))
    answer = client.post("/neighbourhood", data={"name": "Zxnameqvz"})
    assert (answer.status_code, shown_flashes(client.get("/neighbourhood").text)) == (302, [])
    db.session.execute(db.delete(Candidate))
    db.session.commit()
    assert seen_markers(client.get("/neighbourhood").text) == set()


def test_a_candidate_becomes_a_partner_with_its_notes_as_guesses(client: FlaskClient, me: User) -> None:
    jot(client, "Svømmehallen", kind="family_house", reaches="Børnefamilier", known_by="Bo", good_for="Bogkasse")
    candidate = db.session.scalars(db.select(Candidate.public_id)).one()
    answer = client.post(f"/neighbourhood/{candidate}/partner")
    partner = db.session.scalars(db.select(Partner)).one()
    guesses = db.session.scalars(db.select(Guess.text).order_by(Guess.id)).all()
    assert (answer.location, partner.stage, partner.owner_id, guesses, db.session.scalars(
        db.select(Candidate)).all()) == (f"/partners/{partner.public_id}", Stage.PROSPECT, me.id, [
            "De når: Børnefamilier", "Vi kender dem gennem: Bo", "Vi kunne lave: Bogkasse"], [])


def test_a_removed_candidate_can_be_restored(client: FlaskClient) -> None:
    jot(client, "Svømmehallen")
    candidate = db.session.scalars(db.select(Candidate.public_id)).one()
    client.post(f"/neighbourhood/{candidate}/discard")
    without = client.get("/neighbourhood").text
    client.post(f"/neighbourhood/{candidate}/restore")
    assert (names(without), "Svømmehallen er taget af listen." in without,
            names(client.get("/neighbourhood").text)) == ([], True, ["Svømmehallen"])


def test_gaps_in_reach_count_only_visible_partners(client: FlaskClient, make_user: Callable[..., User]) -> None:
    def empty() -> list[str]:
        return re.findall(r'<li><span class="badge plain">([^<]+)<', client.get("/neighbourhood").text)

    before = empty()
    other = make_user(Role.STAFF, "Bent")
    add_marked(other)
    hidden = empty()
    add_marked(other, protected=False)
    assert (before, hidden, empty()) == (["Skolebørn", "Børnefamilier", "Nordøst"], before, ["Børnefamilier"])
