"""Moving between stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.partners.stages import Stage
from outreach.users.models import User
from tests.partner_cast import add_partner


@pytest.fixture
def user(make_user: Callable[..., User]) -> User:
    return make_user(Role.STAFF, "Anna")


def test_a_move_has_a_date_a_reason_and_an_author(client_as: Callable[..., FlaskClient], user: User) -> None:
    public_id = add_partner(user, "Huset")
    client = client_as(user)
    client.post(f"/partners/{public_id}/stage", data={"to": "glance", "on": "3.9.2026", "reason": "De ringede"})
    partner = db.session.scalars(db.select(Partner)).one()
    move = partner.stage_moves[0]
    assert (partner.stage, partner.stage_since) == (Stage.GLANCE, date(2026, 9, 3))
    assert (move.from_stage, move.to_stage, move.moved_on, move.reason, move.by_id) == (
        Stage.PROSPECT, Stage.GLANCE, date(2026, 9, 3), "De ringede", user.id)
    assert "De ringede" in client.get(f"/partners/{public_id}").text


@pytest.mark.parametrize("data", [
    {"to": "marriage", "on": "2026-09-03", "reason": "x"}, {"to": "nowhere", "on": "2026-09-03", "reason": "x"},
    {"to": "glance", "on": "2100-01-01", "reason": "x"}, {"to": "glance", "on": "2026-02-30", "reason": "x"},
    {"to": "glance", "on": "2026-09-03", "reason": ""}, {}], ids=[
        "not in the table", "no such stage", "future", "no such day", "no reason", "empty"])
def test_what_is_refused_changes_nothing(
        client_as: Callable[..., FlaskClient], user: User, data: dict[str, str]) -> None:
    public_id = add_partner(user, "Huset")
    assert client_as(user).post(f"/partners/{public_id}/stage", data=data).status_code == 422
    assert db.session.scalars(db.select(Partner.stage)).all() == [Stage.PROSPECT]
