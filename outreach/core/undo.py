"""Undo: what is needed to take one act back is stored encrypted for an hour, for the colleague who acted."""

from __future__ import annotations

import enum
import json
from collections.abc import Container, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from flask import flash
from sqlalchemy import Date, Enum, ForeignKey, String, Text, Time, delete, inspect, select
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, db
from outreach.core.encryption import DecryptionError, decrypt, encrypt
from outreach.core.errors import NotFound
from outreach.core.expiry import expire_after

UNDO_LIFE = timedelta(hours=1)


class Actor(Protocol):
    """The user who acts."""

    id: Any


class UndoStep(Identified, Model):
    """What is needed to undo one act of one user: `sealed` is encrypted JSON, whose content the act decides."""

    __tablename__ = "undo_step"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(60))
    sealed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


expire_after(UndoStep, UndoStep.at, UNDO_LIFE)


def flash_undo(text: str, action: str, *, link: tuple[str, str] | None = None, **fields: str) -> None:
    """Flash a message with an undo button that posts `fields` to the address `action`, which checks access itself.
    A `link` (text, address) takes the place of "%(link)s" in `text`."""
    flash([text, action, fields, link], "undo")  # type: ignore[arg-type]


def save_undo_step(*, by: Actor, act: str, values: dict[str, Any]) -> UndoStep:
    """Store what undoing `act` needs, for an hour and for `by` only."""
    step = UndoStep(user_id=by.id, act=act, sealed=encrypt(json.dumps(values), _purpose(by)))
    db.session.add(step)
    db.session.flush()
    return step


def save_removed_row(*, by: Actor, row: Any) -> UndoStep:
    """Store a row that is about to be deleted; the act is its table's name."""
    return save_undo_step(by=by, act=row.__tablename__, values=column_values(row))


def get_undo_step(*, by: Actor, step_id: str, acts: Container[str]) -> tuple[UndoStep, dict[str, Any]]:
    """The user's own step of one of these acts, with its values. NotFound where there is none any more."""
    step = db.session.scalar(select(UndoStep).where(
        UndoStep.public_id == step_id, UndoStep.user_id == by.id, UndoStep.at > clock.now() - UNDO_LIFE))
    if step is None or step.act not in acts:
        raise NotFound
    try:
        return step, json.loads(decrypt(step.sealed, _purpose(by)))
    except DecryptionError:
        raise NotFound from None


def delete_undo_steps(act: str) -> None:
    """Let nobody undo this act any more: what it removed would be restored to where it no longer belongs."""
    db.session.execute(delete(UndoStep).where(UndoStep.act == act).execution_options(synchronize_session=False))


def column_values(row: Any) -> dict[str, Any]:
    """A row's columns as JSON values."""
    values = {}
    for column in inspect(row).mapper.column_attrs:
        value = getattr(row, column.key)
        values[column.key] = (value.isoformat() if isinstance(value, date | datetime | time)
                              else value.value if isinstance(value, enum.Enum) else value)
    return values


def row_from_values(model: type[Any], values: Mapping[str, Any]) -> Any:
    """A new row with what `column_values` returned, not yet in the session. A nullable reference to a row that is gone
    by now is left empty."""
    attributes = dict(values)
    for attribute in inspect(model).column_attrs:
        column, value = attribute.columns[0], attributes.get(attribute.key)
        if value and isinstance(column.type, UtcDateTime | Date | Time):
            kind = datetime if isinstance(column.type, UtcDateTime) else date if isinstance(column.type, Date) else time
            attributes[attribute.key] = kind.fromisoformat(value)
        elif value and isinstance(column.type, Enum) and column.type.enum_class:
            attributes[attribute.key] = column.type.enum_class(value)
        elif value is not None and column.nullable and not all(
                row_exists(key.column, value) for key in column.foreign_keys):
            attributes[attribute.key] = None
    return model(**attributes)


def row_exists(column: Any, value: Any) -> bool:
    """Whether there is still a row with this value in this column."""
    return db.session.scalar(select(column).where(column == value).limit(1)) is not None


def _purpose(by: Actor) -> str:
    return f"undo of {by.id}"
