"""What changed for people, as partner staff saw it. Never an answer from a family, and no field for a name."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, enum_type
from outreach.users.models import User
from outreach.visits.models.visit import Visit


class Sureness(enum.Enum):
    """How sure the one who observed it is."""

    SAW = "saw"
    HEARD = "heard"
    THINKS = "thinks"


class Observation(Identified, Stamped, Model):
    """One observation: the day, the role of who observed it, what, and how sure. `visit` where it came from one."""

    __tablename__ = "observation"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visit.id", ondelete="SET NULL"), index=True)
    observed_on: Mapped[date] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(String(80))
    what: Mapped[str] = mapped_column(Text)
    sureness: Mapped[Sureness] = mapped_column(enum_type(Sureness))
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    noted_by: Mapped[User | None] = relationship()
    visit: Mapped[Visit | None] = relationship()

    __table_args__ = (Index("ix_observation_partner_id_observed_on", "partner_id", "observed_on"),)
