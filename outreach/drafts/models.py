"""What is kept for one colleague for a while: text that was not saved, and the way back from an act."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, enum_type
from outreach.core.expiry import expire_after


class Reason(enum.Enum):
    """Why a form's text is kept."""

    SESSION = "session"
    DRAFT = "draft"


#: How long each is kept.
LIVES = {Reason.SESSION: timedelta(hours=24), Reason.DRAFT: timedelta(days=30)}
UNDO_LIFE = timedelta(hours=1)


class KeptForm(Identified, Model):
    """What stood in a form that was not saved. `path` is where it goes; `form` the name of its class; `sealed` its
    fields, which only this colleague's key opens. `left_out`: a field was not kept because of a CPR number."""

    __tablename__ = "kept_form"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Reason] = mapped_column(enum_type(Reason))
    path: Mapped[str] = mapped_column(String(300))
    form: Mapped[str] = mapped_column(String(60), default="")
    sealed: Mapped[str] = mapped_column(Text)
    left_out: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


class UndoStep(Identified, Model):
    """How to take back one act of one colleague. `sealed` holds what the act's own way back needs."""

    __tablename__ = "undo_step"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    act: Mapped[str] = mapped_column(String(60))
    sealed: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


for _reason, _life in LIVES.items():
    expire_after(KeptForm, KeptForm.at, _life, KeptForm.reason == _reason)
expire_after(UndoStep, UndoStep.at, UNDO_LIFE)
