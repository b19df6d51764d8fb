"""The app on a real database of its own, people to be, and a client that looks at every page it gets."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from outreach import create_app
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.i18n import compile_catalogs
from outreach.core.permissions import Role
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.demo_library import load_demo
from tests.page_checks import CheckedClient

# A property holds or not; how long an example took while the machine did other things says nothing about it.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

#: Administrators of the tests go to work without a telephone; tests/users/test_second_factor.py asks for one.
SETTINGS = {"TESTING": True, "RAISE_ERRORS": True, "SECRET_KEY": "only for tests",
            "SECOND_FACTOR_FOR_ADMINISTRATORS": False}


@pytest.fixture(scope="session", autouse=True)
def _catalogs(tmp_path_factory: pytest.TempPathFactory) -> None:
    """English is compiled once; workers that run side by side write the same bytes."""
    compile_catalogs()


@pytest.fixture(scope="session")
def _empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A SQLite file with every table and no row. Made once, since forty tables take a while."""
    folder = tmp_path_factory.mktemp("empty")
    app = create_app({"SECRET_KEY": "only for tests"}, folder)
    with app.app_context():
        db.create_all()
        db.engine.dispose()
    return (folder / "outreach.sqlite").read_bytes()


@pytest.fixture(scope="session")
def _worker_app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The one portal of this worker. Its address rules, templates and statements are compiled once, not per test."""
    return _make_app(tmp_path_factory.mktemp("portal"))


@pytest.fixture
def portal_on(request: pytest.FixtureRequest) -> Iterator[Callable[[bytes], Flask]]:
    """portal_on(database) -> the portal on a copy of this SQLite file, in an application context.

    All tests of a worker share one portal, each with its own data and its configuration as it was. The mark
    `own_app` gives a test, or those of a file, a portal of their own, to add pages to or start differently.
    """
    own = request.node.get_closest_marker("own_app")
    app = _make_app(request.getfixturevalue("tmp_path")) if own else request.getfixturevalue("_worker_app")
    settings, folder = dict(app.config), Path(app.instance_path)
    with app.app_context():

        def fill(database: bytes) -> Flask:
            db.session.remove()
            db.engine.dispose()
            for left in folder.glob("outreach.sqlite*"):
                left.unlink()
            (folder / "outreach.sqlite").write_bytes(database)
            return app

        yield fill
        db.session.remove()
        db.engine.dispose()
    app.config.clear()
    app.config.update(settings)
    clock.set_source(None)


def _make_app(folder: Path) -> Flask:
    app = create_app(SETTINGS, folder)
    app.test_client_class = CheckedClient
    return app


@pytest.fixture
def app(portal_on: Callable[[bytes], Flask], _empty_database: bytes) -> Flask:
    """A fresh portal on an empty SQLite file, in an application context."""
    return portal_on(_empty_database)


@pytest.fixture(scope="session")
def _demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo library as a database file, made once; each test that wants it gets a copy of its own."""
    return make_demo_file(tmp_path_factory.mktemp("demo"))


def make_demo_file(folder: Path) -> Path:
    """A SQLite file in `folder` with the whole demo library as of the clock's today."""
    app = _make_app(folder)
    with app.app_context():
        db.create_all()
    load_demo(app)
    with app.app_context():
        db.session.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
        db.session.remove()
        db.engine.dispose()
    return folder / "outreach.sqlite"


@pytest.fixture
def demo_app(portal_on: Callable[[bytes], Flask], _demo_file: Path) -> Flask:
    """As `app`, with the whole demo library in it."""
    return portal_on(_demo_file.read_bytes())


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
