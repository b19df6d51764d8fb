"""A piece of background work and what comes of it, as rows: any process may do it, any web machine hand it out."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, enum_type
from outreach.core.expiry import sweep_after
from outreach.users.models import User

#: So long a job and its result are kept.
LIFE = timedelta(hours=24)


class JobState(enum.Enum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


#: States in which something is still to come.
OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class Fault(enum.Enum):
    """Why a job failed: a rule said no (`said` has its sentence), an error of ours, broken off twice, or too long."""

    NONE = ""
    REFUSED = "refused"
    ERROR = "error"
    BROKEN = "broken"
    LONG = "long"


class Job(Identified, Model):
    """`claim` is known only to who is doing it now; whoever has lost it can write nothing any more. `attempts` counts
    how often it was begun without being put back. The result stands in pieces, `size` bytes together."""

    __tablename__ = "job"

    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[JobState] = mapped_column(enum_type(JobState), default=JobState.WAITING, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    stop_asked: Mapped[bool] = mapped_column(default=False)
    fault: Mapped[Fault] = mapped_column(enum_type(Fault), default=Fault.NONE)
    said: Mapped[str] = mapped_column(Text, default="")
    claim: Mapped[str] = mapped_column(String(32), default="")
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    file_name: Mapped[str] = mapped_column(String(80))
    media_type: Mapped[str] = mapped_column(String(80))
    size: Mapped[int] = mapped_column(default=0)
    owner: Mapped[User] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether something is still to come of it."""
        return self.state in OPEN_STATES

    @property
    def per_cent(self) -> int | None:
        """How much is done, 0 to 100; None where that is not known."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else None


class JobPiece(Model):
    """A part of a job's result, so that neither making it nor handing it out needs it in memory whole."""

    __tablename__ = "job_piece"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("job_id", "number", name="uq_job_piece_job_id_number"),)


sweep_after(Job, Job.created_at, LIFE)
