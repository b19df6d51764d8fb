"""Restoring a row that was removed from a partner's page within the last hour."""

from __future__ import annotations

from typing import Any

from outreach.audit.service import record
from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.core.undo import get_undo_step, row_from_values
from outreach.partners.models import Contact, Guess, Quote
from outreach.partners.protection import OpenPartner, row_of
from outreach.partners.row_values import rebuild_keys
from outreach.users.models import User

#: By table name: the model, and the partner's relationship it belongs to ("" for rows that only have a `partner_id`).
_RESTORABLE: dict[str, tuple[type[Any], str]] = {
    "contact": (Contact, "contacts"), "quote": (Quote, "quotes"), "guess": (Guess, "guesses")}


def register_restorable(model: type[Any]) -> None:
    """Let rows of another feature's model be restored too: those with a `partner_id` and no child rows.
    It is recorded as "<table>.undo"."""
    _RESTORABLE[model.__tablename__] = (model, "")


def restore_removed(*, by: User, partner: OpenPartner, step_id: str) -> None:
    """Put a removed row back at its partner. NotFound where there is no such undo step any more."""
    step, values = get_undo_step(by=by, step_id=step_id, acts=_RESTORABLE)
    model, relationship = _RESTORABLE[step.act]
    if values.pop("partner_id") != partner.id:
        raise NotFound
    values.pop("id")
    row = row_of(partner)
    if relationship:
        restored = row_from_values(model, values)
        getattr(row, relationship).append(restored)
    else:
        restored = row_from_values(model, {**values, "partner_id": row.id})
        db.session.add(restored)
    db.session.delete(step)
    db.session.flush()
    record(by=by, act=f"{model.__tablename__}.undo", subject=restored, partner_id=row.id, changes=())
    if relationship:
        row.updated_at = clock.now()
        rebuild_keys(row)
    db.session.flush()
