"""One tap did it, one tap takes it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from outreach.conversations.models import Conversation, ConversationKind
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.formatting import sort_key
from outreach.core.permissions import Role
from outreach.followups.models import FollowUp
from outreach.library.models import Sector
from outreach.offers.models import Effort, Offer
from outreach.partners.models import Contact, Guess, Partner, Quote
from outreach.users.models import User
from outreach.visits.models import Observation, Sureness
from tests.factories import add_marked, add_partner, hand_over
from tests.sending import forms_on, send


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(Role.ADMINISTRATOR, "Anne")


@pytest.fixture
def client(client_as: Callable[..., FlaskClient], user: User) -> FlaskClient:
    return client_as(user)


def undo(client: FlaskClient, done: TestResponse) -> TestResponse:
    page = client.get(done.location).text
    start = page.index('<form class="flash message undo"')
    [form] = forms_on(page[start:page.index("</form>", start) + 7])
    return send(client, form["action"], form["fields"])


def rows(model: Any, *names: str) -> list[tuple[Any, ...]]:
    db.session.rollback()
    return [tuple(getattr(each, name) for name in names)
            for each in db.session.scalars(db.select(model).order_by(model.id))]


def test_undo_restores_an_archived_partner(client: FlaskClient, user: User) -> None:
    partner = add_partner(user, "Huset")
    done = client.post(f"/partners/{partner}/archive")
    assert rows(Partner, "archived_at") != [(None,)]
    undo(client, done)
    assert rows(Partner, "archived_at") == [(None,)]


CONTACT = ("public_id", "name", "role", "email", "phone", "position", "created_at")
QUOTE = ("public_id", "text", "language", "said_on", "source", "translation", "translation_by_id", "noted_by_id")
GUESS = ("public_id", "text", "guessed_by_id")


@pytest.mark.parametrize(("model", "place", "names"), [
    (Contact, "contacts", CONTACT), (Quote, "quotes", QUOTE), (Guess, "guesses", GUESS)])
def test_undo_restores_a_removed_row_unchanged(
        client: FlaskClient, user: User, model: Any, place: str, names: tuple[str, ...]) -> None:
    partner = add_marked(user)
    before = rows(model, *names)
    done = client.post(f"/partners/{partner}/{place}/{before[0][0]}/remove")
    assert rows(model, *names) == []
    undo(client, done)
    assert rows(model, *names) == before


def test_undo_restores_rows_of_other_features(client: FlaskClient, user: User) -> None:
    partner = add_partner(user, "Huset")
    key = db.session.scalars(db.select(Partner.id)).one()
    with transactions.writing():
        rows_there = [
            Conversation(partner_id=key, kind=ConversationKind.MAIL, happened_on=date(2026, 3, 2), line="Skrev",
                         reached=False, by_id=user.id),
            FollowUp(partner_id=key, what="Ring", owner_id=user.id, due_on=date(2026, 3, 9),
                     handed_note="Efter kl. 10"),
            Observation(partner_id=key, observed_on=date(2026, 3, 1), role="pædagog", what="De læser nu",
                        sureness=Sureness.HEARD, noted_by_id=user.id)]
        db.session.add_all(rows_there)
    for model, address in ((Conversation, f"/partners/{partner}/conversations/{{}}/remove"),
                           (FollowUp, "/followups/{}/remove"), (Observation, "/observations/{}/remove")):
        names = [each.key for each in db.inspect(model).column_attrs if each.key not in {"id", "updated_at"}]
        before = rows(model, *names)
        public_id = db.session.scalars(db.select(model.public_id)).one()
        done = client.post(address.format(public_id))
        assert rows(model, *names) == []
        undo(client, done)
        assert rows(model, *names) == before


def test_undo_is_for_the_acting_user_within_an_hour(
        client: FlaskClient, client_as: Callable[..., FlaskClient], user: User) -> None:
    from outreach.core.undo import UndoStep

    partner = add_partner(user, "Huset")
    client.post(f"/partners/{partner}/guesses/new", data={"text": "Ro."})
    [(guess,)] = rows(Guess, "public_id")
    client.post(f"/partners/{partner}/guesses/{guess}/remove")
    [(step,)] = rows(UndoStep, "public_id")
    address = f"/partners/{partner}/undo/{step}"
    assert client_as(Role.ADMINISTRATOR).post(address).status_code == 404
    start = clock.now()
    clock.set_source(lambda: start + timedelta(minutes=61))
    assert (client.post(address).status_code, rows(Guess, "text")) == (404, [])


def test_undo_at_another_partner_is_not_found(client: FlaskClient, user: User) -> None:
    from outreach.core.undo import UndoStep

    partner, other = add_partner(user, "Huset"), add_partner(user, "Haven")
    client.post(f"/partners/{partner}/guesses/new", data={"text": "Ro."})
    [(guess,)] = rows(Guess, "public_id")
    client.post(f"/partners/{partner}/guesses/{guess}/remove")
    [(step,)] = rows(UndoStep, "public_id")
    assert (client.post(f"/partners/{other}/undo/{step}").status_code, rows(Guess, "text")) == (404, [])


def test_undo_at_a_hidden_partner_is_refused(
        client: FlaskClient, make_user: Callable[..., User], user: User) -> None:
    from outreach.core.undo import UndoStep

    partner = add_marked(user)
    [(guess,)] = rows(Guess, "public_id")
    client.post(f"/partners/{partner}/guesses/{guess}/remove")
    hand_over(partner, by=user, owner=make_user(Role.STAFF, "Bo"))
    [(step,)] = rows(UndoStep, "public_id")
    assert client.post(f"/partners/{partner}/undo/{step}").status_code == 403


def test_undo_step_is_encrypted(client: FlaskClient, user: User) -> None:
    from outreach.core.undo import UndoStep

    partner = add_partner(user, "Huset")
    client.post(f"/partners/{partner}/guesses/new", data={"text": "Meget hemmeligt"})
    [(guess,)] = rows(Guess, "public_id")
    client.post(f"/partners/{partner}/guesses/{guess}/remove")
    assert "hemmeligt" not in rows(UndoStep, "sealed")[0][0]


@pytest.mark.parametrize("start", [True, False])
def test_undo_restores_an_offers_state(client: FlaskClient, start: bool) -> None:
    with transactions.writing():
        offer = Offer(name="Kasse", sort_key=sort_key("Kasse"), headline_da="H", text_da="T", effort=Effort.NONE,
                      is_active=start)
        db.session.add(offer)
        db.session.flush()
        public_id = offer.public_id
    done = client.post(f"/offers/{public_id}/active", data={"active": "no" if start else "yes"})
    assert rows(Offer, "is_active") == [(not start,)]
    undo(client, done)
    assert rows(Offer, "is_active") == [(start,)]


def test_undo_reactivates_a_term(client: FlaskClient) -> None:
    [social, _school] = rows(Sector, "public_id")
    undo(client, client.post(f"/library/sectors/{social[0]}/active", data={"active": "no"}))
    assert rows(Sector, "is_active") == [(True,), (True,)]
