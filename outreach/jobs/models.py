"""Background jobs and their results as rows, which every web process can show, and the runs of periodic tasks."""

from __future__ import annotations

import enum
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from outreach.core import clock
from outreach.core.db import Identified, Model, UtcDateTime, enum_type
from outreach.core.expiry import expire_after
from outreach.users.models import User

#: How long a job and its result are kept.
RETENTION = timedelta(hours=24)


class JobState(enum.Enum):
    """A job's state."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


#: States of a job that has not ended.
OPEN_STATES = (JobState.WAITING, JobState.RUNNING)


class Fault(enum.Enum):
    """Why a job failed: a DomainError (its message is in `fault_message`), another exception, the process ended during
    both attempts, or the time limit."""

    NONE = ""
    REFUSED = "refused"
    ERROR = "error"
    INTERRUPTED = "broken"
    TIMEOUT = "long"


class Job(Identified, Model):
    """`claim` is a random token of the worker that runs the job: every write of a worker names it, so a worker that has
    lost it changes nothing. `attempts` counts the starts, less those put back. The result is `size` bytes in pieces."""

    __tablename__ = "job"

    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSON)
    language: Mapped[str] = mapped_column(String(2))
    state: Mapped[JobState] = mapped_column(enum_type(JobState), default=JobState.WAITING, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    stop_requested: Mapped[bool] = mapped_column(default=False)
    fault: Mapped[Fault] = mapped_column(enum_type(Fault), default=Fault.NONE)
    fault_message: Mapped[str] = mapped_column(Text, default="")
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
        """Whether it has not ended."""
        return self.state in OPEN_STATES

    @property
    def per_cent(self) -> int | None:
        """Progress, 0 to 100; None where it is not known."""
        return min(100, self.done * 100 // self.total) if self.total > 0 else None


class JobPiece(Model):
    """A part of a job's result, so that neither writing nor downloading it needs all of it in memory."""

    __tablename__ = "job_piece"

    id: Mapped[int] = mapped_column(primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id", ondelete="CASCADE"))
    number: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (UniqueConstraint("job_id", "number", name="uq_job_piece_job_id_number"),)


class PeriodicRun(Model):
    """One run of a periodic task: the row is claimed by the worker that does it. Without `finished_at` some time after
    `claimed_at` the run failed or its worker died, and it is done again."""

    __tablename__ = "periodic_run"

    id: Mapped[int] = mapped_column(primary_key=True)
    task: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(20))
    claimed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    __table_args__ = (UniqueConstraint("task", "period"),)


expire_after(Job, Job.created_at, RETENTION)
expire_after(PeriodicRun, PeriodicRun.claimed_at, timedelta(days=7))
