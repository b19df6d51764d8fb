"""Fixtures: one library, three partners (one protected), four offers, and quotes of the family house."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.formatting import search_key, sort_key
from outreach.core.permissions import Role
from outreach.library.models import LibraryProfile, Need, Question, Sector, WordAdvice, Worry
from outreach.offers.models import Effort, Offer, OfferWording
from outreach.partners.models import AvoidWord, Basis, Partner, PartnerNeed, PartnerWorry, Quote
from outreach.pitches.models import Pitch
from outreach.users.models import User

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Cast:
    """Public ids of the partners and offers, and their owner and an outsider."""

    house: str
    shelter: str
    unknown: str
    owner: User
    outsider: User
    offers: dict[str, str]


def _partner(name: str, owner: User, **values: Any) -> Partner:
    return Partner(name=name, sort_key=sort_key(name), search_key=search_key(name), owner=owner, **values)


def _offer(name: str, needs: list[Need], sector: Sector, **texts: Any) -> Offer:
    return Offer(**{"name": name, "sort_key": sort_key(name), "needs": needs, "effort": Effort.LITTLE} | texts)


@pytest.fixture
def cast(app: Flask) -> Cast:
    """The committed rows; the clock says Monday 23 November 2026."""
    clock.set_source(lambda: MONDAY)
    with transactions.writing():
        owner, outsider = (
            User(name=name, email=f"{name.casefold()}@demo.example", role=Role.STAFF, phone="89 15 89 15")
            for name in ("Børnebibliotekaren", "Bogbussen"))
        social = Sector(key="social", label_da="Social", label_en="Social")
        together = Need(key="together", label_da="At være sammen", label_en="Being together",
                        title_da="Et sted at være sammen", title_en="A place to be together",
                        lead_da="Vi kan give jer noget at være fælles om.",
                        lead_en="We can give you something to share.",
                        cues_da="sammen|fælles", cues_en="together|share")
        home = Need(key="home", label_da="Noget med hjem", label_en="Something to take home", title_da="Noget med hjem",
                    lead_da="Vi pakker noget, I kan tage med.", position=1)
        door = Need(key="door", label_da="At nogen kommer", label_en="Somebody coming", title_da="", lead_da="",
                    position=2)
        time = Worry(key="time", label_da="Tid", label_en="Time", answer_da="Vi henter, bringer og rydder op.",
                     answer_en="We fetch, bring and clear up.")
        box = _offer("Kasse", [home], social, headline_da="Noget at tage med hjem",
                     headline_en="Something to take home",
                     text_da="I får en kasse med bøger og spil.", text_en="You get a box of books and games.",
                     practical_da="Vi henter og bringer", begin_small_da="Vi kommer med en kasse {hvornår}.")
        box.wordings = [OfferWording(sector=social, headline_da="Noget at tage med til familien")]
        evening = _offer("Aften", [together], social, headline_da="En aften kun for jer",
                         text_da="I får huset for jer selv.", begin_small_da="Kom forbi {hvornår}.")
        corner = _offer("Hjørne", [], social, headline_da="Et roligt hjørne", text_da="I får et sted at sidde.")
        bus = _offer("Bus", [door], social, headline_da="Bussen holder hos jer", text_da="I får bussen til døren.",
                     effort=Effort.NONE)
        db.session.add_all([
            LibraryProfile(name="Prøve Bibliotek", who_da="Vi er byens fælles hus.", contact_name="Vagten",
                           contact_phone="11 22 33 44", contact_email="vagten@demo.example"),
            WordAdvice(language="da", word="materialer", plainer="bøger, film og spil|ting"),
            Question(key="a1", group="A", text_da="Hvad fylder mest hos jer lige nu?"),
            Question(key="d1", group="D", text_da="Hvad skulle det være, hvis vi kun gjorde én ting?"),
            box, evening, corner, bus])
        house = _partner("Familiehuset", owner, sector=social, matters="En hverdag, der hænger sammen.")
        house.needs = [PartnerNeed(need=together, rank=1, basis=Basis.SAID),
                       PartnerNeed(need=home, rank=2, basis=Basis.SAID),
                       PartnerNeed(need=door, rank=3, basis=Basis.SAID)]
        house.worries = [PartnerWorry(worry=time, rank=1)]
        house.avoid_words = [AvoidWord(word="klient")]
        house.quotes = [Quote(text="Forældre og børn har brug for noget rart at være fælles om.", language="da",
                              said_on=date(2026, 11, 10), source="første telefonsamtale"),
                        Quote(text="Families come when it fits them.", language="en", said_on=date(2026, 11, 1))]
        shelter = _partner("Huset bag muren", owner, is_protected=True, code_name="Partner 7", sector=social)
        shelter.needs = [PartnerNeed(need=together, rank=1, basis=Basis.SAID)]
        unknown = _partner("Nyt sted", owner, language="da")
        db.session.add_all([house, shelter, unknown, outsider])
        db.session.flush()
        found = Cast(house.public_id, shelter.public_id, unknown.public_id, owner, outsider,
                     {each.name: each.public_id for each in (box, evening, corner, bus)})
        for each in (owner, outsider):
            db.session.refresh(each)
            db.session.expunge(each)
    return found


@pytest.fixture
def me(cast: Cast, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """The owner, signed in."""
    return client_as(cast.owner)


@pytest.fixture
def stranger(cast: Cast, client_as: Callable[..., FlaskClient]) -> FlaskClient:
    """A colleague who is in no partner's circle, signed in."""
    return client_as(cast.outsider)


def the_pitch(public_id: str | None = None) -> Pitch:
    """A pitch read from the database; without an id the newest."""
    db.session.remove()
    query = select(Pitch).order_by(Pitch.id.desc())
    return db.session.scalars(query.where(Pitch.public_id == public_id) if public_id else query).first()  # type: ignore[return-value]


@pytest.fixture
def pitch(cast: Cast, me: FlaskClient) -> str:
    """The public id of a fresh draft for the family house."""
    return me.post(f"/partners/{cast.house}/pitches").location.rsplit("/", 1)[1]


def form_of(public_id: str, **changes: str) -> dict[str, str]:
    """What the editor's form would send for the stored pitch, with some fields changed."""
    pitch = the_pitch(public_id)
    values = {name: str(getattr(pitch, name) or "") for name in (
        "revision", "dated", "title", "lead", "worry_line", "first_step", "contact_name", "contact_phone",
        "contact_email", "qr")}
    values["offer_count"] = str(len(pitch.offers))
    for number, row in enumerate(pitch.offers, start=1):
        values |= {f"offer_{number}_id": row.offer.public_id if row.offer else "",
                   f"offer_{number}_headline": row.headline, f"offer_{number}_text": row.text,
                   f"offer_{number}_practical": row.practical, f"offer_{number}_why": row.why}
    return values | changes
