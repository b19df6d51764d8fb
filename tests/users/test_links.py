"""One-time links: setting a password, and the first run of an empty portal."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile
from outreach.users import queries, service
from outreach.users.models import LinkPurpose, OneTimeLink, User
from outreach.users.passwords import matches

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
NEW = "Regnen på Gudenåen"
FIRST = {
    "name": "Administratoren", "email": "Admin@demo.example", "password": NEW, "language": "da",
    "library_name": "Randers Bibliotek", "library_address": "Stemannsgade 2", "library_postal_code": "8900",
    "library_city": "Randers C", "library_phone": "89 15 89 15", "library_email": "post@demo.example",
}


def make_link(user: User | None = None) -> str:
    purpose = LinkPurpose.SET_PASSWORD if user else LinkPurpose.FIRST_RUN
    with transactions.writing():
        colleague = db.session.get_one(User, user.id) if user else None
        return service.make_link(purpose=purpose, user=colleague, by=None)


def set_password(app: Flask, token: str, password: str = NEW) -> int:
    return app.test_client().post(f"/set-password/{token}", data={"password": password}).status_code


def test_looking_does_not_use_a_link_up(app: Flask, librarian: User) -> None:
    token = make_link(librarian)
    assert [app.test_client().get(f"/set-password/{token}").status_code for _ in range(3)] == [200, 200, 200]


def test_a_link_sets_the_password_and_signs_in(app: Flask, librarian: User) -> None:
    client = app.test_client()
    client.post(f"/set-password/{make_link(librarian)}", data={"password": NEW})
    assert client.get("/me").status_code == 200
    assert matches(queries.find_password_identity_of(librarian).secret_hash, NEW)  # type: ignore[union-attr]


def test_a_password_set_by_link_ends_the_sessions_there_were(app: Flask, client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    set_password(app, make_link(librarian))
    assert client.get("/me").status_code == 302


def test_a_link_works_once(app: Flask, librarian: User) -> None:
    token = make_link(librarian)
    assert [set_password(app, token), set_password(app, token)] == [302, 410]


def test_a_weak_password_does_not_use_the_link_up(app: Flask, librarian: User) -> None:
    token = make_link(librarian)
    assert [set_password(app, token, "kort"), set_password(app, token)] == [422, 302]


def test_a_link_runs_out_after_a_day(app: Flask, librarian: User) -> None:
    clock.set_source(lambda: NOON)
    token = make_link(librarian)
    clock.set_source(lambda: NOON + timedelta(hours=24))
    assert set_password(app, token) == 410


def test_a_newer_link_replaces_the_older(app: Flask, librarian: User) -> None:
    older, newer = make_link(librarian), make_link(librarian)
    assert [set_password(app, older), set_password(app, newer)] == [410, 302]


def test_only_the_hash_of_a_token_is_kept(librarian: User) -> None:
    token = make_link(librarian)
    rows = db.session.execute(select(*OneTimeLink.__table__.columns)).mappings().all()
    assert len(rows) == 1
    assert token not in map(str, rows[0].values())


def test_a_closed_account_cannot_use_its_link(app: Flask, librarian: User) -> None:
    token = make_link(librarian)
    db.session.get_one(User, librarian.id).active = False
    db.session.commit()
    assert set_password(app, token) == 410


@pytest.mark.parametrize("path", ["set-password", "first-run"])
@pytest.mark.parametrize(("token", "refusals"), [
    *((token, {404, 410}) for token in ("x", "..%2f", "%00", "æøå", "%F0%9F%98%80")), ("a" * 5000, {414})])
def test_an_invented_token_opens_nothing(app: Flask, path: str, token: str, refusals: set[int]) -> None:
    assert app.test_client().get(f"/{path}/{token}").status_code in refusals


def test_a_link_for_one_purpose_does_not_serve_another(app: Flask, librarian: User) -> None:
    assert app.test_client().get(f"/first-run/{make_link(librarian)}").status_code == 410


def test_the_first_run_makes_the_administrator_and_the_profile(app: Flask) -> None:
    response = app.test_client().post(f"/first-run/{make_link()}", data=FIRST)
    assert (response.status_code, response.location) == (302, "/first-steps")
    user = db.session.scalars(select(User)).one()
    assert (user.name, user.email, user.role) == ("Administratoren", "admin@demo.example", Role.ADMINISTRATOR)
    profile = db.session.scalars(select(LibraryProfile)).one()
    assert (profile.name, profile.city, profile.contact_name, profile.contact_phone, profile.is_demo) == (
        "Randers Bibliotek", "Randers C", "Administratoren", "89 15 89 15", False)


def test_after_the_first_run_one_is_in(app: Flask) -> None:
    client = app.test_client()
    client.post(f"/first-run/{make_link()}", data=FIRST)
    assert client.get("/first-steps").status_code == 200


def test_two_who_set_up_at_once_make_one_portal(app: Flask) -> None:
    token = make_link()
    statuses = [app.test_client().post(f"/first-run/{token}", data=FIRST).status_code for _ in range(2)]
    assert statuses == [302, 410]
    assert db.session.scalar(select(func.count()).select_from(User)) == 1


def test_a_portal_with_people_has_no_first_run(app: Flask, make_user: Any) -> None:
    token = make_link()
    make_user()
    assert app.test_client().get(f"/first-run/{token}").status_code == 410


def test_a_refused_first_run_keeps_what_was_typed_and_makes_nothing(app: Flask) -> None:
    response = app.test_client().post(f"/first-run/{make_link()}", data={**FIRST, "password": "kort"})
    assert response.status_code == 422
    assert 'value="Stemannsgade 2"' in response.text
    assert queries.count_users() == 0


def test_the_pages_speak_english(app: Flask) -> None:
    response = app.test_client().get(f"/first-run/{make_link()}", headers={"Accept-Language": "en"})
    assert "<h1>Welcome to Partnerportalen</h1>" in response.text


def test_the_first_run_tells_of_every_mistake_at_once(app: Flask) -> None:
    wrong = FIRST | {"library_name": "", "password": "kort", "library_postal_code": "89", "email": "ingen"}
    page = app.test_client().post(f"/first-run/{make_link()}", data=wrong).get_data(as_text=True)
    summary = page.split('id="errors"', 1)[1].split("</div>", 1)[0]
    assert re.findall(r'href="#(\w+)"', summary) == ["email", "password", "library_name", "library_postal_code"]
