"""Bringing back what was removed from a partner's page a moment ago, as it was."""

from __future__ import annotations

import enum
import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, Enum, inspect

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import UtcDateTime, db
from outreach.core.errors import NotFound
from outreach.core.sealing import Unreadable, seal, unseal
from outreach.kept import queries as kept
from outreach.kept.models import UndoStep
from outreach.partners.keys import rebuild_keys
from outreach.partners.models import Contact, Guess, Quote
from outreach.partners.protection import OpenPartner, row_of
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
    values = {}
    for column in inspect(row).mapper.column_attrs:
        value = getattr(row, column.key)
        values[column.key] = (value.isoformat() if isinstance(value, date | datetime)
                              else value.value if isinstance(value, enum.Enum) else value)
    step = UndoStep(user_id=by.id, act=row.__tablename__, sealed=seal(json.dumps(values), _purpose(by)))
    db.session.add(step)
    db.session.flush()
    return step


def bring_back(*, by: User, partner: OpenPartner, step_id: str) -> None:
    """Put a removed row back where it stood. NotFound where there is no such step any more."""
    step = kept.find_undo(step_id, by)
    if step is None or step.act not in _KINDS:
        raise NotFound
    model, place = _KINDS[step.act]
    try:
        values = json.loads(unseal(step.sealed, _purpose(by)))
    except Unreadable:
        raise NotFound from None
    if values.pop("partner_id") != partner.id:
        raise NotFound
    values.pop("id")
    for column in inspect(model).column_attrs:
        kind = column.columns[0].type
        if values.get(column.key) and isinstance(kind, UtcDateTime | Date):
            read = datetime if isinstance(kind, UtcDateTime) else date
            values[column.key] = read.fromisoformat(values[column.key])
        elif values.get(column.key) and isinstance(kind, Enum) and kind.enum_class:
            values[column.key] = kind.enum_class(values[column.key])
    row = row_of(partner)
    if place:
        thing = model(**values)
        getattr(row, place).append(thing)
    else:
        thing = model(**values, partner_id=row.id)
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
