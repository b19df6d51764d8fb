"""One offer, two needs, one target group, two sectors."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import transactions
from outreach.core.db import db
from outreach.core.formatting import sort_key
from outreach.core.permissions import Role
from outreach.library.models import Need, Sector, TargetGroup
from outreach.offers.models import Effort, Offer, OfferWording

FORM = {
    "name": "Kasse", "headline_da": "Noget at tage med hjem", "headline_en": "Something to take home",
    "text_da": "I får en kasse med bøger.", "text_en": "You get a box of books.",
    "practical_da": "Vi henter", "practical_en": "We collect",
    "begin_small_da": "Vi kommer {hvornår}.", "begin_small_en": "We come {when}.",
    "effort": "little", "needs": ["calm"], "target_groups": ["children"],
}


@pytest.fixture
def coordinator(client_as: Callable[..., FlaskClient]) -> FlaskClient:
    return client_as(Role.COORDINATOR)


@pytest.fixture
def box(app: Flask) -> str:
    """The public id of the offer that FORM describes, which also has words of its own for health."""
    with transactions.writing():
        health = Sector(key="health", label_da="Sundhed", label_en="Health")
        db.session.add(Sector(key="care", label_da="Omsorg", label_en="Care"))
        calm = Need(key="calm", label_da="Ro", label_en="Calm", title_da="Ro", lead_da="Ro.", position=0)
        joy = Need(key="joy", label_da="Glæde", label_en="Joy", title_da="Glæde", lead_da="Glæde.", position=1)
        db.session.add(joy)
        children = TargetGroup(key="children", label_da="Børn", label_en="Children")
        texts = {name: text for name, text in FORM.items() if name not in {"effort", "needs", "target_groups"}}
        offer = Offer(**texts, sort_key=sort_key("Kasse"), effort=Effort.LITTLE, needs=[calm], target_groups=[children],
                      wordings=[OfferWording(sector=health, headline_da="En taske")])
        db.session.add(offer)
        db.session.flush()
        return offer.public_id


def offer_named(name: str) -> Offer:
    db.session.rollback()
    return db.session.scalars(select(Offer).where(Offer.name == name)).one()


def sector(key: str) -> Sector:
    db.session.rollback()
    return db.session.scalars(select(Sector).where(Sector.key == key)).one()
