"""Goals for a period, and the hourly rate."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Identified, Model, Stamped, enum_type


class Aim(enum.Enum):
    """What a goal counts."""

    VISITS = "visits"
    PARTNERS = "partners"
    DISTRICTS = "districts"


class Target(Identified, Stamped, Model):
    """A goal: `number` of `aim` from month `first` to month `last` (their first days)."""

    __tablename__ = "report_target"

    aim: Mapped[Aim] = mapped_column(enum_type(Aim))
    first: Mapped[date]
    last: Mapped[date] = mapped_column(index=True)
    number: Mapped[int]
    set_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class ReportSettings(Stamped, Model):
    """The one row of settings. `hourly_rate` is in whole crowns; None: no cost is shown."""

    __tablename__ = "report_settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    hourly_rate: Mapped[int | None]
