"""A promise between us and a partner, and each change in it with its day and note."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.commitments.states import CommitmentState, Firmness
from outreach.core import clock
from outreach.core.db import Identified, Model, Stamped, UtcDateTime, enum_type
from outreach.users.models import User


class Commitment(Identified, Stamped, Model):
    """Who promised what by when. The party is the library (`is_ours`) or the partner of `partner_id`, in whose
    relationship it stands either way. `who` is the person or role who said it, `owner` the colleague who sees to it
    when it is ours. `due_on` None: no day was named. `origin` says where it was given ("meeting" or empty),
    `origin_id` that record's public id.
    """

    __tablename__ = "commitment"

    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), index=True)
    is_ours: Mapped[bool]
    who: Mapped[str] = mapped_column(String(80), default="")
    what: Mapped[str] = mapped_column(String(300))
    given_on: Mapped[date] = mapped_column(default=clock.today)
    due_on: Mapped[date | None] = mapped_column(index=True)
    firmness: Mapped[Firmness] = mapped_column(enum_type(Firmness))
    state: Mapped[CommitmentState] = mapped_column(enum_type(CommitmentState), default=CommitmentState.OPEN)
    settled_on: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(20), default="")
    origin_id: Mapped[str] = mapped_column(String(12), default="", index=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"), index=True)

    owner: Mapped[User | None] = relationship()
    about: Mapped[list[CommitmentPartner]] = relationship(cascade="all, delete-orphan")
    changes: Mapped[list[CommitmentChange]] = relationship(
        order_by="CommitmentChange.id", cascade="all, delete-orphan")


class CommitmentPartner(Model):
    """A partner that was at the table when it was promised: the words may tell of every one of them, so whoever
    reads them must be allowed to see every one."""

    __tablename__ = "commitment_partner"

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)


class CommitmentChange(Model):
    """A promise went from one state to another: when, by whom, and a note that may be empty."""

    __tablename__ = "commitment_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id", ondelete="CASCADE"), index=True)
    from_state: Mapped[CommitmentState] = mapped_column(enum_type(CommitmentState))
    to_state: Mapped[CommitmentState] = mapped_column(enum_type(CommitmentState))
    changed_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(300), default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    by: Mapped[User | None] = relationship()


class NextStep(Identified, Stamped, Model):
    """Something to try before the next meeting: what we do, how it is prepared, whom it involves, what a good process
    is, what we expect, and afterwards what came of it. `origin_id` is the meeting's public id."""

    __tablename__ = "next_step"

    origin_id: Mapped[str] = mapped_column(String(12), default="", index=True)
    given_on: Mapped[date] = mapped_column(default=clock.today)
    action: Mapped[str] = mapped_column(String(300))
    prepared: Mapped[str] = mapped_column(String(300), default="")
    involved: Mapped[str] = mapped_column(String(300), default="")
    process: Mapped[str] = mapped_column(String(300), default="")
    expected: Mapped[str] = mapped_column(String(300), default="")
    outcome: Mapped[str] = mapped_column(Text, default="")
    outcome_on: Mapped[date | None]
    outcome_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id", ondelete="SET NULL"))
    outcome_by: Mapped[User | None] = relationship()
    about: Mapped[list[NextStepPartner]] = relationship(cascade="all, delete-orphan")


class NextStepPartner(Model):
    """A partner that was at the table when it was agreed, and tries it with us."""

    __tablename__ = "next_step_partner"

    step_id: Mapped[int] = mapped_column(ForeignKey("next_step.id", ondelete="CASCADE"), primary_key=True)
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id", ondelete="CASCADE"), primary_key=True, index=True)
