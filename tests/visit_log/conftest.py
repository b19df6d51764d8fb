"""Fixtures: two open and two protected partners, and visits to them."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.core.transactions import writing
from outreach.library.models import District
from outreach.offers.models import Offer
from outreach.partners.models import Partner
from outreach.users.models import User
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    CancelledBy,
    Visit,
    VisitColleague,
    VisitKind,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
)
from outreach.visits.service.months import refresh_all_months
from tests.databases import Databases
from tests.factories import add_partner, add_words
from tests.partner_fixtures import client_as, make_user  # noqa: F401

FIRST = date(2026, 1, 1)
#: Visits are of 2026, which is the year that pages show where none is asked for.
NOON = datetime(2026, 11, 24, 11, tzinfo=UTC)


@pytest.fixture
def app(request: pytest.FixtureRequest, filled_app: Callable[..., Flask], databases: Databases) -> Flask:
    """A portal with partners and no visit, or with the visits of `many` where a test uses that fixture."""
    clock.set_source(lambda: NOON)
    return filled_app(databases.empty, _add_many if "many" in request.fixturenames else _add_partners)


@pytest.fixture
def owner(app: Flask) -> User:
    """The colleague who owns every partner, and so sees the protected ones."""
    user = _owner()
    db.session.expunge(user)
    return user


@pytest.fixture
def partners(app: Flask) -> dict[str, Partner]:
    """Two open partners and two protected ones, by name."""
    return _partners()


def _add_partners() -> None:
    add_words()
    with writing():
        db.session.add(User(name="Ejeren", email="ejeren@demo.example", role=Role.STAFF, language="da",
                            phone="89 15 89 15", title="Bibliotekar"))
    owner = _owner()
    for name, kind in (("Aahuset", "family_house"), ("Østhuset", "family_house"), ("Skjulested", "crisis_centre"),
                       ("Gemmestedet", "crisis_centre")):
        add_partner(owner, name, kind=kind)


def _owner() -> User:
    return db.session.scalars(select(User).where(User.name == "Ejeren")).one()


def _partners() -> dict[str, Partner]:
    return {each.name: each for each in db.session.scalars(select(Partner).order_by(Partner.id))}


@pytest.fixture
def note_visit(owner: User, partners: dict[str, Partner]) -> Callable[..., str]:
    """note_visit(["Aahuset"], day, …) -> the public id of a committed visit; monthly counts are recomputed."""

    def note(names: list[str], on: date, state: VisitState = VisitState.HELD, **more: Any) -> str:
        with writing():
            visit = new_visit(owner, [partners[each] for each in names], on, state, **more)
            db.session.add(visit)
            refresh_all_months()
            return str(visit.public_id)

    return note


def new_visit(owner: User, partners: list[Partner], on: date, state: VisitState = VisitState.HELD,
              **more: Any) -> Visit:
    """A visit to the partners with their present values, not added to the session."""
    links = [VisitPartner(partner_id=each.id, position=at, state=state, held_on=on, stage=each.stage,
                          sector_id=each.sector_id, partner_kind_id=each.kind_id, district_id=each.district_id)
             for at, each in enumerate(partners)]
    return Visit(**{"kind": VisitKind.VISIT_DAY, "state": state, "held_on": on, "owner_id": owner.id,
                    "partners": links} | more)


@pytest.fixture
def many(app: Flask) -> list[Visit]:
    """160 visits, many with equal sort keys; 40 are hidden from everybody but the owner."""
    return list(db.session.scalars(select(Visit).order_by(Visit.id)))


def _add_many() -> None:
    _add_partners()
    chance = random.Random(7)
    owner, partners = _owner(), _partners()
    with writing():
        offer = Offer(name="Fortælletime", sort_key="fortælletime", headline_da="Fortællinger", text_da="Vi læser.")
        district = District(key="south", label_da="Syd", label_en="South")
        db.session.add_all([offer, district])
        db.session.flush()
        rows = list(partners.values())
        rows[0].district_id = district.id
        visits = []
        for at in range(160):
            state = chance.choice([VisitState.HELD] * 4 + [VisitState.PLANNED, VisitState.CANCELLED])
            held = state is VisitState.HELD
            with_whom = [rows[0]] if at % 4 == 0 else chance.sample(rows[:2] if at % 4 else rows, chance.choice([1, 2]))
            if at % 4 == 3:
                with_whom = chance.sample(rows[2:], 1) + (with_whom[:1] if chance.random() < .5 else [])
            visits.append(new_visit(
                owner, with_whom, FIRST + timedelta(days=chance.randrange(90)), state,
                kind=chance.choice(list(VisitKind)), in_national_statistics=chance.random() < 0.7,
                cancelled_by=CancelledBy.PARTNER if state is VisitState.CANCELLED else None,
                colleagues=[VisitColleague(user_id=owner.id, name=owner.name)] if chance.random() < 0.5 else [],
                offers=[VisitOffer(offer_id=offer.id)] if chance.random() < 0.5 else [],
                things=[VisitThing(what="=Bogkasse", number=2, is_lent=True)] if chance.random() < 0.3 else [],
                saw=chance.choice(["", "Blåbærgrød og højtlæsning", "Stille dag"]) if held else "",
                **({name: chance.choice([0, 15, 30]) for name in MINUTES} if held else {}),
                **({name: chance.choice([0, 3, 12]) for name in COUNTS} if held else {})))
        db.session.add_all(visits)
        refresh_all_months()
