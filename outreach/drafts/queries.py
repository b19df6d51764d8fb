"""Reading drafts: a colleague's own, until they expire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.drafts.models import DRAFT_LIFE, FormDraft, Reason
from outreach.users.models import User


def _own(user: User) -> Select[Any]:
    now, draft = clock.now(), FormDraft
    unexpired = or_(*(and_(draft.reason == reason, draft.at > now - life) for reason, life in DRAFT_LIFE.items()))
    return select(draft).where(draft.user_id == user.id, unexpired).order_by(draft.at.desc(), draft.id.desc())


def get_draft(public_id: str, user: User) -> FormDraft:
    """The user's own draft. NotFound for anybody else's and for expired ones."""
    draft = db.session.scalar(_own(user).where(FormDraft.public_id == public_id))
    if draft is None:
        raise NotFound
    return draft


def list_drafts_at(user: User, path: str) -> Sequence[FormDraft]:
    """The user's drafts of the forms at an address, newest first."""
    return db.session.scalars(_own(user).where(FormDraft.path == path)).all()


def list_drafts_of(user: User, limit: int = 10) -> Sequence[FormDraft]:
    """All drafts of the user, newest first."""
    return db.session.scalars(_own(user).limit(limit)).all()


def list_stored(user_id: int, path: str, reason: Reason) -> Sequence[FormDraft]:
    """Drafts of one user and kind at one address, expired ones included, oldest first."""
    return db.session.scalars(select(FormDraft).where(
        FormDraft.user_id == user_id, FormDraft.path == path, FormDraft.reason == reason).order_by(FormDraft.id)).all()
