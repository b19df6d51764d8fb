"""What the loader makes of the files: dates that follow the clock, keys that sort and find."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from outreach.core import clock
from outreach.core.db import Model, db
from outreach.library.models import LibraryProfile, Need
from outreach.library.starter import entries
from outreach.offers.models import Offer
from outreach.partners import queries
from outreach.partners.models import Partner, Stage
from outreach.users.models import User
from tests.demo_library import load_demo


@pytest.fixture(autouse=True)
def _loaded(app: Flask) -> None:
    clock.set_source(lambda: datetime(2026, 11, 24, 9, tzinfo=UTC))
    load_demo(app)


def partner(name: str) -> Partner:
    return db.session.scalars(select(Partner).where(Partner.name == name)).one()


def test_the_profile_is_marked_as_demo() -> None:
    assert db.session.scalars(select(LibraryProfile.is_demo)).all() == [True]


def test_moves_are_so_many_days_before_today() -> None:
    moves = [(move.from_stage, move.to_stage, move.moved_on) for move in partner("Familiehuset").stage_moves]
    assert moves == [(None, Stage.PROSPECT, date(2026, 10, 14)), (Stage.PROSPECT, Stage.GLANCE, date(2026, 11, 12))]


def test_every_partner_stands_where_its_last_move_left_it() -> None:
    for each in db.session.scalars(select(Partner)):
        assert (each.stage, each.stage_since) == (each.stage_moves[-1].to_stage, each.stage_moves[-1].moved_on)


def test_the_cues_of_a_need_are_split_by_bars() -> None:
    need = db.session.scalars(select(Need).where(Need.key == "being_together")).one()
    assert need.cues_da == "sammen|fælles om|samvær|forældre og børn|hele familien"


def test_no_text_is_longer_than_its_column() -> None:
    """SQLite does not mind; PostgreSQL would refuse the whole demo."""
    too_long = [(column.name, value) for mapper in Model.registry.mappers
                for row in db.session.scalars(select(mapper.class_))
                for column in mapper.columns
                if isinstance(value := getattr(row, column.key, None), str)
                and len(value) > (getattr(column.type, "length", None) or len(value))]
    assert too_long == []


def test_offers_keep_the_order_of_their_needs_and_their_wordings() -> None:
    offer = db.session.scalars(select(Offer).where(Offer.name == "Kasse til hjemmebesøg")).one()
    assert [wording.sector.key for wording in offer.wordings] == ["health", "education"]


def test_a_protected_partner_is_closed_to_whoever_stands_outside_its_circle() -> None:
    by_email = {user.email.split("@")[0]: user for user in db.session.scalars(select(User))}
    centre = partner("Randers Krisecenter").public_id
    seen = {who: queries.get_partner(centre, user).display_name for who, user in by_email.items()}
    assert seen == {
        "boernebibliotekar": "Randers Krisecenter", "koordinator": "Randers Krisecenter",
        "ungebibliotekar": "Partner Birk", "leder": "Partner Birk", "administrator": "Partner Birk",
    }


def test_a_file_that_is_not_there_is_nothing() -> None:
    assert entries("no_such_file", "anything") == []
