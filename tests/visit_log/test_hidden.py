"""A visit with a partner that is hidden from the reader is not there: not as a row, not in a sum, and no filter, order,
search or place in the log tells of it. The same log with and without such visits is the very same page."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete

from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.partners.models import Partner
from outreach.users.models import User
from outreach.visit_log.queries import pages
from outreach.visits.models import Visit, VisitPartner, VisitState
from outreach.visits.service.months import refresh_all_months

#: All that one can ask of the log.
ASKED = ["", "?sort=partner", "?sort=partner&turned=1", "?sort=minutes", "?sort=people&turned=1", "?at=end",
         "?kind=crisis_centre", "?kind=family_house", "?sector=social", "?stage=prospect", "?district=north",
         "?q=skjul", "?q=grød", "?state=planned", "?state=cancelled", "?state=held&visit_kind=visit_day",
         "?counted=no", "?period=2026-01", "?period=2026-02&q=dag", "?colleague={owner}"]


def texts(client: FlaskClient, owner: User) -> dict[str, str]:
    return {asked: re.sub(r'value="[\w.~-]{40,}"', "", client.get(f"/visit-log{asked}".format(owner=owner.public_id))
                          .get_data(as_text=True)) for asked in ASKED}


def take_hidden_away() -> int:
    with writing():
        hidden = set(db.session.scalars(db.select(VisitPartner.visit_id).join(
            Partner, Partner.id == VisitPartner.partner_id).where(Partner.is_protected)))
        for visit_id in hidden:
            db.session.delete(db.session.get_one(Visit, visit_id))
        db.session.flush()
        db.session.execute(delete(VisitPartner).where(VisitPartner.visit_id.in_(hidden)))
        refresh_all_months()
    return len(hidden)


@pytest.mark.parametrize("walks", [False, True], ids=["few", "walks"])
@pytest.mark.parametrize("role", Role)
def test_log_is_the_same_without_hidden_visits(
        many: list[Visit], owner: User, client_as: Callable[..., FlaskClient], role: Role, walks: bool,
        monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "PAGE_SIZE", 9)
    if walks:
        monkeypatch.setattr(pages, "_FEW", 10)
    client = client_as(role)
    before = texts(client, owner)
    assert take_hidden_away() == 40
    assert texts(client, owner) == before


def test_owner_finds_protected_visits(many: list[Visit], owner: User, client_as: Callable[..., FlaskClient]) -> None:
    assert "Skjulested" in client_as(owner).get("/visit-log?kind=crisis_centre").get_data(as_text=True)


@pytest.mark.parametrize("way", ["after", "before"])
def test_position_of_a_hidden_visit_is_answered_as_an_unknown_one(
        note_visit: Callable[..., str], client_as: Callable[..., FlaskClient], way: str) -> None:
    hidden = note_visit(["Aahuset", "Skjulested"], date(2026, 3, 4))
    note_visit(["Aahuset"], date(2026, 3, 5))
    client = client_as(Role.MANAGER)
    pages_ = [client.get(f"/visit-log?{way}={each}").get_data(as_text=True) for each in (hidden, "bcdfghjkmnpq")]
    assert [page.count("Det sted i loggen findes ikke længere") for page in pages_] == [1, 1]


def test_hidden_partner_cannot_be_chosen(partners: dict[str, Partner], note_visit: Callable[..., str],
                                               client_as: Callable[..., FlaskClient]) -> None:
    note_visit(["Skjulested"], date(2026, 3, 4), VisitState.HELD)
    page = client_as(Role.ADMINISTRATOR).get(f"/visit-log?partner={partners['Skjulested'].public_id}")
    assert "Skjulested" not in page.get_data(as_text=True)
