"""A portal in use is upgraded: from a database at migration 0014 with rows in every table nothing is lost, on SQLite
and PostgreSQL, and the portal works on what comes of it.

The rows in rows_at_0014.json are a part of the demo library as it was then. What was renamed since is declared in
renames_since_0014.py.
"""

from __future__ import annotations

import base64
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from outreach import create_app
from outreach.core import clock, transactions
from outreach.core.db import db
from outreach.core.permissions import Role
from outreach.partners.models import Partner
from outreach.users import sessions
from outreach.users.models import User, UserSession
from tests.architecture.renames_since_0014 import COLUMNS, DROPPED, TABLES, VALUES
from tests.factories import add_partner

ROWS: dict[str, list[dict[str, Any]]] = json.loads((Path(__file__).parent / "rows_at_0014.json").read_text())
#: Pages that are there only where a library has a logo, or sets up a second factor.
ABSENT = {"/library/logo", "/me/second-factor/qr.png"}

Contents = dict[str, list[dict[str, Any]]]
#: The portal, and every row before and after the upgrade.
Upgrade = tuple[Flask, Contents, Contents]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def upgraded(request: pytest.FixtureRequest,
             tmp_path_factory: pytest.TempPathFactory) -> Iterator[Upgrade]:
    """The portal after the upgrade."""
    overrides = {"TESTING": True, "SECRET_KEY": "only for tests", "SECOND_FACTOR_FOR": "nobody"}
    if request.param == "postgresql":
        server = request.getfixturevalue("postgres")
        with server.new() as address:
            yield from _upgraded({**overrides, "SQLALCHEMY_DATABASE_URI": address}, tmp_path_factory.mktemp("pg"))
    else:
        yield from _upgraded(overrides, tmp_path_factory.mktemp("sqlite"))


def _upgraded(overrides: dict[str, Any], folder: Path) -> Iterator[Upgrade]:
    app = create_app(overrides, folder)
    with app.app_context():
        flask_migrate.upgrade(revision="0014")
        insert_rows()
        before = contents()
        flask_migrate.upgrade()
        yield app, before, contents()
        db.session.remove()
        db.engine.dispose()


def reflected() -> sa.MetaData:
    metadata = sa.MetaData()
    metadata.reflect(db.engine)
    metadata.remove(metadata.tables["alembic_version"])
    return metadata


def insert_rows() -> None:
    """Write ROWS, and let the sequences of PostgreSQL go on after them."""
    with transactions.writing():
        for name, table in ((table.name, table) for table in reflected().sorted_tables):
            db.session.execute(table.insert(), [
                {column: python_value(value, table.c[column].type) for column, value in row.items()}
                for row in ROWS[name]])
            if db.engine.dialect.name == "postgresql" and "id" in table.c:
                db.session.execute(sa.text(
                    f"select setval(pg_get_serial_sequence('\"{name}\"', 'id'), max(id)) from \"{name}\""))


def python_value(value: Any, column_type: Any) -> Any:
    """A value of the file, which has what SQLite stores, as SQLAlchemy takes it for this type."""
    readers: dict[type, Any] = {
        sa.Boolean: bool, sa.DateTime: datetime.fromisoformat, sa.Date: date.fromisoformat, sa.Time: time.fromisoformat,
        sa.JSON: json.loads, sa.LargeBinary: base64.b64decode}
    for kind, read in readers.items():
        if isinstance(column_type, kind) and value is not None:
            return read(value)
    return value


def contents() -> Contents:
    """Every row of every table, as the database's own types say."""
    with db.engine.connect() as connection:
        return {table.name: [dict(row) for row in connection.execute(sa.select(table)).mappings()]
                for table in reflected().sorted_tables}


def expected(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """An old row as it should be now."""
    return {COLUMNS.get((table, column), column): VALUES.get((table, column), {}).get(value, value)
            if isinstance(value, str) else value
            for column, value in row.items() if (table, column) not in DROPPED}


def frozen(row: dict[str, Any]) -> str:
    return json.dumps(row, sort_keys=True, default=repr)


def test_rows_stand_in_every_table() -> None:
    """Else a table's rows could be lost unseen."""
    assert [name for name, rows in ROWS.items() if not rows] == []


def test_every_row_is_there_after_the_upgrade(upgraded: Upgrade) -> None:
    _app, before, now = upgraded
    for table, rows in before.items():
        wanted = [expected(table, row) for row in rows]
        columns = set(wanted[0])
        stored = now[TABLES.get(table, table)]
        assert columns <= set(stored[0]), f"{table} lost columns: {columns - set(stored[0])}"
        assert Counter(frozen({name: row[name] for name in columns}) for row in stored) == Counter(
            frozen(row) for row in wanted), table


def test_renames_name_tables_and_columns_that_were_there(upgraded: Upgrade) -> None:
    columns = {(table, column) for table, rows in ROWS.items() for column in rows[0]}
    assert (set(TABLES) - set(ROWS), (COLUMNS.keys() | VALUES.keys() | DROPPED) - columns) == (set(), set())


def client(app: Flask) -> FlaskClient:
    """Signed in as an administrator of that portal."""
    with transactions.writing():
        user = db.session.scalars(sa.select(User).order_by(User.id)).first()
        assert user is not None
        user.role, user.active = Role.ADMINISTRATOR, True
        db.session.add(UserSession(user_id=user.id, token_hash=sessions.hashed("token"), confirmed_at=clock.now()))
    made = app.test_client()
    with made.session_transaction() as cookie:
        cookie["token"], cookie["language"] = "token", "da"
    return made


@pytest.mark.usefixtures("ordinary_day")
def test_portal_works_on_the_upgraded_database(upgraded: Upgrade) -> None:
    """Every page that needs no key, every record's own page, and a new partner. On the day of the rows: later, the
    result of their job has expired."""
    app, _before, _after = upgraded
    browser = client(app)
    plain = [rule.rule for rule in app.url_map.iter_rules()
             if "GET" in (rule.methods or ()) and not rule.arguments and rule.rule not in ABSENT]
    records = {"partner": "/partners/{}", "visit": "/visits/{}", "meeting": "/meetings/{}", "job": "/jobs/{}",
               "offer": "/offers/{}", "pitch": "/pitches/{}"}
    own = [address.format(row["public_id"]) for table, address in records.items() for row in ROWS[table]]
    protected = {f"/partners/{row['public_id']}" for row in ROWS["partner"] if row["is_protected"]}
    answers = {}
    for path in (*plain, *own):
        with browser.get(path, follow_redirects=True) as answer:
            answers[path] = answer.status_code
    assert {path: status for path, status in answers.items() if status != 200 and path not in protected} == {}
    assert {answers[path] for path in protected} <= {200, 403}
    add_partner(db.session.scalars(sa.select(User).order_by(User.id)).first(), "Det nye hus")
    assert db.session.scalar(sa.select(sa.func.count(Partner.id))) == len(ROWS["partner"]) + 1
