"""What belongs to the two great turns of a partnership: the paper that makes it last, and a good ending."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, enum_type
from outreach.core.stored_files import StoredFile
from outreach.users.models import User


class PartnerAgreement(Identified, Model):
    """The signed paper of a lasting partnership: its date, and the file itself or where it lies."""

    __tablename__ = "partner_agreement"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    signed_on: Mapped[date]
    link: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    file: Mapped[StoredFile | None] = relationship()
    by: Mapped[User | None] = relationship()


class EndingStatus(enum.Enum):
    """An item of the good ending's list: done, still to do, or nothing to do about it."""

    DONE = "done"
    MISSING = "missing"
    NOTHING = "nothing"


class PartnerEnding(Identified, Model):
    """A good ending: thanks said, loans back, what we learnt, and how the door stands open."""

    __tablename__ = "partner_ending"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    ended_on: Mapped[date]
    thanks: Mapped[EndingStatus] = mapped_column(enum_type(EndingStatus))
    loans: Mapped[EndingStatus] = mapped_column(enum_type(EndingStatus))
    learnt: Mapped[str] = mapped_column(Text, default="")
    door: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by: Mapped[User | None] = relationship()
