"""A second factor: set up, asked for, each code once, and never left out by an administrator."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.users import service
from outreach.users.models import LinkPurpose, RecoveryCode, SecondFactor, User, UserSession

from .conftest import PASSWORD

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon() -> None:
    clock.set_source(lambda: NOON)


def later(seconds: int) -> None:
    clock.set_source(lambda: NOON + timedelta(seconds=seconds))


def code(secret: str) -> str:
    return pyotp.TOTP(secret).at(clock.now())


def set_up(client: FlaskClient) -> tuple[str, list[str]]:
    """Set a second factor up as a colleague would. Its secret and the recovery codes."""
    client.post("/me/second-factor")
    page = client.get("/me/second-factor").text
    secret = re.search(r'id="key"[^>]*>([A-Z2-7 ]+)<', page)[1].replace(" ", "")  # type: ignore[index]
    assert client.post("/me/second-factor/on", data={"code": code(secret)}).location == "/me/recovery-codes"
    return secret, re.findall(r"<li>(\w{5}-\w{5})</li>", client.get("/me/recovery-codes").text)


@pytest.fixture
def guarded(client_as: Any, librarian: User) -> tuple[str, list[str]]:
    """The librarian's secret and recovery codes, half an hour after setting up."""
    made = set_up(client_as(librarian))
    later(1800)
    return made


def password_step(app: Flask, user: User) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"email": user.email, "password": PASSWORD, "next": "/me"})
    assert answer.location == "/sign-in/code?next=/me"
    return client


def code_step(client: FlaskClient, typed: str) -> int:
    return client.post("/sign-in/code", data={"code": typed, "next": "/me"}).status_code


def test_the_password_alone_does_not_let_in(app: Flask, librarian: User, guarded: Any) -> None:
    assert password_step(app, librarian).get("/me").status_code == 302


def test_password_and_code_lead_on(app: Flask, librarian: User, guarded: Any) -> None:
    client = password_step(app, librarian)
    answer = client.post("/sign-in/code", data={"code": code(guarded[0]), "next": "/me"})
    assert (answer.location, client.get("/me").status_code) == ("/me", 200)


def test_code_is_accepted_once(app: Flask, librarian: User, guarded: Any) -> None:
    used = code(guarded[0])
    assert [code_step(password_step(app, librarian), used) for _ in range(2)] == [302, 422]


def test_the_code_that_turned_it_on_does_not_sign_in(app: Flask, client_as: Any, librarian: User) -> None:
    secret, _codes = set_up(client_as(librarian))
    assert code_step(password_step(app, librarian), code(secret)) == 422


def test_recovery_code_is_accepted_once(app: Flask, librarian: User, guarded: Any) -> None:
    used = guarded[1][3].upper()
    assert [code_step(password_step(app, librarian), used) for _ in range(2)] == [302, 422]


def test_there_are_eight_recovery_codes_and_only_hashes_are_kept(librarian: User, guarded: Any) -> None:
    kept = db.session.execute(select(RecoveryCode.code_hash, RecoveryCode.salt)).all()
    assert (len(guarded[1]), len(kept)) == (8, 8)
    assert [each for each in guarded[1] if each.replace("-", "") in str(kept)] == []


def test_recovery_codes_are_shown_once(client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    set_up(client)
    assert client.get("/me/recovery-codes").location == "/me/second-factor"


def test_recovery_codes_are_encrypted_in_the_cookie(client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    set_up(client)
    client.post("/me/second-factor/codes")
    with client.session_transaction() as cookie:
        kept = dict(cookie)
    shown = re.findall(r"<li>(\w{5}-\w{5})</li>", client.get("/me/recovery-codes").text)
    assert (len(shown), [each for each in shown if each in str(kept)]) == (8, [])


def test_new_recovery_codes_replace_the_old(app: Flask, client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    _secret, old = set_up(client)
    client.post("/me/second-factor/codes")
    assert code_step(password_step(app, librarian), old[0]) == 422


def test_secret_is_stored_encrypted(librarian: User, guarded: Any) -> None:
    assert guarded[0] not in db.session.scalars(select(SecondFactor.secret)).one()


def test_wrong_codes_are_throttled(app: Flask, librarian: User, guarded: Any) -> None:
    client = password_step(app, librarian)
    assert [code_step(client, "000000") for _ in range(6)] == [422, 422, 422, 422, 422, 429]
    assert code_step(client, code(guarded[0])) == 429


def test_second_step_expires_after_ten_minutes(app: Flask, librarian: User, guarded: Any) -> None:
    client = password_step(app, librarian)
    later(1800 + 601)
    answer = client.post("/sign-in/code", data={"code": code(guarded[0]), "next": "/me"})
    assert answer.location == "/sign-in?next=/me"


def test_second_step_works_once(app: Flask, librarian: User, guarded: Any) -> None:
    client = password_step(app, librarian)
    with client.session_transaction() as cookie:
        step = cookie["step"]
    code_step(client, code(guarded[0]))
    client.post("/sign-out")
    with client.session_transaction() as cookie:
        cookie["step"] = step
    assert client.get("/sign-in/code").location == "/sign-in"


def test_code_page_needs_the_password_step(app: Flask) -> None:
    assert app.test_client().get("/sign-in/code?next=/me").location == "/sign-in?next=/me"
    assert app.test_client().post("/sign-in/code", data={"code": "123456"}).location == "/sign-in"


def test_a_new_password_by_link_still_asks_for_the_code(app: Flask, librarian: User, guarded: Any) -> None:
    with transactions.writing():
        token = service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=db.session.get_one(User, librarian.id),
                                  by=None)
    client = app.test_client()
    answer = client.post(f"/set-password/{token}", data={"password": "Regnen på Gudenåen"})
    assert (answer.location, client.get("/me").status_code) == ("/sign-in/code", 302)


def test_a_new_password_stops_a_sign_in_that_waits_for_its_code(app: Flask, librarian: User, guarded: Any) -> None:
    client = password_step(app, librarian)
    with transactions.writing():
        service.set_password(user=db.session.get_one(User, librarian.id), password="Regnen på Gudenåen", by=None)
    assert client.post("/sign-in/code", data={"code": code(guarded[0])}).location == "/sign-in"


def test_turning_it_on_signs_other_browsers_out(client_as: Any, librarian: User) -> None:
    here, elsewhere = client_as(librarian), client_as(librarian, language="en")
    set_up(here)
    assert [client.get("/me").status_code for client in (here, elsewhere)] == [200, 302]


def test_a_wrong_code_does_not_turn_it_on(app: Flask, client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    client.post("/me/second-factor")
    assert client.post("/me/second-factor/on", data={"code": "000000"}).status_code == 422
    assert app.test_client().post("/sign-in", data={"email": librarian.email, "password": PASSWORD}).location == "/"


def test_a_new_app_replaces_the_old_only_when_it_has_given_a_code(
        app: Flask, client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    old, _codes = set_up(client)
    client.post("/me/second-factor")
    later(60)
    assert code_step(password_step(app, librarian), code(old)) == 302
    new, _codes = set_up(client)
    later(120)
    assert [code_step(password_step(app, librarian), code(each)) for each in (old, new)] == [422, 302]


def test_second_factor_can_be_turned_off(app: Flask, client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    set_up(client)
    client.post("/me/second-factor/off")
    assert app.test_client().post("/sign-in", data={"email": librarian.email, "password": PASSWORD}).location == "/"
    assert db.session.scalars(select(RecoveryCode)).all() == []


def test_audit_records_it_without_the_secret(librarian: User, guarded: Any) -> None:
    acts = db.session.execute(select(AuditEntry.act, AuditEntry.actor_name).order_by(AuditEntry.id)).all()
    assert acts[-1] == ("user.second_factor_on", "Bibliotekaren")


def test_qr_code_shows_the_pending_secret_and_is_not_cached(client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    assert client.get("/me/second-factor/qr.png").status_code == 404
    client.post("/me/second-factor")
    answer = client.get("/me/second-factor/qr.png")
    assert (answer.data[:4], answer.headers["Cache-Control"]) == (b"\x89PNG", "no-store")


@pytest.mark.parametrize(("method", "path"), [
    ("GET", "/me/second-factor"), ("POST", "/me/second-factor"), ("POST", "/me/second-factor/on"),
    ("POST", "/me/second-factor/codes"), ("POST", "/me/second-factor/off")])
def test_changing_the_second_factor_asks_for_the_password(
        client_as: Any, librarian: User, method: str, path: str) -> None:
    client = client_as(librarian)
    later(901)
    assert client.open(path, method=method).location == "/confirm?next=/me/second-factor"


@pytest.fixture
def strict(app: Flask) -> None:
    """As outside the tests: administrators must have a second factor."""
    app.config["SECOND_FACTOR_FOR"] = "administrators"


@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/users"), ("GET", "/partners"), ("GET", "/me"),
                                              ("POST", "/me/password")])
def test_administrator_without_second_factor_is_redirected_to_set_it_up(
        strict: None, client_as: Any, method: str, path: str) -> None:
    assert client_as(Role.ADMINISTRATOR).open(path, method=method).location == "/me/second-factor"


def test_administrator_without_second_factor_may_sign_out(strict: None, client_as: Any) -> None:
    client = client_as(Role.ADMINISTRATOR)
    assert [client.get("/me/second-factor").status_code, client.post("/sign-out").location] == [200, "/sign-in"]


def test_administrator_with_second_factor_is_not_redirected(strict: None, client_as: Any) -> None:
    client = client_as(Role.ADMINISTRATOR)
    set_up(client)
    assert client.get("/users").status_code == 200


def test_an_administrator_does_not_turn_it_off(strict: None, client_as: Any) -> None:
    client = client_as(Role.ADMINISTRATOR)
    set_up(client)
    assert client.post("/me/second-factor/off").status_code == 422
    assert "Slå totrinslogin fra" not in client.get("/me/second-factor").text


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR, Role.MANAGER], ids=lambda role: role.value)
def test_second_factor_is_optional_for_others(strict: None, client_as: Any, role: Role) -> None:
    assert client_as(role).get("/me").status_code == 200


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_second_factor_can_be_required_of_everybody(app: Flask, client_as: Any, role: Role) -> None:
    app.config["SECOND_FACTOR_FOR"] = "everybody"
    assert client_as(role).get("/me").location == "/me/second-factor"


@pytest.mark.parametrize(("is_demo", "status"), [(True, 200), (False, 302)])
def test_demo_requires_no_second_factor(
        strict: None, client_as: Any, db_session: Any, is_demo: bool, status: int) -> None:
    db_session.add(LibraryProfile(name="Biblioteket", is_demo=is_demo))
    db_session.commit()
    assert client_as(Role.ADMINISTRATOR).get("/users").status_code == status


def test_with_another_secret_key_only_a_recovery_code_is_accepted(app: Flask, librarian: User, guarded: Any) -> None:
    app.config["SECRET_KEY"] = "another key"
    client = password_step(app, librarian)
    assert [code_step(client, code(guarded[0])), code_step(client, guarded[1][0])] == [422, 302]


def test_signing_in_starts_one_session(app: Flask, librarian: User, guarded: Any) -> None:
    before = len(db.session.scalars(select(UserSession)).all())
    code_step(password_step(app, librarian), code(guarded[0]))
    assert len(db.session.scalars(select(UserSession)).all()) == before + 1
