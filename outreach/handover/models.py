"""What was handed on from one colleague to another, row by row, so that it can be taken back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime
from outreach.users.models import User


class Handover(Identified, Model):
    """One act of handing on. `undone_at` once it was taken back."""

    __tablename__ = "handover"

    giver_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    taker_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    giver: Mapped[User] = relationship(foreign_keys=[giver_id])
    taker: Mapped[User] = relationship(foreign_keys=[taker_id])
    by: Mapped[User | None] = relationship(foreign_keys=[by_id])
    items: Mapped[list[HandoverItem]] = relationship(order_by="HandoverItem.id", cascade="all, delete-orphan")


class HandoverItem(Model):
    """One thing that was handed on: "owner" or "circle" of a partner, "follow_up", "commitment", "meeting" or "visit".

    `subject_id` is the public id of the thing (of the partner for the first two). `was_in_circle`: the taker belonged
    to the partner's circle before, and stays there when the handover is taken back.
    """

    __tablename__ = "handover_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handover.id", ondelete="CASCADE"), index=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[str] = mapped_column(String(12))
    was_in_circle: Mapped[bool] = mapped_column(default=False)
