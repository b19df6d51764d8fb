"""A colleague's calendar address, whether they want mail, and the mails of each day."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type
from outreach.users.models import User


class CalendarFeed(Identified, Model):
    """A secret address under which a colleague's calendar can be read. Only the secret's hash is kept."""

    __tablename__ = "calendar_feed"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship()


class MailChoice(Model):
    """What a colleague has said about the daily mail. Without a row they get it."""

    __tablename__ = "mail_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    wants_mail: Mapped[bool]


class ReminderMention(Model):
    """An item without a day that a mail to this colleague has named: it causes no further mail, unless its level
    changes. Deleted when the item is no longer due."""

    __tablename__ = "reminder_mention"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    subject_id: Mapped[str] = mapped_column(String(12), primary_key=True)
    level: Mapped[str] = mapped_column(String(10), primary_key=True, default="")


class MailState(enum.Enum):
    """How far a mail is. WAITING has certainly not been sent and is tried again that day. SENDING was handed to the
    mail server and nobody heard what became of it: it may have arrived, so it is never sent again. SKIPPED waited
    until its day was over; the next day's mail tells the same."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"


class ReminderMail(Identified, Stamped, Model):
    """The one mail of a colleague on a day. The text is not kept: it is written anew from what is due."""

    __tablename__ = "reminder_mail"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    day: Mapped[date] = mapped_column(index=True)
    state: Mapped[MailState] = mapped_column(enum_type(MailState), default=MailState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("user_id", "day"),)
