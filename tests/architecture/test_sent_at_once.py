"""Several requests with one form at the same moment make one record, on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import flask_migrate
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from outreach import create_app
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Guess
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.factories import add_partner, add_words
from tests.sending import form_with

AT_ONCE = 6


@pytest.fixture(params=["sqlite", "postgresql"])
def portal(request: pytest.FixtureRequest, tmp_path: Path, _empty_database: bytes) -> Iterator[Flask]:
    """A portal with a few words in it; its clients are plain ones, which threads can use."""
    overrides = {"TESTING": True, "RAISE_ERRORS": True, "SECRET_KEY": "only for tests"}
    if request.param == "postgresql":
        overrides["SQLALCHEMY_DATABASE_URI"] = request.getfixturevalue("empty_postgres")
    else:
        (tmp_path / "outreach.sqlite").write_bytes(_empty_database)
    app = create_app(overrides, tmp_path)
    with app.app_context():
        if request.param == "postgresql":
            flask_migrate.upgrade()
        add_words()
        yield app
        db.session.remove()
        db.engine.dispose()
    shutil.rmtree(tmp_path, ignore_errors=True)


def signed_in(app: Flask, user_id: int) -> FlaskClient:
    with transactions.writing():
        if db.session.scalar(select(UserSession).where(UserSession.token_hash == sessions.hashed("token"))) is None:
            db.session.add(UserSession(user_id=user_id, token_hash=sessions.hashed("token")))
    client = FlaskClient(app, use_cookies=True)
    client.set_cookie("outreach", "")
    with client.session_transaction() as cookie:
        cookie["token"], cookie["language"] = "token", "da"
    return client


def test_a_form_sent_many_times_at_once_makes_one_record(portal: Flask) -> None:
    with transactions.writing():
        user = User(name="Anne", email="anne@demo.example", role=Role.STAFF, language="da", phone="", title="")
        db.session.add(user)
        db.session.flush()
        user_id = user.id
    address = f"/partners/{add_partner(user, 'Huset')}/guesses/new"
    first = signed_in(portal, user_id)
    form = {**form_with(first.get(address).text, "text"), "text": "De mangler ro."}
    cookie = first.get_cookie("outreach")
    assert cookie is not None
    start = Barrier(AT_ONCE)

    def send(_number: int) -> tuple[int, str | None]:
        client = FlaskClient(portal, use_cookies=True)
        client.set_cookie("outreach", cookie.value)
        start.wait()
        with portal.app_context():
            answer = client.post(address, data=form)
        return answer.status_code, answer.location

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = set(pool.map(send, range(AT_ONCE)))
    db.session.rollback()
    assert (len(answers), next(iter(answers))[0]) == (1, 302)
    assert db.session.scalar(select(func.count()).select_from(Guess)) == 1
