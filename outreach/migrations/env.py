"""Runs migrations inside the application's own database settings.

SQLite rebuilds a table to change it; with foreign keys on, dropping the old one would empty the tables that cascade
from it. So they are off while migrating, and the whole database is checked before the commit.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Literal

from alembic import context
from alembic.runtime.migration import MigrationContext
from flask import current_app
from sqlalchemy import Connection, Engine, text

from outreach.backup.errors import BackupFailedError
from outreach.backup.service import back_up_before_migration
from outreach.core.db import db, may_write


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


def _keep_a_copy(engine: Engine) -> None:
    """Before a database with something in it is changed, a checked copy of it goes into the data folder."""
    with engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_heads()
    if not here or set(here) == set(context.script.get_heads()) or os.environ.get("OUTREACH_SKIP_BACKUP") == "1":
        return
    try:
        back_up_before_migration(engine.url, Path(current_app.instance_path) / "backups", here[0])
    except BackupFailedError as error:
        raise SystemExit(f"Nothing was migrated, for the copy before it failed: {error}. Where you have a copy of your "
                         "own, OUTREACH_SKIP_BACKUP=1 goes on without.") from error


def run() -> None:
    engine = current_app.extensions["migrate"].db.engine
    _keep_a_copy(engine)
    raw = engine.connect()
    token = may_write.set(True)
    try:
        if engine.dialect.name == "sqlite":
            raw.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        _migrate(raw)
        raw.commit()
    finally:
        may_write.reset(token)
        if engine.dialect.name == "sqlite":
            raw.rollback()
            raw.connection.driver_connection.execute("PRAGMA foreign_keys=ON")
        raw.close()


run()
