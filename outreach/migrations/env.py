"""Runs migrations inside the application's own database settings.

SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would empty the tables that cascade
from it. So they are off while migrating, and the whole database is checked before the commit.
"""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from outreach.core.db import db, writes_wanted


class BrokenReference(RuntimeError):
    """A migration left a row pointing at nothing."""


def _render_type(kind: str, thing: Any, _autogen: Any) -> str | Literal[False]:
    """Own column types are written as what they are in the database: migrations import nothing of ours."""
    if kind == "type" and type(thing).__name__ == "UtcDateTime":
        return "sa.DateTime()"
    return False


def _migrate(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=db.metadata, render_as_batch=True, compare_type=True,
                      render_item=_render_type, transaction_per_migration=False)
    with context.begin_transaction():
        context.run_migrations()
        if connection.dialect.name == "sqlite" and connection.execute(text("PRAGMA foreign_key_check")).first():
            raise BrokenReference("a row points at nothing; the migration was rolled back")


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    raw = engine.connect()
    token = writes_wanted.set(True)
    try:
        if engine.dialect.name == "sqlite":
            raw.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        _migrate(raw)
        raw.commit()
    finally:
        writes_wanted.reset(token)
        if engine.dialect.name == "sqlite":
            raw.rollback()
            raw.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
        raw.close()


run()
