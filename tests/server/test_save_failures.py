"""What cannot be saved is shown again, with the cause in plain words; reading goes on; later it saves by itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, func, select, update
from sqlalchemy.exc import OperationalError

from outreach import create_app
from outreach.core import clock, health, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.users.models import User, UserSession
from tests.conftest import _signed_in
from tests.databases import SETTINGS, Server
from tests.page_checks import CheckedClient
from tests.partner_fixtures import _words, client_as, make_user  # noqa: F401 - fixtures for this file
from tests.sending import fetch, form_with, send

NEW = "/partners/new"
QUOTE = ("Der er stille hos os. " * 170).strip()
FULL = "Der er ikke plads på serveren. Det, du skrev, står her endnu, men er ikke gemt."


@pytest.fixture
def client(client_as: Callable[..., FlaskClient], app: Flask) -> FlaskClient:  # noqa: F811
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return client_as()


@pytest.fixture
def set_pragma(app: Flask) -> Iterator[Callable[[str], Any]]:
    """set_pragma("query_only=1") -> sets it on the portal's one connection of this test."""

    def set_on_connection(pragma: str) -> Any:
        db.session.rollback()
        connection: Any = db.session.connection().connection.driver_connection
        db.session.rollback()
        return connection.execute(f"PRAGMA {pragma}").fetchone()

    yield set_on_connection
    db.session.rollback()
    db.engine.dispose()


def fill_up(set_pragma: Callable[[str], Any]) -> None:
    set_pragma(f"max_page_count={set_pragma('page_count')[0]}")


def count_partners() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Partner)) or 0


@pytest.mark.sqlite
def test_form_is_shown_again_on_a_full_disk_and_saved_once_there_is_room(
        client: FlaskClient, set_pragma: Callable[[str], Any]) -> None:
    first = send(client, NEW, fetch(client, NEW, "contact_name"), name="Havnen", kind="family_house", quote=QUOTE)
    fill_up(set_pragma)  # the first one took what was free on the tables' pages
    page = send(client, NEW, fetch(client, NEW, "contact_name"), name="Huset", kind="family_house", quote=QUOTE)
    filled = form_with(page.text, "contact_name")
    assert (page.status_code, FULL in page.text, page.headers["Retry-After"]) == (503, True, "30")
    assert (filled["name"], filled["quote"], count_partners()) == (["Huset"], [QUOTE], 1)
    set_pragma("max_page_count=1073741823")
    assert (first.status_code, send(client, NEW, filled).status_code, count_partners()) == (302, 302, 2)


@pytest.mark.sqlite
def test_form_is_shown_again_on_a_read_only_disk_in_english(
        client_as: Callable[..., FlaskClient], set_pragma: Callable[[str], Any]) -> None:  # noqa: F811
    client = client_as(language="en")
    form = fetch(client, NEW, "contact_name")
    set_pragma("query_only=1")
    page = send(client, NEW, form, name="Huset", kind="family_house", quote=QUOTE)
    assert (page.status_code, form_with(page.text, "contact_name")["quote"]) == (503, [QUOTE])
    assert "Nothing can be saved on the server just now. What you wrote is still here, but is not saved." in page.text


@pytest.mark.sqlite
def test_failed_commit_announces_no_success(client: FlaskClient) -> None:
    form = fetch(client, NEW, "contact_name")

    def fail(_connection: object) -> None:
        full = sqlite3.OperationalError("database or disk is full")
        full.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise OperationalError("COMMIT", {}, full)

    event.listen(db.engine, "commit", fail)
    try:
        page = send(client, NEW, form, name="Huset", kind="family_house", quote=QUOTE)
    finally:
        event.remove(db.engine, "commit", fail)
    assert (page.status_code, FULL in page.text, form_with(page.text, "contact_name")["name"]) == (503, True, ["Huset"])
    assert ("er oprettet" in page.text, "Fortryd" in client.get("/").text, count_partners()) == (False, False, 0)


@pytest.mark.sqlite
def test_reading_goes_on_where_nothing_can_be_written(client: FlaskClient, set_pragma: Callable[[str], Any]) -> None:
    with transactions.writing():
        db.session.execute(update(UserSession).values(last_seen_at=clock.now() - timedelta(minutes=5)))
    set_pragma("query_only=1")
    assert [client.get(path).status_code for path in ("/", "/partners", NEW)] == [200, 200, 200]


@pytest.mark.sqlite
def test_draft_that_cannot_be_saved_says_so(client: FlaskClient, set_pragma: Callable[[str], Any]) -> None:
    form = fetch(client, NEW, "contact_name")
    set_pragma("query_only=1")
    answer = client.post(NEW, data={**form, "name": "Huset", "_draft": "1"}, headers={"X-Draft": "1"}, csrf=False)
    assert (answer.status_code, answer.text) == (
        503, "Der kan ikke gemmes på serveren lige nu. Kladden er ikke gemt.")
    page = send(client, NEW, form, name="Huset", kind="family_house", quote="Ro.", _draft="1")
    assert (page.status_code, form_with(page.text, "contact_name")["name"]) == (503, ["Huset"])


@pytest.mark.sqlite
def test_button_that_cannot_be_done_says_that_nothing_changed(
        client: FlaskClient, set_pragma: Callable[[str], Any]) -> None:
    set_pragma("query_only=1")
    page = client.post("/sign-out")
    assert (page.status_code, "Intet er ændret." in page.text, client.get("/").status_code) == (503, True, 200)


def test_administrators_see_on_today_what_fails(
        client_as: Callable[..., FlaskClient], monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    administrator, staff = client_as(Role.ADMINISTRATOR), client_as()
    before = administrator.get("/").text
    monkeypatch.setattr(health, "MIN_FREE_BYTES", 1 << 60)
    shown = ["Se på serveren" in page for page in (before, administrator.get("/").text, staff.get("/").text)]
    assert shown == [False, True, False]


def test_lost_postgresql_keeps_the_text_and_is_found_again(postgres: Server, tmp_path: Path) -> None:
    with postgres.new(postgres.empty) as address:
        name = address.split("/")[3].split("?")[0]
        app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": address, "PROPAGATE_EXCEPTIONS": False}, tmp_path)
        app.test_client_class = CheckedClient
        with app.app_context():
            with transactions.writing():
                db.session.add(User(name="Anne", email="anne@demo.example", role=Role.STAFF, phone="89 15 89 15"))
            client = _signed_in(app, db.session.scalars(select(User)).one(), "da")
            form = fetch(client, "/me", "title")
            db.session.remove()
            postgres.run(f"alter database {name} with allow_connections false",
                         f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'")
            page, read = send(client, "/me", form, title="Ro & fred <hos> os"), client.get("/me")
            postgres.run(f"alter database {name} with allow_connections true")
            again = client.post("/me", data=form_with(page.text, "title"), csrf=False)
            saved = db.session.scalar(select(User.title))
            db.session.remove()
            db.engine.dispose()
    assert (page.status_code, "Databasen svarer ikke lige nu" in page.text, read.status_code) == (503, True, 503)
    assert "<dd class=\"version-text\">Ro &amp; fred &lt;hos&gt; os</dd>" in page.text
    assert (again.status_code, saved) == (302, "Ro & fred <hos> os")
