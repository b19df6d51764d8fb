"""What partners answered to our offers: it teaches the matching."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from outreach.core.db import Model, enum_type


class Answer(enum.Enum):
    """What they said to an offer."""

    YES = "yes"
    MAYBE = "maybe"
    NO = "no"


class OfferAnswer(Model):
    """The latest answer of one partner to one offer."""

    __tablename__ = "offer_answer"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True, index=True)
    answer: Mapped[Answer] = mapped_column(enum_type(Answer))
    answered_on: Mapped[date]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
