"""Follow-ups: what one of us does for a partner by a day. And the plans they can be started from."""

from __future__ import annotations

import enum
from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type
from outreach.users.models import User


class FollowUp(Identified, Stamped, Model):
    """One thing one colleague does for a partner by a day.

    `origin` says what it came from ("meeting", "visit", "plan" or nothing) and `origin_id` is that record's public id.
    Its owner is empty only after the account was removed. `sequence` counts the changes that a calendar must hear of.
    """

    __tablename__ = "follow_up"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    due_on: Mapped[date] = mapped_column(index=True)
    origin: Mapped[str] = mapped_column(String(20), default="")
    origin_id: Mapped[str] = mapped_column(String(12), default="", index=True)
    handed_note: Mapped[str] = mapped_column(String(300), default="")
    handed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    done_note: Mapped[str] = mapped_column(String(300), default="")
    sequence: Mapped[int] = mapped_column(default=0)

    owner: Mapped[User | None] = relationship(foreign_keys=[owner_id])
    handed_by: Mapped[User | None] = relationship(foreign_keys=[handed_by_id])
    done_by: Mapped[User | None] = relationship(foreign_keys=[done_by_id])


class Counting(enum.Enum):
    """How the days of a plan's step are counted from the day it starts on."""

    DAYS = "days"
    WORKDAYS = "workdays"


class FollowUpPlan(Identified, Stamped, Model):
    """A row of follow-ups that are usually started together, such as after a first meeting."""

    __tablename__ = "follow_up_plan"

    name_da: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int] = mapped_column(default=0)
    is_active: Mapped[bool] = mapped_column(default=True)
    steps: Mapped[list[FollowUpStep]] = relationship(order_by="FollowUpStep.position", cascade="all, delete-orphan")


class FollowUpStep(Model):
    """One step: what, and how many days after the day the plan counts from, before it where `days` is below 0. A day we
    are closed moves it on to the next open one, or back to the last one where it lies before."""

    __tablename__ = "follow_up_step"

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("follow_up_plan.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    what_da: Mapped[str] = mapped_column(String(200))
    what_en: Mapped[str] = mapped_column(String(200), default="")
    days: Mapped[int]
    counting: Mapped[Counting] = mapped_column(enum_type(Counting), default=Counting.DAYS)
