"""Candidates: possible partners, each noted in a few lines."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, UtcDateTime
from outreach.library.models import Kind
from outreach.users.models import User

#: Characters: the name becomes a partner's, the others are one line each.
NAME, LINE = 120, 200


class Candidate(Identified, Stamped, Model):
    """A possible partner. The row is deleted when it becomes a partner, since a partner may be protected and candidates
    are shown to everybody. `discarded_at`: when it was taken off the list."""

    __tablename__ = "candidate"

    name: Mapped[str] = mapped_column(String(NAME))
    kind_id: Mapped[int | None] = mapped_column(ForeignKey("kind.id"), index=True)
    reaches: Mapped[str] = mapped_column(String(LINE), default="")
    known_by: Mapped[str] = mapped_column(String(LINE), default="")
    good_for: Mapped[str] = mapped_column(String(LINE), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kind: Mapped[Kind | None] = relationship()
    by: Mapped[User | None] = relationship()
