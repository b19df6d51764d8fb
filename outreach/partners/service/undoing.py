"""Bringing back what was removed from a partner's page a moment ago, as it was."""

from __future__ import annotations

import enum
import json
from collections.abc import Container, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Date, Enum, Time, inspect

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import UtcDateTime, db
from outreach.core.encryption import Unreadable, seal, unseal
from outreach.core.errors import NotFound
from outreach.drafts import queries as kept
from outreach.drafts.models import UndoStep
from outreach.partners.models import Contact, Guess, Quote
from outreach.partners.protection import OpenPartner, row_of
from outreach.partners.row_values import rebuild_keys
from outreach.users.models import User

#: By the table's name: the kind of row, and where it stands on the partner ("" for what only points at it).
_KINDS: dict[str, tuple[type[Any], str]] = {
    "contact": (Contact, "contacts"), "quote": (Quote, "quotes"), "guess": (Guess, "guesses")}


def can_come_back(model: type[Any]) -> None:
    """Let another feature's rows come back, too: those that have a partner (`partner_id`) and no rows of their own.
    It is recorded as "<table>.undo"."""
    _KINDS[model.__tablename__] = (model, "")


def keep_removed(*, by: User, row: Any) -> UndoStep:
    """Keep a row that is about to be removed, sealed, for an hour and for `by` only."""
    return keep_step(by=by, act=row.__tablename__, values=values_of(row))


def keep_step(*, by: User, act: str, values: dict[str, Any]) -> UndoStep:
    """Keep what a way back needs, sealed, for an hour and for `by` only."""
    step = UndoStep(user_id=by.id, act=act, sealed=seal(json.dumps(values), _purpose(by)))
    db.session.add(step)
    db.session.flush()
    return step


def open_step(*, by: User, step_id: str, acts: Container[str]) -> tuple[UndoStep, dict[str, Any]]:
    """A step of one of these acts and what was kept with it. NotFound where there is no such step any more."""
    step = kept.find_undo(step_id, by)
    if step is None or step.act not in acts:
        raise NotFound
    try:
        return step, json.loads(unseal(step.sealed, _purpose(by)))
    except Unreadable:
        raise NotFound from None


def values_of(row: Any) -> dict[str, Any]:
    """A row's columns, fit to be kept."""
    values = {}
    for column in inspect(row).mapper.column_attrs:
        value = getattr(row, column.key)
        values[column.key] = (value.isoformat() if isinstance(value, date | datetime | time)
                              else value.value if isinstance(value, enum.Enum) else value)
    return values


def row_from(model: type[Any], values: Mapping[str, Any]) -> Any:
    """A new row of what `values_of` kept, not yet in the session. Where what it pointed at is gone by now it points at
    nothing, if it may."""
    made = dict(values)
    for column in inspect(model).column_attrs:
        there, value = column.columns[0], made.get(column.key)
        if value and isinstance(there.type, UtcDateTime | Date | Time):
            read = datetime if isinstance(there.type, UtcDateTime) else date if isinstance(there.type, Date) else time
            made[column.key] = read.fromisoformat(value)
        elif value and isinstance(there.type, Enum) and there.type.enum_class:
            made[column.key] = there.type.enum_class(value)
        elif value is not None and there.nullable and not all(
                kept.stands(each.column, value) for each in there.foreign_keys):
            made[column.key] = None
    return model(**made)


def bring_back(*, by: User, partner: OpenPartner, step_id: str) -> None:
    """Put a removed row back where it stood. NotFound where there is no such step any more."""
    step, values = open_step(by=by, step_id=step_id, acts=_KINDS)
    model, place = _KINDS[step.act]
    if values.pop("partner_id") != partner.id:
        raise NotFound
    values.pop("id")
    row = row_of(partner)
    if place:
        thing = row_from(model, values)
        getattr(row, place).append(thing)
    else:
        thing = row_from(model, {**values, "partner_id": row.id})
        db.session.add(thing)
    db.session.delete(step)
    db.session.flush()
    record(by=by, act=f"{model.__tablename__}.undo", subject=thing, partner_id=row.id, changes=())
    if place:
        row.updated_at = clock.now()
        rebuild_keys(row)
    db.session.flush()


def _purpose(by: User) -> str:
    return f"undo of {by.id}"
