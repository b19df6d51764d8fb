"""A contact that was no planned meeting, in one line."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, enum_type
from outreach.users.models import User

#: Characters in the one line.
LINE = 300


class ConversationKind(enum.Enum):
    """How we tried to reach them."""

    PHONE = "phone"
    MAIL = "mail"
    MET = "met"


class Conversation(Identified, Stamped, Model):
    """One of us rang, wrote or met them. `reached` tells a contact from an attempt: an unanswered mail is none."""

    __tablename__ = "conversation"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    kind: Mapped[ConversationKind] = mapped_column(enum_type(ConversationKind))
    happened_on: Mapped[date] = mapped_column(index=True)
    line: Mapped[str] = mapped_column(String(LINE), default="")
    reached: Mapped[bool]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    by: Mapped[User | None] = relationship()
