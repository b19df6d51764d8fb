"""What is refused, and how: methods, sizes, plain connections, errors without traces, a portal without its database."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach import config
from outreach.audit.models import AuditEntry
from outreach.core import transactions, urls
from outreach.core.db import db
from outreach.core.permissions import Role, public
from outreach.core.stored_files import MAX_FILE_BYTES
from outreach.users import service
from outreach.users.models import User

#: Signs of a trace, of a file of ours, of the parts the house is made of.
STATIC = urls.static_url_path(config.ROOT / "static")
TRACES = ("Traceback", "File &#34;", ".py", "sqlalchemy", "sqlite", "werkzeug", "jinja")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PROPFIND"])
@pytest.mark.parametrize("path", ["/", "/sign-in", "/me", f"{STATIC}/css/base.css", "/healthz"])
def test_other_methods_are_refused_without_echo(app: Flask, method: str, path: str) -> None:
    with app.test_client().open(path, method=method, headers={"X-Echo": "come-back"}) as answer:
        assert (answer.status_code, "come-back" in answer.text) == (405, False)


@pytest.mark.parametrize("size", [12 * 2**20 + 1, 13 * 2**20])
def test_oversized_file_gets_an_error_page_with_advice(client_as: Callable[..., FlaskClient], size: int) -> None:
    answer = client_as(Role.ADMINISTRATOR).post(
        "/library/logo", data=b"x" * size, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 413
    assert "<h1>Filen eller teksten er for stor</h1>" in answer.text
    assert "En fil må højst fylde 10 MB." in answer.text


def test_error_page_links_back_to_the_form_where_get_shows_it(client_as: Callable[..., FlaskClient]) -> None:
    client, told = client_as(Role.ADMINISTRATOR), []
    for address in ("/library/logo/choose?from=here", "/partners/bbbbbbbbbbbb/archive"):
        answer = client.post(address, data=b"x" * (12 * 2**20 + 1), content_type="multipart/form-data; boundary=x")
        told.append((answer.status_code, f'href="{address}">Tilbage til formularen</a>' in answer.text))
    assert told == [(413, True), (413, False)]


def test_request_limit_exceeds_the_largest_file(app: Flask) -> None:
    assert app.config["MAX_CONTENT_LENGTH"] - MAX_FILE_BYTES == 2 * 2**20


def test_oversized_text_gets_an_error_page_with_advice(app: Flask) -> None:
    answer = app.test_client().post("/sign-in", data={"email": "x" * (5 * 2**20)})
    assert (answer.status_code, "højst sendes 1 MB" in answer.text) == (413, True)


def test_too_many_fields_get_an_error_page(app: Flask) -> None:
    fields = {f"field{number}": "x" for number in range(2_100)}
    answer = app.test_client().post("/sign-in", data=fields, content_type="multipart/form-data")
    assert answer.status_code == 413


@pytest.fixture
def broken(app: Flask) -> Flask:
    """A portal with a page that fails with somebody's words in its error."""
    app.config["RAISE_ERRORS"] = False

    @public
    def fails() -> str:
        raise ValueError("Line 1 of sqlalchemy.py: hemmelig tekst")

    app.add_url_rule("/broken", "broken", fails)
    return app


@pytest.mark.own_app
def test_unexpected_error_shows_no_traceback(broken: Flask) -> None:
    answer = broken.test_client().get("/broken")
    body = answer.text.split("<main", 1)[1]
    assert (answer.status_code, [each for each in (*TRACES, "hemmelig") if each in body]) == (500, [])


@pytest.mark.own_app
def test_unexpected_error_is_logged_by_class_and_place_only(broken: Flask, caplog: pytest.LogCaptureFixture) -> None:
    broken.test_client().get("/broken")
    assert "ValueError" in caplog.text
    assert "hemmelig" not in caplog.text


@pytest.mark.parametrize("path", ["/no-such-page", "/partners/x/y/z", f"{STATIC}/../app.py", f"{STATIC}/%2e%2e/app.py",
                                  "/papers/none.pdf"])
def test_missing_page_shows_no_traceback(client_as: Callable[..., FlaskClient], path: str) -> None:
    answer = client_as().get(path)
    body = answer.text.split("<main", 1)[1]
    assert (answer.status_code, [each for each in TRACES if each in body]) == (404, [])


@pytest.fixture
def without_database(app: Flask, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """A signed-in colleague's browser, and a portal whose database file is no database any longer."""
    app.config["RAISE_ERRORS"] = False
    client = client_as(language="en")
    db.session.remove()
    db.engine.dispose()
    folder = Path(app.instance_path)
    for each in folder.glob("outreach.sqlite-*"):
        each.unlink()
    (folder / "outreach.sqlite").write_bytes(b"no database at all " * 200)
    return client


@pytest.mark.sqlite
@pytest.mark.parametrize(("method", "path"), [("GET", "/"), ("GET", "/me"), ("POST", "/me"), ("GET", "/sign-in")])
def test_error_page_needs_no_database(without_database: FlaskClient, method: str, path: str) -> None:
    answer = without_database.open(path, method=method)
    assert (answer.status_code, "<h1>Something went wrong on our side</h1>" in answer.text) == (500, True)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.sqlite
def test_health_check_fails_without_a_database(without_database: FlaskClient) -> None:
    assert without_database.get("/healthz").status_code == 503


@pytest.fixture
def behind_tls(app: Flask) -> FlaskClient:
    app.config["SESSION_COOKIE_SECURE"] = True
    return app.test_client()


@pytest.mark.parametrize(("scheme", "address", "status"), [
    ("https", "10.0.0.1", 200), ("http", "10.0.0.1", 400), ("http", "127.0.0.1", 200), ("http", "::1", 200)])
def test_behind_tls_plain_http_is_for_this_machine_only(
        behind_tls: FlaskClient, scheme: str, address: str, status: int) -> None:
    answer = behind_tls.get("/sign-in", base_url=f"{scheme}://localhost", environ_overrides={"REMOTE_ADDR": address})
    assert answer.status_code == status


def test_health_check_needs_no_tls(behind_tls: FlaskClient) -> None:
    assert behind_tls.get("/healthz", environ_overrides={"REMOTE_ADDR": "10.0.0.1"}).status_code == 200


@pytest.mark.parametrize(("said", "name", "secure"), [("1", "__Host-outreach", True), ("", "outreach", False)])
def test_behind_tls_the_cookies_name_binds_it_to_this_host(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, name: str, secure: bool) -> None:
    monkeypatch.setenv("OUTREACH_HTTPS", said)
    monkeypatch.setenv("SECRET_KEY", "only for tests")
    settings = config.settings(tmp_path)
    assert (settings["SESSION_COOKIE_NAME"], settings["SESSION_COOKIE_SECURE"]) == (name, secure)


@pytest.mark.own_app
def test_host_cookie_meets_the_browser_rules(app: Flask) -> None:
    app.config.update(SESSION_COOKIE_SECURE=True, SESSION_COOKIE_NAME="__Host-outreach")
    with app.test_client().get("/sign-in", base_url="https://localhost/portal") as answer:
        name, *attributes = answer.headers["Set-Cookie"].split("; ")
    assert (name.split("=")[0], sorted(attributes)) == (
        "__Host-outreach", ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.4", "::"])
def test_plain_http_is_not_served_to_other_machines(app: Flask, host: str) -> None:
    result = app.test_cli_runner().invoke(args=["serve", "--host", host, "--port", "1"])
    assert (result.exit_code, "passwords would travel there in the clear" in result.output) == (1, True)


def test_a_folder_is_not_listed(app: Flask) -> None:
    folders = ("/static/", f"{STATIC}/", f"{STATIC}/css/", "/fonts/")
    assert [app.test_client().get(path).status_code for path in folders] == [404] * 4


def test_refused_access_is_logged(client_as: Callable[..., FlaskClient], caplog: pytest.LogCaptureFixture) -> None:
    assert client_as(Role.STAFF).get("/users").status_code == 403
    assert "refused colleagues.index to " in caplog.text


def test_sign_in_and_its_failure_are_recorded(app: Flask, make_user: Callable[..., User]) -> None:
    make_user(Role.STAFF, "Anna")
    with transactions.writing():
        service.set_password(user=db.session.scalars(select(User)).one(), password="en lille sætning", by=None)
    for password in ("wrong", "en lille sætning"):
        app.test_client().post("/sign-in", data={"email": "anna@demo.example", "password": password})
    acts = db.session.execute(select(AuditEntry.act, AuditEntry.actor_name).order_by(AuditEntry.id)).all()
    assert acts[-2:] == [("user.sign_in_refused", "Partnerportalen"), ("user.sign_in", "Anna")]


def test_throttled_sign_in_is_logged(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(6):
        app.test_client().post("/sign-in", data={"email": "nobody@demo.example", "password": "wrong"})
    assert "refused TooManyAttempts on users.sign_in_now" in caplog.text


def test_no_log_line_contains_submitted_text(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    forged = "x\r\n2026-11-24 ERROR forged"
    app.test_client().post("/sign-in", data={"email": forged, "password": forged})
    app.test_client().get("/nowhere", query_string={"q": forged}, headers={"User-Agent": "forged"})
    assert "forged" not in caplog.text
