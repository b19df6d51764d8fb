"""Storing a form's text, encrypted for the colleague who wrote it, until it is saved, discarded or expired."""

from __future__ import annotations

import json
from collections.abc import Iterable

from sqlalchemy import delete

from outreach.core import clock
from outreach.core.db import db
from outreach.core.encryption import DecryptionError, decrypt, encrypt
from outreach.drafts import queries
from outreach.drafts.fields import Items, has_content, storable_fields
from outreach.drafts.models import FormDraft, Reason
from outreach.users.models import User


def _purpose(user_id: int) -> str:
    return f"kept form of {user_id}"  # part of the key: drafts stored under it must stay readable


def save_draft(*, by: User, reason: Reason, path: str, form: str, items: Iterable[tuple[str, str]]) -> FormDraft | None:
    """Store the text of a form; None where nothing in it may be stored.

    A draft replaces the earlier one at the same address. Text of an ended session does not, since it may come from
    another window; only identical text is not stored twice.
    """
    fields, left_out = storable_fields(items)
    if not has_content(fields):
        return None
    stored = queries.list_stored(by.id, path, reason)
    if reason is Reason.SESSION:
        same = next((draft for draft in stored if draft_fields(draft) == fields), None)
        if same is not None:
            same.at = clock.now()
            db.session.flush()
            return same
    draft = stored[-1] if stored and reason is Reason.DRAFT else FormDraft(user_id=by.id, reason=reason, path=path)
    draft.encrypted_fields = encrypt(json.dumps(fields), _purpose(by.id))
    draft.form, draft.left_out, draft.at = form, left_out, clock.now()
    db.session.add(draft)
    db.session.flush()
    return draft


def draft_fields(draft: FormDraft) -> Items:
    """The fields of a draft; none where SECRET_KEY was changed since."""
    try:
        fields = json.loads(decrypt(draft.encrypted_fields, _purpose(draft.user_id)))
        return [(str(name), str(text)) for name, text in fields]
    except DecryptionError:
        return []


def discard_draft(*, draft: FormDraft) -> None:
    """Delete one draft."""
    db.session.delete(draft)
    db.session.flush()


def discard_drafts_at(*, by: User, path: str) -> None:
    """Delete the user's drafts at an address, where the form has been saved."""
    db.session.execute(delete(FormDraft).where(FormDraft.user_id == by.id, FormDraft.path == path)
                       .execution_options(synchronize_session=False))
