"""What we know of a partner. Only this feature touches these rows; everybody else reads through `partners.queries`."""

from __future__ import annotations

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, Text, and_
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type, key_column_type
from outreach.core.stored_files import StoredFile
from outreach.library.models import Branch, Condition, District, Kind, Need, Sector, TargetGroup, Worry
from outreach.partners.stages import Stage
from outreach.users.models import User


class Partner(Identified, Stamped, Model):
    """An institution or association outside the library.

    The keys beside the names sort and find: `sort_key`/`search_key` for who may see the partner,
    `code_*` for everybody else. `code_name` is what a protected partner is called where it is not open.
    `decide_by`: until when we try something together before it becomes permanent or ends; None at other stages.
    `times_words`: when it suits them, as they said it; `times`: the same as data, see `partners.times`.
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
    times_words: Mapped[str] = mapped_column(String(200), default="")
    times: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

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
    conditions: Mapped[list[PartnerCondition]] = relationship(
        order_by="PartnerCondition.position", cascade="all, delete-orphan")
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
    by: Mapped[User | None] = relationship(lazy="joined")


class Contact(Identified, Stamped, Model):
    """A professional at the partner; never a resident or a family."""

    __tablename__ = "contact"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(80))
    role: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    anonymised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CircleMember(Model):
    """A colleague who, beside the owner, always sees this protected partner."""

    __tablename__ = "circle_member"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), primary_key=True)
    user: Mapped[User] = relationship(lazy="joined")


class PartnerOpening(Identified, Model):
    """A colleague outside the circle opened a protected partner, with a reason, for a while."""

    __tablename__ = "partner_opening"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(300))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship()


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
    target_group: Mapped[TargetGroup] = relationship(lazy="joined")


class PartnerNeed(Model):
    """A need of the partner; rank 1 is the strongest. `words`: how they put it, short, as it may stand on paper."""

    __tablename__ = "partner_need"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    need_id: Mapped[int] = mapped_column(ForeignKey("need.id"), primary_key=True, index=True)
    rank: Mapped[int]
    basis: Mapped[Basis] = mapped_column(enum_type(Basis))
    words: Mapped[str] = mapped_column(String(120), default="")
    need: Mapped[Need] = relationship(lazy="joined")


class PartnerWorry(Model):
    """Something that could hold the partner back; rank 1 weighs most."""

    __tablename__ = "partner_worry"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True)
    worry_id: Mapped[int] = mapped_column(ForeignKey("worry.id"), primary_key=True, index=True)
    rank: Mapped[int]
    worry: Mapped[Worry] = relationship(lazy="joined")


class PartnerCondition(Model):
    """Something the partner asks that everything keeps to: one of the library's list, in their own words, or both."""

    __tablename__ = "partner_condition"

    id: Mapped[int] = mapped_column(primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    condition_id: Mapped[int | None] = mapped_column(ForeignKey("condition.id"), index=True)
    words: Mapped[str] = mapped_column(String(120), default="")
    condition: Mapped[Condition | None] = relationship(lazy="joined")


class Quote(Identified, Stamped, Model):
    """What they said, in their words: printed only in its own language or in a colleague's translation.

    `marks` is what a colleague ticked on hearing it: lists of keys under "needs", "worries", "conditions" and (public
    ids of offers it turns down) "declines". An empty dict: nobody has marked it. `may_print`: whether it may be cited.
    """

    __tablename__ = "quote"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    text: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(2), default="da")
    said_on: Mapped[date]
    source: Mapped[str] = mapped_column(String(80), default="")
    translation: Mapped[str] = mapped_column(Text, default="")
    translation_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    marks: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    may_print: Mapped[bool] = mapped_column(default=True)
    translation_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[translation_by_id])


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


class PartnerAgreement(Identified, Model):
    """The signed agreement of a lasting partnership: its date, and the file or where it is filed."""

    __tablename__ = "partner_agreement"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    signed_on: Mapped[date]
    link: Mapped[str] = mapped_column(String(300), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    file: Mapped[StoredFile | None] = relationship()
    by: Mapped[User | None] = relationship()


class EndingStatus(enum.Enum):
    """An item of the good ending's list: done, still to do, or nothing to do about it."""

    DONE = "done"
    MISSING = "missing"
    NOTHING = "nothing"


class PartnerEnding(Identified, Model):
    """A good ending: thanks said, loans back, what we learnt, and how the door stands open."""

    __tablename__ = "partner_ending"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    ended_on: Mapped[date]
    thanks: Mapped[EndingStatus] = mapped_column(enum_type(EndingStatus))
    loans: Mapped[EndingStatus] = mapped_column(enum_type(EndingStatus))
    learnt: Mapped[str] = mapped_column(Text, default="")
    door: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by: Mapped[User | None] = relationship()
