"""A pitch being written: what the librarian chose and worded, until it is frozen as a paper."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped
from outreach.offers.models import Offer
from outreach.users.models import User


class Pitch(Identified, Stamped, Model):
    """The tailored page for one partner. `options` keeps what the draft proposed (titles, leads), to choose from
    again; `revision` counts saves, so that a stale page is told from a fresh one."""

    __tablename__ = "pitch"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(2), default="da")
    dated: Mapped[date]
    title: Mapped[str] = mapped_column(Text, default="")
    lead: Mapped[str] = mapped_column(Text, default="")
    worry_line: Mapped[str] = mapped_column(Text, default="")
    first_step: Mapped[str] = mapped_column(Text, default="")
    contact_name: Mapped[str] = mapped_column(String(80), default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")
    contact_email: Mapped[str] = mapped_column(String(120), default="")
    qr: Mapped[str] = mapped_column(String(10), default="vcard")
    options: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    revision: Mapped[int] = mapped_column(default=1)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    made_by: Mapped[User | None] = relationship()
    offers: Mapped[list[PitchOffer]] = relationship(order_by="PitchOffer.position", cascade="all, delete-orphan")


class PitchOffer(Model):
    """One offer as this page words it. `why` cites what of theirs it answers."""

    __tablename__ = "pitch_offer"

    id: Mapped[int] = mapped_column(primary_key=True)
    pitch_id: Mapped[int] = mapped_column(ForeignKey("pitch.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("offer.id", ondelete="SET NULL"))
    headline: Mapped[str] = mapped_column(Text, default="")
    text: Mapped[str] = mapped_column(Text, default="")
    practical: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    offer: Mapped[Offer | None] = relationship()
