"""Who did what, and which fields went from what to what. One row per changed field, so that one can be blanked."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Model, UtcDateTime, db


class AuditEntry(Model):
    """One act by one person on one record. The actor's name is kept as text for when the user is gone."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    actor_name: Mapped[str] = mapped_column(String(120))
    act: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[str] = mapped_column(String(40))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id", ondelete="SET NULL"), index=True)
    changes: Mapped[list[AuditChange]] = relationship(order_by="AuditChange.id", cascade="all, delete-orphan")

    __table_args__ = (db.Index("ix_audit_entry_subject", "subject_type", "subject_id"),)


class AuditChange(Model):
    """One field's old and new value as text; `blanked_at` tells that both were removed on purpose."""

    __tablename__ = "audit_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id", ondelete="CASCADE"), index=True)
    field: Mapped[str] = mapped_column(String(60))
    old: Mapped[str | None] = mapped_column(Text)
    new: Mapped[str | None] = mapped_column(Text)
    blanked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
