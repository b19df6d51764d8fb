"""Fixtures: the app on a real database of its own, users, and a client that checks every page it receives."""

from __future__ import annotations

import csv
import gc
import gzip
import os
import smtplib
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import segno
from argon2 import PasswordHasher
from flask import Flask, has_request_context, request
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from outreach import create_app
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.i18n import compile_catalogs
from outreach.core.pdf.render_lock import FairLock
from outreach.core.permissions import Role
from outreach.users import sessions, totp
from outreach.users.models import User, UserSession
from tests import cheap_hashes, instant
from tests.databases import Databases, Files, Server, empty_queue
from tests.page_checks import CheckedClient

# A property holds or not; how long an example took while the machine did other things says nothing about it. A build
# machine tries the same examples each time, so that what lands is not decided by chance; elsewhere they are new ones.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow],
                          derandomize=os.environ.get("CI") == "true")
settings.load_profile("house")

@pytest.fixture(scope="session", autouse=True)
def _catalogs(tmp_path_factory: pytest.TempPathFactory) -> None:
    """English is compiled once; workers that run side by side write the same bytes."""
    compile_catalogs()


@pytest.fixture(scope="session", autouse=True)
def _cheap_hashes() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        cheap_hashes.install(patch)
        yield


@pytest.fixture(scope="session", autouse=True)
def _nothing_slow_while_writing() -> Iterator[None]:
    """Fail a request that does slow work inside a writing transaction, where all others wait: that renders or opens a
    PDF, hashes a password, reads an upload, decodes or encodes a picture, writes a CSV file or a spreadsheet, packs a
    file, reaches the mail server or starts a program."""

    def refuse_if_writing(*_anything: Any) -> None:
        if has_request_context() and transactions.is_writing():
            # No `except Exception` of the view hides it, as those around decoders would hide an AssertionError.
            pytest.fail(f"{request.endpoint} does slow work in its writing transaction")

    def after(check: Callable[..., None], work: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *given, **named: (check(), work(*given, **named))[1]

    with pytest.MonkeyPatch.context() as patch:
        for owner, name in ((FairLock, "_acquire"), (PasswordHasher, "hash"), (PasswordHasher, "verify"),
                            (totp, "recovery_hash"), (Image, "open"), (Image.Image, "save"), (csv, "writer"),
                            (zipfile.ZipFile, "__init__"), (gzip.GzipFile, "__init__"), (smtplib.SMTP, "__init__"),
                            (pypdfium2.PdfDocument, "__init__"), (segno, "make_qr"), (subprocess.Popen, "__init__")):
            patch.setattr(owner, name, after(refuse_if_writing, getattr(owner, name)))
        patch.setattr(FileStorage, "read", after(refuse_if_writing, lambda file, *size: file.stream.read(*size)),
                      raising=False)
        yield


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on", metavar="'YYYY-MM-DD HH:MM'", default=instant.DEFAULT,
                     help=f"run as if it were this time in Denmark ({instant.DEFAULT})")
    parser.addoption("--database", choices=["sqlite", "postgresql"], default="sqlite",
                     help="what the tests that want a database run on")


_clock: instant.TestClock


def pytest_configure(config: pytest.Config) -> None:
    global _clock
    try:
        _clock = instant.TestClock(instant.parse(config.getoption("--on")))
    except ValueError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_unconfigure() -> None:
    _clock.stop()


def pytest_report_header(config: pytest.Config) -> str:
    return f"as if it were {config.getoption('--on')} in Denmark"


def pytest_collection_finish() -> None:
    """The garbage collector need not look again and again at what stays to the end: an eighth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Every test begins at the same instant, so that it does not matter how long those before it took."""
    _clock.reset()


@pytest.fixture
def ordinary_day() -> None:
    """For a test that is about one day: it runs on the ordinary Tuesday whatever `--on` says."""
    _clock.move_to_default()


@pytest.fixture(autouse=True)
def _only_on_sqlite(request: pytest.FixtureRequest) -> None:
    if request.node.get_closest_marker("sqlite") and request.config.getoption("--database") != "sqlite":
        pytest.skip("is about SQLite")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A real PostgreSQL server of this worker."""
    server = Server()
    yield server
    server.close()


@pytest.fixture(scope="session")
def _files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return Files(tmp_path_factory.mktemp)


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where tests get their database from."""
    wanted = "postgres" if request.config.getoption("--database") == "postgresql" else "_files"
    return request.getfixturevalue(wanted)  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def _empty_database(_files: Files) -> bytes:
    """A SQLite file with every table and no row."""
    return _files.empty


@pytest.fixture(scope="session")
def _demo_file(_files: Files) -> Path:
    """The demo library as a SQLite file, for tests that serve it from a process of its own."""
    return _files.demo_file


@pytest.fixture(scope="session")
def _worker_app(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Flask:
    """The one portal of this worker. Its address rules, templates and statements are compiled once, not per test."""
    return _make_app(tmp_path_factory.mktemp("portal"), databases.settings)


@pytest.fixture
def portal_on(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Callable[[Any], Flask]]:
    """portal_on(database) -> the portal on a copy of this database (`databases.empty`, `databases.demo`), in an
    application context.

    All tests of a worker share one portal, each with its own data and its configuration as it was. The mark
    `own_app` gives a test, or those of a file, a portal of their own, to add pages to or start differently.
    """
    own = request.node.get_closest_marker("own_app")
    app = (_make_app(request.getfixturevalue("tmp_path"), databases.settings) if own
           else request.getfixturevalue("_worker_app"))
    settings, folder = dict(app.config), Path(app.instance_path)
    with app.app_context():

        def place(database: Any) -> Flask:
            db.session.remove()
            db.engine.dispose()
            databases.place(database, folder)
            return app

        yield place
        empty_queue(app)
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(settings)
    clock.set_source(None)


@pytest.fixture(scope="session")
def _filled() -> dict[Callable[[], None], Any]:
    """What `filled_app` has filled so far."""
    return {}


@pytest.fixture
def filled_app(portal_on: Callable[[Any], Flask], databases: Databases,
               _filled: dict[Callable[[], None], Any]) -> Callable[[Any, Callable[[], None]], Flask]:
    """filled_app(database, fill) -> the portal on a copy of `database` with what `fill` commits to it. A worker calls
    each `fill` once, in an application context, and keeps the result; so it may ask for nothing of one test's own."""

    def place(database: Any, fill: Callable[[], None]) -> Flask:
        if fill not in _filled:
            app = portal_on(database)
            with instant.standing():
                fill()
            db.session.remove()
            db.engine.dispose()
            _filled[fill] = databases.keep(Path(app.instance_path))
        return portal_on(_filled[fill])

    return place


def _make_app(folder: Path, settings: dict[str, Any]) -> Flask:
    app = create_app(settings, folder)
    app.test_client_class = CheckedClient
    return app


@pytest.fixture
def app(portal_on: Callable[[Any], Flask], databases: Databases) -> Flask:
    """A fresh portal on an empty database, in an application context."""
    return portal_on(databases.empty)


@pytest.fixture
def demo_app(portal_on: Callable[[Any], Flask], databases: Databases) -> Flask:
    """As `app`, with the whole demo library in it."""
    return portal_on(databases.demo)


@pytest.fixture
def demo_client(demo_app: Flask) -> Callable[..., FlaskClient]:
    """demo_client("Børnebibliotekaren", language=…) -> a client signed in as that demo colleague."""

    def sign_in(name: str = "Børnebibliotekaren", language: str = "da") -> FlaskClient:
        return _signed_in(demo_app, db.session.scalars(select(User).where(User.name == name)).one(), language)

    return sign_in


@pytest.fixture
def db_session(app: Flask) -> Iterator[Session]:
    """The session, allowed to write; a test commits itself where a request must see its rows."""
    with transactions.writing():
        yield db.session  # type: ignore[misc]


@pytest.fixture
def make_user(app: Flask) -> Callable[..., User]:
    """make_user(role, name=…) -> a committed user."""

    def make(role: Role = Role.STAFF, name: str = "", language: str = "da") -> User:
        name = name or f"The {role.value}"
        user = User(name=name, email=f"{name.lower().replace(' ', '.')}@demo.example", role=role, language=language,
                    phone="89 15 89 15", title="Bibliotekar")
        with transactions.writing():
            db.session.add(user)
        return user

    return make


@pytest.fixture
def client_as(app: Flask, make_user: Callable[..., User]) -> Callable[..., FlaskClient]:
    """client_as(role or user, language=…) -> a client signed in with a real session row."""

    def sign_in(who: Role | User = Role.STAFF, language: str = "da") -> FlaskClient:
        user = who if isinstance(who, User) else make_user(who, language=language)
        return _signed_in(app, user, language)

    return sign_in


def _signed_in(app: Flask, user: User, language: str) -> FlaskClient:
    token = f"token-{user.id}-{language}"
    with transactions.writing():
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token), confirmed_at=clock.now()))
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["token"], cookie["language"] = token, language
    return client
