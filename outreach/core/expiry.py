"""Rows with a limited lifetime: each model says how long its rows are kept, and a task deletes the expired ones."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select

from outreach.core import clock
from outreach.core.db import db

_RULES: list[tuple[Any, Any, timedelta, tuple[Any, ...]]] = []


def expire_after(model: Any, column: Any, lifetime: timedelta, *conditions: Any) -> None:
    """Rows of `model` that meet the conditions are deleted when `column`, an instant, is older than `lifetime`."""
    _RULES.append((model, column, lifetime, conditions))


def delete_expired() -> int:
    """Delete every expired row in the current transaction; returns their number. Rows locked by another transaction
    are left for the next run, so that this never waits."""
    deleted = 0
    for model, column, lifetime, conditions in _RULES:
        expired = (select(model.id).where(column < clock.now() - lifetime, *conditions).order_by(model.id)
                   .with_for_update(skip_locked=True))
        deleted += db.session.execute(  # type: ignore[attr-defined]
            delete(model).where(model.id.in_(expired)).execution_options(synchronize_session=False)).rowcount
    return deleted
