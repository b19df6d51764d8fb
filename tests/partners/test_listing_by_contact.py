"""The list of partners asked by the contact clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner, Stage
from outreach.users.models import User
from tests.factories import add_partner

CAST = {"Rød": 70, "Gul": 35, "Frisk": 2}


@pytest.fixture
def owner(make_user: Callable[..., User]) -> User:
    """Four partners whose present stage began so many days ago, one of them hidden from others."""
    user = make_user(Role.STAFF, "Anna")
    for name, days in CAST.items():
        _since(add_partner(user, name, stage=Stage.GLANCE), days)
    _since(add_partner(user, "Skjult", kind="crisis_centre", stage=Stage.GLANCE, code_name="Birk"), 90)
    return user


def _since(public_id: str, days: int) -> None:
    with transactions.writing():
        partner = db.session.scalars(db.select(Partner).where(Partner.public_id == public_id)).one()
        partner.stage_since = clock.today() - timedelta(days=days)


def rows(client: FlaskClient, query: str) -> list[str]:
    return re.findall(r'<a href="/partners/\w{12}">([^<]+)</a>', client.get(f"/partners?{query}").text)


@pytest.mark.parametrize(("query", "mine", "others"), [
    ("contact=silent&sort=contact", ["Skjult", "Rød", "Gul"], ["Rød", "Gul"]),
    ("contact=red&sort=contact", ["Skjult", "Rød"], ["Rød"]),
    ("sort=contact", ["Skjult", "Rød", "Gul", "Frisk"], ["Rød", "Gul", "Frisk", "Birk"]),
    ("contact=nonsense", ["Frisk", "Gul", "Rød", "Skjult"], ["Birk", "Frisk", "Gul", "Rød"])])
def test_contact_filter_and_sort_leave_out_hidden_partners(owner: User, client_as: Callable[..., FlaskClient],
                                                           query: str,
                                            mine: list[str], others: list[str]) -> None:
    assert (rows(client_as(owner), query), rows(client_as(Role.MANAGER), query)) == (mine, others)


def test_contact_status_is_shown_in_words(owner: User, client_as: Callable[..., FlaskClient]) -> None:
    page = client_as(Role.MANAGER).get("/partners").text
    assert re.findall(r'badge (?:warn|gilt)">([^<]+)<', page) == ["Beskyttet", "Længe siden", "Alt for længe siden"]
