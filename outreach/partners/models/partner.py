"""The partner itself, and how it moved between the stages."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, ForeignKey, String, Text, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type, key_column_type
from outreach.library.models import Branch, District, Kind, Sector
from outreach.partners.stages import Stage
from outreach.users.models import User

if TYPE_CHECKING:
    from outreach.partners.models.people import CircleMember, Contact
    from outreach.partners.models.profile import (
        AvoidWord,
        Guess,
        PartnerNeed,
        PartnerTargetGroup,
        PartnerWorry,
        Quote,
    )


class Partner(Identified, Stamped, Model):
    """An institution or association outside the library.

    The keys beside the names sort and find: `sort_key`/`search_key` for who may see the partner,
    `code_*` for everybody else. `code_name` is what a protected partner is called where it is not open.
    `decide_by`: until when we try something together before it becomes permanent or ends; None at other stages.
    """

    __tablename__ = "partner"

    name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(key_column_type(200), index=True)
    search_key: Mapped[str] = mapped_column(Text)
    is_protected: Mapped[bool] = mapped_column(default=False)
    code_name: Mapped[str] = mapped_column(String(60), default="")
    code_sort_key: Mapped[str] = mapped_column(key_column_type(200), default="")
    code_search_key: Mapped[str] = mapped_column(String(200), default="")

    kind_id: Mapped[int | None] = mapped_column(ForeignKey("kind.id"), index=True)
    sector_id: Mapped[int | None] = mapped_column(ForeignKey("sector.id"), index=True)
    district_id: Mapped[int | None] = mapped_column(ForeignKey("district.id"), index=True)
    address: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(10), default="")
    city: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    website: Mapped[str] = mapped_column(String(200), default="")
    cvr: Mapped[str] = mapped_column(String(8), default="")
    p_number: Mapped[str] = mapped_column(String(10), default="")
    language: Mapped[str] = mapped_column(String(2), default="da")
    everyday: Mapped[str] = mapped_column(Text, default="")
    matters: Mapped[str] = mapped_column(Text, default="")

    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)
    branch_id: Mapped[int | None] = mapped_column(ForeignKey("branch.id", ondelete="SET NULL"), index=True)
    stage: Mapped[Stage] = mapped_column(enum_type(Stage), default=Stage.PROSPECT, index=True)
    stage_since: Mapped[date] = mapped_column(default=clock.today)
    decide_by: Mapped[date | None] = mapped_column(index=True)
    archived_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id", ondelete="SET NULL"))

    kind: Mapped[Kind | None] = relationship()
    sector: Mapped[Sector | None] = relationship()
    district: Mapped[District | None] = relationship()
    owner: Mapped[User | None] = relationship()
    branch: Mapped[Branch | None] = relationship()

    contacts: Mapped[list[Contact]] = relationship(order_by="Contact.position", cascade="all, delete-orphan")
    target_groups: Mapped[list[PartnerTargetGroup]] = relationship(
        order_by="PartnerTargetGroup.rank", cascade="all, delete-orphan")
    needs: Mapped[list[PartnerNeed]] = relationship(order_by="PartnerNeed.rank", cascade="all, delete-orphan")
    worries: Mapped[list[PartnerWorry]] = relationship(order_by="PartnerWorry.rank", cascade="all, delete-orphan")
    quotes: Mapped[list[Quote]] = relationship(
        order_by="Quote.said_on.desc(), Quote.id.desc()", cascade="all, delete-orphan")
    guesses: Mapped[list[Guess]] = relationship(order_by="Guess.id", cascade="all, delete-orphan")
    avoid_words: Mapped[list[AvoidWord]] = relationship(order_by="AvoidWord.id", cascade="all, delete-orphan")
    stage_moves: Mapped[list[StageMove]] = relationship(
        order_by="StageMove.moved_on, StageMove.id", cascade="all, delete-orphan")
    circle: Mapped[list[CircleMember]] = relationship(cascade="all, delete-orphan")

    @hybrid_property
    def is_present(self) -> bool:
        """Neither in the archive nor merged into another partner."""
        return self.archived_at is None and self.merged_into_id is None

    @is_present.inplace.expression
    @classmethod
    def _is_present_sql(cls) -> ColumnElement[bool]:
        return and_(cls.archived_at.is_(None), cls.merged_into_id.is_(None))

    @hybrid_property
    def is_ongoing(self) -> bool:
        """Present, and the partnership has not ended: one that we could visit."""
        return self.is_present and self.stage is not Stage.DIVORCE

    @is_ongoing.inplace.expression
    @classmethod
    def _is_ongoing_sql(cls) -> ColumnElement[bool]:
        return and_(cls.is_present, cls.stage != Stage.DIVORCE)


class StageMove(Model):
    """One move between stages: when, why, and by whom."""

    __tablename__ = "stage_move"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    from_stage: Mapped[Stage | None] = mapped_column(enum_type(Stage))
    to_stage: Mapped[Stage] = mapped_column(enum_type(Stage))
    moved_on: Mapped[date]
    reason: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by: Mapped[User | None] = relationship()
