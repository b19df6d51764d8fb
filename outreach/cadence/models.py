"""What colleagues decide about contact: the cadence of each stage, and pauses of a partner."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type
from outreach.partners.stages import Stage
from outreach.users.models import User

#: Characters in the reason of a pause.
REASON = 300


class StageCadence(Model):
    """The library's own cadence of one stage; a stage without a row keeps the portal's."""

    __tablename__ = "stage_rhythm"

    stage: Mapped[Stage] = mapped_column(enum_type(Stage), primary_key=True)
    yellow_days: Mapped[int]
    red_days: Mapped[int]


class ContactPause(Identified, Stamped, Model):
    """A partner is paused until a day, and why. Ended early it has `ended_at`; of several the newest counts."""

    __tablename__ = "contact_pause"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    until: Mapped[date]
    reason: Mapped[str] = mapped_column(String(REASON))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    by: Mapped[User | None] = relationship()
