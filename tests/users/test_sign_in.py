"""Signing in and out: what is right, what is refused, what is counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from outreach.core import clock
from outreach.core.db import db
from outreach.users import passwords
from outreach.users.models import FailedSignIn, SignInIdentity, User, UserSession
from outreach.users.views import safe_next

from .conftest import PASSWORD

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


def sign_in(client: FlaskClient, email: str, password: str = PASSWORD, after: str = ""):  # type: ignore[no-untyped-def]
    return client.post("/sign-in", data={"email": email, "password": password, "next": after})


def failures() -> int:
    return db.session.scalar(select(func.count()).select_from(FailedSignIn)) or 0


def test_the_right_password_leads_to_the_front_page(app: Flask, librarian: User) -> None:
    response = sign_in(app.test_client(), librarian.email)
    assert (response.status_code, response.location) == (302, "/")


def test_the_address_is_right_in_any_case_of_letters(app: Flask, librarian: User) -> None:
    assert sign_in(app.test_client(), librarian.email.upper()).status_code == 302


def test_signing_in_leads_to_the_page_that_was_asked_for(app: Flask, librarian: User) -> None:
    client = app.test_client()
    asked = client.get("/me?x=1").location
    assert asked == "/sign-in?next=/me?x%3D1"
    assert sign_in(client, librarian.email, after="/me?x=1").location == "/me?x=1"


def test_signed_in_user_is_redirected(client_as) -> None:  # type: ignore[no-untyped-def]
    assert client_as().get("/sign-in?next=/me").location == "/me"


@pytest.mark.parametrize("address", [
    "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)", "evil", "",
    "/\t/evil.example", "/\n/evil.example", "http:/me", " /me", "/" + "a" * 2001, None])
def test_sign_in_redirects_to_no_other_site(app: Flask, address: str | None) -> None:
    with app.test_request_context("/"):
        assert safe_next(address) == "/"


def test_redirect_keeps_the_path_prefix(app: Flask) -> None:
    with app.test_request_context("/sign-in", base_url="https://library.example/portal"):
        assert safe_next("/me") == "/portal/me"


def test_wrong_password_and_unknown_address_get_the_same_answer(app: Flask, librarian: User) -> None:
    def errors(email: str) -> tuple[int, str]:
        response = sign_in(app.test_client(), email, "not the password")
        return response.status_code, response.text.split('role="alert"')[1].split("</div>")[0]

    assert errors(librarian.email) == errors("nobody@demo.example")


def test_unknown_address_takes_the_same_hashing_work(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    hasher, looked_at = passwords._hasher, []

    class Counting:
        def verify(self, secret_hash: str, password: str) -> bool:
            looked_at.append(secret_hash)
            return hasher.verify(secret_hash, password)

        def hash(self, password: str) -> str:
            return hasher.hash(password)

    monkeypatch.setattr(passwords, "_hasher", Counting())
    sign_in(app.test_client(), "nobody@demo.example")
    assert len(looked_at) == 1


def test_a_closed_account_does_not_get_in(app: Flask, librarian: User) -> None:
    db.session.get(User, librarian.id).active = False  # type: ignore[union-attr]
    db.session.commit()
    assert sign_in(app.test_client(), librarian.email).status_code == 422


def test_wrong_password_is_counted(app: Flask, librarian: User) -> None:
    sign_in(app.test_client(), librarian.email, "not the password")
    assert failures() == 1


def test_typed_password_is_not_stored(app: Flask) -> None:
    sign_in(app.test_client(), "my-password-by-mistake@demo.example", "x")
    kept = db.session.scalars(select(FailedSignIn.account)).all()
    assert [len(each) for each in kept] == [64]


def test_account_is_throttled_after_five_wrong_passwords(app: Flask, librarian: User) -> None:
    clock.set_source(lambda: NOON)
    statuses = [sign_in(app.test_client(), librarian.email, "not the password").status_code for _ in range(6)]
    assert statuses == [422, 422, 422, 422, 422, 429]
    assert sign_in(app.test_client(), librarian.email).status_code == 429


def test_unknown_account_is_throttled_too(app: Flask) -> None:
    statuses = [sign_in(app.test_client(), "nobody@demo.example").status_code for _ in range(6)]
    assert statuses == [422, 422, 422, 422, 422, 429]


def test_throttle_ends_after_fifteen_minutes(app: Flask, librarian: User) -> None:
    clock.set_source(lambda: NOON)
    for _ in range(5):
        sign_in(app.test_client(), librarian.email, "not the password")
    clock.set_source(lambda: NOON + timedelta(minutes=15, seconds=1))
    assert sign_in(app.test_client(), librarian.email).status_code == 302


def test_right_password_resets_the_throttle(app: Flask, librarian: User) -> None:
    sign_in(app.test_client(), librarian.email, "not the password")
    sign_in(app.test_client(), librarian.email)
    assert failures() == 0


def test_the_cookie_changes_and_the_row_holds_only_a_hash(app: Flask, librarian: User) -> None:
    client = app.test_client()
    sign_in(client, librarian.email)
    with client.session_transaction() as cookie:
        token = cookie["token"]
    rows = db.session.scalars(select(UserSession.token_hash)).all()
    assert len(rows) == 1
    assert token not in rows


def test_the_password_is_kept_as_argon2id(librarian: User) -> None:
    kept = db.session.scalars(select(SignInIdentity.secret_hash)).one()
    assert kept.split("$")[1] == "argon2id"


def test_a_hash_with_weaker_settings_is_renewed_at_sign_in(app: Flask, librarian: User) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    db.session.scalars(select(SignInIdentity)).one().secret_hash = weak
    db.session.commit()
    sign_in(app.test_client(), librarian.email)
    assert not passwords.is_outdated(db.session.scalars(select(SignInIdentity.secret_hash)).one())


def test_signing_out_ends_the_session_row(app: Flask, librarian: User) -> None:
    client = app.test_client()
    sign_in(client, librarian.email)
    client.post("/sign-out")
    assert db.session.scalars(select(UserSession)).one().ended_at is not None


def test_after_signing_out_pages_ask_for_a_sign_in(app: Flask, librarian: User) -> None:
    client = app.test_client()
    sign_in(client, librarian.email)
    client.post("/sign-out")
    assert client.get("/me").location == "/sign-in?next=/me"


def test_a_cookie_from_before_signing_out_is_worthless(app: Flask, librarian: User) -> None:
    client = app.test_client()
    sign_in(client, librarian.email)
    with client.session_transaction() as cookie:
        kept = cookie["token"]
    client.post("/sign-out")
    with client.session_transaction() as cookie:
        cookie["token"] = kept
    assert client.get("/me").status_code == 302


def test_signing_in_without_the_form_token_is_refused(app: Flask, librarian: User) -> None:
    response = app.test_client().post("/sign-in", data={"email": librarian.email, "password": PASSWORD}, csrf=False)
    assert response.status_code == 400


def test_signing_out_is_a_post(client_as) -> None:  # type: ignore[no-untyped-def]
    assert client_as().get("/sign-out").status_code == 405


def test_a_visitor_chooses_english(app: Flask) -> None:
    client = app.test_client()
    client.post("/language", data={"language": "en", "back": "/sign-in"})
    assert "<h1>Sign in</h1>" in client.get("/sign-in").text


def test_an_unknown_language_changes_nothing(app: Flask) -> None:
    client = app.test_client()
    client.post("/language", data={"language": "xx", "back": "/sign-in"})
    assert "<h1>Log ind</h1>" in client.get("/sign-in").text


def test_typed_password_is_not_shown_again(app: Flask, librarian: User) -> None:
    assert "not the password" not in sign_in(app.test_client(), librarian.email, "not the password").text


@pytest.mark.parametrize(("typed", "status"), [
    ("\x00", 422), ("'; drop table user; --", 422), ("{{ 7*7 }}", 422), ("😀" * 40, 422), ("‮abc", 422),
    ("x" * 100_000, 413)])
def test_malformed_input_is_refused_as_input_error(app: Flask, typed: str, status: int) -> None:
    assert sign_in(app.test_client(), typed, typed).status_code == status
