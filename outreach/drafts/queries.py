"""Reading what is kept: one colleague's own, and only while it lasts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, or_, select

from outreach.core import clock
from outreach.core.db import db
from outreach.core.errors import NotFound
from outreach.core.submissions import was_answered
from outreach.drafts.models import LIVES, UNDO_LIFE, KeptForm, Reason, UndoStep
from outreach.users.models import User

__all__ = ["find_undo", "get_kept", "list_drafts_of", "list_here", "stands", "was_answered"]


def _own(user: User) -> Select[Any]:
    now = clock.now()
    lasting = or_(*(and_(KeptForm.reason == reason, KeptForm.at > now - life) for reason, life in LIVES.items()))
    return select(KeptForm).where(KeptForm.user_id == user.id, lasting).order_by(KeptForm.at.desc(), KeptForm.id.desc())


def get_kept(public_id: str, user: User) -> KeptForm:
    """One's own kept form. NotFound for anybody else's, and when its time is up."""
    row = db.session.scalar(_own(user).where(KeptForm.public_id == public_id))
    if row is None:
        raise NotFound
    return row  # type: ignore[no-any-return]


def list_here(user: User, path: str) -> Sequence[KeptForm]:
    """What this colleague wrote in the form at an address and has not saved, the newest first."""
    return db.session.scalars(_own(user).where(KeptForm.path == path)).all()


def list_drafts_of(user: User, limit: int = 10) -> Sequence[KeptForm]:
    """What this colleague has written and not saved, the newest first: drafts, and text that outlived a session."""
    return db.session.scalars(_own(user).limit(limit)).all()


def list_at(user_id: int, path: str, reason: Reason) -> Sequence[KeptForm]:
    """Rows of one sort at one address, whoever is asking. For the service."""
    return db.session.scalars(select(KeptForm).where(
        KeptForm.user_id == user_id, KeptForm.path == path, KeptForm.reason == reason).order_by(KeptForm.id)).all()


def find_undo(public_id: str, user: User) -> UndoStep | None:
    """One's own way back, while it lasts."""
    return db.session.scalar(select(UndoStep).where(
        UndoStep.public_id == public_id, UndoStep.user_id == user.id, UndoStep.at > clock.now() - UNDO_LIFE))


def stands(column: Any, value: Any) -> bool:
    """Whether there is still a row with this value in this column."""
    return db.session.scalar(select(column).where(column == value).limit(1)) is not None
