"""Sessions: listed, ended one by one and all at once, idle and absolute limits, staying, proving once more."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.users.models import User, UserSession

from .conftest import PASSWORD

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> None:
    clock.set_source(lambda: NOON)


def later(**time: int) -> None:
    clock.set_source(lambda: NOON + timedelta(**time))


def sign_in(app: Flask, user: User, browser: str = "") -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"email": user.email, "password": PASSWORD}, headers={"User-Agent": browser})
    return client


def open_rows() -> list[UserSession]:
    return list(db.session.scalars(select(UserSession).where(UserSession.ended_at.is_(None)).order_by(UserSession.id)))


def test_the_list_says_browser_when_and_last_seen(app: Flask, librarian: User) -> None:
    sign_in(app, librarian, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/127.0")
    later(minutes=5)
    text = sign_in(app, librarian).get("/me").text
    assert "<strong>Firefox, Windows</strong>" in text
    assert ("Logget ind 24.11.2026 kl. 12.00, sidst set 24.11.2026 kl. 12.00. "
            "Slutter senest 25.11.2026 kl. 00.00.") in text


def test_one_session_is_ended(app: Flask, librarian: User) -> None:
    elsewhere, here = sign_in(app, librarian), sign_in(app, librarian)
    here.post(f"/me/sessions/{open_rows()[0].public_id}/end")
    assert [client.get("/me").status_code for client in (elsewhere, here)] == [302, 200]


def test_all_other_sessions_are_ended(app: Flask, librarian: User) -> None:
    clients = [sign_in(app, librarian) for _ in range(3)]
    clients[1].post("/me/sessions/end")
    assert [client.get("/me").status_code for client in clients] == [302, 200, 302]


def test_ending_others_asks_for_the_password(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    later(minutes=16)
    ends = ["/me/sessions/end", f"/me/sessions/{open_rows()[0].public_id}/end"]
    assert [client.post(path).location for path in ends] == ["/confirm?next=/me"] * 2


def test_user_cannot_end_sessions_of_others(app: Flask, client_as: Any, librarian: User) -> None:
    client = sign_in(app, librarian)
    row = open_rows()[0].public_id
    assert client_as(Role.COORDINATOR).post(f"/me/sessions/{row}/end").status_code == 404
    assert client.get("/me").status_code == 200


def test_signing_in_again_ends_the_session_that_was_open_here(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    client.post("/sign-in", data={"email": librarian.email, "password": PASSWORD})
    assert len(open_rows()) == 1


@pytest.mark.parametrize(("minutes", "status"), [(120, 200), (121, 302)])
def test_idle_session_ends(app: Flask, librarian: User, minutes: int, status: int) -> None:
    client = sign_in(app, librarian)
    later(minutes=minutes)
    assert client.get("/me").status_code == status


def test_session_ends_after_its_absolute_limit(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    statuses = []
    for hour in range(1, 14):
        later(hours=hour, seconds=1)
        statuses.append(client.get("/me").status_code)
    assert statuses == [200] * 11 + [302, 302]


def test_prolonging_keeps_the_session(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    later(minutes=119)
    assert client.post("/stay").get_json() == {"seconds": 7200, "can_stay": True, "at": "kl. 00.00", "is_near": False}
    later(minutes=230)
    assert client.get("/me").status_code == 200


def test_session_cannot_be_prolonged_past_its_limit(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    for hour in range(2, 12, 2):
        later(hours=hour)
        client.get("/me")
    later(hours=11, minutes=40)
    assert client.post("/stay").get_json() == {"seconds": 1200, "can_stay": False, "at": "kl. 00.00", "is_near": True}
    note = client.get("/me").text.split('id="session-end"')[1].split("</div>")[0]
    assert "Du skal logge ind igen kl. 00.00." in note


def test_expiry_is_not_shown_long_before_the_end(app: Flask, librarian: User) -> None:
    note = sign_in(app, librarian).get("/me").text.split('id="session-end"')[1].split("</div>")[0]
    assert note.endswith(">")


def test_a_closed_account_ends_all_its_sessions(app: Flask, client_as: Any, librarian: User) -> None:
    client = sign_in(app, librarian)
    client_as(Role.ADMINISTRATOR).post(f"/users/{librarian.public_id}/deactivate")
    assert client.get("/me").status_code == 302
    assert [row.user_id for row in open_rows()].count(librarian.id) == 0


def test_confirming_the_password_changes_the_token(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    before = open_rows()[0].token_hash
    later(minutes=16)
    answer = client.post("/confirm", data={"password": PASSWORD, "next": "/me/email"})
    assert (answer.location, client.get("/me/email").status_code) == ("/me/email", 200)
    db.session.expire_all()
    assert (len(open_rows()), open_rows()[0].token_hash == before) == (1, False)


def test_wrong_confirmation_is_refused_and_counted(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    later(minutes=16)
    statuses = [client.post("/confirm", data={"password": "wrong", "next": "/me"}).status_code for _ in range(6)]
    assert (statuses, client.get("/me/email").status_code) == ([422, 422, 422, 422, 422, 429], 302)


def test_confirmation_redirects_to_no_other_site(app: Flask, librarian: User) -> None:
    answer = sign_in(app, librarian).post("/confirm", data={"password": PASSWORD, "next": "https://evil.example"})
    assert answer.location == "/"


def test_a_new_mail_address_signs_in(app: Flask, librarian: User) -> None:
    sign_in(app, librarian).post("/me/email", data={"email": "Ny@demo.example"})
    answers = [app.test_client().post("/sign-in", data={"email": email, "password": PASSWORD}).status_code
               for email in ("ny@demo.example", librarian.email)]
    assert answers == [302, 422]


def test_a_taken_mail_address_is_refused(app: Flask, make_user: Any, librarian: User) -> None:
    make_user(Role.MANAGER, "Lederen")
    answer = sign_in(app, librarian).post("/me/email", data={"email": "lederen@demo.example"})
    assert answer.status_code == 422


def test_changing_mail_asks_for_the_password(app: Flask, librarian: User) -> None:
    client = sign_in(app, librarian)
    later(minutes=16)
    assert client.post("/me/email", data={"email": "ny@demo.example"}).location == "/confirm?next=/me/email"
    assert db.session.get_one(User, librarian.id).email == librarian.email
