"""What a partner is there for and what it told us, apart from what we guess."""

from __future__ import annotations

import enum
from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, enum_type
from outreach.library.models import Need, TargetGroup, Worry
from outreach.users.models import User


class Basis(enum.Enum):
    """Did they say it, or do we guess it? A guess may choose an offer but is never put in their mouth."""

    SAID = "said"
    GUESSED = "guessed"


class PartnerTargetGroup(Model):
    """A target group of the partner; rank 1 is the most important."""

    __tablename__ = "partner_target_group"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    target_group_id: Mapped[int] = mapped_column(ForeignKey("target_group.id"), primary_key=True, index=True)
    rank: Mapped[int]
    basis: Mapped[Basis] = mapped_column(enum_type(Basis))
    target_group: Mapped[TargetGroup] = relationship()


class PartnerNeed(Model):
    """A need of the partner; rank 1 is the strongest."""

    __tablename__ = "partner_need"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True, index=True)
    rank: Mapped[int]
    basis: Mapped[Basis] = mapped_column(enum_type(Basis))
    need: Mapped[Need] = relationship()


class PartnerWorry(Model):
    """Something that could hold the partner back; rank 1 weighs most."""

    __tablename__ = "partner_worry"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    worry_id: Mapped[int] = mapped_column(ForeignKey("worry.id"), primary_key=True, index=True)
    rank: Mapped[int]
    worry: Mapped[Worry] = relationship()


class Quote(Identified, Stamped, Model):
    """What they said, in their words: printed only in its own language or in a colleague's translation."""

    __tablename__ = "quote"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default="da")
    said_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(80), default="")
    translation: Mapped[str] = mapped_column(Text, default="")
    translation_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    translation_by: Mapped[User | None] = relationship(foreign_keys=[translation_by_id])


class Guess(Identified, Stamped, Model):
    """What one of us believes, not asked about yet."""

    __tablename__ = "guess"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    guessed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))


class AvoidWord(Model):
    """A word this partner asked us not to use."""

    __tablename__ = "avoid_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    word: Mapped[str] = mapped_column(String(60))
