"""One's own page."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import transactions
from outreach.core.db import db
from outreach.users import queries, service
from outreach.users.models import LinkPurpose, User
from outreach.users.passwords import matches

from .conftest import PASSWORD

GOOD = {"name": "Ny Bibliotekar", "title": "Børnebibliotekar", "phone": "89 15 89 16", "language": "en"}


def change(client: FlaskClient, current: str, new: str) -> Any:
    return client.post("/me/password", data={"current_password": current, "new_password": new})


def password_is(user: User, password: str) -> bool:
    identity = queries.find_password_identity_of(user)
    return matches(identity.secret_hash if identity else None, password)


def audit() -> list[tuple[str, str, list[tuple[str, str | None, str | None]]]]:
    return [(each.act, each.actor_name, [(change.field, change.old, change.new) for change in each.changes])
            for each in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def test_what_is_saved_is_what_was_written(client_as: Any, librarian: User) -> None:
    client_as(librarian).post("/me", data=GOOD)
    user = db.session.get_one(User, librarian.id)
    assert {name: getattr(user, name) for name in GOOD} == GOOD


def test_the_new_language_speaks_at_once(client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    client.post("/me", data=GOOD)
    assert '<html lang="en">' in client.get("/me").text


def test_the_audit_holds_old_and_new(client_as: Any, librarian: User) -> None:
    client_as(librarian).post("/me", data={**GOOD, "name": "Bibliotekaren"})
    assert audit()[-1] == ("user.edit", "Bibliotekaren", [
        ("title", "Bibliotekar", "Børnebibliotekar"), ("phone", "89 15 89 15", "89 15 89 16"),
        ("language", "da", "en")])


def test_saving_nothing_new_leaves_no_trace(client_as: Any, librarian: User) -> None:
    before = len(audit())
    client_as(librarian).post("/me", data={"name": librarian.name, "title": librarian.title, "phone": librarian.phone,
                                           "language": "da"})
    assert len(audit()) == before


def test_a_refused_form_keeps_what_was_typed_and_saves_nothing(client_as: Any, librarian: User) -> None:
    response = client_as(librarian).post("/me", data={**GOOD, "name": "", "title": "Ny titel"})
    assert response.status_code == 422
    assert 'value="Ny titel"' in response.text
    assert db.session.get_one(User, librarian.id).title == "Bibliotekar"


def test_role_and_address_are_not_ones_own_to_change(client_as: Any, librarian: User) -> None:
    client_as(librarian).post("/me", data={**GOOD, "role": "administrator", "email": "boss@demo.example"})
    user = db.session.get_one(User, librarian.id)
    assert (user.role.value, user.email) == ("staff", "bibliotekaren@demo.example")


def test_a_new_password_replaces_the_old(client_as: Any, librarian: User) -> None:
    assert change(client_as(librarian), PASSWORD, "Regnen på Gudenåen").status_code == 302
    assert (password_is(librarian, "Regnen på Gudenåen"), password_is(librarian, PASSWORD)) == (True, False)


def test_a_new_password_ends_every_other_session_and_kills_the_links(
        app: Flask, client_as: Any, librarian: User) -> None:
    here, elsewhere = client_as(librarian), client_as(librarian, language="en")
    with transactions.writing():
        token = service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=db.session.get(User, librarian.id), by=None)
    change(here, PASSWORD, "Regnen på Gudenåen")
    assert [client.get("/me").status_code for client in (here, elsewhere)] == [200, 302]
    assert app.test_client().get(f"/set-password/{token}").status_code == 410


def test_the_audit_tells_of_the_change_but_not_the_password(client_as: Any, librarian: User) -> None:
    change(client_as(librarian), PASSWORD, "Regnen på Gudenåen")
    assert audit()[-1] == ("user.set_password", "Bibliotekaren", [])


def test_the_present_password_is_asked_for(client_as: Any, librarian: User) -> None:
    assert change(client_as(librarian), "not the password", "Regnen på Gudenåen").status_code == 422
    assert password_is(librarian, PASSWORD)


def test_guessing_the_present_password_is_slowed(client_as: Any, librarian: User) -> None:
    client = client_as(librarian)
    for _ in range(5):
        change(client, "not the password", "Regnen på Gudenåen")
    change(client, PASSWORD, "Regnen på Gudenåen")
    assert password_is(librarian, PASSWORD)


def test_a_weak_new_password_is_refused_at_its_field(client_as: Any, librarian: User) -> None:
    response = change(client_as(librarian), PASSWORD, "kort")
    assert 'id="new_password-error">Brug mindst 12 tegn.' in response.text
    assert password_is(librarian, PASSWORD)


def test_both_forms_stand_in_english_too(app: Flask, client_as: Any) -> None:
    text = client_as(language="en").get("/me").text
    assert "Change password" in text
