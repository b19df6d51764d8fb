"""Migrations make what the models say, go down and up again, and lose nothing on the way, on both databases."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import create_engine, func, inspect, select, text

from outreach import create_app
from outreach.core.db import db
from tests.demo_library import load_demo

MIGRATIONS = Path(__file__).resolve().parents[2] / "outreach" / "migrations"
REVISIONS = [each.revision for each in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]

#: A migration that changes a table which others cascade from, in the way that SQLite must rebuild it.
REBUILD = '''
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "synthetic", "{head}", None, None

def upgrade():
    with op.batch_alter_table("partner") as batch:
        batch.alter_column("city", type_=sa.String(length=61), existing_type=sa.String(length=60))

def downgrade():
    with op.batch_alter_table("partner") as batch:
        batch.alter_column("city", type_=sa.String(length=60), existing_type=sa.String(length=61))
'''


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_app(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """A portal on a database without any table."""
    overrides = {"TESTING": True, "SECRET_KEY": "only for tests"}
    if request.param == "postgresql":
        overrides["SQLALCHEMY_DATABASE_URI"] = request.getfixturevalue("empty_postgres")
    app = create_app(overrides, tmp_path)
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def counts() -> dict[str, int]:
    """How many rows each table has."""
    with db.engine.connect() as connection:
        there = set(inspect(connection).get_table_names())
        return {table.name: connection.scalar(select(func.count()).select_from(table)) or 0
                for table in db.metadata.sorted_tables if table.name in there}


def tables() -> set[str]:
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def test_upgrading_an_empty_database_makes_what_the_models_say(bare_app: Flask) -> None:
    flask_migrate.upgrade()
    try:
        flask_migrate.check()
    except SystemExit:
        pytest.fail("models and migrations differ: see `flask db check` after `flask db upgrade`")
    assert tables() == set(db.metadata.tables)


def test_a_filled_database_goes_all_the_way_down_and_up_again(bare_app: Flask) -> None:
    flask_migrate.upgrade()
    load_demo(bare_app)
    flask_migrate.downgrade(revision="base")
    assert tables() == set()
    flask_migrate.upgrade()
    assert tables() == set(db.metadata.tables)


def test_each_step_back_and_forth_keeps_every_row(bare_app: Flask) -> None:
    flask_migrate.upgrade()
    load_demo(bare_app)
    before = counts()
    assert before["partner"] > 0
    for revision in REVISIONS[:-1]:  # newest first; below the first there is nothing to keep
        flask_migrate.downgrade(revision=f"{revision}-1")
        kept = counts()
        assert kept == {name: count for name, count in before.items() if name in kept}, revision
    flask_migrate.upgrade()
    # A table that a step back took away comes back empty; those of the first schema were there all along.
    assert {name: count for name, count in counts().items() if name in kept} == {
        name: count for name, count in before.items() if name in kept}


def test_rebuilding_a_parent_table_keeps_the_rows_that_cascade_from_it(bare_app: Flask, tmp_path: Path) -> None:
    flask_migrate.upgrade()
    load_demo(bare_app)
    before = counts()
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    (folder / "versions" / "synthetic.py").write_text(REBUILD.format(head=REVISIONS[0]))
    flask_migrate.upgrade(directory=str(folder))
    assert (counts(), before["contact"] > 0) == (before, True)
    flask_migrate.downgrade(directory=str(folder))
    assert counts() == before


@pytest.mark.parametrize("bare_app", ["sqlite"], indirect=True)
def test_foreign_keys_are_on_again_after_migrating(bare_app: Flask) -> None:
    flask_migrate.upgrade()
    with db.engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1


def test_the_real_postgresql_is_one(postgres_url: str) -> None:
    engine = create_engine(postgres_url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        assert str(connection.scalar(text("select version()"))).startswith("PostgreSQL ")
    engine.dispose()
