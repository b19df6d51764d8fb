"""Fixtures for tests that serve the portal from other processes: a database of either kind, one partner, colleagues."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from outreach import create_app
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.users.models import User
from tests.databases import Server, empty_queue
from tests.factories import add_partner, add_words
from tests.server.writers import Writer, make_writers

#: Partners of each writer who writes without end; the last one gets the text that is written first.
PARTNERS = 5
KEY = "a key that outlives each server, for tests only"


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(params=["sqlite", "postgresql"])
def environment(request: pytest.FixtureRequest, tmp_path: Path, _empty_database: bytes) -> Iterator[dict[str, str]]:
    """What a server process needs to know to serve this test's database."""
    if request.param == "sqlite":
        (tmp_path / "outreach.sqlite").write_bytes(_empty_database)
        yield {"SECRET_KEY": KEY}
        return
    server: Server = request.getfixturevalue("postgres")
    with server.new(server.empty) as address:
        yield {"SECRET_KEY": KEY, "DATABASE_URL": address}


@pytest.fixture
def served(environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """The same portal seen from the test, in an application context."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    app = create_app({"JOBS_IN_WEB": False}, tmp_path)
    with app.app_context():
        yield app
        empty_queue(app)
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def writers(served: Flask, port: int) -> Callable[..., list[Writer]]:
    """writers(4) -> so many colleagues, each before the form for a guess about some partners of their own."""

    def make(count: int, partners: int = PARTNERS) -> list[Writer]:
        add_words()
        with transactions.writing():
            users = [User(name=f"Kollega {number}", email=f"{number}@demo.example", role=Role.STAFF)
                     for number in range(count)]
            db.session.add_all(users)
        paths = [[f"/partners/{add_partner(user, f'Huset {number} {each}')}/guesses/new" for each in range(partners)]
                 for number, user in enumerate(users)]
        return make_writers(served, users, paths, port)

    return make
