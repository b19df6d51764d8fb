"""What the library can do for a partner, in words a partner understands."""

from __future__ import annotations

import enum

from sqlalchemy import JSON, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core.db import Identified, Model, Stamped, db, enum_type, key_column_type
from outreach.library.models import Need, Sector, TargetGroup


class Effort(enum.Enum):
    """What it takes of the partner."""

    NONE = "none"
    LITTLE = "little"
    SOME = "some"
    MUCH = "much"


offer_need = Table(
    "offer_need", db.metadata,
    Column("offer_id", ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True),
    Column("need_id", ForeignKey("need.id"), primary_key=True, index=True),
)
offer_target_group = Table(
    "offer_target_group", db.metadata,
    Column("offer_id", ForeignKey("offer.id", ondelete="CASCADE"), primary_key=True),
    Column("target_group_id", ForeignKey("target_group.id"), primary_key=True, index=True),
)


class Offer(Identified, Stamped, Model):
    """One offer. `name` is ours; headline, text and practical line are what the partner reads;
    `begin_small` is a first step, with {hvornår} / {when} where the time goes. `not_for` lists whom it does not suit,
    as "condition:same_person", "need:calm", "kind:prison"; `day_parts` when it takes place (none: any time);
    `suits_anyone`: fit to be offered before anything is known of a partner."""

    __tablename__ = "offer"

    name: Mapped[str] = mapped_column(String(80), unique=True)
    sort_key: Mapped[str] = mapped_column(key_column_type(200))
    headline_da: Mapped[str] = mapped_column(String(80))
    headline_en: Mapped[str] = mapped_column(String(80), default="")
    text_da: Mapped[str] = mapped_column(String(400))
    text_en: Mapped[str] = mapped_column(String(400), default="")
    practical_da: Mapped[str] = mapped_column(String(160), default="")
    practical_en: Mapped[str] = mapped_column(String(160), default="")
    begin_small_da: Mapped[str] = mapped_column(String(240), default="")
    begin_small_en: Mapped[str] = mapped_column(String(240), default="")
    effort: Mapped[Effort] = mapped_column(enum_type(Effort), default=Effort.LITTLE)
    is_active: Mapped[bool] = mapped_column(default=True)
    not_for: Mapped[list[str]] = mapped_column(JSON, default=list)
    day_parts: Mapped[list[str]] = mapped_column(JSON, default=list)
    suits_anyone: Mapped[bool] = mapped_column(default=False)

    needs: Mapped[list[Need]] = relationship(secondary=offer_need, order_by=Need.position)
    target_groups: Mapped[list[TargetGroup]] = relationship(
        secondary=offer_target_group, order_by=TargetGroup.position)
    angles: Mapped[list[OfferAngle]] = relationship(order_by="OfferAngle.position", cascade="all, delete-orphan")
    wordings: Mapped[list[OfferWording]] = relationship(order_by="OfferWording.id", cascade="all, delete-orphan")


class OfferWording(Model):
    """The same offer in the words of one sector; an empty field falls back to the offer's own."""

    __tablename__ = "offer_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    sector_id: Mapped[int] = mapped_column(ForeignKey("sector.id"), index=True)
    headline_da: Mapped[str] = mapped_column(String(80), default="")
    headline_en: Mapped[str] = mapped_column(String(80), default="")
    text_da: Mapped[str] = mapped_column(String(400), default="")
    text_en: Mapped[str] = mapped_column(String(400), default="")
    sector: Mapped[Sector] = relationship()

    __table_args__ = (db.UniqueConstraint("offer_id", "sector_id"),)


class AnglePart(enum.Enum):
    """Where the line of an angle stands: in place of the headline or the text, after the text, or first in the
    practical line."""

    HEADLINE = "headline"
    TEXT = "text"
    SENTENCE = "sentence"
    PRACTICAL = "practical"


class OfferAngle(Model):
    """A short line for partners of whom `subject` holds: "need:…", "worry:…", "condition:…", "target_group:…",
    "kind:…", "sector:…" with the term's key, or "time:morning", "time:afternoon", "time:evening"."""

    __tablename__ = "offer_angle"

    id: Mapped[int] = mapped_column(primary_key=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    subject: Mapped[str] = mapped_column(String(80))
    part: Mapped[AnglePart] = mapped_column(enum_type(AnglePart))
    text_da: Mapped[str] = mapped_column(String(400))
    text_en: Mapped[str] = mapped_column(String(400), default="")
