"""A colleague who can sign in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.users import service
from outreach.users.models import User

PASSWORD = "en lille sætning"


@pytest.fixture
def librarian(app: Flask, make_user: Callable[..., User]) -> User:
    """A colleague with a password."""
    user = make_user(Role.STAFF, name="Bibliotekaren")
    with transactions.writing():
        service.set_password(user=user, password=PASSWORD, by=None)
    db.session.refresh(user)
    db.session.expunge(user)
    return user
