"""Fixtures: the library's vocabularies, and users whose values stay loaded after the session is closed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.users.models import User
from tests.factories import add_words


@pytest.fixture(autouse=True)
def _words(app: Flask) -> None:
    add_words()


@pytest.fixture
def make_user(make_user: Callable[..., User]) -> Callable[..., User]:
    """As everywhere, but with the values loaded: these tests open and close transactions."""

    def make(*args: object, **kwargs: object) -> User:
        user = make_user(*args, **kwargs)
        db.session.refresh(user)
        db.session.expunge(user)
        return user

    return make


@pytest.fixture
def client_as(client_as: Callable[..., FlaskClient]) -> Callable[..., FlaskClient]:
    """As everywhere, but one client for one colleague, however often a test asks."""
    known: dict[int, FlaskClient] = {}

    def sign_in(who: Role | User = Role.STAFF, language: str = "da") -> FlaskClient:
        if not isinstance(who, User):
            return client_as(who, language=language)
        if who.id not in known:
            known[who.id] = client_as(who, language=language)
        return known[who.id]

    return sign_in


@pytest.fixture
def me(make_user: Callable[..., User]) -> User:
    """Anna, a colleague without further rights."""
    return make_user(Role.STAFF, "Anna")


@pytest.fixture
def client(me: User, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """Anna's browser."""
    return client_as(me)
