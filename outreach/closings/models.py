"""The tables of closings: the draft with its saves, decisions, and additions after closing."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type
from outreach.users.models import User


class ClosingState(enum.Enum):
    """States of a closing."""

    DRAFT = "draft"
    CLOSED = "closed"
    REOPENED = "reopened"


class Closing(Identified, Stamped, Model):
    """What a meeting ended with; a meeting has one. `content` is the page as `closings.content` describes it, at
    `revision`. `made` tells what a row became when the meeting was closed: "heard:<key>" -> the quote's public id."""

    __tablename__ = "closing"

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id", ondelete="CASCADE"), unique=True)
    state: Mapped[ClosingState] = mapped_column(enum_type(ClosingState), default=ClosingState.DRAFT)
    revision: Mapped[int] = mapped_column(default=0)
    content: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    made: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    written_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    next_meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", ondelete="SET NULL"))

    written_by: Mapped[User | None] = relationship(foreign_keys=[written_by_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    decisions: Mapped[list[Decision]] = relationship(order_by="Decision.position", cascade="all, delete-orphan")
    additions: Mapped[list[ClosingAddition]] = relationship(order_by="ClosingAddition.id", cascade="all, delete-orphan")

    @property
    def is_closed(self) -> bool:
        return self.state is ClosingState.CLOSED


class ClosingSave(Model):
    """One save of a draft. `content` is what then stood; `sent` what the writer sent, where that was not the same: the
    writer's page goes on from there, and two pages are compared with what each began with."""

    __tablename__ = "closing_save"

    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sent: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Decision(Model):
    """Something that was decided, with the one who follows up and the day. `row_key` is its row in the content,
    `follow_up` the public id of the follow-up it became."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id", ondelete="CASCADE"), index=True)
    row_key: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    what: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    due_on: Mapped[date]
    follow_up: Mapped[str] = mapped_column(String(12), default="")
    owner: Mapped[User | None] = relationship()


class ClosingAddition(Model):
    """Words that came after the meeting was closed: written on purpose, or sent late by a page that did not know
    (`tag` names that page, so that what it sends again is no second addition)."""

    __tablename__ = "closing_addition"

    id: Mapped[int] = mapped_column(primary_key=True)
    closing_id: Mapped[int] = mapped_column(ForeignKey("closing.id", ondelete="CASCADE"), index=True)
    tag: Mapped[str] = mapped_column(String(40), default="")
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by: Mapped[User | None] = relationship()
