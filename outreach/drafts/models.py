"""Text of a form that was not saved yet, stored encrypted for the colleague who wrote it."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, enum_type
from outreach.core.expiry import expire_after


class Reason(enum.Enum):
    """Why a draft was stored: the session had ended, or the user or the page asked for it."""

    SESSION = "session"
    DRAFT = "draft"


#: How long drafts are stored.
DRAFT_LIFE = {Reason.SESSION: timedelta(hours=24), Reason.DRAFT: timedelta(days=30)}


class FormDraft(Identified, Model):
    """The fields of one unsaved form. `path` is where it is posted, `form` its class name, `encrypted_fields` JSON of
    (name, text) pairs; `left_out`: a field was not stored because of a CPR number."""

    __tablename__ = "form_draft"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Reason] = mapped_column(enum_type(Reason))
    path: Mapped[str] = mapped_column(String(300))
    form: Mapped[str] = mapped_column(String(60), default="")
    encrypted_fields: Mapped[str] = mapped_column(Text)
    left_out: Mapped[bool] = mapped_column(default=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)


for _reason, _life in DRAFT_LIFE.items():
    expire_after(FormDraft, FormDraft.at, _life, FormDraft.reason == _reason)
