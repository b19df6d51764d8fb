"""Long forms put aside: by themselves, by a button, taken out on any device, gone when saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.drafts.fields import storable_fields
from outreach.drafts.models import FormDraft
from outreach.drafts.queries import list_drafts_of
from outreach.partners.models import Partner
from outreach.users.models import User
from tests.sending import fetch, form_with, send

NEW = "/partners/new"


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Anne")


@pytest.fixture
def client(client_as: Callable[..., FlaskClient], user: User) -> FlaskClient:
    return client_as(user)


def drafts(user: User) -> list[FormDraft]:
    db.session.rollback()
    return list(list_drafts_of(user))


def put(client: FlaskClient, **text: str) -> object:
    """What the script does while somebody writes."""
    form = fetch(client, NEW, "contact_name")
    return client.post(NEW, data={**form, **text, "_draft": "1"}, headers={"X-Draft": "1"}, csrf=False)


def test_draft_button_saves_a_draft_and_creates_no_record(client: FlaskClient, user: User) -> None:
    page = send(client, NEW, fetch(client, NEW, "contact_name"), name="Huset", quote="Ro.", _draft="1")
    assert (page.status_code, form_with(page.text, "contact_name")["name"], len(drafts(user))) == (200, ["Huset"], 1)
    assert db.session.scalars(db.select(Partner)).all() == []


def test_form_offers_its_draft_and_restores_it_without_saving(client: FlaskClient, user: User) -> None:
    put(client, name="Huset", quote="Ro.")
    form = fetch(client, NEW, "contact_name")
    assert (form["name"], "Du har en kladde fra" in client.get(NEW).text) == ([""], True)
    page = send(client, NEW, form, _restore=drafts(user)[0].public_id)
    filled = form_with(page.text, "contact_name")
    assert (page.status_code, filled["name"], filled["quote"]) == (200, ["Huset"], ["Ro."])
    assert db.session.scalars(db.select(Partner)).all() == []


def test_newer_draft_replaces_the_older(client: FlaskClient, user: User) -> None:
    for name in ("H", "Hus", "Huset"):
        put(client, name=name)
    page = send(client, NEW, fetch(client, NEW, "contact_name"), _restore=drafts(user)[0].public_id)
    assert (len(drafts(user)), form_with(page.text, "contact_name")["name"]) == (1, ["Huset"])


def test_saving_the_form_deletes_its_draft(client: FlaskClient, user: User) -> None:
    put(client, name="Hus")
    send(client, NEW, fetch(client, NEW, "contact_name"), name="Huset", kind="family_house")
    assert drafts(user) == []


def test_refused_form_keeps_its_draft(client: FlaskClient, user: User) -> None:
    put(client, name="Hus")
    send(client, NEW, fetch(client, NEW, "contact_name"), name="")
    assert len(drafts(user)) == 1


def test_draft_arriving_after_the_save_is_not_stored(client: FlaskClient, user: User) -> None:
    form = fetch(client, NEW, "contact_name") | {"name": "Huset", "kind": "family_house"}
    send(client, NEW, form)
    client.post(NEW, data={**form, "_draft": "1"}, headers={"X-Draft": "1"}, csrf=False)
    assert drafts(user) == []


def test_draft_can_be_discarded(client: FlaskClient, user: User) -> None:
    put(client, name="Hus")
    answer = send(client, NEW, fetch(client, NEW, "contact_name"), _discard=drafts(user)[0].public_id)
    assert (answer.location, drafts(user)) == (NEW, [])


def test_draft_is_offered_to_its_author_only(
        client: FlaskClient, client_as: Callable[..., FlaskClient], make_user: Callable[..., User]) -> None:
    put(client, name="Hus")
    other = make_user(Role.ADMINISTRATOR, "Ada")
    assert ("Du har en kladde" in client_as(other).get(NEW).text, drafts(other)) == (False, [])


def test_draft_expires_after_thirty_days(client: FlaskClient, user: User) -> None:
    put(client, name="Hus")
    start, left = clock.now(), []
    for days in (29, 31):
        clock.set_source(lambda days=days: start + timedelta(days=days))  # type: ignore[misc]
        left.append(len(drafts(user)))
    assert left == [1, 0]


def test_field_with_cpr_number_is_left_out_with_a_message(client: FlaskClient, user: User) -> None:
    answer = put(client, name="Huset", quote="070761-4285")
    assert answer.text.endswith("Et felt lignede et CPR-nummer og er ikke med.")  # type: ignore[attr-defined]
    assert drafts(user)[0].left_out is True


def test_empty_form_is_not_stored_as_draft(client: FlaskClient, user: User) -> None:
    form = dict.fromkeys(("name", "quote", "contact_name"), "")
    token = fetch(client, NEW, "contact_name")["csrf_token"]
    client.post(NEW, data={**form, "csrf_token": token, "_draft": "1"}, headers={"X-Draft": "1"}, csrf=False)
    assert drafts(user) == []


@given(st.lists(st.tuples(st.sampled_from(["name", "text", "csrf_token", "_draft", "new_password"]), st.text())))
def test_storable_fields_have_no_secret_and_no_cpr_number(items: list[tuple[str, str]]) -> None:
    kept, left_out = storable_fields([*items, ("text", "Hun er født 070761-4285")])
    assert left_out is True
    assert {name for name, _text in kept} <= {"name", "text"}
    assert not any("070761" in text for _name, text in kept)


@pytest.mark.parametrize(("items", "kept"), [
    ([("text", "8915891500")], [("text", "8915891500")]),
    ([("text", "0707610000")], []),
    ([("text", "0707610000"), ("text-not-cpr", "1")], [("text", "0707610000"), ("text-not-cpr", "1")]),
    ([("text", "x" * 200_001)], []),
])
def test_storable_fields(items: list[tuple[str, str]], kept: list[tuple[str, str]]) -> None:
    assert storable_fields(items)[0] == kept
