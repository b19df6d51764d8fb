"""Fixtures: two open partners, a protected one, colleagues; commitments added through the service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from outreach.commitments import service
from outreach.commitments.states import Firmness
from outreach.core import transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.queries import get_open_partner
from outreach.users.models import User
from tests.factories import add_partner
from tests.partner_fixtures import _words, client_as, make_user

__all__ = ["_words", "client_as", "make_user"]


@pytest.fixture
def host(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, name="Værten")


@pytest.fixture
def colleague(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, name="Kollegaen")


@pytest.fixture
def house(host: User) -> str:
    return add_partner(host, "Familiehuset")


@pytest.fixture
def centre(host: User) -> str:
    """A protected partner of the host's."""
    return add_partner(host, "Krisecentret", kind="crisis_centre", protected=True)


@pytest.fixture
def promise(host: User) -> Callable[..., str]:
    """promise(partner id, "what", ours=…, due=…, about=(ids,)) -> the promise's public id."""

    def make(partner_id: str, what: str, *, ours: bool = True, due: date | None = None,
             firmness: Firmness = Firmness.FINAL, about: tuple[str, ...] = (), owner: User | None = None) -> str:
        with transactions.writing():
            by = db.session.get_one(User, host.id)
            made = service.add_commitment(
                by=by, partner=get_open_partner(partner_id, by), is_ours=ours, what=what, firmness=firmness,
                due_on=due, owner=db.session.get_one(User, (owner or host).id) if ours else None,
                about=[get_open_partner(partner, by) for partner in about])
            return str(made.public_id)

    return make
