"""A form sent when the session is over waits, encrypted, for who wrote it. Without a script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.drafts.models import FormDraft
from outreach.partners.models import Partner
from outreach.users.models import User, UserSession
from tests.factories import add_marked, add_partner, hand_over, seen_markers
from tests.sending import fetch, form_with, forms_on, send, shown_flashes

TEXT = "De har travlt om morgenen."


def end_sessions() -> None:
    with transactions.writing():
        for row in db.session.scalars(db.select(UserSession)):
            row.ended_at = clock.now()


def waiting() -> list[FormDraft]:
    db.session.rollback()
    return list(db.session.scalars(db.select(FormDraft).order_by(FormDraft.id)))


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Anne")


@pytest.fixture
def again(app: Flask, client_as: Callable[..., FlaskClient]) -> Callable[[User], FlaskClient]:
    """again(user) -> a browser where this colleague has signed in anew."""

    def sign_in(user: User) -> FlaskClient:
        from outreach.users import sessions

        token = f"again-{user.id}-{clock.now().timestamp()}"
        with transactions.writing():
            db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token)))
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["token"], cookie["language"] = token, "da"
        return client

    return sign_in


def outlived(client: FlaskClient, address: str, **text: str) -> str:
    """Send a form after the session has ended; where it leads."""
    form = fetch(client, address, next(iter(text)))
    end_sessions()
    answer = send(client, address, form, **text)
    assert answer.status_code == 302
    return str(answer.location)


def test_text_of_an_ended_session_is_restored_after_sign_in_and_can_be_saved(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient], user: User) -> None:
    address = f"/partners/{add_partner(user, 'Huset')}/edit/everyday"
    place = outlived(client_as(user), address, everyday=TEXT)
    [row] = waiting()
    assert place == f"/sign-in?next=/kept/{row.public_id}"
    client = again(user)
    [go_on] = [each for each in forms_on(client.get(f"/kept/{row.public_id}").text) if each["action"] == address]
    page = send(client, address, go_on["fields"], _restore=row.public_id)
    filled = form_with(page.text, "everyday")
    assert (page.status_code, filled["everyday"], db.session.scalars(db.select(Partner.everyday)).one()) == (
        200, [TEXT], "")
    assert send(client, address, filled).status_code == 302
    db.session.rollback()
    assert (db.session.scalars(db.select(Partner.everyday)).one(), waiting()) == (TEXT, [])


def test_draft_page_does_not_show_the_text(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient], user: User) -> None:
    outlived(client_as(user), f"/partners/{add_partner(user, 'Huset')}/edit/everyday", everyday=TEXT)
    page = again(user).get(f"/kept/{waiting()[0].public_id}").text
    assert (TEXT in page, "Du var ved at gemme" in page) == (False, True)


def test_draft_is_encrypted_in_the_database(client_as: Callable[..., FlaskClient], user: User) -> None:
    outlived(client_as(user), "/partners/new", name="Hemmeligt hus")
    assert "Hemmeligt" not in f"{waiting()[0].encrypted_fields} {waiting()[0].path}"


def test_other_users_cannot_open_a_draft(
        client_as: Callable[..., FlaskClient], make_user: Callable[..., User], user: User) -> None:
    outlived(client_as(user), "/partners/new", name="Huset")
    other = client_as(make_user(Role.ADMINISTRATOR, "Ada"))
    page = f"/kept/{waiting()[0].public_id}"
    assert [other.get(page).status_code, other.post(f"{page}/throw").status_code] == [404, 404]
    taken = send(other, "/partners/new", fetch(other, "/partners/new", "name"), _restore=waiting()[0].public_id)
    assert (taken.status_code, len(waiting())) == (302, 1)


def test_text_of_an_ended_session_expires_after_a_day(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient], user: User) -> None:
    outlived(client_as(user), "/partners/new", name="Huset")
    start = clock.now()
    clock.set_source(lambda: start + timedelta(hours=25))
    assert again(user).get(f"/kept/{waiting()[0].public_id}").status_code == 404
    from outreach.core.expiry import delete_expired

    with transactions.writing():
        delete_expired()
    assert waiting() == []


def test_text_of_an_ended_session_can_be_discarded(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient], user: User) -> None:
    outlived(client_as(user), "/partners/new", name="Huset")
    again(user).post(f"/kept/{waiting()[0].public_id}/throw")
    assert waiting() == []


def test_certain_cpr_number_is_not_stored_with_a_message(
        client_as: Callable[..., FlaskClient], user: User) -> None:
    client = client_as(user)
    outlived(client, "/partners/new", name="Huset", quote="Det er 070761-4285")
    assert waiting()[0].left_out is True
    assert shown_flashes(client.get("/sign-in").text)[0] == "Et felt lignede et CPR-nummer og er ikke gemt."


def test_password_form_is_not_stored(client_as: Callable[..., FlaskClient], user: User) -> None:
    client = client_as(user)
    form = fetch(client, "/me", "new_password")
    end_sessions()
    send(client, "/me/password", form, current_password="gammel", new_password="ny og lang")
    assert waiting() == []


def test_form_without_text_is_not_stored(client_as: Callable[..., FlaskClient], user: User) -> None:
    page = f"/partners/{add_partner(user, 'Huset')}"
    [button] = [each for each in forms_on(client_as(user).get(page).text) if each["action"].endswith("/archive")]
    end_sessions()
    assert (send(client_as(user), button["action"], button["fields"]).status_code, waiting()) == (302, [])


def test_user_signed_in_again_in_another_window_is_led_to_the_draft(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient], user: User) -> None:
    form = fetch(client_as(user), "/partners/new", "name") | {"name": "Huset", "kind": "family_house"}
    client = again(user)
    client.get("/")  # a session of its own, with a token of its own
    answer = send(client, "/partners/new", form)
    assert (answer.status_code, answer.location) == (302, f"/kept/{waiting()[0].public_id}")


def test_other_user_of_the_browser_learns_nothing_of_the_draft(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient],
        make_user: Callable[..., User], user: User) -> None:
    form = fetch(client_as(user), "/partners/new", "name") | {"name": "Huset", "kind": "family_house"}
    other = again(make_user(Role.STAFF, "Bo"))
    other.get("/")
    answer = send(other, "/partners/new", form)
    assert (answer.status_code, "/kept/" in answer.text) == (400, False)


def test_same_text_sent_twice_is_stored_once(client_as: Callable[..., FlaskClient], user: User) -> None:
    client = client_as(user)
    form = fetch(client, "/partners/new", "name")
    end_sessions()
    for name in ("Huset", "Huset", "Gården"):
        send(client, "/partners/new", form, name=name)
    assert len(waiting()) == 2


def test_draft_of_a_partner_that_became_hidden_is_not_shown(
        client_as: Callable[..., FlaskClient], again: Callable[[User], FlaskClient],
        make_user: Callable[..., User], user: User) -> None:
    partner = add_marked(user)
    outlived(client_as(user), f"/partners/{partner}/edit/everyday", everyday=TEXT)
    hand_over(partner, by=user, owner=make_user(Role.STAFF, "Bo"))
    client = again(user)
    row = waiting()[0]
    page = client.get(f"/kept/{row.public_id}")
    [go_on] = [each for each in forms_on(page.text) if each["action"] == row.path]
    answer = send(client, row.path, go_on["fields"], _restore=row.public_id)
    assert (answer.status_code, seen_markers(answer.text), seen_markers(page.text), len(waiting())) == (
        403, set(), set(), 1)
