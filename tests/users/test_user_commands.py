"""`flask user …`, `flask first-run`, as they are typed."""

from __future__ import annotations

import re
from typing import Any

from flask import Flask
from sqlalchemy import select

from outreach.core.db import db
from outreach.users.models import SignInIdentity, User
from tests.demo_library import load_demo


def run(app: Flask, *words: str) -> Any:
    return app.test_cli_runner().invoke(args=list(words))


def token_in(output: str, path: str) -> str:
    return re.search(rf"^http://127\.0\.0\.1:8000/{path}/(\S+)$", output, re.MULTILINE)[1]  # type: ignore[index]


def test_add_makes_an_account_without_a_password_and_prints_a_link_that_works(app: Flask) -> None:
    result = run(app, "user", "add", "Kollegaen", "Kollega@demo.example", "--role", "coordinator")
    assert result.exit_code == 0
    user = db.session.scalars(select(User)).one()
    assert (user.name, user.email, user.role.value) == ("Kollegaen", "kollega@demo.example", "coordinator")
    assert db.session.scalars(select(SignInIdentity)).all() == []
    assert app.test_client().get(f"/set-password/{token_in(result.output, 'set-password')}").status_code == 200


def test_add_refuses_an_address_that_is_taken(app: Flask, librarian: User) -> None:
    result = run(app, "user", "add", "En anden", librarian.email, "--role", "staff")
    assert (result.exit_code, result.output) == (1, "Error: There already is a colleague with that e-mail address.\n")


def test_add_refuses_what_is_no_address(app: Flask) -> None:
    assert run(app, "user", "add", "En anden", "ingen adresse", "--role", "staff").exit_code == 2


def test_link_prints_a_new_link(app: Flask, librarian: User) -> None:
    token = token_in(run(app, "user", "link", librarian.email).output, "set-password")
    assert app.test_client().get(f"/set-password/{token}").status_code == 200


def test_link_knows_no_stranger(app: Flask) -> None:
    result = run(app, "user", "link", "nobody@demo.example")
    assert (result.exit_code, result.output) == (
        1, "Error: there is no colleague with the address nobody@demo.example\n")


def test_first_run_prints_a_link_while_the_portal_is_empty(app: Flask) -> None:
    token = token_in(run(app, "first-run").output, "first-run")
    assert app.test_client().get(f"/first-run/{token}").status_code == 200


def test_first_run_prints_nothing_once_it_is_set_up(app: Flask, librarian: User) -> None:
    assert run(app, "first-run").output == ""


def test_first_run_refuses_a_folder_with_the_demo(app: Flask) -> None:
    load_demo(app)
    assert run(app, "first-run").exit_code == 1


def printed(app: Flask, **settings: object) -> list[str]:
    """What `flask user add` prints with these settings, the token left out."""
    app.config.update(settings)
    output = run(app, "user", "add", "Kollegaen", "kollega@demo.example", "--role", "staff").output
    return re.sub(r"/set-password/[\w-]{20,}", "/set-password/TOKEN", output).splitlines()[:-1]


def test_a_link_begins_with_the_portals_own_address_and_its_prefix(app: Flask) -> None:
    assert printed(app, PORTAL_URL="https://bib.example/partnere", SESSION_COOKIE_SECURE=True) == [
        "https://bib.example/partnere/set-password/TOKEN"]


def test_a_link_behind_tls_names_no_address_that_does_not_work(app: Flask) -> None:
    link, advice = printed(app, SESSION_COOKIE_SECURE=True)
    assert (link, "OUTREACH_URL" in advice) == ("https://…/set-password/TOKEN", True)
