"""The two addresses for a monitor say yes when all is well, and which part fails when it is not."""

from __future__ import annotations

import flask_migrate
import pytest
from flask import Flask
from sqlalchemy import text

from outreach.core import health, transactions
from outreach.core.db import db

pytestmark = pytest.mark.own_app


def answer(app: Flask, path: str) -> tuple[int, str]:
    response = app.test_client().get(path)
    return response.status_code, response.text


def test_working_portal_is_healthy_and_ready(app: Flask) -> None:
    assert (answer(app, "/healthz"), answer(app, "/readyz")) == ((200, "ok\n"), (200, "ok\n"))


def test_portal_is_not_ready_before_migration(app: Flask) -> None:
    with transactions.writing():
        db.session.execute(text("update alembic_version set version_num = '0001'"))
    assert (answer(app, "/healthz")[0], answer(app, "/readyz")) == (200, (503, "migrations: failing\n"))


def test_portal_is_not_ready_on_a_full_disk(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "MIN_FREE_BYTES", 1 << 60)
    assert answer(app, "/readyz") == (503, "disk: failing\n")


@pytest.mark.sqlite
def test_missing_database_is_unhealthy(app: Flask, tmp_path: object) -> None:
    from pathlib import Path

    database = Path(app.instance_path) / "outreach.sqlite"
    db.session.remove()
    db.engine.dispose()
    for each in database.parent.glob("outreach.sqlite*"):
        each.unlink()
    database.mkdir()
    assert answer(app, "/healthz") == (503, "database: failing\n")
    database.rmdir()


def test_portal_is_ready_after_flask_db_stamp(app: Flask) -> None:
    flask_migrate.stamp()
    assert answer(app, "/readyz") == (200, "ok\n")
