"""Retention: each table registers how long its rows are kept; expired rows are deleted once an hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, g
from sqlalchemy import delete, select

from outreach.core import clock
from outreach.core.db import db

_RULES: list[tuple[Any, Any, timedelta, tuple[Any, ...]]] = []
_INTERVAL = timedelta(hours=1)


def expire_after(model: Any, column: Any, life: timedelta, *conditions: Any) -> None:
    """Delete rows of `model` (that meet the conditions) once `column`, an instant, is older than `life`."""
    _RULES.append((model, column, life, conditions))


def delete_expired() -> int:
    """Delete all expired rows in the current transaction; returns how many. Locked rows are left."""
    count = 0
    for model, column, life, conditions in _RULES:
        expired = (select(model.id).where(column < clock.now() - life, *conditions).order_by(model.id)
                   .with_for_update(skip_locked=True))
        count += db.session.execute(  # type: ignore[attr-defined]
            delete(model).where(model.id.in_(expired)).execution_options(synchronize_session=False)).rowcount
    return count


def install(app: Flask) -> None:
    """Delete expired rows with the first write of every hour."""
    last_run: list[datetime] = []

    @app.after_request
    def _delete_expired_hourly(response: Response) -> Response:
        now = clock.now()
        if g.get("may_write") and response.status_code < 400 and (not last_run or now - last_run[0] >= _INTERVAL):
            last_run[:] = [now]
            delete_expired()
        return response
