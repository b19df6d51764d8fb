"""The administrators' pages: inviting, changing, closing and opening accounts; somebody is always left to do it."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.audit.models import AuditEntry
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.errors import DomainError
from outreach.core.permissions import Role
from outreach.library.models import Branch
from outreach.users import queries, service
from outreach.users.models import LinkPurpose, Provider, SignInIdentity, User

from .conftest import PASSWORD

NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)
VALUES = {"name": "Vikaren", "email": "Vikar@demo.example", "role": "coordinator", "title": "Vikar",
          "phone": "89 15 89 17", "branch": "", "language": "en"}


@pytest.fixture
def make_administrator(make_user: Callable[..., User]) -> Callable[[str], str]:
    """make_administrator(name) -> the public id of an administrator who can sign in."""

    def make(name: str) -> str:
        user = make_user(Role.ADMINISTRATOR, name)
        with transactions.writing():
            db.session.add(SignInIdentity(user_id=user.id, provider=Provider.PASSWORD, subject=f"{name} subject",
                                          secret_hash="not looked at"))
        return find(name).public_id

    return make


def find(name: str) -> User:
    return db.session.scalars(select(User).where(User.name == name)).one()


@pytest.fixture
def client(client_as: Any, make_administrator: Callable[[str], str]) -> FlaskClient:
    """Anna, the one administrator."""
    make_administrator("Anna")
    return client_as(find("Anna"))


def acts() -> list[tuple[str, str]]:
    return [(each.act, each.actor_name) for each in db.session.scalars(select(AuditEntry).order_by(AuditEntry.id))]


def link_on(page: str) -> str | None:
    found = re.search(r"http://localhost(/set-password/[\w-]+)", page)
    return found[1] if found else None


def test_the_list_says_who_can_sign_in_and_who_cannot(client: FlaskClient, make_user: Any) -> None:
    make_user(Role.STAFF, "Bent")
    with transactions.writing():
        make_user(Role.STAFF, "Clara")
        find("Clara").active = False
    page = client.get("/users").text
    rows = re.findall(r"<h2><a[^>]*>(\w+)</a>.*?(Har ikke valgt adgangskode|Lukket|Var her sidst)", page, re.DOTALL)
    assert rows == [("Anna", "Var her sidst"), ("Bent", "Har ikke valgt adgangskode"), ("Clara", "Lukket")]


def test_an_invitation_makes_the_account_and_a_link_that_is_shown_once(app: Flask, client: FlaskClient) -> None:
    with transactions.writing():
        db.session.add(Branch(name="Filialen", public_id="bbbbbbbbbbb2"))
    answer = client.post("/users/new", data={**VALUES, "branch": "bbbbbbbbbbb2"})
    link = link_on(client.get(answer.location).text)
    again = link_on(client.get(answer.location).text)
    assert (app.test_client().get(link or "/nowhere").status_code, again) == (200, None)
    user = find("Vikaren")
    assert (user.email, user.role, user.title, user.phone, user.language, user.branch and user.branch.name) == (
        "vikar@demo.example", Role.COORDINATOR, "Vikar", "89 15 89 17", "en", "Filialen")


def test_a_link_is_for_the_portals_own_address_whatever_the_request_says(app: Flask, client: FlaskClient) -> None:
    app.config["PORTAL_URL"] = "https://bib.example/partnere"
    answer = client.post("/users/new", data=VALUES)
    page = client.get(answer.location).text
    assert ("https://bib.example/partnere/set-password/" in page, "localhost" in page) == (True, False)


def test_the_link_stands_neither_in_cookie_nor_audit(client: FlaskClient) -> None:
    answer = client.post("/users/new", data=VALUES)
    with client.session_transaction() as cookie:
        kept = str(dict(cookie))
    link = link_on(client.get(answer.location).text) or ""
    assert link.rsplit("/", 1)[1] not in kept
    assert acts() == [("user.add", "Anna"), ("user.make_link", "Anna")]


@pytest.mark.parametrize("wrong", [{"name": ""}, {"email": "ingen"}, {"role": "owner"}, {"branch": "nowhere"},
                                   {"phone": "ring"}, {"email": "anna@demo.example"}, {"name": "Vikar 010190-1234"}],
                         ids=lambda wrong: next(iter(wrong.items())))
def test_a_refused_invitation_makes_nothing(client: FlaskClient, wrong: dict[str, str]) -> None:
    assert client.post("/users/new", data={**VALUES, **wrong}).status_code == 422
    assert queries.count_users() == 1


def test_an_account_is_changed(client: FlaskClient, librarian: User) -> None:
    client.post(f"/users/{librarian.public_id}/edit", data=VALUES)
    user = find("Vikaren")
    assert (user.id, user.email, user.role) == (librarian.id, "vikar@demo.example", Role.COORDINATOR)


def test_a_changed_mail_address_is_what_signs_in(app: Flask, client: FlaskClient, librarian: User) -> None:
    client.post(f"/users/{librarian.public_id}/edit", data=VALUES)
    answer = app.test_client().post("/sign-in", data={"email": "vikar@demo.example", "password": PASSWORD})
    assert answer.status_code == 302


def test_a_new_role_counts_at_once(client: FlaskClient, client_as: Any, librarian: User) -> None:
    colleague = client_as(librarian)
    client.post(f"/users/{librarian.public_id}/edit", data={**VALUES, "role": "administrator"})
    before = colleague.get("/users").status_code
    client.post(f"/users/{librarian.public_id}/edit", data=VALUES)
    assert (before, colleague.get("/users").status_code) == (200, 403)


def test_a_link_replaces_the_password_and_the_earlier_link(app: Flask, client: FlaskClient, librarian: User) -> None:
    page, links = f"/users/{librarian.public_id}", []
    for _ in range(2):
        client.post(f"{page}/link")
        links.append(link_on(client.get(page).text) or "")
    statuses = [app.test_client().post(each, data={"password": "Regnen på Gudenåen"}).status_code for each in links]
    assert statuses == [410, 302]


def test_a_closed_account_is_shut_and_opened_again(app: Flask, client: FlaskClient, librarian: User) -> None:
    def signs_in() -> bool:
        return app.test_client().post(
            "/sign-in", data={"email": librarian.email, "password": PASSWORD}).status_code == 302

    client.post(f"/users/{librarian.public_id}/deactivate")
    shut = signs_in()
    client.post(f"/users/{librarian.public_id}/reactivate")
    assert (shut, signs_in()) == (False, True)
    assert [each for each in acts() if "activate" in each[0]] == [
        ("user.deactivate", "Anna"), ("user.reactivate", "Anna")]


def test_an_old_link_does_not_come_to_life_with_the_account(app: Flask, client: FlaskClient, librarian: User) -> None:
    with transactions.writing():
        token = service.make_link(purpose=LinkPurpose.SET_PASSWORD, user=db.session.get_one(User, librarian.id),
                                  by=None)
    client.post(f"/users/{librarian.public_id}/deactivate")
    client.post(f"/users/{librarian.public_id}/reactivate")
    assert app.test_client().get(f"/set-password/{token}").status_code == 410


def test_a_closed_account_gets_no_link(client: FlaskClient, librarian: User) -> None:
    client.post(f"/users/{librarian.public_id}/deactivate")
    assert client.post(f"/users/{librarian.public_id}/link").status_code == 422


def test_a_lost_second_factor_is_reset(app: Flask, client: FlaskClient, client_as: Any, librarian: User) -> None:
    from tests.users.test_second_factor import set_up

    colleague = client_as(librarian)
    set_up(colleague)
    client.post(f"/users/{librarian.public_id}/second-factor/reset")
    answer = app.test_client().post("/sign-in", data={"email": librarian.email, "password": PASSWORD})
    assert (answer.location, colleague.get("/me").status_code) == ("/", 302)


def test_nobody_resets_their_own_here(client: FlaskClient) -> None:
    assert client.post(f"/users/{find('Anna').public_id}/second-factor/reset").status_code == 422


def test_sessions_are_seen_and_ended(client: FlaskClient, client_as: Any, librarian: User) -> None:
    colleagues = [client_as(librarian), client_as(librarian, language="en")]
    page = client.get(f"/users/{librarian.public_id}").text
    ends = re.findall(r'action="(/users/\w+/sessions/\w+/end)"', page)
    client.post(ends[0])
    after_one = sorted(each.get("/me").status_code for each in colleagues)
    client.post(f"/users/{librarian.public_id}/sessions/end")
    assert (len(ends), after_one, [each.get("/me").status_code for each in colleagues]) == (2, [200, 302], [302, 302])


@pytest.mark.parametrize("path", ["edit", "link", "deactivate", "reactivate", "second-factor/reset"])
def test_what_opens_an_account_asks_for_the_password(client: FlaskClient, librarian: User, path: str) -> None:
    clock.set_source(lambda: clock_now() + timedelta(minutes=16))
    answer = client.post(f"/users/{librarian.public_id}/{path}", data=VALUES)
    assert (answer.location or "").startswith("/confirm?next=/users/")
    assert acts()[1:] == []


def clock_now() -> datetime:
    return datetime.now(UTC)


def test_inviting_asks_for_the_password(client: FlaskClient) -> None:
    clock.set_source(lambda: clock_now() + timedelta(minutes=16))
    assert client.post("/users/new", data=VALUES).location == "/confirm?next=/users/new"
    assert queries.count_users() == 1


def test_the_last_administrator_is_not_demoted(client: FlaskClient) -> None:
    values = {**VALUES, "name": "Anna", "email": "anna@demo.example"}
    answer = client.post(f"/users/{find('Anna').public_id}/edit", data=values)
    assert (answer.status_code, find("Anna").role) == (422, Role.ADMINISTRATOR)


def test_the_last_administrator_is_not_closed(client: FlaskClient) -> None:
    assert client.post(f"/users/{find('Anna').public_id}/deactivate").status_code == 422
    assert find("Anna").active


def test_an_administrator_who_cannot_sign_in_is_no_substitute(client: FlaskClient, make_user: Any) -> None:
    make_user(Role.ADMINISTRATOR, "Invited")
    values = {**VALUES, "name": "Anna", "email": "anna@demo.example"}
    assert client.post(f"/users/{find('Anna').public_id}/edit", data=values).status_code == 422


def test_with_another_administrator_one_may_step_down(
        client: FlaskClient, make_administrator: Callable[[str], str]) -> None:
    make_administrator("Bent")
    values = {**VALUES, "name": "Anna", "email": "anna@demo.example"}
    client.post(f"/users/{find('Anna').public_id}/edit", data=values)
    assert find("Anna").role is Role.COORDINATOR


def close_each_other(app: Flask, first: str, second: str) -> list[str]:
    """Each of two administrators closes the other at the same moment; what each was told."""
    told: list[str] = []
    ready = threading.Barrier(2, timeout=20)

    def close(by: str, whom: str) -> None:
        with app.app_context():
            ready.wait()
            try:
                with transactions.writing():
                    service.deactivate(by=queries.get_user(by), user=queries.get_user(whom))
                told.append("closed")
            except DomainError:
                told.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=close, args=pair) for pair in ((first, second), (second, first))]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return sorted(told)


def test_two_who_close_each_other_at_once_leave_one(app: Flask, make_administrator: Callable[[str], str]) -> None:
    ids = make_administrator("Anna"), make_administrator("Bent")
    db.session.remove()
    assert close_each_other(app, *ids) == ["closed", "refused"]


@pytest.mark.parametrize("role", [Role.STAFF, Role.COORDINATOR, Role.MANAGER], ids=lambda role: role.value)
def test_only_administrators_see_the_menu(client_as: Any, role: Role) -> None:
    assert 'href="/users"' not in client_as(role).get("/me").text
