"""Rows that have a last day: each table says how long its rows live, and they are taken away once an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g
from sqlalchemy import delete, select

from outreach.core import clock
from outreach.core.db import db

_RULES: list[tuple[Any, Any, timedelta, tuple[Any, ...]]] = []
_EVERY = timedelta(hours=1)


def sweep_after(model: Any, column: Any, life: timedelta, *conditions: Any) -> None:
    """Rows of `model` (that meet the conditions) go when `column`, an instant, lies further back than `life`."""
    _RULES.append((model, column, life, conditions))


def sweep() -> int:
    """Take away every row whose time is up, in the current transaction; how many. Rows that another request holds are
    left for the next time, so that sweeping never waits for anybody."""
    gone = 0
    for model, column, life, conditions in _RULES:
        old = (select(model.id).where(column < clock.now() - life, *conditions).order_by(model.id)
               .with_for_update(skip_locked=True))
        gone += db.session.execute(  # type: ignore[attr-defined]
            delete(model).where(model.id.in_(old)).execution_options(synchronize_session=False)).rowcount
    return gone


def install(app: Flask) -> None:
    """Sweep with the first write of every hour."""
    swept: list[datetime] = []

    @app.after_request
    def _sweep(response: Response) -> Response:
        now = clock.now()
        if g.get("may_write") and response.status_code < 400 and (not swept or now - swept[0] >= _EVERY):
            swept[:] = [now]
            sweep()
        return response
