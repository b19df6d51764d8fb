"""The tables of meetings: partners, participants, agenda and questions."""

from __future__ import annotations

import enum
from datetime import date, time

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, enum_type
from outreach.library.models import Question
from outreach.pitches.models import Pitch
from outreach.users.models import User


class MeetingKind(enum.Enum):
    """Kinds of meetings."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
    KNOWLEDGE = "knowledge"
    PIT_STOP = "pit_stop"


class MeetingState(enum.Enum):
    """States of a meeting."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Whose(enum.Enum):
    """Whose time an item of the agenda is; shared time counts half to each."""

    THEIRS = "theirs"
    OURS = "ours"
    SHARED = "shared"


class Meeting(Identified, Stamped, Model):
    """A meeting. Date and times are the library's clock. `purpose` is what we want, `stand` where we want to
    stand when it ends: both are ours and stand on no paper for the partner, `invitation` does."""

    __tablename__ = "meeting"

    kind: Mapped[MeetingKind] = mapped_column(enum_type(MeetingKind))
    state: Mapped[MeetingState] = mapped_column(enum_type(MeetingState), default=MeetingState.PLANNED)
    held_on: Mapped[date] = mapped_column(index=True)
    starts_at: Mapped[time]
    ends_at: Mapped[time]
    place: Mapped[str] = mapped_column(String(160), default="")
    language: Mapped[str] = mapped_column(String(2), default="da")
    title: Mapped[str] = mapped_column(String(120), default="")
    invitation: Mapped[str] = mapped_column(Text, default="")
    purpose: Mapped[str] = mapped_column(Text, default="")
    stand: Mapped[str] = mapped_column(Text, default="")
    pitch_id: Mapped[int | None] = mapped_column(ForeignKey("pitch.id", ondelete="SET NULL"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    revision: Mapped[int] = mapped_column(default=1)

    pitch: Mapped[Pitch | None] = relationship()
    owner: Mapped[User | None] = relationship()
    partners: Mapped[list[MeetingPartner]] = relationship(
        order_by="MeetingPartner.position", cascade="all, delete-orphan")
    participants: Mapped[list[Participant]] = relationship(
        order_by="Participant.position", cascade="all, delete-orphan")
    items: Mapped[list[AgendaItem]] = relationship(order_by="AgendaItem.position", cascade="all, delete-orphan")
    questions: Mapped[list[MeetingQuestion]] = relationship(
        order_by="MeetingQuestion.position", cascade="all, delete-orphan")

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return (self.ends_at.hour - self.starts_at.hour) * 60 + self.ends_at.minute - self.starts_at.minute


class MeetingPartner(Model):
    """A partner at a meeting; position 0 is the host of the paper's wording."""

    __tablename__ = "meeting_partner"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
    position: Mapped[int] = mapped_column(default=0)


class Participant(Model):
    """Somebody at the meeting: one of ours (user) or one of theirs (contact), or just a name and a role."""

    __tablename__ = "participant"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    is_ours: Mapped[bool]
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id", ondelete="SET NULL"))
    name: Mapped[str] = mapped_column(String(80))
    task: Mapped[str] = mapped_column(String(80), default="")


class AgendaItem(Model):
    """One item: `fixed` is 'first' for theirs at the start, 'closing' for the closing block, else empty."""

    __tablename__ = "agenda_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(160))
    minutes: Mapped[int]
    whose: Mapped[Whose] = mapped_column(enum_type(Whose))
    fixed: Mapped[str] = mapped_column(String(10), default="")


class MeetingQuestion(Model):
    """A question we mean to ask: from the bank, or our own (then `question_id` is empty)."""

    __tablename__ = "meeting_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    group: Mapped[str] = mapped_column(String(1), default="")
    text: Mapped[str] = mapped_column(String(240))
    question_id: Mapped[int | None] = mapped_column(ForeignKey("question.id", ondelete="SET NULL"))
    question: Mapped[Question | None] = relationship()
