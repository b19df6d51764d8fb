"""`flask demo load` as it is typed."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from outreach.core import transactions
from outreach.core.db import db
from outreach.demo.commands import made_password
from outreach.library.models import LibraryProfile
from outreach.users.models import SignInIdentity, User
from outreach.users.passwords import matches

SIGN_INS = """\
Medarbejder    boernebibliotekar@demo.example
Medarbejder    ungebibliotekar@demo.example
Koordinator    koordinator@demo.example
Leder          leder@demo.example
Administrator  administrator@demo.example
"""
REFUSED = "Error: Portalen hører allerede til et bibliotek. Demoen kan kun lægges i en tom portal.\n"


def row_counts() -> dict[str, int]:
    return {name: db.session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in db.metadata.tables.items()}


@pytest.fixture(autouse=True)
def _no_password_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OUTREACH_DEMO_PASSWORD", raising=False)


def secret_hashes() -> set[str]:
    db.session.rollback()
    return set(db.session.scalars(select(SignInIdentity.secret_hash)))


def run(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    db.session.rollback()
    return result.exit_code, result.output


def test_a_random_password_is_made_and_works(app: Flask) -> None:
    _code, output = run(app)
    password = output.rsplit("Adgangskode: ", 1)[1].strip()
    assert output == f"Demobiblioteket er klar.\n{SIGN_INS}Adgangskode: {password}\n"
    assert [matches(each, password) for each in secret_hashes()] == [True]


def test_a_random_password_is_letters_and_digits_only() -> None:
    made = {made_password() for _ in range(50)}
    assert (len(made), {len(each) for each in made}, all(each.isascii() and each.isalnum() for each in made)) == (
        50, {14}, True)


def test_the_given_password_works_and_is_not_printed(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OUTREACH_DEMO_PASSWORD", "a walk along the river")
    assert run(app) == (0, f"Demobiblioteket er klar.\n{SIGN_INS}Adgangskode: den i OUTREACH_DEMO_PASSWORD\n")
    assert [matches(each, "a walk along the river") for each in secret_hashes()] == [True]


def test_a_second_run_adds_nothing_but_sets_the_password_anew(app: Flask) -> None:
    run(app)
    before = row_counts()
    _code, output = run(app)
    password = output.rsplit("Adgangskode: ", 1)[1].strip()
    assert output.splitlines()[0] == "Demobiblioteket var her allerede; intet er tilføjet."
    assert [matches(each, password) for each in secret_hashes()] == [True]
    assert row_counts() == before


def test_what_a_visitor_removed_stays_removed(app: Flask) -> None:
    run(app)
    with transactions.writing():
        db.session.delete(db.session.scalar(select(User).where(User.email == "leder@demo.example")))
    _code, output = run(app)
    assert [line for line in output.splitlines() if "leder@" in line] == []


def test_a_library_of_its_own_is_left_alone(app: Flask) -> None:
    with transactions.writing():
        db.session.add(LibraryProfile(name="Byens Bibliotek"))
    before = row_counts()
    assert run(app) == (1, REFUSED)
    assert row_counts() == before


def test_a_portal_with_users_is_left_alone(app: Flask, make_user) -> None:
    make_user()
    assert run(app)[0] == 1


def check(app: Flask) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["demo", "check"])
    return result.exit_code, result.output


def test_an_empty_portal_and_the_demo_itself_pass_the_check(app: Flask) -> None:
    before = check(app)
    run(app)
    assert (before, check(app)) == ((0, ""), (0, ""))


def test_a_library_of_its_own_is_refused_before_anything_is_migrated(app: Flask) -> None:
    with transactions.writing():
        db.session.add(LibraryProfile(name="Byens Bibliotek"))
    assert check(app) == (1, REFUSED)


def test_a_database_of_something_else_is_refused(app: Flask) -> None:
    db.drop_all()
    with db.engine.begin() as connection:
        connection.execute(text("CREATE TABLE invoices (id INTEGER)"))
    assert check(app)[0] == 1


def test_a_database_without_tables_passes_the_check(app: Flask) -> None:
    db.drop_all()
    assert check(app) == (0, "")
