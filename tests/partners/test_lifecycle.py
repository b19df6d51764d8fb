"""Moving between stages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient

from outreach.core.db import db
from outreach.partners.models import Partner
from outreach.partners.stages import Stage
from outreach.users.models import User
from tests.factories import add_partner


@pytest.mark.usefixtures("ordinary_day")
def test_a_move_has_a_date_a_reason_and_an_author(client_as: Callable[..., FlaskClient], me: User) -> None:
    public_id = add_partner(me, "Huset")
    client = client_as(me)
    client.post(f"/partners/{public_id}/stage", data={"to": "glance", "on": "3.9.2026", "reason": "De ringede"})
    partner = db.session.scalars(db.select(Partner)).one()
    move = partner.stage_moves[0]
    assert (partner.stage, partner.stage_since) == (Stage.GLANCE, date(2026, 9, 3))
    assert (move.from_stage, move.to_stage, move.moved_on, move.reason, move.by_id) == (
        Stage.PROSPECT, Stage.GLANCE, date(2026, 9, 3), "De ringede", me.id)
    assert "De ringede" in client.get(f"/partners/{public_id}").text


@pytest.mark.parametrize("data", [
    {"to": "marriage", "on": "2026-09-03", "reason": "x"}, {"to": "nowhere", "on": "2026-09-03", "reason": "x"},
    {"to": "glance", "on": "2100-01-01", "reason": "x"}, {"to": "glance", "on": "2026-02-30", "reason": "x"},
    {"to": "glance", "on": "2026-09-03", "reason": ""}, {}], ids=[
        "not in the table", "no such stage", "future", "no such day", "no reason", "empty"])
def test_a_refused_move_changes_nothing(
        client_as: Callable[..., FlaskClient], me: User, data: dict[str, str]) -> None:
    public_id = add_partner(me, "Huset")
    assert client_as(me).post(f"/partners/{public_id}/stage", data=data).status_code == 422
    assert db.session.scalars(db.select(Partner.stage)).all() == [Stage.PROSPECT]
