"""Portals that are equal but for what belongs to hidden partners: protected ones whose circle the viewer is not in.

Nothing here knows a feature. What belongs to a partner is found from the schema (`hidden_rows`), so a new table or
column is varied without being named; only what the rules let everybody see stands in VISIBLE_OUTSIDE.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import select

from outreach.core import clock, transactions
from outreach.core.db import PUBLIC_ID_LETTERS, UtcDateTime, db
from outreach.core.permissions import Role
from outreach.partners.inputs import PartnerAccess
from outreach.partners.models import Partner
from outreach.partners.protection import OpenPartner
from outreach.partners.service.protection import change_access
from outreach.reminders.service import make_feed
from outreach.users import sessions
from outreach.users.models import User, UserSession
from outreach.visits.models import Visit, VisitPartner
from outreach.visits.service.months import refresh_all_months
from tests.instant import standing
from tests.privacy.derived_values import make_keys_anew
from tests.privacy.hidden_rows import find_hidden, key_of

#: What an outsider may see of a hidden partner ("code name, sector, stage, owner"), and what its rows need for that.
#: Every other column is varied.
VISIBLE_OUTSIDE = {
    "partner.code_name": "allowed", "partner.code_sort_key": "made from the code name",
    "partner.code_search_key": "made from the code name", "partner.sector_id": "allowed", "partner.stage": "allowed",
    "partner.owner_id": "allowed", "partner.is_protected": "else it is not hidden",
    "partner.archived_at": "whether the code name is listed", "partner.merged_into_id": "whether it is listed",
}
#: What the log tells an administrator of a hidden partner besides: that a colleague did something there on a day, and
#: of these acts, which guard the partner, which it was, so that who looked where they should not is found out.
TOLD_TO_ADMINISTRATORS = ("partner.open", "partner.close", "partner.change_access")
#: Who would be an insider otherwise.
_INSIDERS_ONLY = {"circle_member.user_id", "partner_opening.user_id"}
#: A handover may be about other partners too: only its items belong to a partner.
_HOLDERS = {"handover"}
_STAY = {"partner"} | _HOLDERS
_NEVER_VARIED = {"id", "public_id", "search_key", "sort_key", "sha256", "form_key"}
#: Hidden partners of the demo: visited, met together with open ones, of three stages.
CLOSED = ("Familiehuset", "Randers Krisecenter", "Botilbuddet")
#: How many of them were ever visited. Of three and more the reports tell sums of finished years, and so they should.
_VISITED = 2
CIRCLE_OWNER, CIRCLE_MEMBER = "Kollegaen, der ejer dem", "Kollegaen i kredsen"
#: Who walks: colleagues of the demo, with work of their own.
OUTSIDERS = {Role.STAFF: "Børnebibliotekaren", Role.COORDINATOR: "Koordinatoren", Role.MANAGER: "Lederen",
             Role.ADMINISTRATOR: "Administratoren"}
CSRF = "0" * 40


class Randomness:
    """Stands in for the `secrets` module's functions: the same draws after the same `restart`."""

    def __init__(self) -> None:
        self._source = random.Random(0)

    def restart(self, seed: int) -> None:
        self._source.seed(seed)

    def choice(self, values: Any) -> Any:
        return self._source.choice(values)

    def token_hex(self, size: int = 32) -> str:
        return self._source.randbytes(size).hex()

    def token_urlsafe(self, size: int = 32) -> str:
        return self._source.randbytes(size).hex()[:size]


@contextmanager
def repeatable() -> Iterator[Randomness]:
    """The clock stands still and every random draw can be repeated."""
    randomness = Randomness()
    with pytest.MonkeyPatch.context() as patch, standing():
        for name in ("choice", "token_hex", "token_urlsafe"):
            patch.setattr(f"secrets.{name}", getattr(randomness, name))
        patch.setattr("pyotp.random_base32", randomness.token_urlsafe)
        yield randomness


def close_partners() -> list[int]:
    """Make CLOSED partners of a circle that no walker belongs to, by the acts that the portal has for it; their ids."""
    with transactions.writing():
        people = [User(name=name, email=f"insider-{number}@demo.example", role=Role.STAFF)
                  for number, name in enumerate((CIRCLE_OWNER, CIRCLE_MEMBER))]
        db.session.add_all(people)
        db.session.flush()
        ids = []
        for number, name in enumerate(CLOSED):
            partner = db.session.scalars(select(Partner).where(Partner.name == name)).one()
            change_access(by=partner.owner or people[0], partner=OpenPartner(partner), access=PartnerAccess(
                people[0], partner.branch, True, f"Partner Lind {number}", (people[1],)))
            ids.append(partner.id)
        unvisited = select(VisitPartner.visit_id).where(VisitPartner.partner_id.in_(ids[_VISITED:]))
        for visit in db.session.scalars(select(Visit).where(Visit.id.in_(unvisited))):
            db.session.delete(visit)
        return ids


def sign_in(role: Role) -> tuple[str, str]:
    """A session of the outsider with this role and a calendar address: (token of the session, secret of the feed)."""
    token = f"outsider-{role.value}"
    with transactions.writing():
        user = outsider(role)
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed(token), confirmed_at=clock.now()))
        return token, make_feed(by=user)


def outsider(role: Role) -> User:
    """The colleague who walks in this role."""
    return db.session.scalars(select(User).where(User.name == OUTSIDERS[role])).one()


def as_it_is(_ids: list[int]) -> None:
    """The demo's own rows about them."""


def nothing_there(ids: list[int]) -> None:
    """No row about them but themselves, and of themselves only what is visible."""
    connection = db.session.connection()
    hidden = find_hidden(connection, db.metadata, ids)
    for table in reversed(db.metadata.sorted_tables):
        if table.name in {"partner", "circle_member"} | _HOLDERS:
            continue
        for key in hidden.get(table.name, ()):
            connection.execute(sa.delete(table).where(*_is(table, key)))
    partner = db.metadata.tables["partner"]
    for column in partner.columns:
        if _is_varied(column):
            value = None if column.nullable else _plain(column)
            connection.execute(sa.update(partner).where(partner.c.id.in_(ids)).values({column.name: value}))


def much_there(ids: list[int], copies: int = 3) -> None:
    """Every row about them several times over, each copy tied to copies."""
    connection, chance = db.session.connection(), random.Random(11)
    hidden = find_hidden(connection, db.metadata, ids)
    tables = [each for each in db.metadata.sorted_tables if each.name in hidden and each.name not in _STAY]
    rows = {table: [row for row in connection.execute(sa.select(table)).all()
                    if key_of(row, table) in hidden[table.name]] for table in tables}
    for _copy in range(copies):
        names = {row._mapping["public_id"]: "".join(chance.choices(PUBLIC_ID_LETTERS, k=12))
                 for table, found in rows.items() if "public_id" in table.c for row in found}
        made: dict[tuple[str, Any], Any] = {}
        for table, found in rows.items():
            for row in found:
                _copy_row(connection, table, row, names, made)


def _copy_row(connection: sa.Connection, table: sa.Table, row: Any, names: dict[str, str],
              made: dict[tuple[str, Any], Any]) -> None:
    key, values = key_of(row, table), dict(row._mapping)
    for column in table.columns:
        value = values[column.name]
        for foreign in column.foreign_keys:
            value = made.get((foreign.column.table.name, value), value)
        values[column.name] = names.get(value, value) if isinstance(value, str) else value
    values.pop("id", None)
    if "form_key" in values:
        values["form_key"] = None
    if "id" in table.c or key != tuple(values[column.name] for column in table.primary_key.columns):
        inserted = connection.execute(sa.insert(table).values(values)).inserted_primary_key
        made[table.name, key[0]] = inserted[0] if inserted else None


def other_values(ids: list[int]) -> None:
    """Other numbers, dates, people, words and kinds in every row about them."""
    connection, chance = db.session.connection(), random.Random(12)
    hidden = find_hidden(connection, db.metadata, ids)
    users = {name: key for key, name in connection.execute(sa.text('select id, name from "user"'))}
    insiders = [users[CIRCLE_OWNER], users[CIRCLE_MEMBER]]
    for table in db.metadata.sorted_tables:
        if table.name in _HOLDERS | {"circle_member"}:
            continue
        for row in connection.execute(sa.select(table)).all() if hidden.get(table.name) else ():
            key = key_of(row, table)
            if key in hidden[table.name]:
                values = {column.name: _other(connection, chance, column, row._mapping[column], insiders)
                          for column in table.columns if _is_varied(column)}
                if values:
                    connection.execute(sa.update(table).where(*_is(table, key)).values(values))


def much_and_other(ids: list[int]) -> None:
    """Many rows, all with other values."""
    much_there(ids)
    other_values(ids)


VARIANTS: dict[str, Callable[[list[int]], None]] = {
    each.__name__: each for each in (as_it_is, nothing_there, much_there, other_values, much_and_other)}


def vary(name: str, ids: list[int], *, keep_log: bool = False) -> None:
    """Turn the portal into this variant, with everything worked out anew that is stored beside the rows. With
    `keep_log` the log goes on telling what administrators are told of hidden partners."""
    with transactions.writing():
        entries = _entries_to_keep(ids) if keep_log else []
        VARIANTS[name](ids)
        if keep_log:
            _restore_entries(ids, entries, name)
    db.session.remove()
    with transactions.writing():
        make_keys_anew()
        refresh_all_months()
    db.session.remove()


def _entries_to_keep(ids: list[int]) -> list[dict[str, Any]]:
    table = db.metadata.tables["audit_entry"]
    return [dict(row._mapping) for row in db.session.execute(
        select(table).where(table.c.partner_id.in_(ids)).order_by(table.c.id))]


def _restore_entries(ids: list[int], entries: list[dict[str, Any]], variant: str) -> None:
    """Put back who, on which day and at which partner, and which of the acts TOLD_TO_ADMINISTRATORS it was; of other
    acts everything else is the variant's own."""
    table, changes = (db.metadata.tables[name] for name in ("audit_entry", "audit_change"))
    connection = db.session.connection()
    connection.execute(sa.delete(changes).where(changes.c.entry_id.in_(
        select(table.c.id).where(table.c.partner_id.in_(ids)))))
    connection.execute(sa.delete(table).where(table.c.partner_id.in_(ids)))
    for entry in entries:
        if entry["act"] not in TOLD_TO_ADMINISTRATORS:
            entry |= {"act": "visit.edit", "subject_type": "visit", "subject_id": variant[:12]}
        connection.execute(sa.insert(table).values(entry))
        connection.execute(sa.insert(changes).values(entry_id=entry["id"], field="name", old=variant, new=None))


def ids_about(ids: list[int]) -> list[str]:
    """The public ids of every row about these partners, their own left out."""
    found: list[str] = []
    with db.engine.connect() as connection:
        for name, keys in find_hidden(connection, db.metadata, ids).items():
            table = db.metadata.tables[name]
            if "public_id" in table.c and name not in {"partner"} | _HOLDERS:
                found += connection.scalars(select(table.c.public_id).where(
                    table.c.id.in_([key[0] for key in keys])).order_by(table.c.id)).all()
    return found


def words_about(ids: list[int]) -> list[str]:
    """Words that stand in the rows about these partners: names, quotes, what a visit saw."""
    texts: list[str] = []
    with db.engine.connect() as connection:
        hidden = find_hidden(connection, db.metadata, ids)
        for table_name, column in (("partner", "name"), ("contact", "name"), ("quote", "text"), ("visit", "saw"),
                                   ("meeting", "place"), ("follow_up", "what"), ("partner", "city")):
            table = db.metadata.tables[table_name]
            keys = [key[0] for key in hidden[table_name]]
            texts += connection.scalars(select(table.c[column]).where(table.c.id.in_(keys))
                                        .order_by(table.c.id).limit(3)).all()
    return list(dict.fromkeys(max(text.split(), key=len).strip(".,:;!?\"»«()") for text in texts if text))


def _is(table: sa.Table, key: tuple[Any, ...]) -> list[Any]:
    return [column == part for column, part in zip(table.primary_key.columns, key, strict=True)]


#: Columns of codes and ids that tie rows together, or say what a row is.
_FIXED_NAMES = {"origin", "origin_id", "subject_type", "subject_id", "act", "source", "language", "media_type",
                "content", "values_sha256"}
_FIXED = {"handover_item.kind", "issued_document.kind", "issued_document.version", "closing_save.number"}
#: What a row about a partner hangs on: it stays with the same partner.
_OWN_TABLES = {"partner", "visit", "meeting", "closing", "pitch", "contact", "stored_file", "commitment", "next_step",
               "audit_entry", "issued_document", "handover"}


def _is_varied(column: sa.Column[Any]) -> bool:
    name = f"{column.table.name}.{column.name}"
    if column.primary_key or column.name in _NEVER_VARIED | _FIXED_NAMES or name in VISIBLE_OUTSIDE or name in _FIXED:
        return False
    return not column.foreign_keys or next(iter(column.foreign_keys)).column.table.name not in _OWN_TABLES


def _other(connection: sa.Connection, chance: random.Random, column: sa.Column[Any], old: Any,
           insiders: list[int]) -> Any:
    if column.foreign_keys:
        target = next(iter(column.foreign_keys)).column.table
        choices = sorted(connection.scalars(select(target.c.id)))
        return chance.choice(insiders if f"{column.table.name}.{column.name}" in _INSIDERS_ONLY else choices or [old])
    kind: Any = column.type
    if isinstance(kind, sa.Enum):
        return chance.choice(list(kind.enum_class)) if kind.enum_class else chance.choice(kind.enums)
    if isinstance(kind, sa.JSON) or old is None:
        return old
    days = timedelta(days=-chance.randrange(1, 300))
    if isinstance(old, bool):
        return chance.random() < 0.5
    if isinstance(old, int):
        return old if column.name in {"position", "version"} else chance.randrange(1, 9)
    if isinstance(old, (date, datetime)):
        return old + (days if chance.random() < 0.8 or column.name == "expires_at" else -days)
    if isinstance(old, time):
        return old.replace(minute=chance.choice([0, 15, 30, 45]))
    return "".join(chance.choices("abcdefghij ", k=min(kind.length or 40, 40))).strip() or "a" if isinstance(
        old, str) and old else old


def _plain(column: sa.Column[Any]) -> Any:
    kind: Any = column.type
    if isinstance(kind, sa.Enum):
        return kind.enum_class(kind.enums[0])
    if isinstance(kind, UtcDateTime):
        return clock.now()
    if isinstance(kind, sa.JSON):
        default: Any = column.default
        return default.arg(None) if default.is_callable else default.arg
    plain = {sa.Boolean: False, sa.Integer: 0, sa.Date: date(2020, 1, 1), sa.String: ""}
    return next(value for each, value in plain.items() if isinstance(kind, each))


def public_ids(ids: list[int]) -> list[str]:
    """The partners' own public ids, which everybody may know."""
    return [db.session.get_one(Partner, each).public_id for each in ids]
