"""Keeping a form's text for the colleague who wrote it, encrypted, until it is saved, thrown away or too old."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import delete

from outreach.core import clock
from outreach.core.db import db
from outreach.core.encryption import Unreadable, seal, unseal
from outreach.drafts import queries
from outreach.drafts.fields import Items, keepable, says_something
from outreach.drafts.models import KeptForm, Reason, UndoStep
from outreach.users.models import User


def _purpose(user_id: int) -> str:
    return f"kept form of {user_id}"


def keep_form(*, by: User, reason: Reason, path: str, form: str, items: Iterable[tuple[str, str]]) -> KeptForm | None:
    """Keep what stands in a form; None where there is nothing that may be kept.

    A draft takes the place of the older one at the same address. Text that outlived its session never does: it may
    come from another window; only the very same text is not kept twice.
    """
    kept, left_out = keepable(items)
    if not says_something(kept):
        return None
    there = queries.list_at(by.id, path, reason)
    if reason is Reason.SESSION:
        same = next((each for each in there if fields_of(each) == kept), None)
        if same is not None:
            same.at = clock.now()
            db.session.flush()
            return same
    sealed = seal(json.dumps(kept), _purpose(by.id))
    row = there[-1] if there and reason is Reason.DRAFT else KeptForm(user_id=by.id, reason=reason, path=path)
    row.form, row.sealed, row.left_out, row.at = form, sealed, left_out, clock.now()
    db.session.add(row)
    db.session.flush()
    return row


def fields_of(row: KeptForm) -> Items:
    """The fields of a kept form; none where the portal's key has been changed since."""
    try:
        return [(str(name), str(text)) for name, text in json.loads(unseal(row.sealed, _purpose(row.user_id)))]
    except Unreadable:
        return []


def throw_away(*, row: KeptForm) -> None:
    """Forget one."""
    db.session.delete(row)
    db.session.flush()


def forget_at(*, by: User, path: str) -> None:
    """The form at this address has been saved: what was kept of it has served."""
    db.session.execute(delete(KeptForm).where(KeptForm.user_id == by.id, KeptForm.path == path)
                       .execution_options(synchronize_session=False))


def forget_undo(act: str) -> None:
    """Nobody brings back what they have just removed in this way: it would come back to where it no longer belongs."""
    db.session.execute(delete(UndoStep).where(UndoStep.act == act).execution_options(synchronize_session=False))
